// What the rules speak of, round by round, under the names that they have in model_collapse.practice.
import { boundary, controlLimit, rising, shiftsGiven, shiftsOfAverages, worse } from "./chance.js";
import { breakEvenWeight, naiveWeight, optimalWeight } from "./forms.js";

const MOST = 1e100;
const MOST_ROWS = 1e15;

export function ofRounds(log, policy, limits) {
  const cells = cellsOf(log);
  const mixing = cells.sound.map((fine, i) => fine && log.column("n_synthetic")[i] > 0 && log.column("n_real")[i] > 0);
  const found = { ...cells, mixing, every: mixing.map(() => true), ...columns(log) };
  return { ...found, ...neighbours(log), ...validation(log), ...weights(log, policy, mixing), ...data(log, policy, mixing), ...scores(log, policy, mixing, limits) };
}

const columns = (log) => Object.fromEntries(["round", "error", "error_real_only"].map((name) => [name, log.column(name)]));

function possible(row) {
  const { n_real: n, n_synthetic: m, n_real_fresh: fresh, weight: w, error, error_real_only: alone, rare_coverage: rare } = row;
  const count = (x) => x >= 0 && x === Math.floor(x) && x <= MOST_ROWS;
  return {
    n_real: count(n),
    n_synthetic: count(m) && !(n + m === 0),
    n_real_fresh: count(fresh) && !(fresh > n),
    weight: w >= 0 && w <= 1 && !(m === 0 && w < 1) && !(n === 0 && w > 0),
    error: !(error < 0 || error > MOST),
    error_real_only: !(alone < 0 || alone > MOST),
    rare_coverage: !(rare < 0 || rare > 1),
  };
}

function cellsOf(log) {
  const names = ["n_real", "n_synthetic", "n_real_fresh", "weight", "error", "error_real_only", "rare_coverage"];
  const columns = names.map((name) => log.column(name));
  const rounds = Array.from({ length: log.length }, (_, i) => {
    const row = Object.fromEntries(names.map((name, j) => [name, columns[j][i]]));
    const wrong = Object.entries(possible(row)).filter(([, fine]) => !fine).map(([name]) => name);
    return { impossible: wrong.length, column: wrong[0], cell: row[wrong[0]] };
  });
  const [impossible, column, cell] = ["impossible", "column", "cell"].map((name) => rounds.map((round) => round[name]));
  return { impossible, column, cell, sound: impossible.map((wrong) => wrong === 0) };
}

function neighbours(log) {
  const rounds = log.column("round");
  return { step: rounds.map((t, i) => (i ? t - rounds[i - 1] : 1)), round_before: rounds.map((_, i) => rounds.at(i - 1)) };
}

function validation(log) {
  const prints = log.column("holdout_sha256");
  const first = prints.find((print) => print !== "");
  const [error, alone] = [log.column("error"), log.column("error_real_only")];
  const missing = prints.map((print, i) => [
    ...(Number.isNaN(error[i]) ? ["error"] : []), ...(Number.isNaN(alone[i]) ? ["error_real_only"] : []), ...(print === "" ? ["holdout_sha256"] : []),
  ]);
  return {
    print_changed: prints.map((print) => Number(print !== "" && print !== first)),
    print: prints.map((print) => print.slice(0, 12)),
    missing: missing.map((names) => names.length),
    missing_column: missing.map(([name]) => name),
  };
}

const ratios = (log, mixing) => mixing.map((yes, i) => (yes ? log.column("n_real")[i] / log.column("n_synthetic")[i] : 1));

function weights(log, policy, mixing) {
  const [weight, reason, k] = [log.column("weight"), log.column("reason"), ratios(log, mixing)];
  const floor = k.map((ratio) => (policy.floor === "suggested" ? (breakEvenWeight(ratio) + optimalWeight(ratio)) / 2 : policy.floor));
  const form = { best: optimalWeight, naive: naiveWeight }[policy.prescribed_weight] ?? (() => policy.prescribed_weight ?? NaN);
  let last = NaN;
  const before = weight.map((w, i) => {
    const held = last;
    if (mixing[i]) last = w;
    return mixing[i] ? held : NaN;
  });
  return {
    k,
    weight,
    weight_before: before,
    synthetic_weight: weight.map((w) => 1 - w),
    break_even: k.map((ratio) => breakEvenWeight(ratio)),
    floor,
    ceiling: floor.map((least) => policy.ceiling ?? 1 - least),
    prescribed: k.map((ratio) => form(ratio)),
    unexplained: mixing.map((yes, i) => yes && reason[i] === ""),
  };
}

