"""Every public function, class and method answers every odd argument rightly or in one sentence, and changes none.

A public name is found by its room's stub; one without a valid call in its docstring's example or in `valid` is red.
"""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.paper import adult
from tests.arguments import valid
from tests.arguments.odd import ODD, answer
from tests.arguments.surface import offered, problems, rooms, surface
from tests.practice.logs import clean_log, written

CALLS = surface()
OTHERS = [(name, argument) for name, call in CALLS.items() if not name.startswith("theory.") for argument in call.names]
ROWS = [problem for problem in problems() if not isinstance(problem, mc.beyond.Copies)]


@pytest.fixture(autouse=True)
def no_rows(monkeypatch):
    """Look for the rows of UCI Adult at one place, so that none are fetched."""
    monkeypatch.setenv(adult.VARIABLE, "no-such-folder")


def frozen(value):
    """Return a value as it stands, to be compared with what it is later."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, dict):
        return {name: frozen(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [frozen(item) for item in value]
    if isinstance(value, mc.problems.Problem | mc.simulation.History):
        return frozen(vars(value))
    return value


def as_arrays(value):
    """Return lists of numbers, and numbers that are not whole, as arrays, which a function could change in place."""
    if isinstance(value, float) or (isinstance(value, list) and np.asarray(value).dtype.kind in "if"):
        return np.array(value)
    return value


@pytest.mark.parametrize("name", CALLS)
def test_a_valid_call_is_answered_and_changes_nothing(name):
    call = CALLS[name]
    assert call.valid, "give it a valid call, as an example of its docstring or in tests/arguments/valid.py"
    before = frozen(call.valid)
    call.do(**call.valid)
    assert frozen(call.valid) == before
    arrays = {argument: as_arrays(value) for argument, value in call.valid.items()}
    before = frozen(arrays)
    answer(call.do, arrays)
    assert frozen(arrays) == before


@pytest.mark.parametrize(("name", "argument"), OTHERS, ids=[".".join(case) for case in OTHERS])
def test_an_odd_value_is_answered_or_refused_in_one_sentence(name, argument):
    call = CALLS[name]
    refused = sum(answer(call.do, {**call.valid, argument: odd}) is None for odd in ODD)
    assert refused > len(ODD) / 2


@pytest.mark.parametrize("argument", ["n_real", "n_synthetic"])
@pytest.mark.parametrize("problem", ROWS, ids=lambda problem: type(problem).__name__)
def test_no_problem_is_asked_for_more_than_it_can_draw(problem, argument):
    given = {"problem": problem, "regime": mc.fresh, **valid.ROWS, "weight": 0.5}
    for odd in ODD:
        answer(mc.simulate, {**given, argument: odd})


def test_nothing_is_left_out_without_need():
    public = {f"{room.__name__.rpartition('.')[2]}.{x.__name__}" for room in rooms() for x in offered(room)}
    assert {".".join(name.split(".")[:2]) for name in valid.LEFT_OUT} <= public
    assert set(valid.LEFT_OUT).isdisjoint(CALLS)
    covered = {name.split(".")[0] for name in (*CALLS, *valid.LEFT_OUT)}
    assert covered == {room.__name__.rpartition(".")[2] for room in rooms()} - {"paper"}
    assert len(CALLS) >= 130
    assert sum(len(call.names) for call in CALLS.values()) >= 300


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_only_functions_of_a_regimes_arguments_are_marked(odd):
    weighted = getattr(odd, "weighted", None)
    if odd is not mc.fresh:
        assert answer(mc.unweighted, {"regime": odd}) is None
        assert getattr(odd, "weighted", None) == weighted


READERS = (
    adult.load,
    mc.practice.Policy.read,
    mc.practice.RoundLog.read,
    mc.practice.RoundLog.append,
    mc.practice.read_table,
)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__qualname__)
def test_an_odd_path_is_refused_in_one_sentence(read, tmp_path, monkeypatch):
    """A path that is none is refused; where there is no such file the system says so."""
    monkeypatch.chdir(tmp_path)
    for odd in ODD:
        if isinstance(odd, str) and "\0" not in odd and odd and read is mc.practice.RoundLog.append:
            continue  # it begins a log of that name
        try:
            assert answer(read, {"path": odd}) is None
        except FileNotFoundError:
            assert isinstance(odd, str)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_an_odd_mapping_of_columns_is_refused_in_one_sentence(odd, tmp_path):
    path = written(tmp_path, clean_log(3))
    read = answer(mc.practice.RoundLog.read, {"path": path, "columns": odd})
    assert (read is None) == (odd is not None and not (isinstance(odd, dict) and not odd))


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
@pytest.mark.parametrize("column", ["round", "weight", "reason", "no_column"])
def test_an_odd_cell_is_written_or_refused_in_one_sentence(odd, column, tmp_path):
    path = written(tmp_path, clean_log(3))
    before = path.read_bytes()
    try:
        answer(mc.practice.RoundLog.append, {"path": path, column: odd})
    finally:
        assert path.read_bytes().startswith(before)
