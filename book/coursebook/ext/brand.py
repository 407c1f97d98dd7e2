"""Sphinx extension: name, mark and colours of whoever hands the site out, from book/brand.toml alone.

Colours with a meaning, those of real and synthetic rows, stay as they are. A site under another name says what it was
adapted from, as the licence of the text asks.
"""

import re
import tomllib
from html import escape
from pathlib import Path

from sphinx.errors import ConfigError

from coursebook.ext._gettext import gettext as _
from model_collapse.figures import PAPER

FILE = "book/brand.toml"
NAMES = ("name", "short", "logo", "light", "dark", "note")
MARKS = (".svg", ".png")
LEGIBLE = 4.5
"""The least contrast of text to its paper, by the Web Content Accessibility Guidelines, level AA."""


def luminance(colour):
    """Return the relative luminance of a colour #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def checked(brand, root):
    """Return the settings that are not empty, or raise ValueError with one sentence."""
    for name, value in brand.items():
        if name not in NAMES:
            raise ValueError(f"{FILE}: {name} is not known here; known are {', '.join(NAMES)}.")
        if not isinstance(value, str):
            raise ValueError(f"{FILE}: {name} must be a text, got {value!r}.")
    given = {name: value for name, value in brand.items() if value}
    if logo := given.get("logo"):
        if Path(logo).suffix not in MARKS:
            raise ValueError(f"{FILE}: logo must end in {' or '.join(MARKS)}, got {logo}.")
        if not (root / logo).is_file():
            raise ValueError(f"{FILE}: logo must be a file of the book, got {logo}.")
    for theme in given.keys() & PAPER.keys():
        colour = given[theme]
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise ValueError(f"{FILE}: {theme} must be a colour such as #855a00, got {colour}.")
        if (found := contrast(colour, PAPER[theme])) < LEGIBLE:
            raise ValueError(f"{FILE}: {theme} must have a contrast of {LEGIBLE} to the paper, got {found:.1f}.")
    return given


def brand_of(root):
    """Return the settings that are not empty; a book without the file has none."""
    file = root / FILE
    if not file.exists():
        return {}
    try:
        return checked(tomllib.loads(file.read_text(encoding="utf-8")), root)
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"{FILE} is not TOML: {fault}.") from None


def style(brand):
    """Return the colours as a style for the head of each page, which goes before those of course.css."""
    rules = (f'html[data-theme="{theme}"]:root {{ --mc-accent: {brand[theme]}; }}' for theme in PAPER if theme in brand)
    return "".join(rules)


def apply(app, config):
    """Set title and mark before the settings of the book are read, and remember the rest for the pages."""
    try:
        brand = brand_of(Path(app.confdir))
    except ValueError as refusal:
        raise ConfigError(str(refusal)) from None
    app.brand = brand | {"course": config.html_title}
    if "name" in brand:
        config.html_title = config.project = brand["name"]
    if "short" in brand or "name" in brand:
        config.html_theme_options["logo"]["text"] = brand.get("short") or brand["name"]
    if "logo" in brand:
        config.html_logo = config.html_favicon = brand["logo"]


def add_foot(app, config):
    """Say in the foot of each page what the company wants to say, and what its site was adapted from."""
    lines = [app.brand["note"]] if "note" in app.brand else []
    if "name" in app.brand:
        adapted, course = _("Adapted from “{course}” by {authors}."), app.brand["course"]
        lines.append(adapted.format(course=_(course), authors=config.author))
    foot = "".join(f"<p>{escape(line)}</p>" for line in lines)
    config.html_theme_options["extra_footer"] = foot + config.html_theme_options["extra_footer"]


def add_style(app, pagename, templatename, context, doctree):
    """Give the page its colours."""
    if rules := style(app.brand):
        context["metatags"] = context.get("metatags", "") + f"<style>{rules}</style>"


def setup(app):
    """Connect to Sphinx."""
    app.connect("config-inited", apply, priority=90)
    app.connect("config-inited", add_foot, priority=110)
    app.connect("html-page-context", add_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
