// What a generator that shifts, or a truth that moves, does to the curve and to the best weight.
import { biasedBreakEvenWeight, biasedErrorRatio, biasedOptimalWeight, effectiveK, errorRatio, optimalWeight } from "./forms.js";
import { heights } from "./heights.js";

const setting = ({ n_real, n_synthetic, bias, drift }) => [effectiveK(n_real, n_synthetic, drift ** 2 / n_real), bias ** 2];

export const biasAndDrift = {
  facts(values) {
    const [k, d] = setting(values);
    const blind = optimalWeight(values.n_real / values.n_synthetic);
    const best = biasedOptimalWeight(k, d);
    return {
      ...values,
      error_ratio: biasedErrorRatio(values.weight, k, d),
      blind_weight: blind,
      blind_error: biasedErrorRatio(blind, k, d),
      optimal_weight: best,
      optimal_error: biasedErrorRatio(best, k, d),
      break_even_weight: biasedBreakEvenWeight(k, d),
    };
  },
  verdict: (facts, { even }) => {
    if (facts.bias === 0 && facts.drift === 0) return "undisturbed";
    if (Math.abs(facts.blind_error - 1) < even) return "even";
    return facts.blind_error > 1 ? "harm" : "gain";
  },
  charts(values, facts, { labels, least }) {
    const [k, d] = setting(values);
    const weights = Array.from({ length: 481 }, (_, i) => least ** (1 - i / 480));
    return [{
      drag: "weight",
      x: { label: labels.weight, low: 0, high: 1 },
      y: { label: labels.error, ...heights(Math.min(facts.blind_weight, facts.optimal_error), biasedErrorRatio(Math.max(values.weight, least), k, d)) },
      lines: [
        { role: "synthetic", label: labels.disturbed, points: weights.map((w) => [w, biasedErrorRatio(w, k, d)]) },
        { role: "theory", label: labels.curve, points: weights.map((w) => [w, errorRatio(w, values.n_real / values.n_synthetic)]) },
        { role: "real", label: labels.real, dashed: true, points: [[0, 1], [1, 1]] },
      ],
      dots: [{ role: "mixture", label: labels.here, x: facts.weight, y: facts.error_ratio, r: 9 }],
      marks: [
        { x: facts.break_even_weight, label: labels.break_even },
        { x: facts.blind_weight, label: labels.blind },
        { x: facts.optimal_weight, label: labels.best },
      ],
    }];
  },
};
