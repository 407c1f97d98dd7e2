"""The rate of a small group: counts beside the tables, rows drawn one by one, best weights beside grids."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import binom

import model_collapse as mc
from model_collapse.beyond import groups
from model_collapse.beyond import small_group_error_ratio as small
from model_collapse.beyond import smoothed_error_ratio as smoothed
from model_collapse.beyond import smoothed_optimal_weight as smoothed_best
from model_collapse.beyond.questions.rare import EXPERIMENTS, predictions
from model_collapse.paper import adult
from model_collapse.problems.base import Average
from tests.paper.rows import adult_path

SMALL = mc.beyond.Group(0.04, 0.7, 0.2)


def test_counts_are_those_of_the_rows_of_adult():
    table = adult.load(adult_path())
    high = table["income"] == ">50K"
    assert high.groupby(table["education"]).sum().to_dict() == groups.HIGH_INCOME
    mine = table["education"] == "Doctorate"
    found = mc.beyond.group("Doctorate")
    assert (found.share, found.rate, found.others) == pytest.approx(
        (mine.mean(), high[mine].mean(), high[~mine].mean())
    )
    assert found.overall == pytest.approx(high.mean())
    assert found.squared_gap == pytest.approx((high[mine].mean() - high.mean()) ** 2 / high[mine].var(ddof=0))


def test_counts_are_those_of_the_insurance_table():
    from statsmodels.datasets import randhie

    table = randhie.load_pandas().data
    poor, often = table["hlthp"] == 1, table["mdvis"] >= 5
    found = groups.POOR_HEALTH
    assert (found.share, found.rate, found.others) == pytest.approx(
        (poor.mean(), often[poor].mean(), often[~poor].mean()), rel=1e-12
    )


def drawn(w, n, m, rounds, runs, prior=0.0, real_share=None):
    """Run row by row, in plain words: rows have a group and an answer, and each round they are counted with weights."""
    rng, known = np.random.default_rng(15), real_share is not None
    found = []
    for _ in range(runs):
        of, rates = SMALL.share, None
        for t in range(rounds + 1):
            mine = rng.random(n) < (real_share if known else SMALL.share)
            yes = rng.random(n) < np.where(mine, SMALL.rate, SMALL.others)
            weight = np.full(n, 1 / n)
            if t:
                copied = rng.random(m) < of
                said = rng.random(m) < np.where(copied, *rates)
                mine, yes = np.append(mine, copied), np.append(yes, said)
                weight = np.append(np.full(n, w / n), np.full(m, (1 - w) / m))
            every = (weight * yes).sum()
            rows = [weight[mine].sum(), weight[~mine].sum()]
            high = [weight[mine & yes].sum(), weight[~mine & yes].sum()]
            pairs = zip(high, rows, strict=True)
            rates = [(a + prior / n * every) / (b + prior / n) if b + prior > 0 else every for a, b in pairs]
            of = SMALL.share if known else rows[0]
        found.append((rates[0] - SMALL.rate) ** 2)
    return np.mean(found), np.std(found, ddof=1) / np.sqrt(runs)


@pytest.mark.claim("E24")
@pytest.mark.parametrize("given", [{}, {"prior": 2.0}, {"real_share": 0.15}])
def test_rows_drawn_one_by_one(given):
    w, n, m, rounds = 0.6, 80, 50, 4
    mean, stderr = drawn(w, n, m, rounds, 2500, **given)
    problem = mc.beyond.GroupRate(SMALL, **given)
    rows = {"n_real": n, "n_synthetic": m, "rounds": rounds}
    run = mc.simulate(problem, mc.fresh, weight=w, replications=10_000, seed=15, **rows)
    of = given.get("real_share", 0.04)
    assert problem.unit(n) == pytest.approx(0.7 * 0.3 / (n * of))
    z = (run.mean[-1] * problem.unit(n) - mean) / np.hypot(stderr, run.stderr[-1] * problem.unit(n))
    assert abs(z) < 4


def test_a_fit_by_hand():
    cells = np.array([[[0.1, 0.1, 0.2, 0.6]]])
    none = np.array([[[0.0, 0.0, 0.5, 0.5]]])
    plain, prior = mc.beyond.GroupRate(SMALL), mc.beyond.GroupRate(SMALL, prior=2)
    assert plain.fit(Average(10, cells))[0, 0] == pytest.approx([0.2, 0.5, 0.25])
    assert plain.fit(Average(10, none))[0, 0] == pytest.approx([0, 0.5, 0.5])
    assert prior.fit(Average(10, cells))[0, 0] == pytest.approx([0.2, (0.1 + 0.2 * 0.3) / 0.4, (0.2 + 0.06) / 1.0])
    both = prior.fit(Average(10, cells), Average(30, none), np.array([[0.5]]))[0, 0]
    assert both == pytest.approx([0.1, (0.05 + 0.2 * 0.4) / 0.3, (0.35 + 0.08) / 1.1])
    others = mc.beyond.GroupRate(SMALL, others=True)
    assert others.error(np.array([[[0.1, 0.5, 0.3]]])) == pytest.approx(0.01)
    assert plain.error(np.array([[[0.1, 0.5, 0.3]]])) == pytest.approx(0.04)
    assert others.unit(100) == pytest.approx(0.2 * 0.8 / 96)
    assert mc.beyond.GroupRate(SMALL, real_share=0.5).fit(Average(10, cells))[0, 0, 0] == 0.04


@pytest.mark.claim("E24")
@pytest.mark.parametrize(("w", "k", "s", "gap"), [(0.6, 1, 0.2, 3.0), (0.3, 0.5, 0.05, 20.0), (1, 2, 0.5, 1.0)])
def test_smoothed_averages_drawn(w, k, s, gap):
    """Normal averages: the group's truth is 0, the rate of all lies `gap` away, all in errors of real rows alone."""
    rng, runs = np.random.default_rng(15), 40_000
    model = np.zeros(runs)
    for _ in range(60):
        rows = w * rng.standard_normal(runs) + (1 - w) * (model + np.sqrt(k) * rng.standard_normal(runs))
        model = (1 - s) * rows + s * np.sqrt(gap)
    assert abs((model**2).mean() - smoothed(w, k, smoothing=s, squared_gap=gap)) < 4 * (model**2).std() / np.sqrt(runs)


