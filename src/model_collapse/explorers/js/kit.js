// From an explorer to what a reader touches: labelled sliders, charts, one sentence, a short table, and buttons.
import { chart, legend } from "./chart.js";

const PER_SECOND = [1, 2, 5, 10, 20];

// Python rounds an exact tie, which is a multiple of a power of a half, to the even digit.
function rounded(value, digits) {
  const tie = Math.abs((value * 2 ** (digits + 1)) % 2) === 1;
  return tie ? (2 * Math.round((value * 10 ** digits) / 2)) / 10 ** digits : Number(value.toFixed(digits));
}

// Python's {name:,.2f} and {name:.1%}, so that one sentence serves both languages.
export function fill(template, facts) {
  return template.replace(/\{(\w+)(?::(,?)\.(\d)([f%]))?\}/g, (_, name, comma, digits, kind) => {
    const value = facts[name];
    if (digits === undefined || value === undefined) return String(value);
    if (!Number.isFinite(value)) return "∞";
    const options = { minimumFractionDigits: Number(digits), maximumFractionDigits: Number(digits), useGrouping: comma === "," };
    const shown = rounded(kind === "%" ? 100 * value : value, Number(digits)).toLocaleString("en-US", options);
    return kind === "%" ? `${shown}%` : shown;
  });
}

export function sentence(explorer, values, settings, state) {
  const facts = explorer.facts(values, state, settings);
  return fill(settings.labels.sentences[explorer.verdict(facts, settings)], facts);
}

// A slider on a logarithmic scale has twenty steps for each power of ten and stops at numbers of two digits.
const LOG_STEP = 0.05;
export const toSlider = (control, value) => (control.log ? Math.log10(value) : value);
export function fromSlider(control, position) {
  if (!control.log) return Number(Number(position).toPrecision(12));
  const value = Number((10 ** position).toPrecision(2));
  const kept = control.whole ? Math.round(value) : value;
  return Math.min(Math.max(kept, control.low), control.high);
}

function ends(control) {
  const [low, high] = [toSlider(control, control.low), toSlider(control, control.high)];
  return control.log ? [Math.floor(low / LOG_STEP + 1e-9) * LOG_STEP, Math.ceil(high / LOG_STEP - 1e-9) * LOG_STEP] : [low, high];
}

const element = (tag, attributes = {}, text = "") => {
  const made = Object.assign(document.createElement(tag), attributes);
  made.dataset.lmSuppressShortcuts = "true"; // or JupyterLab takes the arrow keys for itself
  if (text) made.textContent = text;
  return made;
};

