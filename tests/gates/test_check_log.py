"""Defects of the form that audits a log turn the check of its use red."""

import pytest

from model_collapse.practice import RoundLog, audit
from tests.gates.miniature import edit
from tests.practice.logs import clean_log, written
from tests.site import auditing
from tests.site.browsing import serving

PAGE, SCRIPT = "log.html", "_static/check-log.js"
DEFECTS = {
    "deaf to files": (SCRIPT, 'file.addEventListener("change"', 'file.addEventListener("never"', "in a file with"),
    "deaf to examples": (SCRIPT, 'button.addEventListener("click"', 'button.addEventListener("x"', "example 1"),
    "a rule that is not held": (SCRIPT, "value < limit - slack", "false", "in a file with"),
    "deaf to the policy": (
        SCRIPT,
        'rules.addEventListener("change"',
        'rules.addEventListener("x"',
        "impossible policy",
    ),
    "no charts": (SCRIPT, "stage.innerHTML = chart(spec, width);", "", "two charts"),
    "a log that is sent": (SCRIPT, "held = [name, bytes];", 'held = [name, bytes]; fetch("/log");', "asks for"),
}


@pytest.fixture
def log(tmp_path):
    rows = clean_log(rounds=20)
    rows[7]["weight"] = 0.3
    return written(tmp_path, rows)


def found(page, site, log):
    page.set_default_timeout(5000)
    with serving(site) as base:
        return auditing.audited(page, base, PAGE, log, [fault.fault for fault in audit(RoundLog.read(log)).faults])


def test_the_sound_form_is_green(page, sound_site, log):
    assert found(page, sound_site, log) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(page, copy, log, defect):
    old, new, complaint = DEFECTS[defect][1:]
    edit(copy / DEFECTS[defect][0], old, new)
    assert any(complaint in fault for fault in found(page, copy, log))
