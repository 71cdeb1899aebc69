// Small comforts; every page works without them.
(() => {
  // A button that copies, beside text that is made to be copied.
  const copying = (holder) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    const text = (holder.querySelector("pre") || holder).textContent.trim();
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not copied";
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    holder.append(" ", button);
  };
  document.querySelectorAll("div.code, .cite").forEach(copying);

  // On paper nothing can be opened: what is folded is printed open, but for lists too long for paper.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    opened.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));

  // What a column means opens beside its heading.
  for (const note of document.querySelectorAll("[popover].column-note")) {
    note.addEventListener("toggle", (event) => {
      const button = document.querySelector(`[popovertarget="${note.id}"]`);
      if (event.newState !== "open" || !button) return;
      const at = button.getBoundingClientRect();
      note.style.margin = "0";
      note.style.left = `${Math.max(16, Math.min(at.left, innerWidth - note.offsetWidth - 16))}px`;
      note.style.top = `${Math.max(16, Math.min(at.bottom + 6, innerHeight - note.offsetHeight - 16))}px`;
    });
  }

  // A link to something that is folded opens it.
  const named = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return ""; // what is no encoded text names no place
    }
  };
  const unfold = () => {
    const target = document.getElementById(named());
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  if (location.hash) unfold();
})();