export function mount(explorer, model, el) {
  const settings = model.get("settings");
  const { controls, labels } = settings;
  const id = `mc-explorer-${Math.random().toString(36).slice(2)}`; // each widget of a notebook has a module of its own
  const values = () => Object.fromEntries(controls.map(({ name }) => [name, model.get(name)]));
  let state = explorer.start?.(values(), settings);
  let timer = null;
  let waiting = false;
  let moved = false; // nothing is announced before the reader does something

  const root = element("section", { className: "mc-live" });
  root.setAttribute("aria-label", labels.title);
  const panel = element("div", { className: "mc-controls" });
  const buttons = element("div", { className: "mc-buttons" });
  const key = element("ul", { className: "mc-legend" });
  const stage = element("div", { className: "mc-stage" });
  stage.setAttribute("role", "img");
  stage.setAttribute("aria-labelledby", `${id}-said`);
  const said = element("p", { className: "mc-said", id: `${id}-said` });
  const heard = element("p", { className: "mc-heard", role: "status" });
  const table = element("dl", { className: "mc-facts" });
  root.append(panel, buttons, key, stage, said, table, heard);
  if (labels.source) stage.after(element("p", { className: "mc-source" }, labels.source));
  if (explorer.picture) root.classList.add("mc-wide"); // a picture with its chart beside it
  if (explorer.reveal) root.prepend(said); // the question comes first
  el.replaceChildren(root);

  const inputs = controls.map((control, number) => {
    const input = element("input", { type: "range", id: `${id}-${number}`, name: control.name });
    const [min, max] = ends(control);
    Object.assign(input, { min, max, step: control.log ? LOG_STEP : control.step });
    const label = element("label", { htmlFor: input.id }, control.label);
    const shown = element("output", { htmlFor: input.id });
    shown.setAttribute("aria-live", "off"); // the slider says its value itself
    const row = element("div", { className: "mc-control" });
    row.append(label, shown, input);
    panel.append(row);
    input.addEventListener("input", () => {
      const value = fromSlider(control, input.value);
      if (value === model.get(control.name)) return;
      model.set(control.name, value);
      later();
    });
    model.on(`change:${control.name}`, () => {
      if (!control.keeps || explorer.ends?.(state, settings)) restart();
      show();
      later();
    });
    return { control, input, shown };
  });
  const speed = labels.play ? player() : null;
  if (explorer.reveal) button(labels.reveal, "mc-reveal", () => update(explorer.reveal(state)));

  function button(label, className, action) {
    const made = element("button", { type: "button", className }, label);
    made.addEventListener("click", action);
    buttons.append(made);
    return made;
  }

  function player() {
    const play = button(labels.play, "mc-play", () => (state.playing ? stop() : run()));
    button(labels.step, "mc-step", () => { stop(); advance(); });
    button(labels.again, "mc-again", () => { restart(); later(); });
    if (explorer.rescue) button(labels.rescue, "mc-rescue", rescue);
    const label = element("label", { className: "mc-speed" }, labels.speed);
    const choice = element("select");
    PER_SECOND.forEach((rate) => choice.append(element("option", { value: rate, selected: rate === 10 }, String(rate))));
    label.append(choice);
    buttons.append(label);
    return { play, choice };
  }

  // Readers who asked for little motion get the end of the run at once.
  function run() {
    if (explorer.ends(state, settings)) restart();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      while (!explorer.ends(state, settings)) state = explorer.advance(state, values(), settings);
      return later();
    }
    update({ ...state, playing: true });
    timer = setTimeout(beat, 1000 / speed.choice.value);
  }
  function beat() {
    advance();
    if (state.playing && root.isConnected) timer = setTimeout(beat, 1000 / speed.choice.value);
  }
  function rescue() {
    state = explorer.rescue(state, settings);
    model.set("weight", settings.golden);
    if (!state.playing) run();
  }
  function advance() { if (!explorer.ends(state, settings)) update(explorer.advance(state, values(), settings)); }
  function stop() { clearTimeout(timer); update({ ...state, playing: false }); }
  function restart() { clearTimeout(timer); if (explorer.advance) state = explorer.start(values(), settings); }
  function update(next) { state = next; later(); }

  function later() { moved = true; redraw(); }
  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; model.save_changes(); draw(); });
  }

  function show() {
    for (const { control, input, shown } of inputs) {
      const value = model.get(control.name);
      const text = fill(control.form, { value });
      if (fromSlider(control, input.value) !== value) input.value = toSlider(control, value);
      shown.value = text;
      input.setAttribute("aria-valuetext", text);
    }
  }

  function draw() {
    show();
    const facts = explorer.facts(values(), state, settings);
    const across = explorer.picture && stage.clientWidth >= 540 ? 2 : 1;
    stage.style.setProperty("--mc-across", across);
    const width = Math.max(260, Math.min((stage.clientWidth || 540) / across - 8 * (across - 1), 576));
    const specs = explorer.charts(values(), facts, settings, state);
    stage.hidden = specs.length === 0;
    const picture = explorer.picture?.(settings, state, values()) ?? "";
    stage.innerHTML = picture + specs.map((spec) => chart(spec, width)).join("");
    key.innerHTML = specs.map(legend).join("");
    said.textContent = sentence(explorer, values(), settings, state);
    table.replaceChildren(...(labels.table ?? []).flatMap(([name, form]) => [element("dt", {}, name), element("dd", {}, fill(form, facts))]));
    if (speed) speed.play.textContent = state.playing ? labels.pause : labels.play;
    clearTimeout(heard.timer);
    if (moved && !state?.playing) heard.timer = setTimeout(() => { heard.textContent = said.textContent; }, 500);
  }

  draw();
  new ResizeObserver(redraw).observe(stage);
  return () => clearTimeout(timer);
}
