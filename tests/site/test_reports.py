"""The reports that commands write: one file each, read in light and dark, on a desk and on a phone, by eye and ear."""

import pytest

from model_collapse.practice import audit, html_report, pilot_html
from tests.arguments.valid import LOG, pilot
from tests.site.checks import WIDE, accessible

REPORTS = {"pilot": lambda: pilot_html(pilot()), "audit": lambda: html_report(audit(LOG), LOG)}


def faults(page, path):
    """Return what keeps someone from reading a report."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{fault} ({scheme}, {width} px)" for fault in accessible(page, path)]
        found += [f"{path} at {width} px: {wide}." for wide in page.evaluate(WIDE)]
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_read_by_everyone(page, tmp_path, name):
    file, asked = tmp_path / f"{name}.html", []
    file.write_text(REPORTS[name](), encoding="utf-8")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert faults(page, name) == []
    assert asked == [file.as_uri()]


def test_a_report_in_grey_on_grey_is_found(page, tmp_path):
    file = tmp_path / "pilot.html"
    grey = "<style>p { color: #999; background: #888; } main { width: 900px; }"
    file.write_text(REPORTS["pilot"]().replace("<style>", grey), encoding="utf-8")
    page.goto(file.as_uri())
    said = "\n".join(faults(page, "pilot"))
    assert "color-contrast" in said
    assert "pilot at 390 px" in said
