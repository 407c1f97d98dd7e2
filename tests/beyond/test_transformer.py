"""A small transformer: slopes, weights, Adam and writing beside what they must be; then the problem made of it."""

import numpy as np
import pytest

jax = pytest.importorskip("jax")
jnp = jax.numpy

from model_collapse.beyond.ngrams import Ngrams  # noqa: E402
from model_collapse.beyond.training import adam  # noqa: E402
from model_collapse.beyond.transformer import Sizes, initial, log_chances, loss, shapes, trainer, written_by  # noqa: E402
from model_collapse.beyond.transformer_problem import Transformer, written  # noqa: E402

TRIPLES = np.random.default_rng(3).integers(0, 4, (3, 3, 3))
TRIPLES[0, 0], TRIPLES[1, 2], TRIPLES[2, 2] = [1, 2, 3], [0, 2, 0], [1, 0, 1]
TINY = Sizes(context=5, width=4, layers=2, heads=2, steps=30, batch=8, rate=0.02)
V = 3


def model(seed=1, sizes=TINY, scale=1.0):
    return scale * initial(V, sizes, np.random.default_rng(seed))


def rows(n, seed=2, context=5):
    return np.random.default_rng(seed).integers(0, V, (n, context)).astype(np.int32)


def by_hand(vector, text, sizes):
    """Return the chances at each place of one row, one letter, layer and head at a time, in double precision."""
    parts, start = {}, 0
    for name, shape in shapes(V, sizes).items():
        parts[name] = np.asarray(vector, float)[start : start + np.prod(shape)].reshape(shape)
        start += np.prod(shape)
    assert start == len(vector)

    def even(x):
        return (x - x.mean()) / np.sqrt(x.var() + 1e-5)

    def gelu(x):
        return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    stream = [parts["letters"][letter] for letter in [0, *text[:-1]]]
    part = sizes.width // sizes.heads
    for d in range(sizes.layers):
        mixed = [even(x) @ parts["read"][d] for x in stream]
        q, k, v = ([m[i * sizes.width : (i + 1) * sizes.width].reshape(-1, part) for m in mixed] for i in range(3))
        for t in range(len(stream)):
            found = []
            for head in range(sizes.heads):
                lags = parts["lags"][d, head]
                chances = np.exp([q[t][head] @ k[u][head] / np.sqrt(part) + lags[t - u] for u in range(t + 1)])
                found.append(sum(c * v[u][head] for u, c in enumerate(chances / chances.sum())))
            stream[t] = stream[t] + np.concatenate(found) @ parts["join"][d]
        stream = [x + gelu(even(x) @ parts["widen"][d]) @ parts["narrow"][d] for x in stream]
    logits = np.array([even(x) @ parts["letters"].T for x in stream])
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def test_chances_one_letter_layer_and_head_at_a_time():
    vector, text = model(), rows(3)
    found = np.exp(np.array(log_chances(vector, text, V, TINY)))
    np.testing.assert_allclose(found, [by_hand(vector, row, TINY) for row in text], rtol=2e-4)
    np.testing.assert_allclose(found.sum(axis=-1), 1, rtol=1e-5)


def test_no_letter_sees_itself_or_those_after_it():
    text = rows(1)
    changed = text.copy()
    changed[0, 2] = (text[0, 2] + 1) % V
    one, other = (np.array(log_chances(model(), each, V, TINY))[0] for each in (text, changed))
    np.testing.assert_array_equal(one[:3], other[:3])
    assert np.abs(one[3:] - other[3:]).max() > 1e-3


def test_the_gradient_beside_finite_differences():
    text, weights = rows(4), np.array([0.5, 2.0, 1.0, 0.5])
    with jax.enable_x64(True):
        vector = model().astype(float)
        slope = np.array(jax.grad(loss)(vector, text, weights, V, TINY, jnp))
        values = jax.jit(jax.vmap(lambda x: loss(x, text, weights, V, TINY, jnp)))
        step = 2e-6 * np.eye(len(vector))
        differences = np.array(values(vector + step) - values(vector - step)) / 4e-6
    np.testing.assert_allclose(slope, differences, atol=2e-8)
    assert np.abs(slope).max() > 0.01


def test_weights_in_the_loss_are_repeated_rows():
    text, times = rows(6), np.array([1, 3, 2, 1, 4, 1])
    repeated = np.repeat(text, times, axis=0)
    slope = jax.grad(loss)
    one = np.array(slope(model(), text, times / times.mean(), V, TINY, jnp))
    other = np.array(slope(model(), repeated, np.ones(len(repeated)), V, TINY, jnp))
    np.testing.assert_allclose(one, other, atol=2e-6)
    chances = [by_hand(model(), row, TINY)[np.arange(5), row] for row in text]
    expected = (times[:, None] * -np.log(chances)).sum() / times.sum() / 5
    assert float(loss(model(), text, times / times.mean(), V, TINY)) == pytest.approx(expected, rel=1e-5)


def test_training_is_adam_along_a_half_cosine():
    texts = np.stack([rows(8, seed) for seed in range(30)])
    weights = np.random.default_rng(6).uniform(0.5, 1.5, (30, 8)).astype(np.float32)
    state = model(), 0 * model(), 0 * model()
    for t in range(30):
        rate = 0.02 * np.cos(np.pi * t / 60) ** 2
        state = adam(state, np.array(jax.grad(loss)(state[0], texts[t], weights[t], V, TINY, jnp)), t + 1, rate)
    np.testing.assert_allclose(trainer(V, TINY)(model(), texts, weights), state[0], atol=2e-3)
    assert np.abs(state[0] - model()).max() > 0.1


