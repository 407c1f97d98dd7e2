"""What a reader does with the form for a room's results; each check returns its faults, one sentence a fault."""

from playwright.sync_api import TimeoutError as TooLate

from tests.site.visiting import FRAMES

FORM = ".mc-check"
VERDICT, SHEETS = f"{FORM} .mc-verdict", f"{FORM} textarea"
NEXT = "said => document.querySelector('.mc-check .mc-verdict').textContent !== said"
PASTE = """text => {
  const sheets = document.querySelector('.mc-check textarea');
  sheets.value = text;
  sheets.dispatchEvent(new ClipboardEvent('paste', { bubbles: true }));
}"""


def _verdict(page, act):
    """Do something and return the verdict that follows, or the old one if none does."""
    before = page.inner_text(VERDICT)
    act()
    try:
        page.wait_for_function(NEXT, arg=before)
    except TooLate:
        return before
    page.evaluate(FRAMES)
    return page.inner_text(VERDICT)


def shown(page, base, path, expected):
    """The room to try, typed and pasted lines are answered, by keyboard, and nothing is asked of a server.

    `expected` is what the package says of the room to try.
    """
    page.goto(base + path)
    page.wait_for_selector(FORM)
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    show, example, clear = page.query_selector_all(f"{FORM} button")
    example.focus()
    if _verdict(page, lambda: page.keyboard.press("Enter")) != expected:
        faults.append(f"{path} does not answer the room to try.")
    drawn = len(page.query_selector_all(f"{FORM} .mc-stage > svg"))
    rows = len(page.query_selector_all(f"{FORM} tbody tr"))
    if (drawn, rows) != (4, 4):
        faults.append(f"{path} draws {drawn} charts and {rows} rows for four weights.")
    clear.focus()
    if _verdict(page, lambda: page.keyboard.press("Enter")) or page.input_value(SHEETS):
        faults.append(f"{path} is not cleared.")
    said = _verdict(page, lambda: (page.fill(SHEETS, "0: 60 61\n0.7: 60 61"), page.keyboard.press("Tab")))
    if not said.startswith("Line 2 must begin") or page.query_selector(f"{FORM} .mc-stage"):
        faults.append(f"{path} answers a weight that there is not by {said!r}.")
    said = _verdict(page, lambda: page.evaluate(PASTE, "0: 60 61\n1: 60 61"))
    if not said.endswith("1/2, 0.618."):
        faults.append(f"{path} answers pasted lines by {said!r}.")
    page.evaluate(f"() => {{ document.querySelector('{SHEETS}').value = '1: 60 61'; }}")
    if not _verdict(page, show.click).endswith("0, 1/2, 0.618."):
        faults.append(f"{path} does not show what was typed.")
    faults += [f"{path} asks for {url}." for url in asked]
    return faults
