"""Tables on disk: whole or not at all, kept unless replaced on purpose."""

import fcntl
import os
from dataclasses import replace

import pytest
from joblib import Parallel, delayed

from model_collapse.paper import reproduce as module
from model_collapse.paper import results
from model_collapse.paper.protocols import Row
from model_collapse.paper.reproduce import reproduce
from model_collapse.paper.series import figure

QUIET = {"tell": lambda line: None}
SMALL = {"replications": 4, "seed": 8, **QUIET}


EIGHT = figure(8)


def make(out, rows=EIGHT.rows, **more):
    return reproduce(replace(EIGHT, rows=rows), ["gaussian_mean", "linear"], out=out, **{**SMALL, **more})


def test_table_settings_and_picture(tmp_path):
    target = make(tmp_path)
    lines = target.read_text().splitlines()
    assert lines[0] == "figure,panel,scheme,x,mean,stderr,theory"
    assert len(lines) == 1 + 2 * 36
    settings, rows = results.read(tmp_path / "figure8" / "linear.csv")
    assert len(rows) == settings["rows"] == 36
    assert settings["replications"] == 4
    assert {"model_collapse", "numpy", "python", "seconds", "cpu_seconds", "theory"} <= set(settings)
    assert target.with_suffix(".svg").read_text().startswith("<svg")
    assert [name for name, _ in results.from_csv(target.read_text())][::36] == ["gaussian_mean", "linear"]


def test_equal_settings_are_skipped(tmp_path):
    make(tmp_path)
    make(tmp_path, rows=lambda *_: pytest.fail("simulated again"))


def test_a_seed_that_is_not_given_is_that_of_the_series(tmp_path):
    reproduce(replace(EIGHT, rows=lambda *_: [Row("fresh", 0.5, 1.0, 0.1, 1.0)]), ["linear"], out=tmp_path, **QUIET)
    settings, _rows = results.read(tmp_path / "figure8" / "linear.csv")
    assert (settings["seed"], settings["replications"]) == (8, 2000)


def test_other_settings_are_refused_and_nothing_is_touched(tmp_path):
    before = make(tmp_path).read_text()
    with pytest.raises(ValueError, match="made with replications 4, not 5"):
        make(tmp_path, replications=5)
    assert (tmp_path / "figure8.csv").read_text() == before


FOREIGN = {
    "figure8.csv": "is not a table of this command",
    "figure8.svg": "is not a picture of this command",
    "figure8/linear.csv": "is not a whole table of this command",
}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("content", ["", "my own\n", "[1]\n", "# [1]\n", '# {"figure": 8}\n', "\ufeff\u3042\n"])
@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_of_the_users_is_not_replaced(tmp_path, name, content, force):
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=FOREIGN[name]):
        make(tmp_path, force=force)
    assert mine.read_text(encoding="utf-8") == content
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]


@pytest.mark.parametrize("kept", [1, 5, 300])
def test_half_a_table_is_not_taken_for_a_whole_one(tmp_path, kept):
    make(tmp_path)
    file = tmp_path / "figure8" / "linear.csv"
    text = file.read_text()
    file.write_text(text[: len(text) - kept])
    with pytest.raises(ValueError, match=r"linear\.csv is there and is not a whole table"):
        make(tmp_path)


def test_a_joined_table_never_loses_panels(tmp_path):
    before = make(tmp_path).read_text()
    (tmp_path / "figure8" / "linear.csv").unlink()
    with pytest.raises(ValueError, match=r"holds linear \w+, which"):
        reproduce(EIGHT, ["gaussian_mean"], out=tmp_path, **SMALL)
    assert (tmp_path / "figure8.csv").read_text() == before


def test_a_row_that_the_user_added_is_not_lost(tmp_path):
    target = make(tmp_path)
    with target.open("a") as file:
        file.write("8,linear,mine,0.5,1,0.1,1\n")
    before = target.read_text()
    with pytest.raises(ValueError, match="holds linear mine, which"):
        make(tmp_path)
    assert target.read_text() == before


