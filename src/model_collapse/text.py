"""Strings that a reader sees, translated by gettext into the language that MODEL_COLLAPSE_LANGUAGE names."""

import gettext as _gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def gettext(message: str) -> str:
    """Return the message in the reader's language, or as it stands."""
    language = os.environ.get("MODEL_COLLAPSE_LANGUAGE", "en")
    return _gettext.translation("model_collapse", LOCALE, languages=[language], fallback=True).gettext(message)
