"""Where the catalogues of the translations stand, and in which languages there are any."""

from coursebook import ROOT
from model_collapse import _language


def languages(root=ROOT):
    """Return the languages of the editions: English, and those that have catalogues."""
    return ["en", *sorted(path.name for path in (root / "book" / "locale").glob("*") if path.is_dir())]


def page(name, language, root=ROOT):
    """Return the path of a page's catalogue; `site` holds the words of extensions and settings."""
    return _language.file(language, root / "book" / "locale", name)


def pages(language, root=ROOT):
    """Return the paths of all pages' catalogues."""
    return sorted(page("site", language, root).parent.rglob("*.po"))


def package(language, root=ROOT):
    """Return the path of the package's catalogue."""
    return _language.file(language, root / "src" / "model_collapse" / "locale")
