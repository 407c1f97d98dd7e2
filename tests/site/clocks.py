"""A run sheet's times: from the start without JavaScript, of a clock with it; each check returns its faults."""

import re

TIMES = "() => [...document.querySelectorAll('.mc-clock')].map(time => time.textContent)"
PART = re.compile(r"(\d+):(\d\d)–(\d+):(\d\d)")


def minutes(times):
    """Return the pairs of minutes after midnight that times say."""
    found = [tuple(map(int, PART.fullmatch(time).groups())) for time in times]
    return [(60 * a + b, 60 * c + d) for a, b, c, d in found]


def shifted(times, by):
    """Return pairs of minutes so much later, on the same clock."""
    return [((a + by) % 1440, (b + by) % 1440) for a, b in times]


def without_script(browser, base, path):
    """Without JavaScript the sheet begins at 0:00, no time is missing, and no dead field stands there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + path)
    times = [time.text_content() for time in page.locator(".mc-clock").all()]
    field = page.locator(".mc-session-start").is_visible()
    context.close()
    faults = [f"{path}: a field for the start stands there without JavaScript."] if field else []
    if not times or minutes(times)[0][0] != 0:
        faults.append(f"{path}: the times without JavaScript are {times[:1]}.")
    return faults, minutes(times) if times else []


def kept(page, base, path, expected):
    """The sheet opens at nine, follows the field across midnight, and keeps the start in its address."""
    faults = []

    def see(said, start):
        if minutes(page.evaluate(TIMES)) != shifted(expected, start):
            faults.append(f"{path} {said}: the times are {page.evaluate(TIMES)[:2]}.")

    page.goto(base + path)
    see("as it opens", 9 * 60)
    field = page.get_by_label(re.compile("Start|開始"))
    if not field.is_visible():
        return [*faults, f"{path}: there is no field for the start."]
    field.fill("13:30")
    see("from half past one", 13 * 60 + 30)
    field.fill("")
    see("with an emptied field", 13 * 60 + 30)
    field.fill("23:55")
    see("across midnight", 23 * 60 + 55)
    if not page.url.endswith("#start=23:55"):
        faults.append(f"{path}: the start is not in the address {page.url}.")
    page.goto("about:blank")
    page.goto(f"{base}{path}#start=08:15")
    see("from an address", 8 * 60 + 15)
    return faults
