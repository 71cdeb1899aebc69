// Parts of pages that show what the database says; all of it as text, never as markup.

const ADDRESS = /^https?:\/\/\S+$/;
const RECORD = /^([\w-]+)\/([\w-]+)$/;

export const about = JSON.parse(document.getElementById("about").textContent);

export function element(name, content = "", attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

// Address of the page of a record, from a page one folder below the site's start; "" for what names no record.
export function recordAddress(ref) {
  const found = typeof ref === "string" && RECORD.exec(ref);
  return found && Object.hasOwn(about.kinds, found[1]) ? `../${ref}/` : "";
}

// Rows as a table that keyboards and screen readers can use.
export function table({columns, rows}) {
  const head = element("thead", element("tr", columns.map(name => element("th", name, {scope: "col"}))));
  const body = element("tbody", rows.map(row => element("tr", row.map(value => element("td", cell(value))))));
  const made = element("table", [head, body], {class: "rows-and-columns"});
  return element("div", made, {class: "table-wrapper", role: "region", "aria-label": "Rows", tabindex: "0"});
}

function cell(value) {
  if (value === null) return "";
  const address = recordAddress(value);
  if (address) return element("a", value, {href: address});
  if (typeof value === "string" && ADDRESS.test(value)) return element("a", value, {href: value, rel: "noopener"});
  return typeof value === "number" ? String(value) : value;
}

// Show how far the database has been fetched.
export function showing(bar) {
  return share => {
    bar.hidden = share === 1;
    bar.value = share;
  };
}
