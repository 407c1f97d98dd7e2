"""The pages that were built, English and in other languages."""

from pathlib import Path

HTML = Path(__file__).resolve().parents[2] / "_build" / "html"
PAGES = sorted(path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html")) or ["index.html"]
TRANSLATED = [path for path in PAGES if path.startswith("ja/")]
ENGLISH = [path for path in PAGES if path not in TRANSLATED]
