// CodeMirror puts a control of its own in the place of the labelled one.
window.addEventListener("load", () => {
  for (const editor of document.querySelectorAll(".CodeMirror textarea")) {
    editor.setAttribute("aria-label", "SQL query");
  }
});
