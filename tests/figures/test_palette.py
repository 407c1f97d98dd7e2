"""One set of colours is legible on the light and on the dark page."""

import re
from pathlib import Path

from model_collapse import figures
from model_collapse.figures import style

STYLE = Path(__file__).resolve().parents[2] / "book" / "_static" / "course.css"
HEX = re.compile(r"#[0-9a-fA-F]{6}")
# Every colour that the style names, a new one too.
COLORS = {name: value for name, value in vars(style).items() if isinstance(value, str) and HEX.fullmatch(value)}


def luminance(color):
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(factor * part for factor, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Contrast ratio as WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def faint(colors, papers, least=3.0):
    """Return the colours that have too little contrast with a paper."""
    return [
        f"{name} {color} has contrast {contrast(color, paper):.2f} with the {theme} paper"
        for name, color in colors.items()
        for theme, paper in papers.items()
        if contrast(color, paper) < least
    ]


def test_contrast_of_known_pairs():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_the_palette_is_what_is_checked():
    assert {"REAL", "SYNTHETIC", "MIXTURE", "THEORY", "INK"} <= set(COLORS)


def test_colours_are_named_in_one_place():
    named = {
        path.name for path in Path(figures.__file__).parents[1].rglob("*.py") if HEX.search(path.read_text("utf-8"))
    }
    assert named == {"style.py"}


def test_every_colour_is_legible_on_both_papers():
    assert faint(COLORS, figures.PAPER) == []


def test_a_faint_colour_is_found():
    assert "YELLOW #ffdd00" in faint({**COLORS, "YELLOW": "#ffdd00"}, figures.PAPER)[0]


def test_the_site_is_printed_on_these_papers():
    css = STYLE.read_text(encoding="utf-8")
    assert re.findall(r"--mc-paper: (#\w+);", css) == [figures.PAPER["light"], figures.PAPER["dark"]]


def test_the_site_has_the_colours_of_the_plots():
    css = STYLE.read_text(encoding="utf-8")
    named = dict(re.findall(r"--mc-(real|synthetic|mixture|theory): (#\w+);", css))
    assert named == {role: style.ROLES[role] for role in ("real", "mixture", "theory")}


def test_words_of_a_drawing_that_is_a_file_are_legible_in_both_themes():
    css = STYLE.read_text(encoding="utf-8")
    bright = dict(re.findall(r'^html(\S*) .*result\.svg"\] \{ filter: brightness\((.+?)\)', css, flags=re.MULTILINE))
    assert bright.keys() == {"", '[data-theme="dark"]'}
    for theme, factor in zip(style.PAPER, (bright[""], bright['[data-theme="dark"]']), strict=True):
        shown = "#" + "".join(f"{round(float(factor) * int(style.INK[i : i + 2], 16)):02x}" for i in (1, 3, 5))
        assert contrast(shown, style.PAPER[theme]) >= 4.5
        assert contrast(style.INK, style.PAPER[theme]) < 4.5  # as it stands in the file it is faint
