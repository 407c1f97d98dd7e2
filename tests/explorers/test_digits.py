"""The digits of the page: images, names, curves and runs agree with Python and with theory."""

import re

import numpy as np
import pytest

import model_collapse as mc
from model_collapse import explorers, theory
from model_collapse.explorers.digits import grid
from tests.explorers.javascript import ask

ROUNDS = 28


@pytest.fixture(scope="module")
def settings():
    return explorers.Digits().page_settings()


@pytest.fixture(scope="module")
def images():
    return mc.beyond.handwritten_digits()


def test_the_page_unpacks_the_images(settings, images):
    [pixels] = ask(["unpacked", settings["images"]])
    np.testing.assert_allclose(np.reshape(pixels, (1797, 64)), images.pixels, rtol=1e-15)
    assert settings["digits"] == "".join(map(str, images.digits))
    assert len(settings["images"]) < 78_000


def test_the_page_names_a_copy_as_python_does(settings, images):
    rng = np.random.default_rng(3)
    rows = images.pixels[rng.integers(1797, size=60)] + rng.normal(0, 0.4, (60, 64))
    problem = mc.beyond.Ancestors()
    [found] = ask(["nearest", settings["images"], rows.tolist()])
    assert found == problem.nearest_labels(np.column_stack([np.zeros(60), rows])).tolist()


def test_the_curves_are_those_of_python():
    rng = np.random.default_rng(4)
    cases = [
        ([float(w) for w in rng.choice([0, 1, *rng.random(4)], rounds)], int(n), int(m))
        for rounds, n, m in zip([0, 1, 5, 9, 28], *rng.integers(1, 70, (2, 5)), strict=True)
    ]
    shares = [0.5, 0.1, 0.02, 0.0, 1.0]
    left, alive = ask(
        ["ancestors", "ancestorsByRound", cases],
        ["ancestors", "categoriesLeftByRound", [(*case, shares) for case in cases]],
    )
    for (weights, n, m), found, kept in zip(cases, left, alive, strict=True):
        setting = ([1, *weights].__getitem__, n, m, len(weights))
        np.testing.assert_allclose(found, theory.ancestors_by_round(*setting), rtol=1e-12)
        np.testing.assert_allclose(kept, theory.categories_left_by_round(*setting, shares), rtol=1e-10)


@pytest.mark.claim("C8")
def test_the_runs_in_the_page_agree_with_theory_and_a_rescue_too(settings, images):
    weights = [0.0] * 14 + [0.618] * 14
    [found] = ask(["counts", settings, list(range(1, 301)), weights])
    found = np.array(found).transpose(1, 0, 2)
    schedule = [1, *weights].__getitem__
    expected = [
        theory.ancestors_by_round(schedule, 60, 60, ROUNDS),
        theory.categories_left_by_round(schedule, 60, 60, ROUNDS, np.bincount(images.digits) / 1797),
    ]
    z = (found.mean(1) - expected) / (found.std(1, ddof=1) / np.sqrt(300))
    assert np.abs(z[:, [0, 1, 5, 14, 15, 28]]).max() < 4


def test_every_copy_is_an_image_seen_in_that_round_and_noise(settings, images):
    weights = [0.5] * 5
    [states] = ask(["shown", settings, 7, weights])
    deck = states[0]["deck"]
    assert sorted(deck) == list(range(1797)) != deck
    before, gaps = None, []
    for t, state in enumerate(states):
        rows = np.array(state["shown"])
        real = deck[60 * t : 60 * t + 60]
        seen = np.column_stack([real, images.pixels[real]])
        seen = seen if before is None else np.concatenate([seen, before])
        for ancestor, *pixels in rows:
            parents = seen[seen[:, 0] == ancestor][:, 1:]
            gaps.append(np.min(((parents - pixels) ** 2).mean(axis=1)))
        before = rows
    assert np.sqrt(np.mean(gaps)) == pytest.approx(0.06, rel=0.03)


def test_facts_follow_the_weights_that_were_used(settings):
    weights = [0.0] * 10
    [facts] = ask(["digitFacts", settings, 1, {"weight": 0.618, "seed": 1}, weights])
    assert [fact["round"] for fact in facts] == list(range(11))
    assert facts[0]["used"] == 1
    assert facts[-1]["used"] == 0
    np.testing.assert_allclose(
        [fact["expected_ancestors"] for fact in facts],
        theory.ancestors_by_round([*[0.0] * 11, *[0.618] * 18].__getitem__, 60, 60, ROUNDS)[:11],
    )
    assert all(0 < fact["alive"] <= fact["ancestors"] for fact in facts)
    assert facts[0]["read"] == 60 >= facts[-1]["read"] > 30