function data(log, policy, mixing) {
  const [n, fresh, prints, weight] = ["n_real", "n_real_fresh", "data_sha256", "weight"].map((name) => log.column(name));
  const learning = mixing.map((yes, i) => yes && weight[i] < 1);
  const first = new Map();
  prints.forEach((print, i) => { if (!first.has(print)) first.set(print, i); });
  const [least, most] = policy.ratio ?? [NaN, NaN];
  const all = (value) => n.map(() => value ?? NaN);
  return {
    learning,
    learning_from_fresh: learning.map((yes, i) => yes && fresh[i] > 0),
    n_real: n,
    n_real_fresh: fresh,
    fresh_share: n.map((rows, i) => (mixing[i] ? fresh[i] / rows : 1)),
    least_fresh_share: all(policy.least_fresh_share),
    repeated: prints.map((print, i) => Number(print !== "" && first.get(print) < i)),
    same_as: prints.map((print) => log.column("round")[first.get(print)]),
    k_beyond: ratios(log, mixing).map((k) => Math.max(least / k, k / most)),
    rare_coverage: log.column("rare_coverage"),
    least_rare_coverage: all(policy.least_rare_coverage),
  };
}

const places = (yes) => yes.flatMap((there, i) => (there ? [i] : []));

function placed(at, values, length) {
  const out = Array(length).fill(NaN);
  at.forEach((place, i) => { out[place] = values[i]; });
  return out;
}

function scores(log, policy, mixing, limits) {
  const [error, alone, weight] = ["error", "error_real_only", "weight"].map((name) => log.column(name));
  const used = places(mixing.map((yes, i) => yes && Number.isFinite(error[i]) && Number.isFinite(alone[i])));
  const [d, w] = [used.map((i) => error[i] - alone[i]), used.map((i) => weight[i])];
  const allowed = (count) => Array.from({ length: count }, (_, i) => (i + 1 >= limits.FEWEST ? boundary(i + 1, limits) : Infinity));
  const limit = policy.error_limit === "theory"
    ? placed(used, controlLimit(used.map((i) => alone[i]), limits), log.length).map((value) => (Number.isNaN(value) ? Infinity : value))
    : error.map(() => policy.error_limit);
  const [at, shifted] = shifts(log, policy, mixing);
  return {
    error_limit: limit,
    comparison_limit: placed(used, allowed(used.length), log.length),
    worse: placed(used, worse(d, w), log.length),
    rising: placed(used, rising(d, w), log.length),
    shift_limit: placed(at, allowed(at.length), log.length),
    shifted: placed(at, shifted, log.length),
  };
}

// Where the generator's shift is known, and what it has beyond the policy, in standard errors.
function shifts(log, policy, mixing) {
  const told = log.column("bias_estimate");
  const given = places(told.map(Number.isFinite));
  if (given.length) return [given, shiftsGiven(given.map((i) => told[i]), policy.largest_bias)];
  if (!log.quantities.length) return [[], []];
  const [round, w, n, m] = ["round", "weight", "n_real", "n_synthetic"].map((name) => log.column(name));
  const there = (value) => (Math.abs(value) <= MOST ? value : NaN);
  const rows = (part) => round.map((_, i) => log.quantities.map((name) => there(log.column(`${part}_mean.${name}`)[i])));
  const [x, y] = [rows("real"), rows("synthetic")];
  const model = x.map((real, i) => real.map((value, j) => (m[i] > 0 && !(w[i] >= 1) ? w[i] * value + (1 - w[i]) * y[i][j] : value)));
  const minus = (a, b) => a.map((value, j) => value - b[j]);
  const shift = (i) => minus(y[i], model[i - 1]);
  const known = (i) => [...shift(i), ...minus(x[i], x[i - 1]), ...minus(x[i + 1], x[i])].every(Number.isFinite);
  const at = places(mixing.map((yes, i) => yes && i > 0 && i + 1 < round.length
    && round[i] - round[i - 1] === 1 && round[i + 1] - round[i] === 1 && n[i - 1] > 0 && known(i)));
  if (!at.length) return [[], []];
  const squares = at.map((i) => minus(x[i], x[i - 1]).reduce((total, step) => total + step * step, 0));
  return [at.slice(1), shiftsOfAverages(at.map(shift), squares, policy.largest_bias)];
}
