"""Watch it collapse: two loops, their bells and their spread, the rescue, and what the page says of them."""

import re
from pathlib import Path

import numpy as np
import pytest

from model_collapse import explorers, theory
from model_collapse.explorers.watch_it_collapse import bells
from tests.explorers.drawing import Drawing
from tests.explorers.javascript import ask
from tests.explorers.test_drawing import PIXEL, drawings, same_places

SEEDS = list(range(1, 1001))


def settings():
    return explorers.WatchItCollapse().page_settings()


@pytest.fixture(scope="module")
def collapsed():
    """Spreads of both loops at the defaults; shape (seeds, loops, rounds + 1)."""
    [found] = ask(["loops", SEEDS, {"rows": 10, "weight": 0}, 60])
    return np.array(found)


def test_the_share_of_runs_that_collapse_is_what_the_page_says(collapsed):
    lost = (collapsed[:, :, -1] < 0.1).mean(axis=0)
    error = np.sqrt(lost[0] * (1 - lost[0]) / len(SEEDS))
    assert f"{lost[0]:.1%} have lost more than nine tenths" in Path("book/explorers.md").read_text(encoding="utf-8")
    assert f"{100 * error:.1f} points" == "1.4 points"
    assert lost[1] == 0
    factors = np.random.default_rng(60).chisquare(9, (61, 20_000)) / 9
    exact = (factors.prod(axis=0) < 0.01).mean()  # the variance is a product of independent factors
    assert abs(lost[0] - exact) < 4 * np.hypot(error, np.sqrt(exact * (1 - exact) / 20_000))


def test_the_logarithm_of_the_spread_falls_as_the_curve_does(collapsed):
    logs = np.log(collapsed[:, 0])
    facts = explorers.WatchItCollapse().facts()
    curve = np.log(facts["expected"]) + np.arange(60, -1, -1) * theory.log_variance_loss(10) / 2
    z = (logs.mean(0) - curve) / (logs.std(0, ddof=1) / np.sqrt(len(SEEDS)))
    assert abs(z[[0, 1, 30, 60]]).max() < 4


def test_the_defaults_collapse_in_the_page_and_in_the_still_picture(collapsed):
    seed = int(explorers.WatchItCollapse().seed)
    assert collapsed[seed - 1, 0, -1] < 0.1 < 0.5 < collapsed[seed - 1, 1, -1]
    figure = explorers.WatchItCollapse().figure()
    left, right = np.array(figure.data["left loop"]), np.array(figure.data["right loop"])
    assert left[-1] < 0.1 < 0.5 < right[-1]
    assert f"weight 0.000: {left[-1]:.1%} of the spread left. weight 0.618: {right[-1]:.1%}" in figure.alt


def test_the_still_run_is_the_loop_of_the_page_in_distribution():
    runs = np.array([bells([0, 0.618], 10, seed)[1][-1] for seed in range(2000)])
    z = (np.log(runs[:, 0]).mean() + 61 * theory.log_variance_loss(10) / 2) / (np.log(runs[:, 0]).std() / np.sqrt(2000))
    assert abs(z) < 4
    assert abs((runs[:, 1] ** 2).mean() - 1) < 4 * (runs[:, 1] ** 2).std() / np.sqrt(2000)


def test_the_still_run_fits_the_rows_that_it_draws():
    rng, weights = np.random.default_rng(9), (0, 0.3)
    first = rng.standard_normal(10)
    models = [(first.mean(), first.var(ddof=1))] * 2
    means, spreads = bells(list(weights), 10, 9)
    for t in range(1, 61):
        real, noise = rng.standard_normal((2, 10))
        rows = [mean + variance**0.5 * noise for mean, variance in models]
        models = [
            (w * real.mean() + (1 - w) * made.mean(), w * real.var(ddof=1) + (1 - w) * made.var(ddof=1))
            for w, made in zip(weights, rows, strict=True)
        ]
        assert means[t] == pytest.approx([mean for mean, _ in models])
        assert spreads[t] ** 2 == pytest.approx([variance for _, variance in models])


def test_the_still_picture_draws_bells_where_the_models_are():
    explorer = explorers.WatchItCollapse(rows=50, weight=0.2)
    means, spreads = bells([0.2, 0.618], 50, int(explorer.seed))
    *bell, below = explorer.figure().canvas.axes
    for axes, mean, spread in zip(bell, means.T, spreads.T, strict=True):
        *drawn, truth = axes.lines
        assert len(drawn) == 11
        for line, t in zip(drawn, range(0, 61, 6), strict=True):
            x, y = line.get_data()
            assert x[np.argmax(y)] == pytest.approx(mean[t])
            assert np.trapezoid(y, x) == pytest.approx(1, abs=1e-4)
            assert y.max() * spread[t] * np.sqrt(2 * np.pi) == pytest.approx(1)
        assert [line.get_linewidth() for line in drawn] == [0.7] * 10 + [2]
        assert truth.get_data()[1].max() == pytest.approx(1 / np.sqrt(2 * np.pi))
        assert (axes.get_xlim(), axes.get_ylim()) == ((-3.6, 3.6), (0, 1.2))
    assert [line.get_ydata()[60] for line in below.lines[:2]] == pytest.approx(spreads[60])


