"""What a page loads beside what it shows; each check returns its faults, one sentence a fault."""

PARTS = {
    "searchindex.js": ("list of found pages", "#search-results"),
    "copybutton.js": ("code", ".highlight pre"),
    "togglebutton.js": ("fold", ".toggle, .admonition.dropdown"),
    "design-tabs.js": ("tab", ".sd-tab-set"),
    "proof.css": ("proof", ".proof"),
    "exercise.css": ("exercise", ".exercise, .solution"),
    "explorers.js": ("explorer", ".mc-explorer, .mc-live"),
    "check-log.js": ("form for a log", ".mc-check"),
}
PARTS_SHOWN = """parts => Object.entries(parts)
  .filter(([, [, part]]) => document.querySelector(part)).map(([file]) => file)"""


def needless(page, seen):
    """A page loads the search index only if it lists what was found, and likewise for what else it may lack."""
    shown = page.evaluate(PARTS_SHOWN, PARTS)
    loaded = {url.split("/")[-1] for url in seen.loaded}
    return [
        f"{seen.path} loads {file} and has no {name}."
        for file, (name, _) in PARTS.items()
        if file in loaded and file not in shown
    ]
