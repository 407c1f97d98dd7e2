// A chart as a string of SVG: axes, bands, areas, bars, lines, marks and dots from plain data, at the width that is there.
import { flags, ROW, textWidth } from "./flags.js";

const MARGIN = { left: 24, right: 20, top: 10, bottom: 44 };

export const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function ticks({ low, high, log, whole }, most = 6) {
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const every = Math.max(1, Math.ceil((last - first) / most));
    const finer = [first - 1, ...Array.from({ length: last - first + 1 }, (_, i) => first + i)]
      .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
      .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
    if (last - first < 2 && finer.length <= most + 1) return finer;
    return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => 10 ** (first + i * every));
  }
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = whole ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  const step = Math.max(power * steps.find((s) => s * power >= rough), whole ? 1 : 0);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(9)));
}

const scale = ({ low, high, log }, from, to) => {
  const place = log ? Math.log10 : Number;
  return (value) => from + ((place(value) - place(low)) / (place(high) - place(low))) * (to - from);
};

const at = (number) => number.toFixed(1);

export function chart(spec, width) {
  const up = ticks(spec.y).map((value) => [value, small(value)]);
  const left = MARGIN.left + Math.max(textWidth(spec.drag ? "5,000" : ""), ...up.map(([, said]) => textWidth(said)));
  const right = width - MARGIN.right;
  const x = scale(spec.x, left, right);
  const places = (spec.marks ?? []).filter((mark) => Number.isFinite(mark.x)).map((mark) => ({ ...mark, x: x(mark.x) }));
  const names = flags(places, left - 3, width - 1);
  const top = MARGIN.top + ROW * names.reduce((most, { row }) => Math.max(most, row + 1), 0);
  const height = top - MARGIN.top + Math.round(Math.min(340, Math.max(250, width * 0.6)));
  const box = { left, right, top, bottom: height - MARGIN.bottom };
  const y = scale(spec.y, box.bottom, top);
  const drag = spec.drag ? ` data-drag="${spec.drag}" data-from="${left / width}" data-to="${right / width}"` : "";
  const view = `${at(left)} ${top - 3} ${at(right - left + 6)} ${box.bottom - top + 4}`;
  const [vx, vy, vw, vh] = view.split(" ");
  const inner = `<svg x="${vx}" y="${vy}" width="${vw}" height="${vh}" viewBox="${view}">${shapes(spec, x, y, box)}</svg>`;
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"${drag}>${axes(spec, x, y, box, up, width)}${inner}${marks(names, box)}${dots(spec, x, y, box)}</svg>`;
}

// The widest part of a band between its ends and the rules that cross it: its name stands there.
function widest(from, to, rules) {
  const cuts = [from, ...rules.filter((rule) => rule > from && rule < to).sort((a, b) => a - b), to];
  const parts = cuts.slice(1).map((end, i) => ({ from: cuts[i], wide: end - cuts[i] }));
  return parts.reduce((best, part) => (part.wide > best.wide ? part : best));
}

function shapes(spec, x, y, box) {
  const drawable = (point) => point.every(Number.isFinite) && (!spec.y.log || point[1] > 0);
  const kept = (value) => Math.min(Math.max(value, -9e3), 9e3);
  const path = (points) => points.filter(drawable).map(([a, b], i) => `${i ? "L" : "M"}${at(x(a))} ${at(kept(y(b)))}`).join("");
  const parts = [];
  const rules = (spec.marks ?? []).map((mark) => x(mark.x));
  for (const { role, from, to, label } of spec.bands ?? []) {
    const [wide, free] = [x(to) - x(from), widest(x(from), x(to), rules)];
    parts.push(`<rect class="mc-area mc-${role}" x="${at(x(from))}" y="${box.top}" width="${at(wide)}" height="${box.bottom - box.top}"/>`);
    if (free.wide > textWidth(label) + 8) parts.push(`<text x="${at(free.from + free.wide / 2)}" y="${box.bottom - 7}" text-anchor="middle">${escaped(label)}</text>`);
  }
  for (const area of spec.areas ?? []) {
    parts.push(`<path class="mc-area mc-${area.role}" d="${path([...area.upper, ...[...area.lower].reverse()])}Z"/>`);
  }
  for (const [from, to, tall] of spec.bars ?? []) {
    parts.push(`<rect class="mc-area mc-${spec.barRole}" x="${at(x(from))}" y="${at(y(tall))}" width="${at(x(to) - x(from))}" height="${at(box.bottom - y(tall))}"/>`);
  }
  for (const line of spec.lines ?? []) {
    parts.push(`<path class="mc-line mc-${line.role}${line.dashed ? " mc-dashed" : ""}" d="${path(line.points)}"/>`);
  }
  return parts.join("");
}

