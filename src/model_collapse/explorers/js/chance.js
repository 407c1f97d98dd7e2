// What chance allows, as in model_collapse.practice: alarms that may be looked at after every round.

const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;

export function boundary(t, { CHANCE, HALF }) {
  const x = t / HALF;
  return Math.sqrt((1 + 1 / x) * (2 * Math.log(1 / CHANCE) + Math.log1p(x)));
}

const ROUNDING = 1e-28; // a variance that is no larger than this part of the squared mean is none

// Mean and variance of every beginning of a series.
function running(values) {
  let [plain, squares] = [0, 0];
  return values.map((value, i) => {
    const [x, t] = [value - values[0], i + 1];
    plain += x;
    squares += x * x;
    const variance = Math.max(squares - plain ** 2 / t, 0) / Math.max(t - 1, 1);
    const centre = plain / t + values[0];
    return { mean: centre, variance: variance > ROUNDING * centre ** 2 ? variance : 0 };
  });
}

const score = (above, variance) => (above > 0 ? above / Math.sqrt(variance) : 0);

// The errors of two rounds are correlated: a model remembers the last one with the weight 1 - w.
const inflations = (weights) => running(weights.map((w) => 1 - w)).map((beginning) => {
  const u = Math.min(beginning.mean, 0.98);
  return (1 + u) / (1 - u);
});

export function worse(d, weights) {
  const inflation = inflations(weights);
  return running(d).map((beginning, i) => score(beginning.mean, (beginning.variance * inflation[i]) / (i + 1)));
}

export function rising(d, weights) {
  const inflation = inflations(weights);
  let [tx, x, xx] = [0, 0, 0];
  return d.map((value, i) => {
    const [t, gap] = [i + 1, value - d[0]];
    [tx, x, xx] = [tx + t * gap, x + gap, xx + gap * gap];
    const sxx = Math.max((t * (t * t - 1)) / 12, 1e-300);
    const sxy = tx - ((t + 1) / 2) * x;
    const slope = sxy / sxx;
    const left = Math.max(xx - x ** 2 / t - slope * sxy, 0) / Math.max(t - 2, 1);
    return score(slope, (left * inflation[i]) / sxx);
  });
}

export function controlLimit(baseline, { FEWEST, WINDOW, STEPS, SKEW }) {
  const beginnings = running(baseline);
  let [third, squares] = [0, 0];
  return baseline.map((value, i) => {
    const t = i + 1;
    third += (value - beginnings[i].mean) ** 3;
    squares += i ? (value - baseline[i - 1]) ** 2 : 0;
    const skew = third / t / beginnings[i].variance ** 1.5;
    const within = Number.isNaN(skew) ? 3 : Math.min(Math.max(skew, 0), 3);
    const level = mean(baseline.slice(Math.max(t - WINDOW, 0), t));
    const factor = (STEPS + SKEW * within) * (1 + 3 / t);
    return t > FEWEST ? level + factor * Math.sqrt(squares / 2 / Math.max(t - 1, 1)) : Infinity;
  });
}

export function shiftsGiven(shifts, largest) {
  return running(shifts).map((beginning, i) => score(Math.abs(beginning.mean) - largest, beginning.variance / (i + 1)));
}

// Each round's shift along the mean of the earlier ones; `squares` are those of the steps of the real averages.
export function shiftsOfAverages(shifts, squares, largest) {
  const total = shifts[0].map(() => 0);
  const along = shifts.map((shift) => {
    const length = Math.max(Math.hypot(...total), 1e-300);
    const value = sum(shift.map((part, i) => (part * total[i]) / length));
    shift.forEach((part, i) => { total[i] += part; });
    return value;
  }).slice(1);
  const units = running(squares).slice(1).map((beginning) => Math.sqrt(beginning.mean / 2));
  return running(along).map((beginning, i) => score(beginning.mean - largest * units[i], beginning.variance / (i + 1)));
}
