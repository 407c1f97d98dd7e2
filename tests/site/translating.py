"""What the editions of a site in several languages must be; each check returns its faults, one sentence a fault."""

import re

from bs4 import BeautifulSoup

BLOCKS = "p, h1, h2, h3, h4, th, td, dt, dd, li, figcaption, caption"
# Not prose of the page: what is marked as English, code and its output, signatures, publications, and explorers, whose
# words are the package's: the status page counts them.
ENGLISH = "[lang=en], pre, dt.sig, div.citation, .mc-explorer, .cell_output"
JAPANESE = re.compile("[ぁ-んァ-ヴ一-龠]")


def pages(site, language):
    """Return the pages of one edition with their addresses, but not the page that only leads to the first one."""
    home = site if language == "en" else site / language
    files = [file for file in sorted(home.rglob("*.html")) if language != "en" or "ja" not in file.parts]
    found = {file.relative_to(home).as_posix(): BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in files}
    return {path: page for path, page in found.items() if page.select_one("html, article")}


def switches(site, language, other):
    """Every page of one edition names its language and leads to the same page in the other."""
    faults, there = [], pages(site, other)
    for path, page in pages(site, language).items():
        here = (site if language == "en" else site / language) / path
        goal = (site if other == "en" else site / other) / path
        if page.html["lang"] != language:
            faults.append(f"{language}/{path} says that its language is {page.html['lang']}.")
        for name in (f"a[hreflang={other}]", f"link[rel=alternate][hreflang={other}]"):
            links = [(here.parent / link["href"]).resolve() for link in page.select(name)]
            if path not in there or links != [goal.resolve()]:
                faults.append(f"{language}/{path} has no {name} that leads to the same page.")
    return faults


def unmarked(site):
    """No text of the Japanese edition is in English without saying so."""
    faults = []
    for path, page in pages(site, "ja").items():
        for block in page.select(".bd-article :is(%s)" % BLOCKS):  # noqa: UP031
            if block.select_one(BLOCKS) or block.find_parent(class_="untranslated") or _english(block):
                continue
            text = _words(block)
            if len(re.findall(r"[A-Za-z]{2,}", text)) > 3 and not JAPANESE.search(text):
                faults.append(f"ja/{path} shows English that is not marked: {text[:60]}")
    return faults


def _words(block):
    """Return a block's words without code, formulas, publications; none if it is a link: it shows its page's title."""
    if (link := block.find("a")) and link.get_text(strip=True) == block.get_text(strip=True):
        return ""
    for part in block.select("code, .math, a[href*='references.html']"):
        part.extract()
    return block.get_text(" ", strip=True)


def _english(block):
    """Say whether a block, or what it stands in, is English by intent."""
    return any(part.css.match(ENGLISH) for part in (block, *block.parents) if part.name != "[document]")


def follow(page, base, path, language):
    """The switch can be seen on a phone, obeys the keyboard, and leads to the page in the other language and back."""
    faults = []
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(base + path)
    for goal in (language, page.evaluate("document.documentElement.lang")):
        link = page.locator(f"a.mc-language[hreflang={goal}]")
        box = link.bounding_box()
        if not box or box["x"] < 0 or box["y"] < 0 or box["x"] + box["width"] > 360:
            faults.append(f"{path}: the switch to {goal} is not on a narrow screen.")
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("goal => document.documentElement.lang === goal", arg=goal)
    return faults if page.url == base + path else [*faults, f"{path}: the way back ends at {page.url}."]
