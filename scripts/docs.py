"""Write what is generated in the documentation: two pages of docs/, and the code in the README."""

from pathlib import Path

from dashboard.outputs.catalogue import markdown
from etl.handbook import sources_markdown

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SHOWN = {
    "source": "etl/sources/staff_headcount.py",
    "metric": "dashboard/metrics/adoption_rate.py",
}


def readme() -> str:
    """The README, with the files it shows as they are now."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, path in SHOWN.items():
        code = (ROOT / path).read_text(encoding="utf-8").rstrip()
        block = f"<!-- {name} -->\n```python\n{code}\n```\n<!-- /{name} -->"
        before, _, rest = text.partition(f"<!-- {name} -->")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        text = before + block + after
    return text


PAGES = {
    DOCS / "metrics.md": markdown,
    DOCS / "sources.md": sources_markdown,
    ROOT / "README.md": readme,
}


def main() -> None:
    """Write every generated page."""
    for path, page in PAGES.items():
        path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
