"""What a reader does with the explorers of a page; each check returns its faults, one sentence a fault."""

import re

from playwright.sync_api import TimeoutError as TooLate

from tests.site.visiting import FRAMES

LIVE = ".mc-live"
ANNOUNCED = "e => e.querySelector('[role=status]').textContent === e.querySelector('.mc-said').textContent"
PLAYED = "e => Number(e.querySelector('.mc-said').textContent.match(/[0-9]+/)[0]) >= 3"
STATE = "e => e.querySelector('.mc-said').textContent + e.querySelector('.mc-stage').innerHTML"

PICTURE = """e => {
  const picture = e.querySelector(".mc-stage:not([hidden]) svg");
  return !picture || (picture.checkVisibility() && picture.getBoundingClientRect().height > 0);
}"""


def opened(page, base, path):
    """Open a page and return its explorers, or none if none comes to life."""
    page.goto(base + path)
    try:
        page.wait_for_selector(LIVE)
    except TooLate:
        return []
    return page.query_selector_all(LIVE)


def comes(page, state, explorer):
    """Wait for a state of an explorer, a JavaScript function of its element; return whether it comes."""
    try:
        page.wait_for_function(state, arg=explorer)
    except TooLate:
        return False
    return True


def pressed(page, key):
    """Press a key and wait for the next picture."""
    page.keyboard.press(key)
    page.evaluate(FRAMES)


def sliders(page, base, path):
    """Every slider is moved by keyboard alone, and sentence and picture follow."""
    explorers = opened(page, base, path)
    faults = [] if explorers else [f"{path} has no live explorer."]
    for explorer in explorers:
        title = explorer.get_attribute("aria-label")
        if answer := explorer.query_selector(".mc-reveal"):
            answer.click()
        if more := explorer.query_selector(".mc-more:not([hidden]) summary"):
            more.click()
        for slider in explorer.query_selector_all("input[type=range]"):
            where = f"{path}: {title}, slider {slider.get_attribute('name')}"
            slider.focus()
            for key, other in (("ArrowRight", "ArrowLeft"), ("PageUp", "PageDown")):
                before, shown = slider.get_attribute("aria-valuetext"), explorer.evaluate(STATE)
                pressed(page, key)
                if slider.get_attribute("aria-valuetext") == before:
                    pressed(page, other)
                if slider.get_attribute("aria-valuetext") == before:
                    faults.append(f"{where} does not obey {key}, at {before}.")
                elif explorer.evaluate(STATE) == shown:
                    faults.append(f"{where} moves, and nothing else changes.")
            pressed(page, "Home")
            lowest = slider.evaluate("e => e.value === e.min")
            pressed(page, "End")
            if not (lowest and slider.evaluate("e => e.value === e.max")):
                faults.append(f"{where} does not reach its ends.")
            if slider.evaluate("e => e.previousSibling.value") != slider.get_attribute("aria-valuetext"):
                faults.append(f"{where} shows another value than it announces.")
            if re.search("NaN|undefined", explorer.inner_text()):
                faults.append(f"{where} leaves words without a number.")
    return faults


def announced(page, base, path):
    """The sentence is announced once the slider rests."""
    faults = []
    for explorer in opened(page, base, path):
        explorer.query_selector("input[type=range]").focus()
        pressed(page, "ArrowRight")
        if not comes(page, ANNOUNCED, explorer):
            faults.append(f"{path}: {explorer.get_attribute('aria-label')} does not announce its sentence.")
            break
    return faults


def tap(slider, position):
    """Tap; the browser sometimes loses a touch without an answer, so one second chance."""
    for _ in range(2):
        try:
            return slider.tap(position=position, timeout=5_000)
        except TooLate:
            continue
    return None


def touched(page, base, path):
    """A tap on a slider sets it."""
    faults = []
    for explorer in opened(page, base, path):
        slider = explorer.query_selector("input[type=range]")
        slider.scroll_into_view_if_needed()
        before, box = slider.input_value(), slider.bounding_box()
        tap(slider, {"x": 0.8 * box["width"], "y": box["height"] / 2})
        if slider.input_value() == before:
            faults.append(f"{path}: {explorer.get_attribute('aria-label')} does not obey a tap.")
        if box["height"] < 44:
            faults.append(f"{path}: {explorer.get_attribute('aria-label')} has a slider too low for a finger.")
    return faults


