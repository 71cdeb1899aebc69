// SQLite in a worker: opens the database read-only in memory and answers one query after another.

const silent = () => {}; // what goes wrong comes as an exception, too
globalThis.sqlite3ApiConfig = {
  warn: silent,
  error: silent,
  disable: {vfs: {kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-sahpool": true, "opfs-wl": true}},
};

let opened;

globalThis.onmessage = async ({data}) => {
  try {
    if (data.open) opened = open(data.open);
    else globalThis.postMessage(answer(await opened, data));
  } catch (error) {
    globalThis.postMessage({error: words(error)});
  }
};

async function open(blob) {
  const {default: initialize} = await import("./sqlite/index.mjs");
  const sqlite = await initialize();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const database = new sqlite.oo1.DB();
  const flags = sqlite.capi.SQLITE_DESERIALIZE_FREEONCLOSE | sqlite.capi.SQLITE_DESERIALIZE_READONLY;
  const at = sqlite.wasm.allocFromTypedArray(bytes);
  database.checkRc(
    sqlite.capi.sqlite3_deserialize(database.pointer, "main", at, bytes.length, bytes.length, flags));
  return {sqlite, database};
}

// The rows of a query, at most `limit`, with what they took; or all of them as CSV.
function answer({sqlite, database}, {sql, values, limit, csv}) {
  const begun = performance.now();
  const statement = database.prepare(sql);
  try {
    requireOne(sql, sqlite.capi.sqlite3_sql(statement.pointer));
    const parameters = bound(sqlite.capi, statement, values);
    const columns = statement.columnCount ? statement.getColumnNames([]) : [];
    if (csv) return {csv: csvOf(columns, statement)};
    const rows = [];
    while (rows.length <= limit && statement.step()) rows.push(statement.get([]).map(plain));
    const more = rows.length > limit;
    return {columns, rows: rows.slice(0, limit), more, parameters, milliseconds: performance.now() - begun};
  } finally {
    statement.finalize();
  }
}

function requireOne(sql, first) {
  const rest = sql.slice(first.length).replace(/--[^\n]*|\/\*[^]*?\*\//g, "").replaceAll(";", "").trim();
  if (rest) throw new Error("One statement at a time: there is more after the first one.");
}

// Give each parameter its value; the names of all of them.
function bound(capi, statement, values) {
  const names = [];
  for (let at = 1; at <= statement.parameterCount; at++) {
    const name = capi.sqlite3_bind_parameter_name(statement.pointer, at)?.slice(1) ?? String(at);
    names.push(name);
    statement.bind(at, values[name] ?? "");
  }
  return names;
}

function plain(value) {
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  return typeof value === "bigint" ? String(value) : value;
}

// As RFC 4180 has it.
function csvOf(columns, statement) {
  const line = cells => `${cells.map(quoted).join(",")}\r\n`;
  const lines = [line(columns)];
  while (statement.step()) lines.push(line(statement.get([]).map(plain)));
  return new Blob(lines, {type: "text/csv"});
}

function quoted(value) {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// SQLite's own words, without what its wrapper puts before them.
function words(error) {
  return String(error.message ?? error).replace(/^SQLITE_\w+: sqlite3 result code \d+: /, "");
}
