// A training log dropped on the page is audited there; nothing is sent.
import { audit, written } from "./audit.js";
import { chart, legend } from "./chart.js";
import { readLog, Refusal } from "./log.js";
import { readPolicy } from "./policy.js";
import { element } from "./sliders.js";

export async function checked(name, bytes, policyText, settings) {
  const { schema, sentences, defaults } = settings;
  const say = (sentence, facts) => written(sentences[sentence], facts);
  const policy = readPolicy(policyText, defaults, (sentence, facts) => { throw new Refusal(say(sentence, facts)); });
  const log = await readLog(name, bytes, schema, say);
  return { log, ...audit(log, policy, settings) };
}

// Fault by fault: its name, the first round and how many, what that round shows, the rule and the clauses.
function table(faults, names) {
  const made = element("table", { className: "mc-faults" });
  const head = made.createTHead().insertRow();
  names.forEach((name) => head.append(Object.assign(element("th", {}, name), { scope: "col" })));
  const body = made.createTBody();
  for (const { fault, rounds, evidence, rule, clauses } of faults) {
    const row = body.insertRow();
    [fault, rounds[0], rounds.length, evidence, rule, clauses.join(", ")].forEach((cell, i) => {
      const made = i ? element("td", {}, String(cell)) : Object.assign(element("th", {}, cell.replaceAll("_", "_\u200b")), { scope: "row" });
      made.dataset.name = names[i];
      row.append(made);
    });
  }
  return made;
}

export function logCharts({ found, faults }, labels) {
  const rounds = found.round;
  const points = (values) => rounds.map((t, i) => [t, values[i]]).filter(([, value]) => Number.isFinite(value));
  const dots = (values, ...names) => faults.filter(({ fault }) => names.includes(fault)).flatMap(({ at }) => at)
    .map((i) => ({ role: "synthetic", x: rounds[i], y: values[i], r: 3.5 }));
  const x = { label: labels.round, whole: true, low: rounds[0], high: rounds.reduce((a, b) => Math.max(a, b), rounds[0] + 1) };
  const floor = found.floor.map((weight, i) => (found.mixing[i] ? weight : NaN));
  const errors = [...found.error, ...found.error_real_only, ...found.error_limit].filter(Number.isFinite);
  const [least, most] = [errors.reduce((a, b) => Math.min(a, b), Infinity), errors.reduce((a, b) => Math.max(a, b), -Infinity)];
  const room = 0.1 * (most - least) || 0.1;
  return [
    {
      x, y: { label: labels.error, ...(errors.length ? { low: Math.max(least - room, 0), high: most + room } : { low: 0, high: 1 }) },
      lines: [
        { role: "real", label: labels.error, points: points(found.error) },
        { role: "theory", label: labels.alone, dashed: true, points: points(found.error_real_only) },
        { role: "synthetic", label: labels.limit, dashed: true, points: points(found.error_limit) },
      ],
      dots: dots(found.error, "error_above_limit"),
    },
    {
      x, y: { label: labels.weight, low: 0, high: 1.05 },
      lines: [
        { role: "real", label: labels.weight, points: points(found.weight) },
        { role: "synthetic", label: labels.floor, dashed: true, points: points(floor) },
      ],
      dots: dots(found.weight, "below_floor", "below_break_even", "weight_not_prescribed", "weight_unexplained"),
    },
  ];
}

export function checkLog(el) {
  const settings = JSON.parse(el.dataset.settings);
  const { labels, examples, policy } = settings;
  const root = element("section", { className: "mc-live mc-wide mc-check" });
  root.setAttribute("aria-label", labels.title);
  const drop = element("label", { className: "mc-drop" }, labels.drop);
  const file = element("input", { type: "file", accept: ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.gz" });
  drop.append(file);
  const buttons = element("div", { className: "mc-buttons" });
  const more = element("details", { className: "mc-more" });
  const rules = element("textarea", { value: policy, rows: 12, spellcheck: false });
  rules.setAttribute("aria-label", labels.policy);
  more.append(element("summary", {}, labels.policy), element("p", {}, labels.policy_said), rules);
  const said = element("p", { className: "mc-verdict", role: "status" });
  const result = element("div", { className: "mc-result" });
  root.append(drop, buttons, more, said, result);
  el.classList.add("mc-home");
  el.replaceChildren(root);

  let held = null; // name and bytes of the last file
  async function check(name, bytes) {
    held = [name, bytes];
    try {
      const found = await checked(name, bytes, rules.value, settings);
      show(name, found);
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      said.textContent = fault.message;
      result.replaceChildren();
    }
  }
  function show(name, found) {
    const facts = { name, rounds: found.log.length, count: found.faults.length };
    said.textContent = written([labels.clean, labels.fault][found.faults.length] ?? labels.faults, facts);
    const width = Math.max(260, Math.min(result.clientWidth || 540, 720));
    result.replaceChildren();
    if (found.faults.length) result.append(table(found.faults, labels.columns));
    for (const spec of logCharts(found, labels)) {
      const key = element("ul", { className: "mc-legend" });
      const stage = element("div", { className: "mc-stage" });
      key.innerHTML = legend(spec);
      stage.setAttribute("role", "img");
      stage.setAttribute("aria-label", spec.y.label);
      stage.innerHTML = chart(spec, width);
      result.append(key, stage);
    }
    result.append(element("p", { className: "mc-note" }, labels.note));
  }
  const read = async (given) => check(given.name, new Uint8Array(await given.arrayBuffer()));
  file.addEventListener("change", () => file.files[0] && read(file.files[0]));
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]);
  });
  rules.addEventListener("change", () => held && check(...held));
  for (const { label, name, text } of examples) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => check(name, new TextEncoder().encode(text)));
    buttons.append(button);
  }
}

export function checkLogs() {
  for (const el of document.querySelectorAll(".mc-check-log")) checkLog(el);
}