def test_a_picture_shows_each_pixel_in_its_place(settings, images):
    chosen = [9, 3, 12]  # a 9, a 3 and a 2, so that they are drawn in the order 2, 3, 9
    shown = [{"ancestor": i, "pixels": images.pixels[i].tolist()} for i in chosen]
    [drawing] = ask(["image", settings, shown])
    sheet = np.zeros((8, 27))
    for opacity, path in re.findall(r'fill-opacity="([\d.]+)" d="([^"]*)"', drawing):
        for x, y in re.findall(r"M([\d.]+) ([\d.]+)h1v1h-1z", path):
            place = divmod(float(x), 9.5)
            sheet[int(float(y)), int(9 * place[0] + place[1])] = float(opacity)
    for number, ancestor in enumerate([12, 3, 9]):
        found = sheet[:, 9 * number : 9 * number + 8]
        np.testing.assert_allclose(found, images.pixels[ancestor].reshape(8, 8), atol=0.006)
    assert 'viewBox="0 0 93.5 8"' in drawing


def test_a_demonstration_loses_digits_and_gets_them_back(settings):
    turn, (before, after) = settings["demonstration"]["turn"], settings["demonstration"]["weights"]
    assert (before, after) == (0, 0.618)
    weights = [before] * turn + [after] * (ROUNDS - turn)
    [[[ancestors, alive]], states] = ask(["counts", settings, [1], weights], ["shown", settings, 1, weights])
    assert alive[turn] < 5 < 9 <= alive[-1]
    assert ancestors[turn] < 10 < 30 < ancestors[-1]
    ends = [
        {"round": t, "weights": weights[:t], "shown": [{"ancestor": a, "pixels": p} for a, *p in states[t]["shown"]]}
        for t in (turn, ROUNDS)
    ]
    [pair, single] = ask(
        ["picture", settings, {**ends[1], "before": ends[0]}], ["picture", settings, {**ends[0], "before": ends[0]}]
    )
    assert re.findall(r"<span>(.*?)</span>", pair) == ["round 23, weight 0.000", "round 28, weight 0.618"]
    first, last = re.findall(r"<svg.*?</svg>", pair)
    assert first != last
    assert [len(re.findall("<svg", drawn)) for drawn in (pair, single)] == [2, 1]
    assert 'viewBox="0 0 74.5 74.5"' in first


def test_the_still_picture_lays_images_out_line_by_line():
    pixels = np.zeros((13, 64))
    pixels[12, 8 * 2 + 5] = 2.0
    sheet = grid(pixels)
    ink = np.argwhere(sheet)
    assert sheet.shape == ((2 * 10 - 2) * 6, (10 * 10 - 2) * 6)
    assert (ink.min(0) == [(10 + 2) * 6, (2 * 10 + 5) * 6]).all()
    assert ink.shape[0] == 36
    assert sheet.max() == 1


def test_the_run_begins_with_the_first_seed_and_no_real_images():
    assert explorers.Digits().values() == {"weight": 0, "seed": 1}


def test_the_still_picture_tells_what_one_run_has_come_to():
    figure = explorers.Digits(seed=5).figure()
    weight, number = np.array(figure.data["weight"]), np.array(figure.data["real image"])
    digits = mc.beyond.handwritten_digits().digits
    assert np.array_equal(digits[number], figure.data["digit"])
    for w in (0, 0.618):
        here = number[weight == w]
        assert len(here) == 60
        listed = ", ".join(map(str, sorted(set(digits[here]))))
        assert f"Weight {w:.3f}: digits {listed}, from {len(set(here))} real images." in figure.alt
    assert "10.24432/C50P49, CC BY 4.0" in figure.caption
    assert len(explorers.Digits().html()) < 200_000


def test_the_sentence_without_a_run_has_the_numbers_of_theory():
    assert explorers.Digits().sentence() == (
        "After 28 rounds with weight 0.000 on new real images, 3.5 of the ten digits are alive on average, and 60 "
        "images descend from 4.1 real ones; with weight 0.618 it is 9.9 and 45.2."
    )


def test_the_weight_may_be_moved_while_the_run_goes_on(browser, tmp_path):
    page = browser.new_page(reduced_motion="reduce")
    page.on("pageerror", lambda fault: pytest.fail(str(fault)))
    (tmp_path / "digits.html").write_text(f'<meta charset="utf-8">{explorers.Digits().standalone()}', encoding="utf-8")
    page.goto((tmp_path / "digits.html").as_uri())

    def said(start):
        page.wait_for_function("start => document.querySelector('.mc-said').textContent.startsWith(start)", arg=start)

    page.click(".mc-step")
    said("Round 1, no weight on new real images")
    page.focus("input[name=weight]")
    page.keyboard.press("End")
    page.click(".mc-step")
    said("Round 2, weight 1.000 on new real images")
    page.click(".mc-more summary")
    page.focus("input[name=seed]")
    page.keyboard.press("ArrowRight")
    said("Round 0")
    page.click(".mc-play")
    said("Round 28, weight 1.000")
    page.focus("input[name=weight]")
    page.keyboard.press("Home")
    said("Round 0")
    assert page.locator(".mc-source").inner_text().endswith("one.")
    page.close()
