// Rows of text from the bytes of a file: encodings and dresses of spreadsheets, CSV or JSON Lines, packed by gzip or not.

const SEPARATORS = [",", ";", "\t", "|"];
const LONGEST = 131072; // letters in a cell
const MOST_BYTES = 2 ** 28;

async function unpacked(bytes, refuse) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const parts = [];
  let size = 0;
  try {
    for await (const part of new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))) {
      parts.push(part);
      if ((size += part.length) > MOST_BYTES) break;
    }
  } catch {
    refuse("damaged");
  }
  if (size > MOST_BYTES) refuse("too_large", { most: MOST_BYTES / 2 ** 20 });
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const begins = (bytes, ...start) => start.every((byte, i) => bytes[i] === byte);

export async function plainText(packed, refuse) {
  if (packed.length > MOST_BYTES) refuse("too_large", { most: MOST_BYTES / 2 ** 20 });
  const bytes = await unpacked(packed, refuse);
  if (begins(bytes, 0x50, 0x4b, 3, 4)) refuse("spreadsheet");
  const wide = begins(bytes, 0xff, 0xfe) ? "utf-16le" : begins(bytes, 0xfe, 0xff) ? "utf-16be" : null;
  const encodings = wide ? [wide] : begins(bytes, 0xef, 0xbb, 0xbf) ? ["utf-8"] : ["utf-8", "shift_jis", "windows-1252"];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes("\0")) return text;
    } catch {
      // the next one
    }
  }
  return refuse("not_text");
}

export function records(text, known, refuse) {
  return text.trimStart().startsWith("{") ? jsonLines(text, refuse) : separated(text, known, refuse);
}

function jsonLines(text, refuse) {
  const [rows, lines] = [[], []];
  text.split("\n").forEach((line, at) => {
    if (!line.trim()) return;
    let row = null;
    try {
      row = JSON.parse(line.replace(/(?<=[:,[]\s*)(-?Infinity|NaN)(?=\s*[,}\]])/g, '"$1"'));
    } catch {
      // refused below
    }
    const plain = row && typeof row === "object" && !Array.isArray(row) && Object.values(row).every((cell) => cell === null || typeof cell !== "object");
    if (!plain) refuse("not_an_object", { line: at + 1 });
    rows.push(Object.fromEntries(Object.entries(row).map(([key, cell]) => [key.trim(), cell === null ? "" : String(cell)])));
    lines.push(at + 1);
  });
  const columns = {};
  for (const key of new Set(rows.flatMap(Object.keys))) columns[key] = rows.map((row) => row[key] ?? "");
  return { separator: "", lines, columns };
}

function separated(text, known, refuse) {
  const first = text.slice(0, text.search(/\n|$/));
  const body = first.trim().toLowerCase().startsWith("sep=") ? text.slice(first.length + 1) : text;
  const head = body.slice(0, body.search(/\n|$/));
  const names = (separator) => head.split(separator).filter((cell) => known(cell.trim().replace(/^"+|"+$/g, ""))).length;
  const separator = SEPARATORS.reduce((best, one) => (names(one) > names(best) ? one : best));
  const rows = cells(body, separator, refuse);
  const header = (rows.next().value?.row ?? []).map((cell) => cell.trim());
  while (header.length && !header.at(-1)) header.pop();
  const wide = header.length;
  const kept = [];
  for (const { row, line } of rows) {
    if (!row.some((cell) => cell.trim())) continue;
    if (row.length < wide || row.slice(wide).some((cell) => cell.trim())) refuse("cells", { line, found: row.length, width: wide });
    kept.push({ row, line });
  }
  const twice = header.find((cell, i) => cell && header.indexOf(cell) !== i && known(cell));
  if (twice) refuse("twice", { column: twice });
  const columns = {};
  header.forEach((cell, i) => { if (cell) columns[cell] = kept.map(({ row }) => row[i]); });
  return { separator, lines: kept.map(({ line }) => line), columns };
}

// Rows of cells, one after the other, with the line in which each ends; quotation marks as in spreadsheets.
function* cells(text, separator, refuse) {
  let [row, cell, line, state] = [[], "", 1, "start"]; // start, bare, quoted or closed
  const ended = () => {
    const done = row.length || cell || state !== "start" ? [...row, cell] : [];
    [row, cell, state] = [[], "", "start"];
    return { row: done, line };
  };
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i];
    const broken = letter === "\n" || letter === "\r";
    const pair = letter === "\r" && text[i + 1] === "\n" ? "\n" : "";
    if (state === "quoted") {
      if (letter === '"') state = "closed";
      else cell += letter + pair;
    } else if (letter === '"' && state === "start") state = "quoted";
    else if (letter === '"' && state === "closed") [cell, state] = [`${cell}"`, "quoted"];
    else if (letter === separator) [row, cell, state] = [[...row, cell], "", "start"];
    else if (broken) yield ended();
    else if (state === "closed") refuse("quotation", { line });
    else [cell, state] = [cell + letter, "bare"];
    if (cell.length > LONGEST) refuse("quotation", { line });
    if (broken) line += 1;
    i += pair.length;
  }
  if (state === "quoted") refuse("quotation", { line: line - /[\r\n]$/.test(text) });
  if (row.length || cell || state !== "start") yield ended();
}
