// What the reader has set stands in the page's address, behind the #: it survives Back and can be sent.
import { allowed } from "./sliders.js";

const REST = 250; // milliseconds without a change before the address is written

const written = () => new URLSearchParams(location.hash.slice(1));

// The values of one explorer that the address holds; all others are left out.
export function readAddress(key, controls) {
  const given = written();
  const found = controls.map((control) => [control.name, allowed(control, given.get(`${key}.${control.name}`) ?? "")]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

// Writes the values that differ from those the page came with, beside the values of the other explorers.
export function writeAddress(key, values, initial) {
  const before = [...written()].filter(([name]) => name.includes(".")); // and no heading's
  const kept = before.filter(([name]) => !name.startsWith(`${key}.`));
  const own = Object.entries(values).filter(([name, value]) => value !== initial[name]);
  const hash = new URLSearchParams([...kept, ...own.map(([name, value]) => [`${key}.${name}`, value])]).toString();
  if (hash || before.length) history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
}

// Keeps a model and the address alike, but for what the page itself moves; returns whether the reader came by a link to
// this explorer.
export function addressed(model, key, controls, initial, itself = () => false) {
  let timer = null;
  const now = () => Object.fromEntries(controls.map(({ name }) => [name, model.get(name)]));
  const set = (values) => Object.entries(values).forEach(([name, value]) => { if (value !== model.get(name)) model.set(name, value); });
  const given = readAddress(key, controls);
  set(given);
  addEventListener("hashchange", () => set(readAddress(key, controls)));
  for (const { name } of controls) {
    model.on(`change:${name}`, () => {
      if (itself()) return;
      clearTimeout(timer);
      timer = setTimeout(() => writeAddress(key, now(), initial), REST);
    });
  }
  const came = performance.getEntriesByType("navigation")[0]?.type === "navigate"; // by a link, not by Back
  return came && Object.keys(given).length > 0;
}
