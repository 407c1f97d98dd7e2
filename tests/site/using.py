"""What a reader does with the site; each check returns its faults, one sentence a fault."""

from playwright.sync_api import TimeoutError as TooLate

from tests.site.visiting import settle, visit

SHOWN = "e => e.closest('details')?.open ?? !e.closest('.toggle-hidden')"
FOCUSED = "s => document.activeElement.matches(s)"
REACHED = {
    "the skip link": ("#pst-skip-link a", 1),
    "the contents": ("nav.bd-docs-nav a", 12),
    "the search": (".search-button__button", 12),
    "the theme switch": (".theme-switch-button", 15),
}
"""What Tab reaches, and within how many times; the theme switch stands behind the contents, whose links count extra."""


def search(page, base, word, expected):
    """The search finds a word on the expected page."""
    page.goto(f"{base}search.html?q={word}")
    # Results are listed one by one: wait for the one that must be there.
    try:
        page.wait_for_selector(f"#search-results li a[href*='{expected}']")
    except TooLate:
        return [f"search.html does not find {word} in {expected}."]
    return []


def follow(page, base, path):
    """Follow a reading path from its own page by the link at the foot; return the titles on the way."""
    page.goto(f"{base}book/paths/{path}.html")
    titles = [page.locator("h1").first.inner_text()]
    while (link := page.locator(".prev-next-area a.right-next:visible")).count() and len(titles) < 100:
        link.click()
        page.wait_for_load_state()
        titles.append(page.locator("h1").first.inner_text())
    return [title.removesuffix("#").strip() for title in titles]


def unzipped(page, folder, path):
    """A page works from a folder, without a server, equations included."""
    with visit(page, folder.as_uri() + "/", path) as seen:
        unset = page.evaluate("() => document.querySelectorAll('.math:not(:has(mjx-container))').length")
    return seen.faults + ([f"{path} from a folder leaves {unset} equations unset."] if unset else [])


def first_screen(page, base, path, selector):
    """A phone shows the whole of what a selector names before the reader scrolls."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(base + path)
    box = page.wait_for_selector(selector).bounding_box()
    below = box["y"] + box["height"] - 844
    return [f"{path}: {selector} ends {below:.0f} px below the first screen of a phone."] if below > 0 else []


def tab_order(page, base, path):
    """Pressing Tab reaches the skip link first, then contents, search and theme switch, each soon enough."""
    page.goto(base + path)
    contents = page.locator("nav.bd-docs-nav :is(a, summary):visible").count()
    allowed = {name: most + contents * (name == "the theme switch") for name, (_, most) in REACHED.items()}
    reached = {}
    for count in range(1, 1 + max(allowed.values())):
        page.keyboard.press("Tab")
        for name, (selector, _) in REACHED.items():
            if name not in reached and page.evaluate(FOCUSED, selector):
                reached[name] = count
    return [
        f"{path}: {name} is not reached within {most} times Tab."
        for name, most in allowed.items()
        if reached.get(name, most + 1) > most
    ]


def theme_switch(page, base, path):
    """The theme switch obeys Enter and Space, and the choice is kept on the next page."""
    page.goto(base + path)
    faults = []
    for key in ("Enter", "Space"):
        page.focus(".theme-switch-button")
        before = page.evaluate("document.documentElement.dataset.mode")
        page.keyboard.press(key)
        if page.evaluate("document.documentElement.dataset.mode") == before:
            faults.append(f"{path}: the theme switch does not obey {key}.")
    chosen = page.evaluate("document.documentElement.dataset.mode")
    page.reload()
    if page.evaluate("document.documentElement.dataset.mode") != chosen:
        faults.append(f"{path}: the theme is not kept.")
    return faults


def folds(page, base, path, selector):
    """Everything of one kind is folded at first, can be focused, and opens with Enter and with Space."""
    page.goto(base + path)
    settle(page)
    buttons = page.query_selector_all(selector)
    faults = [] if buttons else [f"{path} has no {selector}."]
    for number, button in enumerate(buttons, 1):
        where = f"{path}: {selector} number {number}"
        if button.evaluate(SHOWN):
            faults.append(f"{where} is open at first.")
        button.focus()
        if not button.evaluate("e => e === document.activeElement"):
            faults.append(f"{where} cannot be focused.")
        for key in ("Enter", "Space"):
            before = button.evaluate(SHOWN)
            page.keyboard.press(key)
            if button.evaluate(SHOWN) == before:
                faults.append(f"{where} does not obey {key}.")
    return faults