def test_letters_are_written_as_often_as_the_model_says():
    sizes = TINY._replace(context=3)
    vector, n = model(sizes=sizes, scale=1.5), 60_000
    text = written_by(vector, np.random.default_rng(7).random((n, 3), dtype=np.float32), V, sizes)
    every = np.stack(np.meshgrid(*[range(V)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    chance = np.array([by_hand(vector, row, sizes)[np.arange(3), row].prod() for row in every])
    share = np.bincount(text @ [9, 3, 1], minlength=27) / n
    assert chance.max() > 3 * chance.min()
    np.testing.assert_array_less(np.abs(share - chance), 4 * np.sqrt(chance * (1 - chance) / n))


def problem(**other):
    return Transformer(TRIPLES, sizes=TINY, held_out=200, **other)


def test_real_text_has_the_law_of_the_table():
    it, law = problem(), Ngrams(TRIPLES, length=5)
    text = it.draw_real(20_000, np.random.default_rng(8))
    times = np.zeros((9, 3))
    for row in text:
        before = 0, 0
        for letter in row:
            times[3 * before[0] + before[1], letter] += 1
            before = before[1], letter
    share, expected = times / times.sum(), law.occupied[:, None] * law.truth
    assert (share[expected == 0] == 0).all()
    np.testing.assert_array_less(np.abs(share - expected), 6 * np.sqrt(expected / text.size) + 1e-12)


def test_the_error_is_the_excess_on_the_held_out_text():
    it = problem()
    logs, total = it.log_chances(model(), it.text), 0.0
    for i, row in enumerate(it.text):
        before = 0, 0
        for place, letter in enumerate(row):
            for token, true in enumerate(it.law.truth[3 * before[0] + before[1]]):
                if true > 0:
                    total += true * (np.log(true) - logs[i, place, token])
            before = before[1], letter
    assert it.loss(model()) == pytest.approx(total / it.text.size, rel=1e-6)
    assert it.loss(it.estimate(it.draw_real(400, np.random.default_rng(1)), np.ones(400), np.random.default_rng(2))) < (
        0.7 * it.loss(model())
    )


def test_rows_come_in_turn_and_batches_by_weight():
    weights = np.random.default_rng(9).uniform(0.2, 2, 48)
    weights /= weights.mean()
    places, found = problem().batches(weights, np.random.default_rng(1))
    times = np.bincount(places.ravel(), minlength=48)
    assert (times == 5).all()  # 30 steps of 8 rows
    np.testing.assert_array_equal(found, weights[places])
    drawn = np.zeros(48)
    for seed in range(500):
        places, ones = problem(drawn=True).batches(weights, np.random.default_rng(seed))
        drawn += np.bincount(places.ravel(), minlength=48) / (500 * 240)
        assert (ones == 1).all()
    np.testing.assert_array_less(np.abs(drawn - weights / 48), 4.5 * np.sqrt(weights / 48 / (500 * 240)))


@pytest.mark.parametrize("drawn", [False, True])
def test_same_seed_same_bits(drawn):
    import model_collapse as mc

    loop = {"n_real": 12, "n_synthetic": 12, "rounds": 2, "replications": 2, "seed": 4, "keep_models": 1}
    one, two = (mc.simulate(problem(drawn=drawn), mc.fresh, weight=[0.3, 0.7], **loop) for _ in range(2))
    np.testing.assert_array_equal(one.errors, two.errors)
    for a, b in zip(one.models[-1].flat, two.models[-1].flat, strict=True):
        np.testing.assert_array_equal(a, b)
    alone = mc.simulate(problem(drawn=drawn), mc.fresh, weight=[0.7], **loop)
    np.testing.assert_array_equal(alone.errors[0], one.errors[1])
    assert (one.errors[0, :, 1:] != one.errors[1, :, 1:]).all()


def test_what_is_written_is_counted():
    it = problem()
    found = written(it, model(), 30, seed=5)
    text = it.draw_synthetic(model(), 30, np.random.default_rng(5)).tolist()
    runs = {tuple(row[i : i + 3]) for row in text for i in range(3)}
    padded = [[0, 0, *row] for row in text]
    unseen = sum(it.law.truth[3 * row[i] + row[i + 1], row[i + 2]] == 0 for row in padded for i in range(5))
    shares = np.array([sum(row.count(letter) for row in text) for letter in range(3)]) / 150
    assert found[:2] == (3, len(runs))
    assert found.impossible == pytest.approx(unseen / 150)
    assert found.entropy == pytest.approx(-(shares * np.log(shares)).sum())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sizes": 5}, r"^sizes must be a Sizes, such as Sizes\(steps=100\), got 5\.$"),
        ({"sizes": TINY._replace(steps=0)}, "^steps must be"),
        ({"sizes": TINY._replace(rate=0)}, "^rate must be"),
        ({"sizes": TINY._replace(heads=3)}, r"^width must be a multiple of heads, got 4 and 3\.$"),
        ({"drawn": 1}, "^drawn must be True or False"),
        ({"held_out": 0}, "^held_out must be"),
    ],
)
def test_refused(change, said):
    with pytest.raises(ValueError, match=said):
        Transformer(TRIPLES, **{"sizes": TINY, **change})
