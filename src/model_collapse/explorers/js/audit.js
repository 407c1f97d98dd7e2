// The audit of a training log: the rules are data that Python reads too; each fault with its rounds and the evidence.
import { ofRounds } from "./rounds.js";
import { rounded } from "./text.js";

const RELATIONS = {
  below: (value, limit, slack) => value < limit - slack,
  above: (value, limit, slack) => value > limit + slack,
  apart: (value, limit, slack) => Math.abs(value - limit) > slack,
};

// Which rounds break a rule; where value or limit is not there (NaN), none does.
function broken(rule, found) {
  const at = (part, i) => (typeof part === "string" ? found[part][i] : part);
  return found[rule.where ?? "every"].flatMap((yes, i) =>
    (yes && RELATIONS[rule.is](at(rule.value, i), at(rule.limit, i), rule.slack ?? 0) ? [i] : []));
}

export function audit(log, policy, { rules, limits }) {
  const found = ofRounds(log, policy, limits);
  if (policy.prescribed_weight != null) {
    const apart = new Set(broken(rules.weight_not_prescribed, found));
    found.unexplained = found.unexplained.map((yes, i) => yes && apart.has(i));
  }
  const faults = Object.entries(rules).flatMap(([fault, rule]) => {
    const at = broken(rule, found);
    if (!at.length) return [];
    const row = Object.fromEntries(Object.entries(found).map(([name, cells]) => [name, cells[at[0]]]));
    return [{ fault, at, rounds: at.map((i) => found.round[i]), evidence: written(rule.evidence, row), rule: rule.rule, clauses: rule.clauses }];
  });
  return { found, faults };
}

// Python's {name}, {name:.2f}, {name:.4g} and {name:g}.
export function written(template, row) {
  return template.replace(/\{(\w+)(?::(?:\.(\d))?([fg]))?\}/g, (_, name, digits, kind) => {
    const value = row[name];
    if (!kind) return String(value);
    if (!Number.isFinite(value)) return String(value).toLowerCase().replace("infinity", "inf");
    const plain = kind === "f" ? rounded(Math.abs(value), Number(digits)).toFixed(Number(digits)) : general(Math.abs(value), Number(digits ?? 6));
    return value < 0 ? `-${plain}` : plain;
  });
}

// As many digits as asked for, the exact tie to the even one, and no zeros at the end.
function general(value, digits) {
  const power = Number(value.toExponential(digits - 1).split("e")[1]);
  const places = digits - 1 - power;
  const unit = 10 ** Math.max(-places, 0);
  const close = places >= 20 ? value : rounded(value / unit, Math.max(places, 0)) * unit;
  if (power >= -4 && power < digits) return String(Number(close.toFixed(Math.max(places, 0))));
  const [mantissa, exponent] = close.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}
