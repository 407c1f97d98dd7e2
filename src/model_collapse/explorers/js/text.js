// From a template and facts to words, as Python writes them, so that one sentence serves both sides.

// Python rounds an exact tie, which is a multiple of a power of a half, to the even digit.
export function rounded(value, digits) {
  const tie = Math.abs((value * 2 ** (digits + 1)) % 2) === 1;
  return tie ? (2 * Math.round((value * 10 ** digits) / 2)) / 10 ** digits : Number(value.toFixed(digits));
}

// Python's {name:,.2f} and {name:.1%}; and {name:#}, four digits for a number of any size, none behind the point if 1,000 or more.
export function fill(template, facts) {
  return template.replace(/\{(\w+)(?::(#)|:(,?)\.(\d)([f%]))?\}/g, (_, name, any, comma, places, kind) => {
    const value = facts[name];
    if (!(any || places) || value === undefined) return String(value);
    if (!Number.isFinite(value)) return "∞";
    const digits = any ? [10, 100, 1000].filter((bound) => Math.abs(value) < bound).length : Number(places);
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: Boolean(any || comma) };
    const shown = rounded(kind === "%" ? 100 * value : value, digits).toLocaleString("en-US", options);
    return kind === "%" ? `${shown}%` : shown;
  });
}

export function sentence(explorer, values, settings, state) {
  const facts = explorer.facts(values, state, settings);
  return fill(settings.labels.sentences[explorer.verdict(facts, settings)], facts);
}
