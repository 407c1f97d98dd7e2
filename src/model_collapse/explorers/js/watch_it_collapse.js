// A bell curve is refitted, round after round, to real rows and to rows drawn from the last fit.
import { errorRatioByRound } from "./forms.js";
import { generator } from "./random.js";

const BINS = 36;
const LOW = -3.6;

function moments(count, draw) {
  let [mean, squares] = [0, 0];
  const rows = Array.from({ length: count }, draw);
  rows.forEach((row, i) => {
    const gap = row - mean;
    mean += gap / (i + 1);
    squares += gap * (row - mean);
  });
  return { rows, mean, variance: squares / (count - 1) };
}

// One round: the same as `fresh` for the problem GaussianMeanEstimatedCovariance.
export function nextRound({ model, normal }, { rows: count, weight }) {
  const real = moments(count, normal);
  const spread = Math.sqrt(model.variance);
  const synthetic = moments(count, () => model.mean + spread * normal());
  return {
    mean: weight * real.mean + (1 - weight) * synthetic.mean,
    variance: weight * real.variance + (1 - weight) * synthetic.variance,
    rows: synthetic.rows,
  };
}

export const watchItCollapse = {
  start({ rows, seed }) {
    const { normal } = generator(seed);
    const { mean, variance, rows: sample } = moments(rows, normal);
    return { normal, round: 0, model: { mean, variance }, sample, errors: [rows * mean * mean], playing: false };
  },
  advance(state, values, { rounds }) {
    const { mean, variance, rows } = nextRound(state, values);
    const round = state.round + 1;
    return { ...state, round, model: { mean, variance }, sample: rows, errors: [...state.errors, values.rows * mean * mean], playing: state.playing && round < rounds };
  },
  ends: (state, { rounds }) => state.round >= rounds,
  facts(values, state) {
    return {
      ...values,
      round: state.round,
      mean: state.model.mean,
      spread: Math.sqrt(state.model.variance),
      error: state.errors[state.round],
      expected: errorRatioByRound(values.weight, values.rows, values.rows, state.round)[state.round],
    };
  },
  verdict: (facts) => (facts.round === 0 ? "begun" : facts.weight > 0 ? "held" : "loose"),
  charts: (values, facts, settings, state) => [histogram(values, settings.labels, state), errors(values, settings, state)],
};

function histogram({ rows }, labels, { sample, round }) {
  const width = (-2 * LOW) / BINS;
  const heights = new Array(BINS).fill(0);
  for (const row of sample) {
    const bin = Math.floor((row - LOW) / width);
    if (bin >= 0 && bin < BINS) heights[bin] += 1 / (rows * width);
  }
  const grid = Array.from({ length: 145 }, (_, i) => LOW + (i * -2 * LOW) / 144);
  return {
    x: { label: labels.value, low: LOW, high: -LOW },
    y: { label: labels.density, low: 0, high: Math.max(0.6, Math.max(...heights) * 1.05) },
    bars: heights.map((tall, i) => [LOW + i * width, LOW + (i + 1) * width, tall]),
    barRole: round ? "synthetic" : "real",
    barLabel: round ? labels.model : labels.first,
    lines: [{ role: "real", label: labels.truth, points: grid.map((v) => [v, Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI)]) }],
  };
}

function errors({ rows, weight }, { labels, rounds, nine_in_ten }, state) {
  const expected = errorRatioByRound(weight, rows, rows, rounds);
  const times = (factor) => expected.map((ratio, t) => [t, factor * ratio]);
  return {
    x: { label: labels.round, low: 0, high: rounds },
    y: { label: labels.error, low: 0.001, high: 1000, log: true },
    areas: [{ role: "theory", label: labels.band, lower: times(nine_in_ten[0]), upper: times(nine_in_ten[1]) }],
    lines: [
      { role: "theory", label: labels.expected, points: times(1) },
      { role: "mixture", label: labels.run, points: state.errors.map((error, t) => [t, error]) },
    ],
    dots: [{ role: "mixture", x: state.round, y: state.errors[state.round], r: 4 }],
  };
}
