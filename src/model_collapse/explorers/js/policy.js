// The mixing policy as it is typed: the part of TOML that a policy needs, one key a line.

const WORDS = { floor: ["suggested"], prescribed_weight: ["best", "naive"], error_limit: ["theory"] };

function typed(text) {
  const word = /^"([^"\\]*)"$|^'([^']*)'$/.exec(text);
  if (word) return word[1] ?? word[2];
  const list = /^\[(.*)\]$/.exec(text);
  if (list) return list[1].split(",").map((part) => typed(part.trim()));
  return /^[+-]?\d[\d_]*(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text.replaceAll("_", "")) : undefined;
}

const isFrom0To = (number, most) => typeof number === "number" && number >= 0 && number <= most;

function fits(key, given) {
  if (key === "ratio") return Array.isArray(given) && given.length === 2 && given.every((x) => isFrom0To(x, 1e100)) && given[0] <= given[1];
  return (WORDS[key] ?? []).includes(given) || isFrom0To(given, ["largest_bias", "error_limit"].includes(key) ? 1e100 : 1);
}

// `defaults` has every key, those that are left out as null; `refuse` ends with one sentence.
export function readPolicy(text, defaults, refuse) {
  const policy = { ...defaults };
  const seen = new Set();
  for (const line of text.split(/\r?\n/)) {
    const plain = line.replace(/#(?=([^"]*"[^"]*")*[^"]*$).*/, "").trim();
    if (!plain) continue;
    const [, key, given] = /^([A-Za-z0-9_-]+)\s*=\s*(.+)$/.exec(plain) ?? [];
    if (!key || seen.has(key)) refuse("policy_line", { line: plain });
    if (!(key in defaults)) refuse("policy_key", { key, keys: Object.keys(defaults).join(", ") });
    const found = typed(given);
    if (!fits(key, found)) refuse("policy_value", { key, given });
    seen.add(key);
    policy[key] = found;
  }
  return policy;
}