// A dot is never cut off: one beyond the axis waits at the edge.
const dots = (spec, x, y, { left, right, top, bottom }) => (spec.dots ?? []).filter((dot) => !Number.isNaN(x(dot.x) + y(dot.y))).map((dot) => {
  const middle = [Math.min(Math.max(x(dot.x), left), right), Math.min(Math.max(y(dot.y), top), bottom)];
  return `<circle class="mc-dot mc-${dot.role}" cx="${at(middle[0])}" cy="${at(middle[1])}" r="${dot.r ?? 6}"/>`;
}).join("");

const marks = (names, { top, bottom }) => names.map(({ x, label, row, leftwards }) => {
  const rise = top - 4 - ROW * row;
  const words = `<text class="mc-mark" x="${at(leftwards ? x - 5 : x + 5)}" y="${rise}" text-anchor="${leftwards ? "end" : "start"}">${escaped(label)}</text>`;
  return `<line class="mc-rule" x1="${at(x)}" x2="${at(x)}" y1="${rise - 10}" y2="${bottom}"/>${words}`;
}).join("");

const small = (value) => (Math.abs(value) >= 1000 ? value.toLocaleString("en-US", Math.abs(value) >= 1e5 ? { notation: "compact" } : {}) : String(value));

// A number at the end of the axis moves inwards rather than being cut off.
function axes(spec, x, y, { left, right, top, bottom }, up, width) {
  const across = ticks(spec.x, width < 420 ? 4 : 6).map((value) => {
    const middle = Math.min(x(value), width - 1 - textWidth(small(value)) / 2);
    return `<line x1="${at(x(value))}" x2="${at(x(value))}" y1="${bottom}" y2="${bottom + 4}"/><text x="${at(middle)}" y="${bottom + 18}" text-anchor="middle">${small(value)}</text>`;
  });
  const upwards = up.map(([value, said]) =>
    `<line x1="${at(left - 4)}" x2="${at(left)}" y1="${at(y(value))}" y2="${at(y(value))}"/><text x="${at(left - 7)}" y="${at(y(value) + 4)}" text-anchor="end">${said}</text>`);
  const frame = `<path d="M${at(left)} ${top}V${bottom}H${at(right)}"/>`;
  const titles = `<text x="${at((left + right) / 2)}" y="${bottom + 38}" text-anchor="middle">${escaped(spec.x.label)}</text><text transform="translate(12 ${at((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${escaped(spec.y.label)}</text>`;
  return `<g class="mc-axes">${frame}${across.join("")}${upwards.join("")}${titles}</g>`;
}

export function legend(spec) {
  const line = ({ role, dashed }) => `<line class="mc-line mc-${role}${dashed ? " mc-dashed" : ""}" x1="1" x2="21" y1="6" y2="6"/>`;
  const area = ({ role }) => `<rect class="mc-area mc-${role}" width="22" height="12"/>`;
  const dot = ({ role }) => `<circle class="mc-dot mc-${role}" cx="11" cy="6" r="5"/>`;
  const bars = spec.barLabel ? [{ role: spec.barRole, label: spec.barLabel }] : [];
  const kinds = [[line, spec.lines], [area, spec.bands], [area, spec.areas], [area, bars], [dot, spec.dots]];
  return kinds.flatMap(([swatch, entries]) => (entries ?? []).filter((entry) => entry.label).map((entry) =>
    `<li><svg width="22" height="12" aria-hidden="true">${swatch(entry)}</svg>${escaped(entry.label)}</li>`)).join("");
}
