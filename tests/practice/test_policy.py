"""The policy: what its file may say, and what it asks of a weight."""

import tomllib

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.practice import Policy, default_policy


def read(tmp_path, text):
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return Policy.read(path)


def test_the_default_text_is_the_default_policy_with_and_without_its_comments(tmp_path):
    assert read(tmp_path, default_policy()) == Policy() == read(tmp_path, "")
    every = "\n".join(line.removeprefix("# ") if " = " in line else line for line in default_policy().splitlines())
    keys = "floor ceiling least_fresh_share ratio largest_bias prescribed_weight error_limit least_rare_coverage"
    assert list(tomllib.loads(every)) == keys.split()


def test_weights_that_it_asks_for():
    k = np.array([1.0, 0.1])
    even, best = mc.break_even_weight(k), mc.optimal_weight(k)
    np.testing.assert_allclose(Policy().floors(k), (even + best) / 2)
    assert Policy(floor=0.4).floors(k).tolist() == [0.4, 0.4]
    np.testing.assert_allclose(Policy(prescribed_weight="best").prescribed(k), best)
    np.testing.assert_allclose(Policy(prescribed_weight="naive").prescribed(k), k / (1 + k))
    assert Policy(prescribed_weight=0.7).prescribed(k).tolist() == [0.7, 0.7]


REFUSED = [
    ("flor = 0.5", "policy.toml: 'flor' is no key of a policy; the nearest is floor."),
    ("floor = ", "policy.toml is not TOML: Invalid value (at end of document)."),
    ("floor = 'high'", "floor must be a number from 0 to 1 or \"suggested\", got 'high'."),
    ("floor = true", 'floor must be a number from 0 to 1 or "suggested", got True.'),
    ("ceiling = nan", "ceiling must be a number from 0 to 1, got nan."),
    ("largest_bias = -1", "largest_bias must be a number from 0 to 1e+100, got -1."),
    ("ratio = [2, 1]", "ratio must be two numbers, the least and the most real rows per synthetic row, got [2, 1]."),
    ("ratio = 1", "ratio must be two numbers, the least and the most real rows per synthetic row, got 1."),
    (
        "prescribed_weight = 'golden'",
        'prescribed_weight must be a number from 0 to 1 or "best" / "naive", got \'golden\'.',
    ),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_not_allowed_is_refused_in_one_sentence(tmp_path, text, said):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        read(tmp_path, text)
    assert str(refusal.value) == said


def test_other_encodings_are_refused(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_bytes(b"# \xff")
    with pytest.raises(ValueError, match=r"^policy\.toml is not UTF-8 text\.$"):
        Policy.read(path)
