// Two bell curves are refitted, round after round, to real rows and to rows drawn from the last fit: one at the weight
// that the reader sets, one at the golden weight. Both see the same random numbers.
import { logVarianceLoss } from "./forms.js";
import { generator } from "./random.js";

const SEEN = 3.6;
const TALL = 1.2;
const GHOSTS_EVERY = 6;
const SPREADS = [0.0001, 10];
const PANEL = { wide: 160, high: 120 };

function moments(count, draw) {
  let [mean, squares] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    const row = draw();
    const gap = row - mean;
    mean += gap / (i + 1);
    squares += gap * (row - mean);
  }
  return { mean, variance: squares / (count - 1) };
}

// One round: the same as `fresh` for the problem GaussianMeanEstimatedCovariance.
export function nextRound({ model, normal }, { rows: count, weight }) {
  const real = moments(count, normal);
  const spread = Math.sqrt(model.variance);
  const synthetic = moments(count, () => model.mean + spread * normal());
  return {
    mean: weight * real.mean + (1 - weight) * synthetic.mean,
    variance: weight * real.variance + (1 - weight) * synthetic.variance,
  };
}

function begun({ rows, seed }) {
  const { normal } = generator(seed);
  return { normal, model: moments(rows, normal), models: [] };
}

function gone(loop, rows, weight) {
  return { ...loop, model: nextRound(loop, { rows, weight }), models: [...loop.models, loop.model] };
}

const everyModel = ({ models, model }) => [...models, model];
const spreadOf = (model) => Math.sqrt(model.variance);

// By theory, from the round where the weight was moved last: without real rows the mean of the logarithm falls by the
// same loss each round; with them the mean of the variance goes back to the truth. `variance` is that at the start.
export function spreadByTheory(weight, loss, variance, rounds) {
  const left = (t) => (weight > 0 ? 1 - (1 - variance) * (1 - weight) ** t : variance * Math.exp(-loss * t));
  return Array.from({ length: rounds + 1 }, (_, t) => Math.sqrt(left(t)));
}

function segment({ weights, loops: [left] }, weight, loss) {
  const used = [...weights, weight];
  const from = used.findLastIndex((w, t) => t > 0 && w !== used[t - 1]);
  if (from < 1) return { from: 0, variance: weight > 0 ? 1 : Math.exp(-loss) };
  return { from, variance: everyModel(left)[from].variance };
}

export const watchItCollapse = {
  start(values, { rounds }) {
    return { round: 0, last: rounds, weights: [], loops: [begun(values), begun(values)], playing: false };
  },
  advance(state, { rows, weight }, { golden }) {
    const [round, [left, right]] = [state.round + 1, state.loops];
    const loops = [gone(left, rows, weight), gone(right, rows, golden)];
    return { ...state, round, loops, weights: [...state.weights, weight], playing: state.playing && round < state.last };
  },
  ends: (state) => state.round >= state.last,
  // The run goes on for half its length at least, so that one that is over can be rescued too.
  rescue: (state, { rounds, golden }) => [{ ...state, last: Math.max(state.last, state.round + rounds / 2) }, { weight: golden }],
  facts(values, state, settings) {
    const loss = logVarianceLoss(values.rows);
    const { from, variance } = segment(state, values.weight, loss);
    const [left, right] = state.loops.map(({ model }) => spreadOf(model));
    const expected = spreadByTheory(values.weight, loss, variance, state.round - from).at(-1);
    return { ...values, golden: settings.golden, round: state.round, used: state.weights.at(-1) ?? 1, left, right, expected };
  },
  verdict: (facts) => (facts.round === 0 ? "begun" : facts.used > 0 ? "held" : "loose"),
  picture(settings, state, { weight }) {
    const { labels, golden } = settings;
    const loops = [["synthetic", weight], ["mixture", golden]];
    return `<div class="mc-bells">${loops.map(([role, used], i) => `<div><span>${labels.loop.replace("{weight}", used.toFixed(3))}</span>${
      bell(role, everyModel(state.loops[i]))}<strong>${(100 * spreadOf(state.loops[i].model)).toFixed(1)}%</strong><span>${labels.left}</span></div>`).join("")}</div>`;
  },
  charts(values, facts, { labels }, state) {
    const loss = logVarianceLoss(values.rows);
    const { from, variance } = segment(state, values.weight, loss);
    const runs = state.loops.map((loop) => everyModel(loop).map((model, t) => [t, spreadOf(model)]));
    const theory = spreadByTheory(values.weight, loss, variance, state.last - from);
    const inside = (value) => Math.min(Math.max(value, SPREADS[0]), SPREADS[1]);
    return [{
      x: { label: labels.round, whole: true, low: 0, high: state.last },
      y: { label: labels.spread, low: SPREADS[0], high: SPREADS[1], log: true },
      lines: [
        { role: "real", label: labels.truth, dashed: true, points: [[0, 1], [state.last, 1]] },
        { role: "theory", label: labels.expected, points: theory.map((value, t) => [from + t, value]) },
        { role: "synthetic", label: labels.first, points: runs[0] },
        { role: "mixture", label: labels.second, points: runs[1] },
      ],
      dots: [["synthetic", facts.left], ["mixture", facts.right]].map(([role, value]) => ({ role, x: state.round, y: inside(value), r: 4 })),
      marks: from ? [{ x: from, label: values.weight.toFixed(3) }] : [],
    }];
  },
};

// The model's density, with the outlines of earlier rounds behind it and the truth dashed; what is too tall is cut off.
function bell(role, models) {
  const x = (value) => ((value + SEEN) / (2 * SEEN)) * PANEL.wide;
  const y = (density) => PANEL.high * (1 - density / TALL);
  const outline = ({ mean, variance }) => {
    const spread = Math.sqrt(variance);
    const corners = Array.from({ length: 61 }, (_, i) => mean + spread * (i / 6 - 5));
    const density = (value) => Math.exp(-(((value - mean) / spread) ** 2) / 2) / (spread * Math.sqrt(2 * Math.PI));
    return corners.map((value, i) => `${i ? "L" : "M"}${x(value).toFixed(2)} ${Math.max(y(density(value)), -9e3).toFixed(1)}`).join("");
  };
  const ghosts = models.slice(0, -1).filter((_, t) => t % GHOSTS_EVERY === 0);
  return `<svg viewBox="0 0 ${PANEL.wide} ${PANEL.high}" aria-hidden="true">${
    ghosts.map((model) => `<path class="mc-ghost mc-line mc-${role}" d="${outline(model)}"/>`).join("")
  }<path class="mc-bell mc-area mc-${role}" d="${outline(models.at(-1))}Z"/><path class="mc-line mc-${role}" d="${outline(models.at(-1))}"/>${
    `<path class="mc-line mc-real mc-dashed" d="${outline({ mean: 0, variance: 1 })}"/>`}<path class="mc-floor" d="M0 ${PANEL.high}H${PANEL.wide}"/></svg>`;
}