def unscripted(page, base, path):
    """Without JavaScript a picture with its data and a sentence stand in the explorer's place."""
    page.goto(base + path)
    explorers = page.query_selector_all(".mc-explorer")
    faults = [] if explorers else [f"{path} has no explorer."]
    for number, explorer in enumerate(explorers, 1):
        if explorer.query_selector("figure svg[aria-label]") is None or len(explorer.inner_text()) < 40:
            faults.append(f"{path}: without JavaScript explorer {number} shows no picture with a sentence.")
    return faults


def printed(page, base, path):
    """On paper the pictures stay and the controls go."""
    explorers = opened(page, base, path)
    page.emulate_media(media="print")
    faults = []
    for explorer in explorers:
        title = explorer.get_attribute("aria-label")
        if not explorer.evaluate(PICTURE):  # looked for and measured at once: on paper charts are drawn anew
            faults.append(f"{path}: {title} loses its picture in print.")
        if any(control.is_visible() for control in explorer.query_selector_all("button, input[type=range]")):
            faults.append(f"{path}: {title} prints its controls.")
    page.emulate_media(media="screen")
    return faults


def current_round(explorer):
    """Return the round that the sentence names."""
    return int(re.search(r"\d+", explorer.query_selector(".mc-said").text_content())[0])


def player(page, base, path):
    """A run is stepped, played, paused and started again by keyboard."""
    explorer = next(e for e in opened(page, base, path) if e.query_selector(".mc-play"))
    faults = []

    def press(name):
        explorer.query_selector(f".mc-{name}").focus()
        pressed(page, "Enter")

    press("step")
    if current_round(explorer) != 1:
        faults.append(f"{path}: one step leads to round {current_round(explorer)}.")
    press("play")
    if not comes(page, PLAYED, explorer):
        faults.append(f"{path}: nothing plays.")
    press("play")
    reached = current_round(explorer)
    page.wait_for_timeout(500)
    if current_round(explorer) != reached:
        faults.append(f"{path}: the run does not pause.")
    press("again")
    if current_round(explorer) != 0:
        faults.append(f"{path}: the run does not start again.")
    return faults


def still(page, base, path):
    """With little motion asked for, the end of the run is there at once."""
    explorer = next(e for e in opened(page, base, path) if e.query_selector(".mc-play"))
    explorer.query_selector(".mc-play").focus()
    pressed(page, "Enter")
    reached = current_round(explorer)
    page.wait_for_timeout(400)
    moved = current_round(explorer) != reached or reached < 10
    return [f"{path}: the run moves although little motion was asked for."] if moved else []


def rescued(page, base, path):
    """A run that is over goes on from where it is when it is rescued."""
    explorer = next(e for e in opened(page, base, path) if e.query_selector(".mc-rescue"))
    rounds = []
    for name in ("play", "rescue"):
        explorer.query_selector(f".mc-{name}").focus()
        pressed(page, "Enter")
        rounds.append(current_round(explorer))
    return [] if rounds[1] > rounds[0] else [f"{path}: a rescue starts the run again."]


def revealed(page, base, path):
    """The answer shows only when the reader asks for it."""
    found = [e for e in opened(page, base, path) if e.query_selector(".mc-reveal")]
    faults = [] if found else [f"{path} asks for no prediction."]
    for explorer in found:
        before = explorer.inner_text()
        explorer.query_selector("input").focus()
        pressed(page, "ArrowLeft")
        explorer.query_selector(".mc-reveal").focus()
        pressed(page, "Enter")
        if explorer.query_selector("svg") is None or len(explorer.inner_text()) <= len(before):
            faults.append(f"{path}: the answer does not show.")
        if re.search(r"0\.\d{3}", before):
            faults.append(f"{path}: the answer shows before the guess.")
    return faults
