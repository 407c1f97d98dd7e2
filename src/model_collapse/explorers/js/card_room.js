// What a room wrote on its sheets, over the band that theory gives; nothing is sent. Twin of model_collapse.explorers.card_room.
import { chart, legend } from "./chart.js";
import { errorRatioByRound } from "./forms.js";
import { element } from "./sliders.js";
import { fill } from "./text.js";

export class Unreadable extends Error {}

const NAME = /^(0[.,]618|0[.,]5|1\/2|0|1)(?![\d./])/;
const BETWEEN = /[ \t,;:|、]+/;

export function readLines(text, { sentences, weights, longest, shown }) {
  const line = (plain, number) => {
    const refuse = (said, given) => {
      const facts = { line: number, weights: weights.map(([name]) => name).join(", "), most: longest, given: [...String(given)].slice(0, shown).join("") };
      throw new Unreadable(fill(sentences[said], facts));
    };
    const name = NAME.exec(plain)?.[0];
    if (!name) refuse("weight", plain.split(BETWEEN)[0] || plain);
    const cells = plain.slice(name.length).split(BETWEEN).filter(Boolean);
    const odd = cells.find((cell) => !/^-?[0-9]{1,3}$/.test(cell));
    if (odd) refuse("number", odd);
    if (cells.length < 2 || cells.length > longest) refuse("length", cells.length);
    const weight = name.replace(",", ".");
    return { weight: weight === "0.5" ? "1/2" : weight, averages: cells.map(Number) };
  };
  return text.split(/\r\n|\r|\n/)
    .map((given) => given.normalize("NFKC").replaceAll("\u2044", "/").replaceAll("\u2212", "-").replace(/^[ \t]+|[ \t]+$/g, ""))
    .map((plain, i) => plain && line(plain, i + 1)).filter(Boolean);
}

const spreadByRound = (weight, rounds, variance) => errorRatioByRound(weight, 1, 1, rounds).map((ratio) => Math.sqrt(variance * ratio));
const mean = (values) => (values.length ? values.reduce((total, value) => total + value, 0) / values.length : NaN);

export function roomSummary(lines, { weights, truth, variance, deviations, half, longest }) {
  return weights.map(([name, weight]) => {
    const own = lines.filter((line) => line.weight === name).map(({ averages }) => averages);
    const spread = spreadByRound(weight, longest, variance);
    const after = own.flatMap((averages) => averages.map((value, t) => [Math.abs(value - truth), t]).slice(1));
    const ends = own.filter((averages) => Math.abs(averages.at(-1) - truth) <= deviations * spread[averages.length - 1] + half);
    return {
      name,
      sheets: own.length,
      distance: mean(after.map(([gap]) => gap)),
      expected: Math.sqrt(2 / Math.PI) * mean(after.map(([, t]) => spread[t])),
      inside: ends.length,
    };
  });
}

export function roomSentence(lines, settings) {
  const { words, wanders, gains } = settings;
  const found = roomSummary(lines, settings);
  const missing = found.filter(({ sheets }) => !sheets).map(({ name }) => name);
  if (missing.length) return fill(words.missing, { missing: missing.join(", ") });
  const [lost, half, golden, alone] = found.map(({ distance }) => distance);
  const [far, ratio] = [lost / Math.max(half, golden, alone, 1e-9), golden / Math.max(alone, 1e-9)];
  const seen = [far >= wanders ? "wanders" : "stays", ratio <= gains ? "gains" : "even"];
  return seen.map((name) => fill(words[name], { far, ratio, gain: 1 - ratio, wanders, gains })).join(" ");
}

