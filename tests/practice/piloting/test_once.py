"""What a pilot does once: seeds, scales, the gap with synthetic rows only, and the folder that it calls its own."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.mixture import GaussianMixture

import model_collapse as mc
from model_collapse.practice.piloting import pilot as module
from model_collapse.practice.piloting.baseline import Baseline
from model_collapse.practice.piloting.dealing import deal
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.generators import Generator
from model_collapse.practice.piloting.judging import error_ratio
from model_collapse.practice.piloting.learners import Learner
from model_collapse.practice.piloting.running import Work
from tests.practice.piloting.tables import mixed_table, normal_table

TABLE = normal_table(1500)
SMALL = {"ratios": 1, "weights": [0.4, 0.7], "rounds": 4, "replications": 3, "n_real": 20}


class Shifted:
    """A generator without chance: the rows that it saw, their target shifted."""

    def fit(self, frame, sample_weight):
        self.frame = frame

    def sample(self, n):
        return self.frame.iloc[np.arange(n) % len(self.frame)].assign(y=lambda rows: rows["y"] + 0.3)


def parts(generator, learner, table=TABLE):
    data = mc.practice.observations(table, "y")
    rows = deal(data.frame, rounds=4, replications=3, n_real=20, seed=1)
    encoding = Encoding(rows.rest)
    return rows, Generator(generator, encoding, "y"), Learner(learner, data, encoding)


def test_parts_of_a_replication_share_a_seed_and_no_two_replications_do():
    rows, generator, learner = parts("gaussian", LinearRegression())
    work = Work(rows, generator, learner, np.array([1.0]), np.array([0.5]), rounds=4, replications=3, seed=1)
    seeds = {job: work._settings(job)["seed"] for job in work.jobs()}
    assert len(set(seeds.values())) == 3
    assert all(
        seed == seeds[other] for job, seed in seeds.items() for other in seeds if other.replication == job.replication
    )
    again = Work(rows, generator, learner, np.array([1.0]), np.array([0.5]), rounds=4, replications=3, seed=2)
    assert not set(seeds.values()) & {again._settings(job)["seed"] for job in again.jobs()}


def test_scales_and_codes_come_from_rows_outside_the_hold_out(monkeypatch):
    seen = []
    monkeypatch.setattr(module, "Encoding", lambda frame: seen.append(frame) or Encoding(frame))
    mc.practice.pilot(TABLE, "y", **SMALL)
    rest = deal(mc.practice.observations(TABLE, "y").frame, rounds=4, replications=3, n_real=20, seed=1).rest
    pd.testing.assert_frame_equal(seen[0], rest)
    pd.testing.assert_frame_equal(seen[1], rest.drop(columns="y"))
    assert len(rest) == 1200


def test_the_gap_is_that_of_the_two_fits_on_the_hold_out():
    rows, generator, learner = parts(Shifted(), LinearRegression())
    names = ["x0", "x1", "x2"]
    base = Baseline(rows, generator, learner, seed=1)
    fit = LinearRegression().fit(rows.rest[names], rows.rest["y"])
    left = rows.held["y"] - fit.predict(rows.held[names])
    lost = ((left - 0.3) ** 2 - left**2) / 0.02
    assert base.loss == pytest.approx(np.mean(left**2))
    gap = base.gap(0.02, 20)
    assert gap.value == pytest.approx(lost.mean())
    assert gap.stderr == pytest.approx(lost.std(ddof=1) / len(lost) ** 0.5)
    assert gap.squared_bias == pytest.approx(lost.mean() - 20 / 1200)
    tried = []
    base._mark.measure = tried.append
    base.quality(), base.mark()
    assert [len(frame) for frame in tried] == [150, 150]
    pd.testing.assert_frame_equal(tried[1], rows.held.iloc[1::2].reset_index(drop=True))


def test_the_generator_of_the_baseline_does_not_follow_the_deal():
    rows, generator, learner = parts("bootstrap", LinearRegression(), TABLE.assign(y=np.arange(1500.0)))
    drawn = Baseline(rows, generator, learner, seed=1)._synthetic["y"].to_numpy()
    order = np.random.default_rng([1, 0]).choice(len(rows.rest), len(rows.rest), p=np.full(1200, 1 / 1200))
    assert drawn.tolist() != rows.rest["y"].to_numpy()[order].tolist()


def test_errors_are_averaged_over_the_second_half_of_the_rounds():
    found = mc.practice.pilot(TABLE, "y", **(SMALL | {"rounds": 6}))
    run = found.histories[1.0]
    assert found.last == 3
    assert found.judgements[0].error == error_ratio(run.settled(3)) != error_ratio(run.settled(2))


def test_another_generator_learner_or_order_of_columns_is_another_pilot(tmp_path):
    given = {"generator": GaussianMixture(1), "learner": Ridge(1.0), "folder": tmp_path, **SMALL}
    mc.practice.pilot(TABLE, "y", **given)
    for more in ({"generator": GaussianMixture(2)}, {"learner": Ridge(2.0)}, {"learner": LinearRegression()}):
        with pytest.raises(ValueError, match=r"holds a pilot with (generator|learner) = "):
            mc.practice.pilot(TABLE, "y", **(given | more))
    swapped = TABLE.rename(columns={"x0": "x1", "x1": "x0"})
    with pytest.raises(ValueError, match="holds a pilot with table_sha256 = "):
        mc.practice.pilot(swapped, "y", **given)


def test_rules_and_plan_stand_once_there_are_results(tmp_path):
    mc.practice.pilot(TABLE, "y", folder=tmp_path, **SMALL)
    with pytest.raises(ValueError, match=r"holds results for other rules; "):
        mc.practice.pilot(TABLE, "y", folder=tmp_path, rules=mc.practice.PilotRules(largest_error=0.5), **SMALL)
    plan = (tmp_path / "plan.toml").read_text()
    (tmp_path / "plan.toml").write_text(plan[plan.index("[rules]") :])
    with pytest.raises(ValueError, match=r"holds results without a plan; "):
        mc.practice.pilot(TABLE, "y", folder=tmp_path, **SMALL)


def test_lines_of_no_part_or_twice_are_run_again(tmp_path):
    first = mc.practice.pilot(TABLE, "y", folder=tmp_path, **SMALL)
    lines = (tmp_path / "results.csv").read_text().splitlines(keepends=True)
    odd = lines[1].replace("real_only,,0", "real_only,,77")
    (tmp_path / "results.csv").write_text("".join([*lines, *lines[1:6], odd]))
    assert mc.practice.pilot(TABLE, "y", folder=tmp_path, **SMALL).facts() == first.facts()
    assert (tmp_path / "results.csv").read_text().splitlines() == [line.strip() for line in lines]


@pytest.mark.parametrize("ratios", [1000, 1e-9, [1, 41]])
def test_ratios_give_at_least_one_row_and_no_more_than_fit(ratios):
    with pytest.raises(ValueError, match=r"^ratios must give 1 to 100,000 synthetic rows beside 20 real ones, got "):
        mc.practice.pilot(TABLE, "y", **(SMALL | {"ratios": ratios}))


def test_categories_are_counted_over_the_whole_table():
    found = mc.practice.pilot(mixed_table(1500), "defect", **SMALL)
    assert found.mark.rare_coverage == 1
    assert 0 < found.mark.near_copies < 0.2


def test_names_of_columns_are_no_markdown_and_no_html():
    frame = normal_table(1500).assign(**{"<script>|# Go": "one"})
    found = mc.practice.pilot(frame, "y", ratios=1, weights=[0.5], rounds=4, replications=3, n_real=20)
    assert "<script>" not in mc.practice.pilot_html(found)
    assert "Column \\<script\\>\\|\\# Go is left out" in mc.practice.pilot_markdown(found)
