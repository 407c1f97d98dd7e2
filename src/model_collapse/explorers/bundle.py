"""The explorers' JavaScript modules as one module for JupyterLab, and as one plain script for a page."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "js"


def _ordered(name: str, seen: list[str]) -> list[str]:
    """Return a module's name after the names of all that it imports."""
    if name not in seen:
        for imported in re.findall(r'^import .* from "\./([a-z_]+)\.js";$', _source(name), flags=re.MULTILINE):
            _ordered(imported, seen)
        seen.append(name)
    return seen


def _source(name: str) -> str:
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")


@cache
def script(entry: str = "index") -> str:
    """Return a module and all that it imports in one scope, without imports and exports."""
    joined = "\n".join(_source(name) for name in _ordered(entry, []))
    return re.sub(r"^(import .*\n|export )", "", joined, flags=re.MULTILINE)


def module() -> str:
    """Return the module that a widget's front end loads."""
    return f"{script()}\nexport default {{ render }};\n"


def page_script() -> str:
    """Return the script that brings every explorer of a page to life; it works from a folder, without a server."""
    return f"(() => {{\n{script()}\nmountAll();\n}})();\n"


def check_script() -> str:
    """Return the script that audits a log in the page."""
    return f"(() => {{\n{script('check_log')}\ncheckLogs();\n}})();\n"


def card_room_script() -> str:
    """Return the script that shows a room's results in the page."""
    return f"(() => {{\n{script('card_room')}\ncardRooms();\n}})();\n"


def style() -> str:
    """Return the explorers' style sheet."""
    return (FOLDER / "explorers.css").read_text(encoding="utf-8")
