"""The live charts as a reader sees and handles them; each check returns its faults, one sentence a fault."""

from tests.site.exploring import LIVE, opened
from tests.site.visiting import FRAMES

WIDTHS = (1280, 390)
# Words of one chart that meet, or reach out of it; turned words are taken as they lie.
TEXTS = """explorer => [...explorer.querySelectorAll('.mc-stage > svg:not(.mc-images)')].flatMap(chart => {
  const frame = chart.getBoundingClientRect(), faults = [];
  const words = [...chart.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]);
  words.forEach(([name, box], i) => {
    if (box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
      faults.push(`"${name}" is cut off`);
    for (const [other, b] of words.slice(i + 1))
      if (box.left < b.right - 1 && b.left < box.right - 1 && box.top < b.bottom - 3 && b.top < box.bottom - 3)
        faults.push(`"${name}" lies on "${other}"`);
  });
  return faults;
})"""
SEEN = """explorer => {
  const box = name => explorer.querySelector(name)?.getBoundingClientRect();
  const [first, chart] = [box('.mc-controls'), box('.mc-stage > svg')];
  return chart ? Math.max(first.bottom, chart.bottom) - Math.min(first.top, chart.top) : 0;
}"""
FILLS = "explorer => explorer.getBoundingClientRect().width / explorer.parentElement.parentElement.clientWidth"
WEIGHT = ".mc-live input[name=weight]"


def legible(page, base, path):
    """No two words of a chart meet and none is cut off, at both ends of every slider, wide and narrow."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        for explorer in opened(page, base, path):
            title = explorer.get_attribute("aria-label")
            found = set(explorer.evaluate(TEXTS))
            for slider in explorer.query_selector_all(".mc-controls input[type=range]"):
                slider.focus()
                for key in ("Home", "End"):
                    page.keyboard.press(key)
                    page.evaluate(FRAMES)
                    found |= set(explorer.evaluate(TEXTS))
            faults += [f"{path}: {title} at {width} px: {fault}." for fault in sorted(found)]
    return faults


def together(page, base, path):
    """Controls and chart are seen at once, and fill the column."""
    faults = []
    for width, height in zip(WIDTHS, (800, 844), strict=True):
        page.set_viewport_size({"width": width, "height": height})
        for explorer in opened(page, base, path):
            where = f"{path}: {explorer.get_attribute('aria-label')} at {width} px"
            if explorer.evaluate(SEEN) > height:
                faults.append(f"{where} does not show its controls and its chart at once.")
            if explorer.evaluate(FILLS) < 0.85:
                faults.append(f"{where} leaves the column empty.")
    return faults


def dragged(page, base, path):
    """The dot is drawn along the curve and obeys the keys; its place is in the address and survives Back."""
    opened(page, base, path)
    explorer, faults = page.locator(LIVE, has=page.locator("[data-drag=weight]")).first, []
    explorer.scroll_into_view_if_needed()
    chart, said = explorer.locator("[data-drag=weight]"), explorer.locator("input[name=weight]")
    start, end = (float(chart.get_attribute(f"data-{name}")) for name in ("from", "to"))
    box = chart.bounding_box()

    def at(weight):
        return box["x"] + (start + weight * (end - start)) * box["width"], box["y"] + box["height"] / 2

    page.mouse.move(*at(0.5))
    page.mouse.down()
    for weight in (0.45, 0.2):
        page.mouse.move(*at(weight))
        page.evaluate(FRAMES)
    page.mouse.up()
    if abs(float(said.input_value()) - 0.2) > 0.02:
        faults.append(f"{path}: the dot does not follow the mouse.")
    page.keyboard.press("ArrowRight")
    reached = said.input_value()
    page.wait_for_timeout(600)
    if f"weight={reached}" not in page.url:
        faults.append(f"{path}: the address does not hold the weight.")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector(LIVE)
    if said.input_value() != reached:
        faults.append(f"{path}: the weight is lost on Back.")
    return faults


def swiped(page, base, path):
    """A finger that moves upwards from a slider or a chart scrolls the page; one that moves sideways sets the value."""
    opened(page, base, path)
    send, faults = page.context.new_cdp_session(page).send, []

    def swipe(x, y, across, down):
        send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 11):
            point = {"x": x + across * step / 10, "y": y + down * step / 10}
            send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
            page.wait_for_timeout(20)
        send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(200)

    slider = page.locator(WEIGHT).first
    for name, place in {"slider": slider, "chart": page.locator("[data-drag=weight]").first}.items():
        for across, down in ((3, -150), (60, 3)):
            place.evaluate("e => e.scrollIntoView({block: 'center'})")
            box, value, top = place.bounding_box(), slider.input_value(), page.evaluate("scrollY")
            swipe(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2, across, down)
            moved, scrolled = slider.input_value() != value, page.evaluate("scrollY") != top
            if down < -10 and moved:
                faults.append(f"{path}: a swipe that scrolls moves the {name}.")
            if down < -10 and not scrolled:
                faults.append(f"{path}: a swipe on the {name} does not scroll.")
            if across > 10 and not moved:
                faults.append(f"{path}: the {name} does not follow a finger.")
    return faults
