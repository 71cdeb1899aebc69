// Filters of lists without a server: each shows itself where every entry says what it is to be
// filtered by.

function itemsOf(form) {
  const within = form.closest("section") ?? document;
  return [...within.querySelectorAll(".list-dated > li")];
}

function told(items, field) { return items.length > 0 && items.every(item => item.hasAttribute(`data-${field.name}`)); }

function show(element, shown) { element.style.display = shown ? "" : "none"; }

function filter(items, fields) {
  // A list of values stands in an attribute with spaces between them.
  const has = (item, field) => {
    const text = item.getAttribute(`data-${field.name}`);
    return text === field.value || text.split(" ").includes(field.value);
  };
  const fits = item => fields.every(field => !field.value || has(item, field));
  for (const item of items) show(item, fits(item));
  for (const list of new Set(items.map(item => item.parentElement))) {
    const any = [...list.children].some(fits);
    show(list, any);
    if (list.previousElementSibling?.matches(".group")) show(list.previousElementSibling, any);
  }
}

for (const form of document.querySelectorAll("form[data-filter]")) {
  form.reset();
  const items = itemsOf(form);
  const all = [...form.elements].filter(field => field.name);
  const fields = all.filter(field => told(items, field));
  // A list that was made with a choice lacks the entries of all others.
  if (!fields.length || all.some(field => field.value)) continue;
  for (const field of all) if (!fields.includes(field)) show(field.closest("label") ?? field, false);
  form.hidden = false;
  form.addEventListener("change", () => filter(items, fields));
  form.addEventListener("submit", event => {
    event.preventDefault();
    filter(items, fields);
  });
}
