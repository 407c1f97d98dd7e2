// The curve of the error against the weight, with a dot that the reader drags along it.
import { breakEvenWeight, effectiveK, errorRatio, naiveWeight, optimalWeight, perRowRatio } from "./forms.js";
import { heights } from "./heights.js";

const ratioSeen = ({ n_real, n_synthetic, noise_ratio, drift }) => effectiveK(n_real, n_synthetic, drift ** 2 / n_real, noise_ratio);

export const weightDial = {
  facts(values) {
    const { n_real, n_synthetic, weight } = values;
    const k = ratioSeen(values);
    const naive = naiveWeight(n_real / n_synthetic);
    return {
      ...values,
      error_ratio: errorRatio(weight, k),
      optimal_weight: optimalWeight(k),
      naive_weight: naive,
      naive_error: errorRatio(naive, k),
      break_even_weight: breakEvenWeight(k),
      rows: n_real / errorRatio(weight, k),
      best_rows: n_real / errorRatio(optimalWeight(k), k),
      per_row_ratio: perRowRatio(weight, n_real / n_synthetic),
    };
  },
  verdict: (facts, { even, near_best }) => {
    if (facts.weight === 0) return "collapse";
    if (facts.weight === 1) return "alone";
    if (Math.abs(facts.error_ratio - 1) < even) return "even";
    if (facts.error_ratio > 1) return "harm";
    return facts.error_ratio < near_best * facts.optimal_weight ? "best" : "gain";
  },
  charts(values, facts, { labels, least }) {
    const k = ratioSeen(values);
    const weights = Array.from({ length: 481 }, (_, i) => least ** (1 - i / 480));
    const even = facts.break_even_weight;
    return [{
      drag: "weight",
      x: { label: labels.weight, low: 0, high: 1 },
      y: { label: labels.error, ...heights(facts.optimal_weight, errorRatio(Math.max(values.weight, least), k)) },
      bands: [
        { role: "harm", label: labels.harm, from: 0, to: even },
        { role: "gain", label: labels.gain, from: even, to: 1 },
      ],
      lines: [
        { role: "theory", label: labels.curve, points: weights.map((w) => [w, errorRatio(w, k)]) },
        { role: "real", label: labels.real, dashed: true, points: [[0, 1], [1, 1]] },
      ],
      dots: [{ role: "mixture", label: labels.here, x: facts.weight, y: facts.error_ratio, r: 9 }],
      marks: [
        { x: even, label: labels.break_even },
        { x: facts.naive_weight, label: labels.naive },
        { x: facts.optimal_weight, label: labels.best },
      ],
    }];
  },
};
