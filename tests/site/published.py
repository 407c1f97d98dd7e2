"""The pages that the site has to have, English and in other languages: known from the sources, before it is built."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
EXPLORER = re.compile(r"^```\{explorer\}|^(?:\w+ = )?mc\.explorers\.[A-Z]\w+\(", flags=re.MULTILINE)
PREDICTION = re.compile(r"^mc\.explorers\.Predict\(", flags=re.MULTILINE)


def _source(name):
    """Return a page's text, and for a chapter the code of its cells."""
    page, chapter = ROOT / f"{name}.md", ROOT / f"{name}.ipynb"
    if page.exists():
        return page.read_text(encoding="utf-8")
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


_NAMES = re.findall(r"(?:file|root): (\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
_SOURCES = {f"{name}.html": _source(name) for name in _NAMES}
ENGLISH = sorted([*_SOURCES, "index.html", "search.html"])
LANGUAGES = sorted(path.name for path in (ROOT / "book" / "locale").iterdir() if path.is_dir())
TRANSLATED = [f"{language}/{path}" for language in LANGUAGES for path in ENGLISH]
PAGES = ENGLISH + TRANSLATED
WITH_EXPLORERS = [path for path, text in _SOURCES.items() if EXPLORER.search(text)]
WITH_PREDICTION = [path for path, text in _SOURCES.items() if PREDICTION.search(text)]
