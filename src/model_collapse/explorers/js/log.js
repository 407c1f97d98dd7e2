// The training log: bytes of a file in one of its dresses, to columns of numbers and texts; what is damaged is refused in one sentence.
import { plainText, records } from "./records.js";

const MEAN = /^(real|synthetic)_mean\.([^]+)$/;

export class Refusal extends Error {}

// What Python's float() takes; undefined where it would refuse.
function number(text) {
  const plain = text.normalize("NFKC").trim().replace(/(?<=\d)_(?=\d)/g, "").toLowerCase();
  const word = /^([+-]?)(inf|infinity|nan)$/.exec(plain);
  if (word) return word[2] === "nan" ? NaN : word[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(plain) ? Number(plain) : undefined;
}

// A text as Python shows it in a sentence: quoted, on one line, and not long.
const LETTERS = 60;
function quoted(text) {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const breaks = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const inside = text.replace(/[\\]/g, "\\$&").replace(/[\n\r\t]/g, (letter) => breaks[letter]).replace(mark === "'" ? /'/g : /(?!)/g, "\\'");
  const shown = `${mark}${inside}${mark}`.split(/\s+/).join(" ");
  return shown.length <= LETTERS ? shown : `${shown.slice(0, LETTERS - 3)}...`;
}

// `schema` is the log's Table Schema, `say` makes a sentence from its name and facts.
export async function readLog(name, bytes, schema, say) {
  const fields = Object.fromEntries(schema.fields.map((field) => [field.name, field]));
  const known = (column) => column in fields || MEAN.test(column);
  const isNumber = (column) => !(column in fields) || ["integer", "number"].includes(fields[column].type);
  const refuse = (said, facts) => { throw new Refusal(say(said, { log: name, ...facts })); };
  const text = await plainText(bytes, refuse);
  if (!text.trim()) refuse("empty");
  const table = records(text, known, refuse);
  const needed = schema.fields.filter(({ constraints }) => constraints?.required).map((field) => field.name);
  const lost = needed.filter((column) => !(column in table.columns));
  if (lost.length) refuse("lost", { needed: needed.join(", "), lost: lost.join(", ") });
  for (const column of Object.keys(table.columns)) {
    const twin = column.replace(MEAN, (_all, side, quantity) => `${side === "real" ? "synthetic" : "real"}_mean.${quantity}`);
    if (!(twin in table.columns)) refuse("lone", { column: quoted(column), twin: quoted(twin) });
  }
  if (!table.lines.length) refuse("no_rounds");
  const found = {};
  for (const [column, cells] of Object.entries(table.columns)) {
    if (!known(column)) continue;
    found[column] = cells.map((cell) => cell.trim());
    if (!isNumber(column)) continue;
    const comma = !["", ","].includes(table.separator);
    found[column] = found[column].map((cell, i) => {
      if (schema.missingValues.includes(cell)) return NaN;
      const value = number(comma ? cell.replaceAll(",", ".") : cell);
      if (value === undefined) refuse("not_a_number", { line: table.lines[i], column, given: quoted(comma ? cell.replaceAll(",", ".") : cell) });
      return value;
    });
  }
  const odd = found.round.findIndex((t) => !(t >= 0 && t === Math.floor(t) && t < 2 ** 53));
  if (odd >= 0) refuse("odd_round", { line: table.lines[odd], given: quoted(table.columns.round[odd]) });
  const length = found.round.length;
  const blank = (column) => Array(length).fill(isNumber(column) ? NaN : "");
  const names = Object.keys(found).map((column) => MEAN.exec(column)).filter((part) => part?.[1] === "real").map((part) => part[2]);
  return {
    length,
    column: (column) => found[column] ?? blank(column),
    quantities: names.filter((quantity) => `synthetic_mean.${quantity}` in found),
  };
}
