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
  verdict: (facts) => {
    if (facts.weight === 0) return "collapse";
    if (facts.weight === 1) return "alone";
    if (Math.abs(facts.error_ratio - 1) < 0.0005) return "even";
    if (facts.error_ratio > 1) return "harm";
    return facts.error_ratio < 1.005 * facts.optimal_weight ? "best" : "gain";
  },
  charts({ n_real, n_synthetic }, facts, { words }) {
    const k = n_real / n_synthetic;
    const weights = Array.from({ length: 241 }, (_, i) => 0.004 + (0.996 * i) / 240);
    const curve = weights.map((w) => [w, errorRatio(w, k)]);
    return [{
      x: { label: words.weight, low: 0, high: 1 },
      y: { label: words.error, low: 0, high: 2 },
      lines: [
        { role: "theory", label: words.curve, points: curve },
        { role: "real", label: words.real, dashed: true, points: [[0, 1], [1, 1]] },
      ],
      dots: [{ role: "mixture", label: words.here, x: facts.weight, y: facts.error_ratio }],
      marks: [
        { x: facts.break_even_weight, label: words.break_even },
        { x: facts.naive_weight, label: words.naive },
        { x: facts.optimal_weight, label: words.best },
      ],
    }];
  },
};
