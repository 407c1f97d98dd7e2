"""Control charts draw the log's errors and weights, and ring what the audit names."""

import numpy as np
from matplotlib.colors import to_hex

from model_collapse.figures import style
from model_collapse.practice import audit, control_charts
from model_collapse.practice._limits import error_limits
from model_collapse.practice.policy import Policy
from tests.practice.logs import clean_log, read


def test_errors_and_weights_are_drawn_and_faults_are_ringed(tmp_path):
    rows = clean_log(rounds=40)
    rows[20]["error"] = 9.0
    rows[25] |= {"weight": 0.4, "reason": "pilot"}
    rows[26]["reason"] = "back to the best weight"
    rows[30]["error"] = ""
    log = read(tmp_path, rows)
    figure = control_charts(log)
    errors, weights = figure.canvas.axes
    drawn = {line.get_label(): line.get_xydata().T for line in [*errors.lines, *weights.lines]}
    np.testing.assert_array_equal(drawn["error"], [log["round"], log["error"]])
    np.testing.assert_array_equal(drawn["real rows alone"], [log["round"], log["error_real_only"]])
    np.testing.assert_array_equal(drawn["weight on the real rows"], [log["round"], log["weight"]])
    limit = error_limits(log, Policy())
    np.testing.assert_array_equal(drawn["limit"][1], np.where(np.isfinite(limit), limit, np.nan))
    np.testing.assert_allclose(drawn["floor"][1][1:], (1 / 3 + 0.618034) / 2, rtol=1e-6)
    assert np.isnan(drawn["floor"][1][0])
    rings = [axes.lines[-1] for axes in (errors, weights)]
    assert [line.get_xydata().tolist() for line in rings] == [[[20, 9]], [[25, 0.4]]]
    assert {to_hex(line.get_color()) for line in rings} == {style.SYNTHETIC}
    assert "lies above its limit: 1. Rounds with a fault in the weight: 1." in figure.alt
    assert {fault.fault for fault in audit(log).faults} >= {"error_above_limit", "below_floor"}
    assert (weights.get_ylim(), weights.get_xlabel(), errors.get_ylabel()) == ((0, 1.05), "round", "error")
