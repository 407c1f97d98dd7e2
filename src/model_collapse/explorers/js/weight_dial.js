// Where a weight stands on the curve of the error ratio.
import { breakEvenWeight, effectiveNReal, errorRatio, naiveWeight, optimalWeight, perRowRatio } from "./forms.js";

export const weightDial = {
  facts({ n_real, n_synthetic, weight }) {
    const k = n_real / n_synthetic;
    return {
      n_real, n_synthetic, weight,
      error_ratio: errorRatio(weight, k),
      optimal_weight: optimalWeight(k),
      naive_weight: naiveWeight(k),
      naive_error: errorRatio(naiveWeight(k), k),
      break_even_weight: breakEvenWeight(k),
      rows: effectiveNReal(weight, n_real, n_synthetic),
      best_rows: effectiveNReal(optimalWeight(k), n_real, n_synthetic),
      per_row_ratio: perRowRatio(weight, k),
    };
  },
  verdict: (facts, { even, near_best }) => {
    if (facts.weight === 0) return "collapse";
    if (facts.weight === 1) return "alone";
    if (Math.abs(facts.error_ratio - 1) < even) return "even";
    if (facts.error_ratio > 1) return "harm";
    return facts.error_ratio < near_best * facts.optimal_weight ? "best" : "gain";
  },
  charts({ n_real, n_synthetic }, facts, { labels }) {
    const k = n_real / n_synthetic;
    const weights = Array.from({ length: 241 }, (_, i) => 0.004 + (0.996 * i) / 240);
    const curve = weights.map((w) => [w, errorRatio(w, k)]);
    return [{
      x: { label: labels.weight, low: 0, high: 1 },
      y: { label: labels.error, low: 0, high: 2 },
      lines: [
        { role: "theory", label: labels.curve, points: curve },
        { role: "real", label: labels.real, dashed: true, points: [[0, 1], [1, 1]] },
      ],
      dots: [{ role: "mixture", label: labels.here, x: facts.weight, y: facts.error_ratio }],
      marks: [
        { x: facts.break_even_weight, label: labels.break_even },
        { x: facts.naive_weight, label: labels.naive },
        { x: facts.optimal_weight, label: labels.best },
      ],
    }];
  },
};
