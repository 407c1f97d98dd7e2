// A chart as a string of SVG: axes, areas, bars, lines, marks and dots from plain data, at the width that is there.

const MARGIN = { left: 58, right: 20, top: 10, bottom: 44 };

export const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function ticks({ low, high, log }, most = 6) {
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const every = Math.max(1, Math.ceil((last - first) / most));
    return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => 10 ** (first + i * every));
  }
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((s) => s * power >= rough);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(9)));
}

const scale = ({ low, high, log }, from, to) => {
  const place = log ? Math.log10 : Number;
  return (value) => from + ((place(value) - place(low)) / (place(high) - place(low))) * (to - from);
};

const at = (number) => number.toFixed(1);

export function chart(spec, width) {
  const height = Math.round(Math.min(340, Math.max(250, width * 0.6)));
  const box = { right: width - MARGIN.right, bottom: height - MARGIN.bottom };
  const x = scale(spec.x, MARGIN.left, box.right);
  const y = scale(spec.y, box.bottom, MARGIN.top);
  const within = (point) => point.every(Number.isFinite) && (!spec.y.log || point[1] > 0);
  const kept = (value) => Math.min(Math.max(value, -9e3), 9e3);
  const path = (points) => points.filter(within).map(([a, b], i) => `${i ? "L" : "M"}${at(x(a))} ${at(kept(y(b)))}`).join("");
  const parts = [];
  for (const area of spec.areas ?? []) {
    parts.push(`<path class="mc-area mc-${area.role}" d="${path([...area.upper, ...[...area.lower].reverse()])}Z"/>`);
  }
  for (const [from, to, tall] of spec.bars ?? []) {
    parts.push(`<rect class="mc-area mc-${spec.barRole}" x="${at(x(from))}" y="${at(y(tall))}" width="${at(x(to) - x(from))}" height="${at(box.bottom - y(tall))}"/>`);
  }
  for (const line of spec.lines ?? []) {
    parts.push(`<path class="mc-line mc-${line.role}${line.dashed ? " mc-dashed" : ""}" d="${path(line.points)}"/>`);
  }
  for (const dot of spec.dots ?? []) {
    if (within([dot.x, dot.y])) parts.push(`<circle class="mc-dot mc-${dot.role}" cx="${at(x(dot.x))}" cy="${at(kept(y(dot.y)))}" r="${dot.r ?? 6}"/>`);
  }
  const clipped = `<svg x="${MARGIN.left}" y="0" width="${box.right - MARGIN.left + 6}" height="${box.bottom + 1}" viewBox="${MARGIN.left} 0 ${box.right - MARGIN.left + 6} ${box.bottom + 1}">${parts.join("")}</svg>`;
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${axes(spec, x, y, box, width)}${clipped}${marks(spec.marks ?? [], x)}</svg>`;

  function marks(list, place) {
    let [last, drop] = [-99, 0];
    const sorted = [...list].filter((mark) => Number.isFinite(mark.x)).sort((a, b) => a.x - b.x);
    return sorted.map((mark) => {
      const here = place(mark.x);
      drop = here - last < 15 ? drop + 84 : 0;
      last = here;
      const label = `<text class="mc-mark" transform="translate(${at(here - 4)} ${MARGIN.top + drop}) rotate(-90)" text-anchor="end">${escaped(mark.label)}</text>`;
      return `<line class="mc-rule" x1="${at(here)}" x2="${at(here)}" y1="${MARGIN.top}" y2="${box.bottom}"/>${label}`;
    }).join("");
  }
}

function axes(spec, x, y, box, width) {
  const small = (value) => (Math.abs(value) >= 1000 ? value.toLocaleString("en-US", Math.abs(value) >= 1e5 ? { notation: "compact" } : {}) : String(value));
  const across = ticks(spec.x, width < 420 ? 4 : 6).map((value) =>
    `<line x1="${at(x(value))}" x2="${at(x(value))}" y1="${box.bottom}" y2="${box.bottom + 4}"/><text x="${at(x(value))}" y="${box.bottom + 18}" text-anchor="middle">${small(value)}</text>`);
  const up = ticks(spec.y).map((value) =>
    `<line x1="${MARGIN.left - 4}" x2="${MARGIN.left}" y1="${at(y(value))}" y2="${at(y(value))}"/><text x="${MARGIN.left - 7}" y="${at(y(value) + 4)}" text-anchor="end">${small(value)}</text>`);
  const frame = `<path d="M${MARGIN.left} ${MARGIN.top}V${box.bottom}H${box.right}"/>`;
  const middle = (MARGIN.top + box.bottom) / 2;
  const titles = `<text x="${(MARGIN.left + box.right) / 2}" y="${box.bottom + 38}" text-anchor="middle">${escaped(spec.x.label)}</text><text transform="translate(12 ${middle}) rotate(-90)" text-anchor="middle">${escaped(spec.y.label)}</text>`;
  return `<g class="mc-axes">${frame}${across.join("")}${up.join("")}${titles}</g>`;
}

export function legend(spec) {
  const line = ({ role, dashed }) => `<line class="mc-line mc-${role}${dashed ? " mc-dashed" : ""}" x1="1" x2="21" y1="6" y2="6"/>`;
  const area = ({ role }) => `<rect class="mc-area mc-${role}" width="22" height="12"/>`;
  const dot = ({ role }) => `<circle class="mc-dot mc-${role}" cx="11" cy="6" r="5"/>`;
  const bars = spec.barLabel ? [{ role: spec.barRole, label: spec.barLabel }] : [];
  const kinds = [[line, spec.lines], [area, spec.areas], [area, bars], [dot, spec.dots]];
  return kinds.flatMap(([swatch, entries]) => (entries ?? []).filter((entry) => entry.label).map((entry) =>
    `<li><svg width="22" height="12" aria-hidden="true">${swatch(entry)}</svg>${escaped(entry.label)}</li>`)).join("");
}