def test_the_spread_by_theory():
    [curves] = ask(["spread", [(0, 0.1, 0.7, 8), (0.4, 0.1, 0.2, 8), (1, 0.1, 0.2, 2)]])
    t = np.arange(9)
    np.testing.assert_allclose(curves[0], np.sqrt(0.7 * np.exp(-0.1 * t)), rtol=1e-12)
    variance = [0.2]
    for _ in range(8):  # the mean of what the next fit sees
        variance.append(0.4 + 0.6 * variance[-1])
    np.testing.assert_allclose(curves[1], np.sqrt(variance), rtol=1e-12)
    assert curves[2] == pytest.approx([np.sqrt(0.2), 1, 1])


def test_a_rescue_goes_on_from_the_model_as_it_is():
    values = {"rows": 10, "weight": 0, "seed": 9}
    [saved], [never] = (ask(["rescued", settings(), 9, values, 40, after]) for after in (30, 0))
    models = saved["state"]["loops"][0]["models"]
    assert len(models) == 70
    assert models[:40] == never["state"]["loops"][0]["models"]
    assert models[40] == never["state"]["loops"][0]["model"]
    assert saved["state"]["weights"] == [0] * 40 + [0.618] * 30
    assert saved["state"]["last"] == 70
    assert never["facts"]["left"] < 0.3 < 0.6 < saved["facts"]["left"]
    assert saved["facts"]["left"] == pytest.approx(saved["facts"]["right"], rel=1e-6)  # the same luck
    variance = 1 - (1 - never["facts"]["left"] ** 2) * (1 - 0.618) ** 30
    assert saved["facts"]["expected"] == pytest.approx(np.sqrt(variance))
    drawing = Drawing(saved["drawn"][0], "y")
    where, _ = drawing.rules()
    assert where == pytest.approx({"0.618": drawing.at("x", 40)}, abs=PIXEL)
    theory_line = drawing.points("left loop by theory")
    assert theory_line[0] == pytest.approx([drawing.at("x", 40), drawing.at("y", never["facts"]["left"])], abs=PIXEL)


@pytest.mark.parametrize("rounds", [0, 7, 60])
def test_the_spread_is_drawn_where_it_lies(rounds):
    [drawing], found, labels = drawings("WatchItCollapse", steps=rounds)
    assert drawing.ends("y") == pytest.approx([0.0001, 10], rel=0.05)
    assert drawing.ends("x") == pytest.approx([0, 60], abs=0.1)
    for loop, name in zip(found["state"]["loops"], ("first", "second"), strict=True):
        spreads = np.sqrt([model["variance"] for model in [*loop["models"], loop["model"]]])
        same_places(drawing, labels[name], np.arange(rounds + 1), spreads)
    left, right = drawing.dots()
    assert left[:2] == pytest.approx([drawing.at("x", rounds), drawing.at("y", found["facts"]["left"])], abs=PIXEL)
    assert right[1] == pytest.approx(drawing.at("y", found["facts"]["right"]), abs=PIXEL)
    assert (left[1] > right[1]) == (found["facts"]["left"] < found["facts"]["right"])  # smaller lies lower
    curve = np.exp(-theory.log_variance_loss(10) * np.arange(1, 62) / 2)
    same_places(drawing, labels["expected"], np.arange(61), curve)
    same_places(drawing, labels["truth"], [0, 60], [1, 1])


def test_a_spread_off_the_axis_keeps_its_dot_inside():
    [drawing], found, _ = drawings("WatchItCollapse", steps=60, rows=3)
    assert found["facts"]["left"] < 0.0001
    assert drawing.dots()[0][1] == pytest.approx(drawing.bottom, abs=PIXEL)


def test_a_narrower_model_has_a_narrower_and_taller_bell():
    values = {"rows": 10, "weight": 0, "seed": 9}
    [found] = ask(["rescued", settings(), 9, values, 20, 0])
    paths = re.findall(r'class="mc-bell[^"]*" d="([^"]*)Z"', found["picture"])
    assert len(paths) == 2
    for path, loop in zip(paths, found["state"]["loops"], strict=True):
        points = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)
        spread, mean = np.sqrt(loop["model"]["variance"]), loop["model"]["mean"]
        across = (mean + spread * np.linspace(-5, 5, 61) + 3.6) / 7.2 * 160
        assert points[:, 0] == pytest.approx(across, abs=0.01)
        assert points[30, 1] == pytest.approx(120 * (1 - 1 / (spread * np.sqrt(2 * np.pi)) / 1.2), abs=0.06)
    assert len(re.findall('class="mc-ghost', found["picture"])) == 2 * 4
    shares = [f"{found['facts'][side]:.1%}" for side in ("left", "right")]
    assert re.findall(r"<strong>(.*?)</strong>", found["picture"]) == shares


def test_one_screen_of_a_phone_holds_sliders_bells_and_numbers_and_the_run_is_rescued(browser, tmp_path):
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    file = tmp_path / "watch.html"
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    file.write_text(head + explorers.WatchItCollapse().standalone(), encoding="utf-8")
    page.goto(file.as_uri())

    def said(start):
        page.wait_for_function("start => document.querySelector('.mc-said').textContent.startsWith(start)", arg=start)

    page.wait_for_selector(".mc-bells strong")
    top = page.locator("input[type=range]").first.bounding_box()["y"]
    low = page.locator(".mc-bells strong").last.bounding_box()
    assert low["y"] + low["height"] - top < 700
    assert low["x"] + low["width"] <= 390
    page.click(".mc-step")
    said("Round 1, no real rows on the left")
    page.click(".mc-play")
    said("Round 60, no real rows on the left")
    page.click(".mc-rescue")
    said("Round 90, weight 0.618 on the left")
    page.click(".mc-again")
    said("Round 0")
    page.close()
