"""The words that Sphinx does not translate itself, in the language of the edition that is built."""

from coursebook import catalogues
from model_collapse._language import catalogue, language


def gettext(message, page="site"):
    """Return the message by a page's catalogue, or by that of extensions and settings; or as it stands."""
    return catalogue(catalogues.page(page, language())).get(message, message)
