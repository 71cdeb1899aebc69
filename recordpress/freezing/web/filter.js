// Filters of lists without a server: they show themselves where every entry says what it is to be filtered by.

function itemsOf(form, fields) {
  const within = form.closest("section") ?? document;
  const items = [...within.querySelectorAll("li")];
  return items.filter(item => fields.every(field => item.hasAttribute(`data-${field.name}`)));
}

function show(element, shown) { element.style.display = shown ? "" : "none"; }

function filter(items, fields) {
  const fits = item => fields.every(field => !field.value || item.getAttribute(`data-${field.name}`) === field.value);
  for (const item of items) show(item, fits(item));
  for (const list of new Set(items.map(item => item.parentElement))) {
    const any = [...list.children].some(fits);
    show(list, any);
    if (list.previousElementSibling?.matches(".group")) show(list.previousElementSibling, any);
  }
}

for (const form of document.querySelectorAll("form[data-filter]")) {
  form.reset();
  const fields = [...form.elements].filter(field => field.name);
  const items = itemsOf(form, fields);
  // A list that was made with a choice lacks the entries of all others.
  if (!items.length || fields.some(field => field.value)) continue;
  form.hidden = false;
  form.addEventListener("change", () => filter(items, fields));
  form.addEventListener("submit", event => {
    event.preventDefault();
    filter(items, fields);
  });
}
