"""Print what each page of the built site weighs, compressed, and what dominates: `python tests/site/weights.py`."""

from pathlib import Path

from tests.site.browsing import browser_path, serving, started
from tests.site.visiting import visit

HTML = Path(__file__).resolve().parents[2] / "_build" / "html"


def row(seen, top=3):
    """Return one line of the table."""
    weights = sorted(seen.weight().items(), key=lambda item: -item[1])
    largest = ", ".join(f"{url.split('/')[-1]} {size / 1000:.0f}" for url, size in weights[:top])
    return f"{seen.path:40}{sum(size for _, size in weights) / 1000:7.0f}   {largest}"


def main():
    """Weigh every page in a browser without a cache."""
    print(f"{'page':40}{'kB':>7}   largest resources")
    with started(browser_path()) as browser, serving(HTML) as base:
        for path in sorted(file.relative_to(HTML).as_posix() for file in HTML.rglob("*.html")):
            context = browser.new_context()
            with visit(context.new_page(), base, path) as seen:
                pass
            print(row(seen))
            context.close()


if __name__ == "__main__":
    main()
