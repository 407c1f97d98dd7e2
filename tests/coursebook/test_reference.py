"""What the reference leaves out."""

import model_collapse as mc
from coursebook.ext import reference


def test_only_the_fields_of_named_tuples_are_left_out():
    fields = {
        name: reference.leave_out(None, "class", name, vars(mc.problems.Dataset)[name], False, {})
        for name in mc.problems.Dataset._fields
    }
    assert set(fields.values()) == {True}
    assert reference.leave_out(None, "class", "some", mc.problems.Dataset.some, False, {}) is None
    assert reference.leave_out(None, "module", "x", mc.optimal_weight, False, {}) is None
