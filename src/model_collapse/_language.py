"""Strings that a reader sees, translated by gettext into the language that MODEL_COLLAPSE_LANGUAGE names."""

import ast
import os
import re
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
_FUZZY = re.compile(r"^#,.*\bfuzzy\b", flags=re.MULTILINE)
_PARTS = re.compile(r'^(msgid|msgstr) ((?:".*"\n?)+)', flags=re.MULTILINE)


@cache
def catalogue(file: Path) -> dict[str, str]:
    """Read a gettext catalogue as it is edited (.po): nothing has to be compiled, so nothing can be out of date.

    Parameters
    ----------
    file : Path
        The catalogue; one that does not exist has no entries.

    Returns
    -------
    dict of str to str
        Translations by message, without the untranslated and the fuzzy ones.
    """
    found: dict[str, str] = {}
    for entry in file.read_text(encoding="utf-8").split("\n\n") if file.exists() else []:
        parts = {
            name: "".join(ast.literal_eval(line) for line in lines.splitlines())
            for name, lines in _PARTS.findall(entry + "\n")
        }
        if parts.get("msgid") and parts["msgstr"] and not _FUZZY.search(entry):
            found[parts["msgid"]] = parts["msgstr"]
    return found


def file(language: str, locale: Path = LOCALE, domain: str = "model_collapse") -> Path:
    """Return the path of a catalogue, laid out as gettext lays it out.

    Parameters
    ----------
    language : str
        Its language, such as "ja".
    locale : Path
        The folder of all languages.
    domain : str
        The catalogue's name.

    Returns
    -------
    Path
        The catalogue, which need not exist.
    """
    return locale / language / "LC_MESSAGES" / f"{domain}.po"


def language() -> str:
    """Return the reader's language."""
    return os.environ.get("MODEL_COLLAPSE_LANGUAGE", "en")


def gettext(message: str) -> str:
    """Return the message in the reader's language, or as it stands."""
    if not isinstance(message, str):
        raise ValueError(f"message must be a text, got an object of type {type(message).__name__}.")
    return catalogue(file(language())).get(message, message)
