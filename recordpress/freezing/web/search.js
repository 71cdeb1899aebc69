// The search: the words stand in the address, as the search fields of all pages put them there.

import {Database} from "../sql/database.js";
import {about, element, recordAddress, showing} from "../sql/table.js";

const LIMIT = 100;
const [form, state, bar, result] = ["search", "state", "fetching", "result"].map(id => document.getElementById(id));
const words = new URLSearchParams(location.search).get("_search")?.trim() ?? "";

// Every word must occur; the last one may be a beginning.
function match(text) {
  return `${text.split(/\s+/).map(word => `"${word.replaceAll('"', '""')}"`).join(" ")}*`;
}

function entry([ref, label, kind]) {
  const address = recordAddress(ref);
  const name = address ? element("a", label, {href: address}) : label;
  return element("li", [name, " ", element("span", about.kinds[kind] ?? kind, {class: "count"})]);
}

async function search() {
  state.textContent = "Searching …";
  try {
    const request = {sql: about.search, values: {words: match(words)}, limit: LIMIT};
    const {rows, more} = await new Database(about.database).ask(request, showing(bar));
    const count = `${rows.length} ${rows.length === 1 ? "record" : "records"}`;
    state.textContent = more ? `The first ${count}; more words find fewer.` : `${count} found.`;
    result.replaceChildren(...rows.map(entry));
  } catch (error) {
    bar.hidden = true;
    state.textContent = error.message;
  }
}

form.hidden = false;
form.elements["_search"].value = words;
if (words) search();
