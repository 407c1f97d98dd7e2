// The best weight of every round, closing in on the best fixed one.
import { errorRatioByRound, kalmanWeightByRound, naiveWeight, optimalWeight } from "./forms.js";

function fibonacci(index) {
  let [a, b] = [1, 1];
  for (let i = 1; i < index; i += 1) [a, b] = [b, a + b];
  return a;
}

export const adaptiveWeights = {
  facts({ n_real, n_synthetic, round }) {
    const k = n_real / n_synthetic;
    const weight = kalmanWeightByRound(k, round)[round];
    return {
      n_real, n_synthetic, round, weight,
      optimal_weight: optimalWeight(k),
      fixed_error: errorRatioByRound(optimalWeight(k), n_real, n_synthetic, round)[round],
      naive_error: errorRatioByRound(naiveWeight(k), n_real, n_synthetic, round)[round],
      numerator: fibonacci(2 * round + 1),
      denominator: fibonacci(2 * round + 2),
    };
  },
  verdict: (facts) => (facts.n_real === facts.n_synthetic ? "fibonacci" : "general"),
  charts({ n_real, n_synthetic }, facts, { labels, rounds }) {
    const k = n_real / n_synthetic;
    const across = (value) => [[0, value], [rounds, value]];
    return [{
      x: { label: labels.round, whole: true, low: 0, high: rounds },
      y: { label: labels.weight, low: 0, high: 1.02 },
      lines: [
        { role: "mixture", label: labels.by_round, points: kalmanWeightByRound(k, rounds).map((w, t) => [t, w]) },
        { role: "theory", label: labels.fixed, dashed: true, points: across(facts.optimal_weight) },
        { role: "synthetic", label: labels.naive, dashed: true, points: across(naiveWeight(k)) },
      ],
      dots: [{ role: "mixture", x: facts.round, y: facts.weight }],
    }];
  },
};
