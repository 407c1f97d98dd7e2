"""How much of a frame an explorer takes to redraw after a slider has moved, layout included, in a real browser.

A frame of a 60 Hz screen lasts 16.7 ms; what is drawn within it appears with no delay that can be seen.
"""

import statistics

from tests.site.browsing import browser_path, started
from tests.site.published import HTML

PAGE = HTML / "book" / "explorers.html"
TIMES = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const result = {};
  for (const live of document.querySelectorAll(".mc-live")) {
    const slider = live.querySelector("input[name=weight], input");
    const times = [];
    for (let i = 0; i < 60; i += 1) {
      slider.value = Number(slider.min) + ((i % 2 ? 0.25 : 0.75) + i / 500) * (slider.max - slider.min);
      await frame();
      slider.dispatchEvent(new Event("input"));
      const start = await frame(); // the explorer has drawn in this frame, before this line
      live.getBoundingClientRect();
      times.push(performance.now() - start);
    }
    result[live.getAttribute("aria-label")] = times;
  }
  return result;
}"""


def main():
    """Print the median and the slowest tenth of each explorer."""
    with started(browser_path()) as browser:
        page = browser.new_page()
        page.goto(PAGE.as_uri())
        page.wait_for_selector(".mc-live")
        for title, times in page.evaluate(TIMES).items():
            tenth = statistics.quantiles(times, n=10)[-1]
            print(f"{title:55s} median {statistics.median(times):5.1f} ms, nine in ten below {tenth:5.1f} ms")


if __name__ == "__main__":
    main()
