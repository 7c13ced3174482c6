"""Write the pages of docs/ that are generated: metrics.md and sources.md."""

from pathlib import Path

from dashboard.outputs.catalogue import markdown
from etl.handbook import sources_markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"metrics.md": markdown, "sources.md": sources_markdown}


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