def test_a_panel_that_was_not_asked_for_is_read_before_the_first_draw(tmp_path):
    (tmp_path / "figure8").mkdir()
    (tmp_path / "figure8" / "poisson.csv").write_text("mine\n")
    with pytest.raises(ValueError, match=r"poisson\.csv is there and is not a whole table"):
        make(tmp_path, rows=lambda *_: pytest.fail("simulated"))


def test_a_link_to_nowhere_is_not_replaced(tmp_path):
    (tmp_path / "figure8.csv").symlink_to(tmp_path / "elsewhere" / "figure8.csv")
    with pytest.raises(OSError, match="No such file"):
        make(tmp_path)
    assert (tmp_path / "figure8.csv").is_symlink()


def test_what_is_prepared_looks_again_before_it_is_carried_out(tmp_path):
    waiting = module.prepare(EIGHT, ["gaussian_mean", "linear"], out=tmp_path, replications=5)
    before = make(tmp_path).read_text()
    with pytest.raises(ValueError, match="made with replications 4, not 5"):
        module.carry_out(waiting, tell=lambda line: None)
    assert (tmp_path / "figure8.csv").read_text() == before


def test_time_of_workers_counts():
    module._cpu()  # ends the workers of other tests
    before = os.times().children_user
    Parallel(n_jobs=2)(delayed(sum)(range(1000)) for _ in range(2))  # workers that wait for more, uncounted as yet
    module._cpu()
    assert os.times().children_user > before


def test_a_second_run_stays_out(tmp_path):
    make(tmp_path)
    lock = os.open(tmp_path / "figure8", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(ValueError, match="another run is writing to"):
        make(tmp_path, force=True)
    os.close(lock)
    make(tmp_path, force=True)


def test_panels_of_different_runs_are_told(tmp_path):
    make(tmp_path)
    said = []
    reproduce(EIGHT, ["linear"], out=tmp_path, replications=5, force=True, tell=said.append)
    assert "different replications or seeds" in said[-1]


def test_force_replaces_other_settings(tmp_path):
    before = make(tmp_path).read_text()
    assert make(tmp_path, replications=5, force=True).read_text() != before


def test_force_remakes_what_is_asked_for_and_no_more(tmp_path):
    make(tmp_path)
    remade = []

    def rows(panel, *_):
        remade.append(panel)
        return [Row("fresh", 0.5, 1.0, 0.1, 1.0)]

    kept = (tmp_path / "figure8" / "gaussian_mean.csv").read_text()
    joined = reproduce(replace(EIGHT, rows=rows), ["linear"], out=tmp_path, force=True, **SMALL).read_text()
    assert remade == ["linear"]  # though its settings are equal
    assert (tmp_path / "figure8" / "gaussian_mean.csv").read_text() == kept
    assert joined == kept.partition("\n")[2] + "8,linear,fresh,0.5,1,0.1,1\n"
    make(tmp_path, rows=rows, force=True)
    assert remade == ["linear", "gaussian_mean", "linear"]


def test_an_interrupt_keeps_what_was_there(tmp_path):
    before = make(tmp_path).read_text()

    def interrupted(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, rows=interrupted, replications=5, force=True)
    assert (tmp_path / "figure8.csv").read_text() == before
    assert not list(tmp_path.rglob("*.part"))
    assert make(tmp_path).read_text() == before


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "a.csv"
    file.write_text("old")
    monkeypatch.setattr(results.os, "fdopen", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        results.write_whole(file, "new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"figure": 6}, "figure must be one of 7, 8, 9 and 10, got 6"),
        ({"chosen": ["workclass"]}, "figure 8 has the panels gaussian_mean"),
        ({"replications": 1}, "replications must be at least 2, got 1"),
        ({"seed": -1}, "seed must be at least 0, got -1"),
    ],
)
def test_bad_input(tmp_path, arguments, complaint):
    options = {"figure": 8, **arguments}
    with pytest.raises(ValueError, match=complaint):
        reproduce(figure(options.pop("figure")), **options, out=tmp_path, **QUIET)
    assert not list(tmp_path.iterdir())
