"""Sphinx extension: mend what the theme leaves out for readers who listen, use a keyboard, or do not read English."""

import re
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString

from coursebook.ext._gettext import gettext as _
from coursebook.ext.light import lighten

SENTENCE = 36
"""A cell with more letters is read as a sentence, and needs room for it."""
OPENING = re.compile(r"[(\[“「（]+$")
HYPHENS = {
    word.replace("-", ""): word.replace("-", "\N{SOFT HYPHEN}")
    for word in (
        *("auto-encoder", "con-firmed", "dis-tance", "doc-torates", "ex-pected", "experi-ment", "gener-ated"),
        *("gener-ator", "mea-sured", "over-sampled", "pre-dicted", "simu-lated", "small-est", "smooth-ing"),
        *("stan-dard", "syn-thetic", "trans-former"),
    )
}
"""Long words of narrow columns, which may break on a phone."""
NARROW = re.compile("|".join(HYPHENS))
SIGN = re.compile(r"(?:(?<=\b\w)|(?<=_\w)) ([-+=/<>]) (?=\S{1,4}(?!\S))")
"""A sign in a short formula of a table, as in "p = n/2", where no line may end; a phone must break longer ones."""
INDEX = re.compile(r"(?<=\b[A-Za-z])_(?:\(([^()]*)\)|(\w)\b)", flags=re.ASCII)
GREEK = {"delta": "δ", "nu": "ν", "psi": "ψ", "rho": "ρ"}
LETTER = re.compile(rf"\b({'|'.join(GREEK)})\b", flags=re.ASCII)  # beside Japanese letters, too
POWER = re.compile(r"(?<=[\w)\]])\^(?:\(((?:[^()]|\([^()]*\))*)\)|(-?[A-Za-z0-9_]+))")
STOP = re.compile(r"[.,;:!?)\]”’、。，．；：！？）」』]+")


def mend(page):
    """Name the sidebar and its folds, and take roles off the bibliography that its elements may not have."""
    for summary in page.select("nav summary"):
        link = summary.find_parent("li").find("a")
        summary["aria-label"] = _("{page}: pages below").format(page=link.get_text(strip=True))
    for sidebar in page.select(".bd-sidebar-primary"):
        sidebar["role"], sidebar["aria-label"] = "complementary", _("Site")
    for entry in page.select(".citation-list, .citation-list [role]"):
        del entry["role"]
    for part in page.select(".untranslated, .english"):
        part["lang"] = "en"
    for code in page.select(".bd-article table code, .page-toc code"):
        let_break(page, code)
    for formula in page.select(".bd-article span.math"):
        join(page, formula)
    for word in page.select(".bd-article code .pre"):
        if word.get_text().startswith("--"):
            word["class"].append("mc-joined")
    for cell in page.select(".mc-table td.mc-words"):
        if len(cell.get_text()) > SENTENCE:
            cell["class"].append("mc-sentence")
    for cell in page.select(":is(.mc-table :is(th, td.mc-words), .mc-record thead th):not(:has(*))"):
        cell.string = NARROW.sub(lambda word: HYPHENS[word[0]], together(cell.get_text()))
        if "_" in cell.string:
            let_break(page, cell)
    set_claims(page)
    if page.select_one(".bd-article :is(dl.py, .mc-claims)"):
        raise_powers(page)
    number_ids(page)
    translate_theme(page)
    return page


def theme_words():
    """Return the words that the theme and its extensions have in English only, and what they are in this edition."""
    return {
        "Color mode": _("Color mode"),
        "Link to this definition": _("Link to this definition"),
        "Link to this equation": _("Link to this equation"),
        "Link to this heading": _("Link to this heading"),
        "Link to this term": _("Link to this term"),
        "Main": _("Main"),
        "Page": _("Page"),
        "Search...": _("Search..."),
        "Solution": _("Solution"),
        "System Settings": _("System Settings"),
        "Table of contents": _("Table of contents"),
        "Toggle hidden content": _("Toggle hidden content"),
        "Toggle primary sidebar": _("Toggle primary sidebar"),
        "Toggle secondary sidebar": _("Toggle secondary sidebar"),
    }


def translate_theme(page):
    """Put these words into the language of the edition, in tooltips, in labels, and over boxes."""
    words = theme_words()
    for attribute in ("title", "aria-label", "placeholder", "data-bs-title"):
        for element in page.select(f"[{attribute}]"):
            element[attribute] = words.get(element[attribute], element[attribute])
    for title in page.select(".admonition-title, .onlyprint"):
        if title.get_text(strip=True) in words:
            title.string = words[title.get_text(strip=True)]


def number_ids(page):
    """Give the boxes inside proofs and exercises, which all have the same id, ids of their own."""
    seen = {}
    for element in page.select("[id]"):
        name = element["id"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            element["id"] = f"{name}-{seen[name]}"


def let_break(page, code):
    """Let a long name in a table or in the contents break after its underscores and slashes, and nowhere else."""
    pieces = re.findall(r"[^_/]+[_/]*|[_/]+", code.get_text())
    code.clear()
    for number, piece in enumerate(pieces):
        code.extend([page.new_tag("wbr"), piece] if number else [piece])


def together(typed):
    """Keep the sign of a short formula in the line of what stands before and behind it."""
    return SIGN.sub("\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", typed)


def set_claims(page):
    """Set the formulas of claims as far as letters can: Greek letters, indices, and no line that ends at a sign."""
    for words in [words for cell in page.select(".mc-claims td:nth-child(2)") for words in cell.find_all(string=True)]:
        shift(page, words, together(LETTER.sub(lambda name: GREEK[name[0]], words)), INDEX, "sub")


def raise_powers(page):
    """Set the formulas of docstrings and claims as far as letters can: raised powers, and the sign of a root."""
    for words in page.select_one(".bd-article").find_all(string=re.compile(r"\^|sqrt\(")):
        if words.find_parent(["pre", "code", "dt", "script", "style", "svg"]) or words.find_parent(class_="math"):
            continue
        shift(page, words, words.replace("sqrt(", "√("), POWER, "sup")


def shift(page, words, typed, pattern, tag):
    """Put a text in the place of words, with what a pattern finds raised or lowered."""
    pieces = pattern.split(typed)
    found = [pieces[0]]
    for grouped, plain, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        part = page.new_tag(tag)
        part.string = (grouped or plain).replace("-", "\N{MINUS SIGN}")
        found += [part, after]
    words.replace_with(*found)


def join(page, formula):
    """Keep a formula and the stop or the brackets beside it in one line, where a browser would part them."""
    before, behind = formula.previous_sibling, formula.next_sibling
    opening = isinstance(before, NavigableString) and OPENING.search(before)
    stop = isinstance(behind, NavigableString) and STOP.match(behind)
    if not opening and not stop:
        return
    line = formula.wrap(page.new_tag("span", attrs={"class": "mc-joined"}))
    if opening:
        line.insert(0, opening[0])
        before.replace_with(before[: opening.start()])
    if stop:
        line.append(stop[0])
        behind.replace_with(behind[stop.end() :])


def mend_files(app, exception):
    """Rewrite the pages of a finished build."""
    if exception or app.builder.format != "html":
        return
    for file in Path(app.outdir).rglob("*.html"):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        file.write_text(str(lighten(mend(page))), encoding="utf-8")


def setup(app):
    """Connect to Sphinx."""
    app.add_js_file("course.js", loading_method="defer")
    app.connect("build-finished", mend_files, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
