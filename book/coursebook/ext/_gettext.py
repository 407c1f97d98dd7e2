"""The words that Sphinx does not translate itself, in the language of the edition that is built."""

from pathlib import Path

from model_collapse._language import catalogue, language

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def gettext(message, page="site"):
    """Return the message by a page's catalogue, or by that of extensions and settings; or as it stands."""
    return catalogue(LOCALE / language() / "LC_MESSAGES" / f"{page}.po").get(message, message)
