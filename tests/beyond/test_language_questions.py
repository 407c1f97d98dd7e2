"""What was predicted of the small language models."""

import numpy as np
import pytest

from model_collapse.beyond.experiment import summary
from model_collapse.beyond.questions import language
from model_collapse.beyond.smoothing import interpolated_error_ratio
from model_collapse.paper.protocols import Run
from model_collapse.theory import GOLDEN_WEIGHT


def test_each_experiment_has_its_prediction():
    said = language.predictions()
    assert list(said) == list(language.EXPERIMENTS)
    for name, one in said.items():
        assert name.startswith("language_")
        assert one.question.endswith("?")
        assert one.because.endswith(".")
        assert 0 < one.weight < 1
        assert len(language.EXPERIMENTS[name].weights) >= 6
        assert language.EXPERIMENTS[name].rounds >= 10


def test_the_predicted_weights():
    said = language.predictions()
    assert said["language_letters"].weight == pytest.approx(GOLDEN_WEIGHT)
    assert said["language_letters_many"].weight == pytest.approx(0.3903882)  # (sqrt(17) - 1) / 8
    assert said["language_batches"].weight == pytest.approx((np.sqrt(33) - 3) / 4)
    for name, k, share in (("words", 1, 0.2), ("words_light", 1, 0.05), ("triples", 0.25, 0.15)):
        pilot = language.PILOTS[f"language_{name}"]
        around = said[f"language_{name}"].weight + np.array([-0.01, 0, 0.01])
        ratio = interpolated_error_ratio(around, k, share, **pilot._asdict())
        assert ratio[1] == ratio.min()


@pytest.mark.parametrize("name", list(language.PILOTS))
def test_the_pilots_find_what_is_written(name):
    experiment, said = language.EXPERIMENTS[name], language.PILOTS[name]
    found = language.pilot(experiment.build(), experiment.n_real, fits=12, again=3, seed=2)
    assert found.squared_bias == pytest.approx(said.squared_bias, abs=0.03)
    assert found.noise_ratio == pytest.approx(said.noise_ratio, rel=0.06)


def test_a_pilot_finds_no_bias_in_plain_averages():
    """Two tokens whose chances do not depend on the one before: noise is chi-square over 2n, its ratio 1."""
    from model_collapse.beyond.ngrams import Ngrams

    plain = Ngrams([[3, 2], [3, 2]], share=0, floor=0)
    found = language.pilot(plain, 5000, fits=300, again=2)
    assert found.squared_bias == pytest.approx(0, abs=0.02)
    assert found.noise_ratio == pytest.approx(1, abs=0.15)
    real = plain.real(5000, language.Stream(np.random.SeedSequence(1), 2000))
    errors = plain.error(plain.fit(real))
    assert abs(errors.mean() - 2 / (2 * 5000)) < 4 * errors.std() / np.sqrt(2000)


def test_the_predicted_weight_saves_in_a_small_run():
    experiment = language.EXPERIMENTS["language_letters"]
    weight = language.predictions()["language_letters"].weight
    history = experiment.history(weight, Run(replications=8, seed=3, jobs=1))
    [row] = [r for r in summary(history, weight, 20_000, 20_000, experiment.last) if r.scheme == "predicted"]
    assert 1 - row.mean > 4 * row.stderr
    assert row.mean == pytest.approx(row.theory, abs=0.06)
