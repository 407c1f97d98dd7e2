"""Tables on disk: whole or not at all, kept unless replaced on purpose."""

import json

import pytest

from model_collapse.paper import reproduce as module
from model_collapse.paper import results
from model_collapse.paper.protocols import Row
from model_collapse.paper.reproduce import reproduce

QUIET = {"tell": lambda line: None}
SMALL = {"replications": 4, "seed": 8, **QUIET}


def make(out, **more):
    return reproduce(8, ["gaussian_mean", "linear"], out=out, **{**SMALL, **more})


def test_table_settings_and_picture(tmp_path):
    target = make(tmp_path)
    lines = target.read_text().splitlines()
    assert lines[0] == "figure,panel,scheme,x,mean,stderr,theory"
    assert len(lines) == 1 + 2 * 36
    settings = json.loads((tmp_path / "figure8" / "linear.json").read_text())
    assert settings["replications"] == 4
    assert {"model_collapse", "numpy", "python", "seconds", "cpu_seconds", "theory"} <= set(settings)
    assert target.with_suffix(".svg").read_text().startswith("<svg")
    assert [name for name, _ in results.read_csv(target)][::36] == ["gaussian_mean", "linear"]


def test_equal_settings_are_skipped(tmp_path, monkeypatch):
    make(tmp_path)
    monkeypatch.setattr(module, "rows_of", lambda *_: pytest.fail("simulated again"))
    make(tmp_path)


def test_other_settings_are_refused_and_nothing_is_touched(tmp_path):
    before = make(tmp_path).read_text()
    with pytest.raises(ValueError, match="made with replications 4, not 5"):
        make(tmp_path, replications=5)
    assert (tmp_path / "figure8.csv").read_text() == before


def test_a_file_of_the_users_is_not_replaced(tmp_path):
    for mine in (tmp_path / "figure8.csv", tmp_path / "figure8" / "linear.csv"):
        mine.parent.mkdir(exist_ok=True)
        mine.write_text("my own table\n")
        with pytest.raises(ValueError, match="is not a table of this command"):
            make(tmp_path)
        assert mine.read_text() == "my own table\n"
        mine.unlink()


def test_force_replaces_other_settings(tmp_path):
    before = make(tmp_path).read_text()
    assert make(tmp_path, replications=5, force=True).read_text() != before


def test_force_remakes_what_is_asked_for_and_no_more(tmp_path, monkeypatch):
    make(tmp_path)
    remade = []

    def rows_of(figure, panel, *_):
        remade.append(panel)
        return [Row("fresh", 0.5, 1.0, 0.1, 1.0)]

    monkeypatch.setattr(module, "rows_of", rows_of)
    kept = (tmp_path / "figure8" / "gaussian_mean.csv").read_text()
    joined = reproduce(8, ["linear"], out=tmp_path, force=True, **SMALL).read_text()
    assert remade == ["linear"]  # though its settings are equal
    assert (tmp_path / "figure8" / "gaussian_mean.csv").read_text() == kept
    assert joined == kept + "8,linear,fresh,0.5,1,0.1,1\n"
    make(tmp_path, force=True)
    assert remade == ["linear", "gaussian_mean", "linear"]


def test_an_interrupt_keeps_what_was_there(tmp_path, monkeypatch):
    before = make(tmp_path).read_text()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "rows_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, replications=5, force=True)
    assert (tmp_path / "figure8.csv").read_text() == before
    assert not list(tmp_path.rglob("*.part"))
    monkeypatch.undo()
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
        ({"figure": 8, "chosen": ["workclass"]}, "figure 8 has the panels gaussian_mean"),
        ({"figure": 8, "replications": 1}, "replications must be at least 2, got 1"),
        ({"figure": 8, "seed": -1}, "seed must be at least 0, got -1"),
    ],
)
def test_bad_input(tmp_path, arguments, complaint):
    with pytest.raises(ValueError, match=complaint):
        reproduce(**arguments, out=tmp_path, **QUIET)
    assert not list(tmp_path.iterdir())