// A chart for each weight, all on one scale.
export function roomCharts(lines, { weights, truth, variance, deviations, half, labels }) {
  const rounds = Math.max(1, ...lines.map(({ averages }) => averages.length - 1));
  const bands = weights.map(([, weight]) => spreadByRound(weight, rounds, variance).map((spread) => deviations * spread + half));
  const values = [...lines.flatMap(({ averages }) => averages), ...bands.flat().flatMap((reach) => [truth - reach, truth + reach])];
  const [low, high] = [Math.floor(Math.min(...values) / 10) * 10, Math.ceil(Math.max(...values) / 10) * 10];
  return weights.map(([name, , role], i) => ({
    x: { label: labels.round, whole: true, low: 0, high: rounds },
    y: { label: fill(labels.average, { name }), low, high },
    areas: [{ role: "theory", label: labels.band, upper: bands[i].map((reach, t) => [t, truth + reach]), lower: bands[i].map((reach, t) => [t, truth - reach]) }],
    lines: [
      ...lines.filter(({ weight }) => weight === name).map(({ averages }, j) =>
        ({ role, label: j ? "" : labels[role], points: averages.map((value, t) => [t, value]) })),
      { role: "theory", label: labels.truth, dashed: true, points: [[0, truth], [rounds, truth]] },
    ],
  }));
}

function roomTable(lines, settings) {
  const { labels } = settings;
  const made = element("table", { className: "mc-faults" });
  const head = made.createTHead().insertRow();
  labels.columns.forEach((name) => head.append(Object.assign(element("th", {}, name), { scope: "col" })));
  const body = made.createTBody();
  for (const row of roomSummary(lines, settings)) {
    const written = (form) => (row.sheets ? fill(form, row) : "");
    const cells = [row.name, String(row.sheets), written("{distance:.1f}"), written("{expected:.1f}"), written(labels.inside)];
    body.insertRow().append(...cells.map((cell, i) => {
      const made = i ? element("td", {}, cell) : Object.assign(element("th", {}, cell), { scope: "row" });
      made.dataset.name = labels.columns[i];
      return made;
    }));
  }
  return made;
}

// One key for all charts: each name once.
export function roomLegend(specs) {
  const once = (list) => list.filter(({ label }, i) => label && list.findIndex((other) => other.label === label) === i);
  return legend({ lines: once(specs.flatMap((spec) => spec.lines)), areas: once(specs.flatMap((spec) => spec.areas)) });
}

export function cardRoom(el) {
  const settings = JSON.parse(el.dataset.settings);
  const { labels, example } = settings;
  const root = element("section", { className: "mc-live mc-wide mc-check" });
  root.setAttribute("aria-label", labels.title);
  const label = element("label", {}, labels.paste);
  const sheets = element("textarea", { rows: 12, spellcheck: false, placeholder: example.split("\n").slice(0, 4).join("\n") });
  label.append(sheets);
  const buttons = element("div", { className: "mc-buttons" });
  const said = element("p", { className: "mc-verdict", role: "status" });
  const result = element("div", { className: "mc-result" });
  root.append(label, buttons, said, result);
  el.classList.add("mc-home");
  el.replaceChildren(root);

  function show() {
    result.replaceChildren();
    said.textContent = "";
    if (!sheets.value.trim()) return;
    try {
      draw(readLines(sheets.value, settings));
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
      said.textContent = fault.message;
    }
  }
  function draw(lines) {
    said.textContent = roomSentence(lines, settings);
    const across = result.clientWidth >= 540 ? 2 : 1;
    const width = Math.max(260, Math.min((result.clientWidth || 540) / across - 8 * (across - 1), 720));
    const specs = roomCharts(lines, settings);
    const [key, stage] = [element("ul", { className: "mc-legend" }), element("div", { className: "mc-stage" })];
    key.innerHTML = roomLegend(specs);
    stage.setAttribute("role", "img");
    stage.setAttribute("aria-label", said.textContent);
    stage.style.setProperty("--mc-across", across);
    stage.innerHTML = specs.map((spec) => chart(spec, width)).join("");
    result.replaceChildren(key, stage, roomTable(lines, settings), element("p", { className: "mc-note" }, labels.note));
  }
  const button = (words, act) => {
    const made = element("button", { type: "button" }, words);
    made.addEventListener("click", act);
    buttons.append(made);
  };
  button(labels.show, show);
  button(labels.example, () => { sheets.value = example; show(); });
  button(labels.clear, () => { sheets.value = ""; show(); sheets.focus(); });
  sheets.addEventListener("change", show);
  sheets.addEventListener("paste", () => setTimeout(show));
}

export function cardRooms() {
  for (const el of document.querySelectorAll(".mc-card-room")) cardRoom(el);
}
