"""A page loads what it shows, and nothing else: the theme would load its scripts and style sheets on every page."""

SHOWN_WITH = {
    "#search-results": ("searchtools.js", "language_data.js", "searchindex.js"),
    ".highlight pre": ("clipboard.min.js", "copybutton.js", "copybutton.css"),
    ".toggle, .admonition.dropdown": ("togglebutton.js", "togglebutton.css"),
    ".sd-tab-set": ("design-tabs.js",),
    "[class^=sd-], [class*=' sd-']": ("sphinx-design.min.css",),
    ".cell": ("mystnb.",),
    ".proof": ("proof.css",),
    ".exercise, .solution": ("exercise.css",),
}
"""The parts of a page, and the files that it loads for them: the beginnings of their names."""


def lighten(page):
    """Take out what a page loads for parts that it does not have."""
    without = tuple(name for part, names in SHOWN_WITH.items() if not page.select_one(part) for name in names)
    for element in page.select("script[src], link[rel=stylesheet]"):
        address = element.get("src") or element.get("href")
        if address.replace("../", "").removeprefix("_static/").startswith(without):
            element.decompose()
    return page
