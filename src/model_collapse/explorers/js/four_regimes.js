// The error of every round when the next fit may see: generated rows only, everything so far, old or new real rows.
import { accumulateErrorRatioByRound, errorRatioByRound, pooledRealErrorRatioByRound, replaceErrorRatioByRound } from "./forms.js";

const byRegime = ({ n_real, n_synthetic, weight, rounds }) => ({
  replace: replaceErrorRatioByRound(n_real, n_synthetic, rounds),
  accumulate: accumulateErrorRatioByRound(n_real, n_synthetic, rounds),
  reuse: errorRatioByRound(weight, n_real, n_synthetic, rounds, 0),
  fresh: errorRatioByRound(weight, n_real, n_synthetic, rounds),
  keep_real: pooledRealErrorRatioByRound(n_real, rounds),
});

export const fourRegimes = {
  facts(values) {
    const last = Object.entries(byRegime(values)).map(([name, ratio]) => [name, ratio[values.rounds]]);
    return { ...values, ...Object.fromEntries(last) };
  },
  verdict: () => "told",
  charts(values, facts, { labels, look }) {
    const ratios = Object.entries(byRegime(values));
    const all = ratios.flatMap(([, ratio]) => ratio);
    return [{
      x: { label: labels.round, whole: true, low: 0, high: values.rounds },
      y: { label: labels.error, low: 10 ** Math.floor(Math.log10(Math.min(...all))), high: 10 ** Math.ceil(Math.log10(Math.max(...all, 1.01))), log: true },
      lines: ratios.map(([name, ratio]) => ({ ...look[name], label: labels[name], points: ratio.map((value, t) => [t, value]) })),
    }];
  },
};
