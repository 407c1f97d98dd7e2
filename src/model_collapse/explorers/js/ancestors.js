// From how many real rows the rows of a copying generator descend: the twins of model_collapse.theory.ancestors, with
// the weights of rounds 1, 2, ... as a list.

const upTo = (last) => Array.from({ length: last + 1 }, (_, i) => i);

// A chain that starts at 0 and stays at i with probability stay[i], or goes to i + 1: a row of chances for each step.
function chain(stay) {
  const reached = [stay.map((_, i) => (i ? 0 : 1))];
  while (reached.length < stay.length) {
    const last = reached.at(-1);
    reached.push(stay.map((here, i) => last[i] * here + (i ? last[i - 1] * (1 - stay[i - 1]) : 0)));
  }
  return reached;
}

const distinct = (rows, drawn) => chain(upTo(drawn).map((i) => Math.min(i / rows, 1)));
const generated = (weight, drawn) => chain(upTo(drawn).map(() => weight));
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

function goingBack(weights, drawn, first, next) {
  let [values, last, fall] = [first, null, null];
  return [first[drawn], ...weights.map((weight) => {
    if (weight !== last) [last, fall] = [weight, generated(weight, drawn)];
    values = next(values, fall, weight);
    return values[drawn];
  })];
}

export function ancestorsByRound(weights, n, m) {
  const merge = distinct(m, m);
  const real = (weight) => upTo(m).map((rows) => n * (1 - (1 - weight / n) ** rows));
  return goingBack(weights, m, real(1), (left, fall, weight) => {
    const before = merge.map((row) => dot(row, left));
    return real(weight).map((found, rows) => found + dot(fall[rows], before));
  });
}

export function categoriesLeftByRound(weights, n, m, shares) {
  const [amongReal, amongGenerated] = [distinct(n, m), distinct(m, m)];
  const kept = shares.map((p) => {
    const powers = upTo(m).map((rows) => (1 - p) ** rows);
    const missed = amongReal.map((row) => dot(row, powers)); // chance that 0, 1, ... draws of real rows miss it
    return goingBack(weights, m, missed, (absent, fall) => {
      const before = amongGenerated.map((row) => dot(row, absent));
      return fall.map((row, rows) => row.reduce((sum, chance, i) => (i > rows ? sum : sum + chance * missed[rows - i] * before[i]), 0));
    });
  });
  return upTo(weights.length).map((t) => kept.reduce((sum, absent) => sum + 1 - absent[t], 0));
}
