"""What a reader does with the form that audits a log; each check returns its faults, one sentence a fault."""

from playwright.sync_api import TimeoutError as TooLate

from tests.site.visiting import FRAMES

FORM, VERDICT = ".mc-check", ".mc-check .mc-verdict"
NEXT = "said => { const now = document.querySelector('.mc-verdict').textContent; return now && now !== said; }"


def _verdict(page, act):
    """Do something and return the verdict that follows, or nothing if none does."""
    before = page.inner_text(VERDICT)
    act()
    try:
        page.wait_for_function(NEXT, arg=before)
    except TooLate:
        return ""
    page.evaluate(FRAMES)
    return page.inner_text(VERDICT)


def audited(page, base, path, log, expected):
    """Examples, a file and another policy are answered in the page, by keyboard, and nothing is asked of a server.

    `log` is a file, and `expected` the names of the faults that the package finds in it.
    """
    page.goto(base + path)
    page.wait_for_selector(FORM)
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    for number, words in enumerate(("no fault.", "2 faults.")):
        button = page.query_selector_all(f"{FORM} button")[number]
        button.focus()
        said = _verdict(page, lambda: page.keyboard.press("Enter"))
        if not said.endswith(words):
            faults.append(f"{path}: example {number + 1} is answered by {said!r}.")
    if len(page.query_selector_all(f"{FORM} .mc-stage > svg")) != 2:
        faults.append(f"{path} does not draw two charts.")
    said = _verdict(page, lambda: page.set_input_files(f"{FORM} input[type=file]", log))
    rows = page.query_selector_all(f"{FORM} tbody tr")
    named = [row.query_selector("th").inner_text().replace("\u200b", "") for row in rows]
    if named != expected or not said.startswith(log.name):
        faults.append(f"{path} finds {named} in a file with {expected}, and says {said!r}.")
    page.click(f"{FORM} summary")
    said = _verdict(page, lambda: (page.fill(f"{FORM} textarea", "floor = 7"), page.keyboard.press("Tab")))
    if "floor" not in said:
        faults.append(f"{path} answers an impossible policy by {said!r}.")
    faults += [f"{path} asks for {url}." for url in asked]
    return faults
