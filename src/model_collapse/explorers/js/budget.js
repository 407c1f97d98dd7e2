// From two prices and a target to the cheapest rows of a round.
import { cheapestWholePlan, priceSaving, syntheticRowsNeeded } from "./forms.js";

export const budget = {
  facts({ rows_alone, price_ratio }) {
    const plan = cheapestWholePlan(rows_alone, price_ratio);
    return { rows_alone, price_ratio, ...plan, saving: 1 - plan.cost / rows_alone, limit: priceSaving(price_ratio), per_real: plan.n_synthetic / plan.n_real, first: rows_alone / plan.n_real };
  },
  verdict: (facts) => (facts.n_synthetic > 0 ? "mix" : "alone"),
  charts({ rows_alone, price_ratio }, facts, { labels, least }) {
    const lowest = rows_alone * least;
    const points = Array.from({ length: 161 }, (_, i) => {
      const n = rows_alone * least ** (1 - i / 160);
      return [n, n + price_ratio * syntheticRowsNeeded(n, rows_alone)];
    });
    return [{
      x: { label: labels.n_real, low: lowest, high: rows_alone, log: true },
      y: { label: labels.cost, low: 0, high: 1.5 * rows_alone },
      lines: [
        { role: "mixture", label: labels.mixed, points },
        { role: "real", label: labels.real, dashed: true, points: [[lowest, rows_alone], [rows_alone, rows_alone]] },
      ],
      dots: [{ role: "mixture", label: labels.cheapest, x: facts.n_real, y: facts.cost }],
    }];
  },
};
