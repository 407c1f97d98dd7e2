"""What a search shows, and where the switch of language leads; each check returns its faults, one sentence a fault."""

import re

from tests.site.visiting import settle, visit

# Names of controls, of what stands above every page, and of code that is folded away. A table in CSV, and 再生する, to
# play, are words of the text.
CONTROLS = re.compile(
    r"\bPlay\b|\bReset\b|[(（]CSV[)）]|\.ipynb\b|\.md\b|\.pdf\b|Show the (code|answer)|Hide the code|目次"
    r"|最初に戻す|再生(?![しす])|コードを(表示|隠す)"
)
TITLES = """items => items.map(item =>
  [...item.children].filter(part => !part.matches(".context")).map(part => part.innerText).join(" "))"""
IN_VIEW = """id => { const top = document.getElementById(id)?.getBoundingClientRect().top;
  return top >= 0 && top < innerHeight; }"""


def _listed(page, base, word):
    """Search for a word; wait until all is listed."""
    page.goto(f"{base}search.html?q={word}")
    page.wait_for_selector("#search-results .search-summary:not(:empty)", state="attached")
    return page.locator("#search-results li")


def counted(page, base, word, sentence):
    """The page of results says how many there are, in its own language."""
    number = _listed(page, base, word).count()
    said = page.inner_text("#search-results .search-summary")
    expected = sentence.format(number)
    return [] if said == expected else [f"search.html says {said!r} of {word}, not {expected!r}."]


def excerpts(page, base, word):
    """Excerpts are there, and name no control."""
    _listed(page, base, word)
    page.wait_for_load_state("networkidle")
    shown = page.locator("#search-results .context").all_inner_texts()
    faults = [f"The excerpt {text[:60]!r} of {word} names a control." for text in shown if CONTROLS.search(text)]
    return faults if shown else [f"search.html shows no excerpt for {word}."]


def apart(page, base, word):
    """No two results read alike."""
    shown = _listed(page, base, word).evaluate_all(TITLES)
    return [f"Two results for {word} read {text!r}." for text in sorted(set(shown)) if shown.count(text) > 1]


def without_network(page, folder, word):
    """A search from an unzipped folder lists pages, logs no error and asks for no page."""
    with visit(page, folder.as_uri() + "/", f"search.html?q={word}") as seen:
        page.wait_for_selector("#search-results .search-summary:not(:empty)", state="attached")
        found = page.locator("#search-results li a").count()
    return seen.faults + ([] if found else [f"search.html from a folder finds no {word}."])


def _switch(page, language):
    box = page.locator(f"a.mc-language[hreflang={language}]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # where it is: no scrolling to it
    page.wait_for_function("goal => document.documentElement.lang === goal", arg=language)
    page.wait_for_load_state("networkidle")
    settle(page)


def keeps_section(page, base, path, section, language):
    """The switch leads to the section that is in view, be it in the address or scrolled to, and to no other."""
    faults = []
    for way, there in (("address", f"#{section}"), ("scrolling", "")):
        page.goto(base + path + there)
        settle(page)
        if not there:
            page.evaluate("id => document.getElementById(id).scrollIntoView()", section)
        _switch(page, language)
        if not page.evaluate(IN_VIEW, section):
            faults.append(f"{path}: the switch loses the section {section} of the {way}.")
    return faults


def keeps_state(page, base, path, key, value, section, language):
    """The switch takes along what an explorer was set to, and the section in view beside it."""
    page.goto(f"{base}{path}#{key}={value}")
    settle(page)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", section)
    _switch(page, language)
    field = page.locator(f".mc-live input[name={key.split('.')[1]}]").first
    faults = []
    if float(field.input_value()) != value:
        faults.append(f"{path}: the switch loses the state {key}={value}.")
    if not page.evaluate(IN_VIEW, section):
        faults.append(f"{path}: the switch loses the section {section} beside a state.")
    return faults


def keeps_query(page, base, word, language):
    """The switch takes the query along."""
    _listed(page, base, word)
    _switch(page, language)
    asked = page.input_value(".bd-search-container input[name=q]")
    return [] if asked == word else [f"search.html: the switch asks for {asked!r}, not {word!r}."]
