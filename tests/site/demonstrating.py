"""What a reader sees of an explorer that plays by itself; each check returns its faults, one sentence a fault.

The page's clock is the tests' own: ten seconds go by at once, and no test waits for a time.
"""

from tests.site.exploring import LIVE, comes, current_round, pressed
from tests.site.visiting import FRAMES

TEN_SECONDS = 10_000
# Every number of digits alive and every place of what stands on the page, from the first picture on.
WATCH = """() => {
  const seen = window.seen = { alive: [], places: {} };
  const note = (list, value) => { if (list.at(-1) !== value) list.push(value); };
  new MutationObserver(() => {
    const live = document.querySelector('.mc-live');
    if (!live) return;
    note(seen.alive, Number(live.querySelector('.mc-facts dd').textContent));
    const below = live.parentElement.nextElementSibling ?? live;
    for (const e of [...live.querySelectorAll('button, .mc-stage, .mc-said, .mc-facts'), below]) {
      const { x, y } = e.getBoundingClientRect();
      note(seen.places[e.className || e.tagName] ??= [], `${Math.round(x)}, ${Math.round(y + scrollY)}`);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
}"""
PLAYS = "e => e.querySelector('.mc-play').textContent === JSON.parse(e.parentElement.dataset.settings).labels.pause"
SHEETS = "svg.mc-images"
# A first touch of each kind: what is touched, and how.
TOUCHES = {
    "the slider": ("input[name=weight]", "ArrowRight"),
    "the field": (".mc-field", "5"),
    "one round": (".mc-step", "Enter"),
    "a new start": (".mc-again", "Enter"),
    "the fold": (".mc-more summary", "Enter"),
    "the mouse": ("input[name=weight]", None),
}


def entered(page, address):
    """Open a page under the tests' clock and return its explorer."""
    page.clock.install()
    page.add_init_script(f"({WATCH})()")
    page.goto("about:blank")
    page.goto(address)
    return page.wait_for_selector(LIVE)


def goes_by(page, milliseconds=TEN_SECONDS):
    """Let time go by, and return the numbers of digits alive that were seen so far."""
    page.clock.run_for(milliseconds)
    return page.evaluate("seen.alive")


def playing(page, address):
    """Open a page and return its explorer in the middle of its play, or None if it does not play."""
    explorer = entered(page, address)
    if not comes(page, PLAYS, explorer):
        return None
    goes_by(page, 2_000)
    return explorer


def weight(explorer):
    """Return the weight that the slider shows."""
    return float(explorer.query_selector("input[name=weight]").input_value())


def silent(page, path, explorer):
    """Nothing was announced, nothing stands in the address, and nothing on the page has moved aside."""
    faults = []
    if explorer.query_selector(".mc-heard").text_content():
        faults.append(f"{path} announces what it shows by itself.")
    if "=" in page.url:
        faults.append(f"{path} writes its own play into the address: {page.url}.")
    moved = [name for name, places in page.evaluate("seen.places").items() if len(places) > 1]
    return faults + [f"{path} moves {name} aside while it plays." for name in moved]


def ended(path, explorer):
    """Both ends stand there, one of few digits and one of nine or ten at the golden weight."""
    faults = []
    if len(explorer.query_selector_all(SHEETS)) != 2:
        faults.append(f"{path} does not leave both ends standing.")
    if weight(explorer) != 0.618:
        faults.append(f"{path} ends at weight {weight(explorer)}.")
    return faults


def shown(page, base, path):
    """Ten seconds after opening, without a click, collapse and cure were seen, and both ends stand there."""
    if (explorer := playing(page, base + path)) is None:
        return [f"{path} does not play by itself."]
    alive, faults = goes_by(page, TEN_SECONDS - 2_000), []
    if min(alive) >= 5:
        faults.append(f"{path} shows no collapse: {alive}.")
    if alive[-1] < 9:
        faults.append(f"{path} shows no cure: {alive}.")
    return faults + ended(path, explorer) + silent(page, path, explorer)


def calm(page, base, path):
    """With little motion asked for both ends stand there at once, and nothing plays."""
    explorer = entered(page, base + path)
    faults = ended(path, explorer) + silent(page, path, explorer)
    alive = goes_by(page)
    if len(alive) != 1:
        faults.append(f"{path} moves although little motion was asked for: {alive}.")
    return faults


def standing(page, base, path, where=""):
    """The explorer waits for the reader, at the weight that the page or the address says."""
    explorer = entered(page, base + path + where)
    explorer.query_selector(".mc-stage").scroll_into_view_if_needed()
    page.evaluate(FRAMES)
    begun = weight(explorer)
    alive = goes_by(page)
    if len(alive) > 1 or current_round(explorer) or weight(explorer) != begun:
        return [f"{path}{where} plays by itself: {alive}."]
    return []


def stopped(page, base, path):
    """The first touch of any control stops the play."""
    faults = []
    for name, (selector, key) in TOUCHES.items():
        if (explorer := playing(page, base + path)) is None:
            return [f"{path} does not play by itself."]
        control = explorer.query_selector(selector)
        if key:
            control.focus()
            pressed(page, key)
        else:
            control.click(position={"x": 4, "y": 20})
        reached = current_round(explorer)
        goes_by(page)
        if current_round(explorer) != reached:
            faults.append(f"{path}: {name} does not stop the play.")
    return faults


def paused(page, base, path):
    """The button stops the play and lets it go on, and plays it again when it is over."""
    if (explorer := playing(page, base + path)) is None:
        return [f"{path} does not play by itself."]
    faults = []
    explorer.query_selector(".mc-more summary").focus()
    pressed(page, "Tab")
    pressed(page, "Enter")
    reached = current_round(explorer)
    goes_by(page)
    if current_round(explorer) != reached:
        faults.append(f"{path}: the button does not pause the play.")
    for which in ("goes on", "plays again"):
        page.evaluate("seen.alive = []")
        pressed(page, "Enter")
        if min(goes_by(page)) >= 5:
            faults.append(f"{path} shows no collapse when it {which}.")
        faults += [f"{fault[:-1]} when it {which}." for fault in ended(path, explorer)]
    return faults


def printed(page, base, path):
    """On paper both ends stand, however far the play was."""
    explorer = entered(page, base + path)
    page.pdf()
    return ended(path, explorer)
