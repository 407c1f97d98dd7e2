"""How long a reader waits for the first paint of each page on a slow line: 1.6 Mb/s, 150 ms away, nothing cached.

Pages are served compressed, as web servers do. The floor is three seconds.
"""

import functools
import gzip
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.site.browsing import browser_path, started
from tests.site.published import HTML, PAGES

FLOOR = 3.0
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.8e6 / 8}
TEXT = (".html", ".css", ".js", ".svg")
PAINT = """() => new Promise(done => new PerformanceObserver(list => {
  const paint = list.getEntriesByName('first-contentful-paint')[0];
  if (paint) done(paint.startTime / 1000);
}).observe({type: 'paint', buffered: true}))"""


class _Compressed(SimpleHTTPRequestHandler):
    def do_GET(self):
        file = Path(self.translate_path(self.path))
        if file.suffix not in TEXT or not file.is_file():
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(gzip.compress(file.read_bytes()))

    def log_message(self, *words):
        pass


@contextmanager
def serving(folder):
    """Serve a folder compressed on a free port and return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Compressed, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def first_paint(browser, address):
    """Return the seconds until a phone shows the first words or picture of a page."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.goto(address)
    seconds = page.evaluate(PAINT)
    context.close()
    return seconds


def main():
    """Print the pages, the slowest first."""
    with started(browser_path()) as browser, serving(HTML) as base:
        times = {path: first_paint(browser, base + path) for path in PAGES if not path.endswith("index.html")}
    for path, seconds in sorted(times.items(), key=lambda item: -item[1]):
        print(f"{path:50s} first paint {seconds:.2f} s" + (f", above {FLOOR:.0f} s" if seconds > FLOOR else ""))
    print(f"{sum(seconds <= FLOOR for seconds in times.values())} of {len(times)} pages within {FLOOR:.0f} s")


if __name__ == "__main__":
    main()
