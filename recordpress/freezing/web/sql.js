// The page that runs SQL: the query stands in the fragment of the address, so that it can be shared.

import {Database} from "./database.js";
import {about, element, showing, table} from "./table.js";

const LIMIT = 1000; // rows that are shown; the CSV has all of them
const [form, editor, fields, stop, state, bar, result] =
  ["ask", "sql-editor", "values", "stop", "state", "fetching", "result"].map(id => document.getElementById(id));
const database = new Database(about.database);
const progress = showing(bar);

function values() {
  return Object.fromEntries(Array.from(fields.querySelectorAll("input"), input => [input.name, input.value]));
}

// An input for each parameter of the query, with the value that it has already.
function showValues(given) {
  if (Object.keys(given).join() === Object.keys(values()).join()) {
    for (const input of fields.querySelectorAll("input")) input.value = given[input.name];
    return;
  }
  fields.replaceChildren(...Object.entries(given).map(([name, value]) => {
    const input = element("input", "", {name, type: "text", value});
    return element("label", [`${name} `, input]);
  }));
}

async function run() {
  const request = {sql: editor.value, values: values(), limit: LIMIT};
  result.replaceChildren();
  say("Running …", true);
  try {
    const answer = await database.ask(request, progress);
    showValues(Object.fromEntries(answer.parameters.map(name => [name, request.values[name] ?? ""])));
    show(answer, request);
  } catch (error) {
    bar.hidden = true;
    say(error.message, false, true);
  }
}

function show(answer, request) {
  const count = answer.rows.length.toLocaleString("en");
  const rows = answer.more ? `The first ${count} rows` : `${count} ${answer.rows.length === 1 ? "row" : "rows"}`;
  say(`${rows}, in ${Math.round(answer.milliseconds).toLocaleString("en")} ms.`, false);
  if (!answer.columns.length) return;
  const button = element("button", answer.more ? "All rows as CSV" : "CSV", {type: "button"});
  button.addEventListener("click", () => save(request));
  result.replaceChildren(table(answer), element("p", button));
}

async function save(request) {
  say("Writing the CSV …", true);
  try {
    const {csv} = await database.ask({...request, csv: true}, progress);
    const link = element("a", "", {href: URL.createObjectURL(csv), download: "result.csv"});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say("The CSV has been handed to the browser.", false);
  } catch (error) {
    say(error.message, false, true);
  }
}

function say(text, busy, wrong = false) {
  state.textContent = text;
  state.className = wrong ? "message-error" : "";
  stop.hidden = !busy;
}

// What the address asks for: a query, or the name of a saved one, with values of its parameters.
function asked() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of new URLSearchParams(location.search)) if (!given.has(name)) given.append(name, value);
  const saved = about.queries[given.get("query")];
  const sql = given.get("sql") ?? saved?.sql;
  given.delete("sql");
  given.delete("query");
  return sql && {sql, values: {...saved?.values, ...Object.fromEntries(given)}};
}

function follow() {
  const found = asked();
  if (!found) return;
  editor.value = found.sql;
  showValues(found.values);
  run();
}

function share() {
  const query = new URLSearchParams({sql: editor.value, ...values()});
  const fragment = `#${String(query).replaceAll("+", "%20")}`;
  if (location.search || location.hash !== fragment) history.pushState(null, "", location.pathname + fragment);
}

form.addEventListener("submit", event => {
  event.preventDefault();
  share();
  run();
});
editor.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
stop.addEventListener("click", () => database.stop());
window.addEventListener("hashchange", follow);
window.addEventListener("popstate", follow);
form.hidden = false;
follow();
