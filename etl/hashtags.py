"""What a hashtag is: how it stands in a text, and the one spelling under which it is kept.

Workbench SQL. Not told apart: capitals, and "_", "-" or blanks between words. An anchor in an
address, an HTML entity and a number after # are no hashtags.
"""

_LEAST, _MOST = 2, 40
_BEFORE = r"(?:^|[^\pL\pN_/&=?#])"
_WRITTEN = r"#([\pL\pN_-]+)"
_MARKED_UP = r"\[Tag:\d+:([^\]]+)\]"

FOUND = (
    "case when contains({value}, '#') or contains({value}, '[Tag:') then list_concat("
    f"regexp_extract_all({{value}}, '{_BEFORE}{_WRITTEN}', 1), "
    f"regexp_extract_all({{value}}, '{_MARKED_UP}', 1)) end"
)
"""The hashtags in a text, as they are written there. Expression of a field, over {value}."""


def spelled(text: str) -> str:
    """The expression for the one spelling of a hashtag without its #."""
    return f"regexp_replace(lower(nfc_normalize({text})), '[\\s_-]+', '', 'g')"


def is_hashtag(spelling: str) -> str:
    """The condition that a spelling is one of a hashtag: it has a letter, and is not too long."""
    return (
        f"(length({spelling}) between {_LEAST} and {_MOST} and regexp_matches({spelling}, '\\pL'))"
    )
