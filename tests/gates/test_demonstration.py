"""Defects of an explorer that plays by itself turn the checks of its play red."""

import pytest

from tests.gates.miniature import edit
from tests.gates.reading import PATIENCE, found
from tests.site import demonstrating

PLAYS, WAITS = "plays.html", "waits.html"
SCRIPT, STYLE = "_static/explorers.js", "_static/explorers.css"
MOVING, CALM = {"reduced_motion": "no-preference"}, {"reduced_motion": "reduce"}
READERS = {
    "shown": (demonstrating.shown, [PLAYS], MOVING),
    "calm": (demonstrating.calm, [PLAYS], CALM),
    "addressed": (demonstrating.standing, [PLAYS, "#digits.weight=0.3"], MOVING),
    "standing": (demonstrating.standing, [WAITS], MOVING),
    "stopped": (demonstrating.stopped, [PLAYS], MOVING),
    "paused": (demonstrating.paused, [PLAYS], MOVING),
    "printed": (demonstrating.printed, [PLAYS], MOVING),
}
# The check that sees it; the file; what stands there; the defect; what the check says.
DEFECTS = {
    "no play": ("shown", SCRIPT, "if (on()) run();", "", "does not play"),
    "a cure before the collapse": ("shown", SCRIPT, "state.round !== turn", "state.round !== 2", "no collapse"),
    "no cure": ("shown", SCRIPT, 'model.set("weight", weights[1]);', "", "no cure"),
    "too slow": ("shown", SCRIPT, "PACES = [125, 400]", "PACES = [500, 400]", "no cure"),
    "one end": ("shown", SCRIPT, "return { ...state, before: state };", "return state;", "leave both ends"),
    "announcements": ("shown", SCRIPT, "moved ||= !demo.on();", "moved = true;", "announces"),
    "an address of its own": ("shown", SCRIPT, "if (itself()) return;", "", "into the address"),
    "buttons that move": ("shown", STYLE, "{ min-width: 4.9rem; }", "{ }", "moves mc-step aside"),
    "a picture that grows": ("shown", STYLE, "aspect-ratio: 93.5 / 55.5", "aspect-ratio: 0.5", "aside"),
    "motion for all": ("calm", SCRIPT, "prefers-reduced-motion: reduce", "min-width: 99999px", "little motion"),
    "deaf to the address": ("addressed", SCRIPT, "if (addressHoldsState()) over();", "", "plays by itself"),
    "play everywhere": (
        "standing",
        SCRIPT,
        '"demonstrates" in el.dataset',
        '"settings" in el.dataset',
        "plays by itself",
    ),
    "deaf to a touch": ("stopped", SCRIPT, "over();\n        stop();", "", "does not stop"),
    "deaf to the mouse": (
        "stopped",
        SCRIPT,
        '"pointerdown", "keydown", "input", "click"',
        '"keydown"',
        "the mouse does not stop",
    ),
    "no pause": ("paused", SCRIPT, "state.playing ? stop() : run()", "run()", "does not pause"),
    "a stop by Tab": ("paused", SCRIPT, '["Tab", "Shift"]', "[]", "does not pause"),
    "no second play": ("paused", SCRIPT, "if (demo.on()) demo.rewind(model);", "", "when it plays again"),
    "no ends on paper": ("printed", SCRIPT, '"beforeprint"', '"never"', "leave both ends"),
}


@pytest.mark.parametrize("check", READERS)
def test_the_sound_page_is_green(browser, sound_site, check):
    assert found(browser, sound_site, *READERS[check]) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(browser, copy, defect):
    check, file, old, new, complaint = DEFECTS[defect]
    edit(copy / file, old, new)
    patience = 5_000 if defect == "no play" else PATIENCE  # it comes in vain
    faults = found(browser, copy, *READERS[check], patience)
    assert any(complaint in fault for fault in faults), faults
