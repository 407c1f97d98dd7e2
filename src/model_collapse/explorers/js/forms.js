// Closed forms, the only copy outside Python; each has the name of its twin in model_collapse.theory, in camel case.

export const errorRatio = (w, k) => (w * w + k * (1 - w) ** 2) / (w * (2 - w));
export const optimalWeight = (k) => 2 / (1 + Math.sqrt(1 + 4 / k));
export const naiveWeight = (k) => 1 / (1 + 1 / k);
export const breakEvenWeight = (k) => 1 / (1 + 2 / k);
export const perRowRatio = (w, k) => w / ((1 - w) * k);
export const effectiveK = (n, m, drift, noise = 1) => n / (noise * m) + n * drift;

export const replaceErrorRatioByRound = (n, m, rounds) => byRound(rounds, (t) => 1 + (n / m) * t);
export const pooledRealErrorRatioByRound = (n, rounds) => byRound(rounds, (t) => 1 / (t + 1));

export function accumulateErrorRatioByRound(n, m, rounds) {
  let ratio = 1;
  return byRound(rounds, (t) => (ratio += t > 0 ? (n * m) / (n + t * m) ** 2 : 0));
}

// Real rows new in every round (freshShare 1) or the same in every round (freshShare 0).
export function errorRatioByRound(w, n, m, rounds, freshShare = 1) {
  const gain = w * w + 2 * w * (1 - w) * (1 - freshShare) + (n / m) * (1 - w) ** 2;
  let ratio = 1;
  return byRound(rounds, (t) => (ratio = t > 0 ? gain + (1 - w) ** 2 * ratio : 1));
}

// Rows add up: n new ones, and what the last model is worth seen through m.
export function kalmanWeightByRound(k, rounds) {
  let weight = 1;
  return byRound(rounds, (t) => (weight = t > 0 ? (weight + k) / (weight + k + 1) : 1));
}

export const biasedErrorRatio = (w, k, d) => errorRatio(w, k) + (d > 0 ? d * ((1 - w) / w) ** 2 : 0);

export function biasedBreakEvenWeight(k, d) {
  const total = k + d + Math.hypot(k + d, 4 * Math.sqrt(d));
  return total / (4 + total);
}

// The root of w^3 = k (1-w) w + d (1-w) (2-w)^2, by bisection in the log-odds.
export function biasedOptimalWeight(k, d) {
  let [low, high] = [-75, 75];
  for (let step = 0; step < 120; step += 1) {
    const middle = (low + high) / 2;
    const [w, u] = [1 / (1 + Math.exp(-middle)), 1 / (1 + Math.exp(middle))];
    if (3 * Math.log(w) - Math.log(u) - Math.log(k * w + d * (1 + u) ** 2) > 0) high = middle;
    else low = middle;
  }
  return 1 / (1 + Math.exp(-(low + high) / 2));
}

export const priceSaving = (price) => (1 - Math.sqrt(Math.min(price, 1))) ** 2;
export const syntheticRowsNeeded = (n, alone) => alone * Math.max(alone / n - 1, 0);

// Whole rows at the least cost; every count of real rows is tried.
export function cheapestWholePlan(alone, price) {
  const forgiven = 1 - 1e-12;
  const enough = Math.max(1, Math.ceil(alone * forgiven));
  let best = { n_real: enough, n_synthetic: 0, weight: 1, cost: enough };
  for (let n = enough - 1; n >= 1 && price < 1; n -= 1) {
    const m = Math.ceil(((alone * (alone - n)) / n) * forgiven);
    const cost = n + price * m;
    if (cost <= best.cost) best = { n_real: n, n_synthetic: m, weight: m > 0 ? optimalWeight(n / m) : 1, cost };
  }
  return best;
}

// ln x - psi(x) for x = (m - 1) / 2: the recurrence of the digamma function, then its asymptotic series.
export function logVarianceLoss(m) {
  const x = (m - 1) / 2;
  const far = 1 / (x + 12) ** 2;
  const series = 1 / (2 * (x + 12)) + far * (1 / 12 - far * (1 / 120 - far * (1 / 252 - far / 240)));
  let sum = 0;
  for (let i = 0; i < 12; i += 1) sum += 1 / (x + i);
  return sum - Math.log1p(12 / x) + series;
}

function byRound(rounds, value) {
  return Array.from({ length: rounds + 1 }, (_, t) => value(t));
}