@pytest.mark.claim("E24")
def test_the_best_smoothed_weight_beside_scipy_and_where_no_synthetic_row_helps():
    assert smoothed([0.2, 0.7], 0.3) == pytest.approx(mc.error_ratio([0.2, 0.7], 0.3))
    assert smoothed(0, 1) == np.inf
    for k, s, gap in [(1, 0.14, 14.4), (0.2, 0.05, 60.0), (3, 0.3, 2.0), (1, 0.0, 5.0)]:
        found = minimize_scalar(
            lambda w, case=(k, s, gap): float(smoothed(w, case[0], smoothing=case[1], squared_gap=case[2])),
            bounds=(0.01, 1),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert smoothed_best(k, smoothing=s, squared_gap=gap) == pytest.approx(found.x, abs=2e-5)
    s = np.array([0.1, 0.3, 0.6])
    border = (1 - s) / s**2
    assert (smoothed_best(1, smoothing=s, squared_gap=border * 0.99) < 0.999).all()
    assert smoothed_best(1, smoothing=s, squared_gap=border * 1.01) == pytest.approx(1, abs=1e-9)
    grid = np.linspace(0.01, 1, 500)
    assert (
        smoothed(grid[:, None], 1, smoothing=s, squared_gap=border)[:-1]
        > smoothed(1, 1, smoothing=s, squared_gap=border)
    ).all()


@pytest.mark.claim("E24")
@pytest.mark.parametrize(("prior", "apart"), [(5.0, 1.19), (2.0, 4.0), (1.0, 30.0)])
def test_rows_of_a_group_from_which_synthetic_rows_help(prior, apart):
    border = prior**2 * apart - prior
    for k in (0.01, 1, 20):
        for rows, helps in ((border * 1.02, True), (border * 0.98, False)):
            given = {"smoothing": prior / (prior + rows), "squared_gap": rows * apart}
            errors = smoothed(np.append(np.linspace(0.01, 0.99, 99), [1 - 1e-5, 1]), k, **given)
            assert (errors[:-1] < errors[-1]).any() == helps


@pytest.mark.claim("E24")
def test_the_best_weight_of_an_oversampled_group_beside_a_grid():
    w = np.linspace(0.001, 0.999, 99_801)
    for k, real, synthetic in [(1, 0.05, 0.0122), (0.3, 0.5, 0.1), (2, 0.01, 0.04)]:
        row = (w * real / (w * real + (1 - w) * synthetic), k * real / synthetic)
        least = w[mc.error_ratio(*row).argmin()]
        assert mc.beyond.oversampled_optimal_weight(k, real, synthetic) == pytest.approx(least, abs=2e-5)
    assert mc.beyond.oversampled_optimal_weight(1, 0.3, 0.3) == pytest.approx(mc.GOLDEN_WEIGHT)


@pytest.mark.claim("E24")
@pytest.mark.parametrize(("real", "synthetic"), [(0.05, None), (0.15, 0.05)])
def test_a_small_group_drawn(real, synthetic):
    w, n, m, runs = 0.5, 60, 90, 60_000
    rng, rate = np.random.default_rng(15), 0.3
    model = np.full(runs, rate)
    for _ in range(25):
        rows, copies = rng.binomial(n, real, runs), rng.binomial(m, synthetic or real, runs)
        total = w * rows / n + (1 - w) * copies / m
        high = w * rng.binomial(rows, rate) / n + (1 - w) * rng.binomial(copies, model) / m
        model = np.where(total > 0, high / np.where(total > 0, total, 1), rate)
    squares = (model - rate) ** 2 / (rate * (1 - rate)) * n * real
    expected = small(w, n, m, real, synthetic)
    assert abs(squares.mean() - expected) < 4 * squares.std() / np.sqrt(runs)


@pytest.mark.claim("E24")
def test_a_small_group_of_real_rows_alone_is_the_mean_of_one_over_their_number():
    n, p, gap = 200, 0.02, 1.7
    rows = np.arange(1, n + 1)
    chances = binom.pmf(rows, n, p)
    expected = n * p * ((chances / rows).sum() + gap * (1 - p) ** n)
    assert small(1, n, 50, p, squared_gap=gap) == pytest.approx(expected, rel=1e-12)
    many = small([0.2, 0.618], 10_000, 10_000, 0.4)
    assert many == pytest.approx(mc.error_ratio([0.2, 0.618], 1), rel=1e-3)


@pytest.mark.claim("E24")
def test_the_best_weight_of_a_small_group_is_below_that_of_a_large_one():
    sizes = [250, 500, 1000, 4000]
    best = [mc.beyond.small_group_optimal_weight(n, n, 0.012) for n in sizes]
    assert (np.diff(best) > 0).all()
    assert best[-1] < mc.GOLDEN_WEIGHT
    for n, found in zip(sizes[:2], best[:2], strict=True):
        grid = np.linspace(0.5, 0.7, 401)
        assert found == pytest.approx(grid[small(grid, n, n, 0.012).argmin()], abs=3e-4)
    oversampled = mc.beyond.small_group_optimal_weight(4000, 4000, 0.2, 0.05)
    assert oversampled == pytest.approx(float(mc.beyond.oversampled_optimal_weight(1, 0.2, 0.05)), abs=2e-3)


def test_predictions_have_experiments_that_can_be_built():
    assert list(predictions()) == list(EXPERIMENTS)
    for name, experiment in EXPERIMENTS.items():
        assert predictions()[name].question.endswith("?")
        assert predictions()[name].because.endswith(".")
        assert 0.1 < predictions()[name].weight < 0.9
        problem = experiment.build()
        assert problem.unit(experiment.n_real) > 0
        mc.simulate(problem, mc.fresh, n_real=50, n_synthetic=50, weight=0.5, rounds=2, replications=10, seed=15)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mc.beyond.group("Nobody"), "^education must be one of HS-grad, .*, got 'Nobody'\\.$"),
        (lambda: mc.beyond.RareShare(1), r"^share must be below 1, got 1\.$"),
        (lambda: mc.beyond.GroupRate("Doctorate"), r"^group must be a Group, such as beyond.group"),
        (lambda: mc.beyond.GroupRate(SMALL, real_share=1), r"^real_share must be below 1, got 1\.$"),
        (lambda: mc.beyond.GroupRate(SMALL, prior=-1), "^prior must be zero or more"),
        (lambda: small(0, 10, 10, 0.1), r"^weight must be 0\.001 or more, got 0\.$"),
        (lambda: small(0.5, 10, 10, 0.1, 1), r"^real_share and synthetic_share must be below 1, got 1\.$"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
