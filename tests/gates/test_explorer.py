"""Defects of the explorers turn the checks of their use red."""

import pytest

from tests.gates.miniature import edit
from tests.gates.reading import PATIENCE, found
from tests.site import charting, exploring

PAGE, SCRIPT, STYLE = "live.html", "_static/explorers.js", "_static/explorers.css"
CALM = {"reduced_motion": "reduce"}
READERS = {
    "sliders": (exploring.sliders, CALM),
    "announced": (exploring.announced, CALM),
    "touched": (exploring.touched, {"has_touch": True, "viewport": {"width": 360, "height": 740}}),
    "unscripted": (exploring.unscripted, {"java_script_enabled": False}),
    "printed": (exploring.printed, CALM),
    "player": (exploring.player, {"reduced_motion": "no-preference"}),
    "still": (exploring.still, CALM),
    "rescued": (exploring.rescued, CALM),
    "revealed": (exploring.revealed, CALM),
    "legible": (charting.legible, CALM),
    "together": (charting.together, CALM),
    "dragged": (charting.dragged, CALM),
    "swiped": (charting.swiped, {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}),
}
# The check that sees it; the file; what stands there; the defect; what the check says.
DEFECTS = {
    "dead on arrival": ("sliders", SCRIPT, "mountAll();\n}", "}", "has no live explorer"),
    "deaf sliders": (
        "sliders",
        SCRIPT,
        'input.addEventListener("input"',
        'input.addEventListener("never"',
        "does not obey",
    ),
    "sliders that do nothing": (
        "sliders",
        SCRIPT,
        "save_changes(); draw();",
        "save_changes();",
        "nothing else",
    ),
    "ends out of reach": ("sliders", SCRIPT, "const [min, max] = ends(", "const [min, max] = [2].concat(", "its ends"),
    "words without a number": (
        "sliders",
        SCRIPT,
        "rows: n_real /",
        "lines: n_real /",
        "without a number",
    ),
    "silent": ("announced", SCRIPT, "heard.textContent = said.textContent", "heard.textContent = 0", "announce"),
    "deaf to fingers": (
        "touched",
        STYLE,
        "background: none; cursor: pointer; touch-action: pan-y",
        "pointer-events: none",
        "does not obey a tap",
    ),
    "small for fingers": ("touched", STYLE, "height: 2.75rem; margin", "height: 1rem; margin", "too low for a finger"),
    "no picture": ("unscripted", PAGE, "<figure", "<div", "shows no picture"),
    "controls on paper": ("printed", STYLE, "@media print", "@media speech", "prints its controls"),
    "no picture on paper": (
        "printed",
        STYLE,
        "@media print {",
        "@media print { .mc-stage svg { display: none !important; }",
        "loses",
    ),
    "no step": ("player", SCRIPT, "{ stop(); advance(); }", "stop()", "one step leads to round 0"),
    "no play": ("player", SCRIPT, "return state.playing ? stop() : run()", "stop()", "nothing plays"),
    "no pause": ("player", SCRIPT, "return state.playing ? stop() : run()", "run()", "does not pause"),
    "no new start": ("player", SCRIPT, "{ restart(); later(); }", "later()", "does not start again"),
    "motion for all": ("still", SCRIPT, "prefers-reduced-motion: reduce", "min-width: 99999px", "little motion"),
    "names on names": ("legible", SCRIPT, "ROW = 17", "ROW = 1", "lies on"),
    "a number cut off": ("legible", SCRIPT, "bottom + 38}", "bottom + 60}", "is cut off"),
    "a chart far from its controls": (
        "together",
        STYLE,
        ".mc-controls { display",
        ".mc-controls { min-height: 60rem; display",
        "at once",
    ),
    "a narrow explorer": ("together", STYLE, "margin: 1.2rem 0;", "max-width: 14rem;", "leaves the column empty"),
    "a dot that stays": ("dragged", SCRIPT, 'stage.addEventListener("pointermove", follow)', "", "follow the mouse"),
    "no address": ("dragged", SCRIPT, "history.replaceState(", "String(", "does not hold"),
    "an address that is not read": ("dragged", SCRIPT, "  set(given);", "", "lost on Back"),
    "a swipe that sets": ("swiped", SCRIPT, "if (began) held = action;\n    else action();", "action();", "moves the"),
    "a swipe that does not scroll": ("swiped", STYLE, "touch-action: pan-y", "touch-action: none", "does not scroll"),
    "deaf to a sideways finger": ("swiped", SCRIPT, "return (action) => {", "return () => {", "follow a finger"),
    "no rescue": ("rescued", SCRIPT, "    state = next;\n    for", "    restart();\n    for", "starts the run again"),
    "answer given away": ("revealed", SCRIPT, "({ revealed: false })", "({ revealed: true })", "before the guess"),
    "answer kept": ("revealed", SCRIPT, "({ revealed: true })", "({ revealed: false })", "does not show"),
}


# What these wait for never comes.
IN_VAIN = {"dead on arrival", "silent", "no play"}


@pytest.mark.parametrize("check", READERS)
def test_the_sound_page_is_green(browser, sound_site, check):
    looks, reader = READERS[check]
    assert found(browser, sound_site, looks, [PAGE], reader) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(browser, copy, defect):
    check, file, old, new, complaint = DEFECTS[defect]
    edit(copy / file, old, new)
    looks, reader = READERS[check]
    faults = found(browser, copy, looks, [PAGE], reader, 5000 if defect in IN_VAIN else PATIENCE)
    assert any(complaint in fault for fault in faults), faults
