// The SQL editor: a text area over a coloured copy of its text, and beside it the tables, to be filtered and put in.
// Without it the text area and the list of tables do the same work by hand.
(() => {
  const area = document.querySelector("#sql-editor");
  if (!area) return;
  const form = area.form;
  const copy = document.createElement("pre");
  copy.setAttribute("aria-hidden", "true");
  area.before(copy);
  area.parentElement.classList.add("coloured");

  const KEYWORDS = new Set(
    ("select from where group by order having limit offset join left right full inner outer cross natural on using as " +
      "and or not in is null like glob between exists case when then else end union all except intersect distinct with " +
      "recursive values over partition asc desc collate cast filter rows range preceding following current row unbounded " +
      "true false nulls first last window materialized indexed escape match regexp").split(" ")
  );
  const PARTS =
    /(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*(?:'|$))|([:@$]\w+)|(\b\d+(?:\.\d+)?\b)|("(?:[^"]|"")*(?:"|$)|\[[^\]]*\])|(\w+)|([\s\S])/g;
  const CLASSES = [, "comment", "text", "parameter", "number", "", "", ""];

  // Where the answer says that a word is wrong: its place in the text, as long as the text is the same.
  const first = area.value;
  const lines = first.split("\n");
  const { line, column, word } = area.dataset;
  const wrongAt = Number(line)
    ? lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Number(column) - 1
    : -1;

  const colour = () => {
    const nodes = [];
    for (const part of area.value.matchAll(PARTS)) {
      const kind = part.findIndex((text, at) => at && text !== undefined);
      let name = kind === 6 && KEYWORDS.has(part[0].toLowerCase()) ? "keyword" : CLASSES[kind];
      if (area.value === first && wrongAt >= 0 && part.index >= wrongAt && part.index < wrongAt + word.length) name = "wrong";
      if (!name) {
        nodes.push(part[0]);
        continue;
      }
      const span = document.createElement("span");
      span.className = `sql-${name}`;
      span.textContent = part[0];
      nodes.push(span);
    }
    copy.replaceChildren(...nodes, "\n");
    follow();
  };
  const follow = () => {
    copy.scrollTop = area.scrollTop;
  };
  area.addEventListener("input", colour);
  area.addEventListener("scroll", follow);
  colour();

  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // The formatter is large, and is fetched when it is asked for.
  const button = document.querySelector("#sql-format");
  if (button) {
    button.hidden = false;
    const format = () => {
      area.value = window.sqlFormatter.format(area.value);
      colour();
    };
    button.addEventListener("click", () => {
      if (window.sqlFormatter) return format();
      const script = document.createElement("script");
      script.src = area.dataset.formatter;
      script.addEventListener("load", format);
      document.head.append(script);
    });
  }

  // A name goes where the cursor is; before anybody has set one, to the end.
  area.setSelectionRange(area.value.length, area.value.length);
  const put = (name) => {
    const text = /^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
    const before = /[\w"]$/.test(area.value.slice(0, area.selectionStart)) ? " " : "";
    const after = /^[\w"]/.test(area.value.slice(area.selectionEnd)) ? " " : "";
    area.focus();
    area.setRangeText(before + text + after, area.selectionStart, area.selectionEnd, "end");
    colour();
  };
  const schema = document.querySelector(".schema > div");
  if (!schema) return;
  const ofColumns = (details) => {
    for (const code of details.querySelectorAll("li > code")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = code.textContent;
      button.addEventListener("click", () => put(button.textContent));
      code.replaceWith(button);
    }
  };
  const tables = [...schema.querySelectorAll("details")];
  for (const details of tables) {
    const name = details.querySelector("summary").textContent.trim();
    details.addEventListener(
      "toggle",
      () => {
        ofColumns(details);
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `put in ${name}`;
        button.addEventListener("click", () => put(name));
        details.querySelector("ul").before(button);
      },
      { once: true }
    );
  }
  const filter = document.createElement("input");
  filter.type = "search";
  filter.placeholder = "Filter tables and columns";
  filter.setAttribute("aria-label", filter.placeholder);
  filter.addEventListener("input", () => {
    const sought = filter.value.trim().toLowerCase();
    for (const details of tables) {
      details.hidden = sought !== "" && !details.textContent.toLowerCase().includes(sought);
    }
    for (const group of schema.querySelectorAll("section")) {
      group.hidden = [...group.querySelectorAll("details")].every((details) => details.hidden);
    }
  });
  schema.prepend(filter);
})();
