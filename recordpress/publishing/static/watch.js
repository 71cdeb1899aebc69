// Asks the server that watches the files whether there is a new build, and shows the problems that it has found.
(() => {
  const OFTEN = 100; // milliseconds between two questions
  const SELDOM = 2000; // the same while the server does not answer
  const root = document.querySelector('link[href$="/-/recordpress/watch.css"]').getAttribute("href").replace("/-/recordpress/watch.css", "");
  const here = () => document.getElementById("watch");

  const typed = () =>
    [...document.querySelectorAll("textarea, input[type=search], input[type=text], input:not([type])")].some(
      (field) => field.value !== field.defaultValue,
    );

  const later = () => {
    if (document.querySelector(".watch-later")) return;
    const note = document.createElement("p");
    note.className = "watch-later";
    note.append("A new build is there. What you typed here stays until you ");
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "load the page again";
    link.addEventListener("click", (event) => (event.preventDefault(), location.reload()));
    note.append(link, ".");
    here().append(note);
  };

  const tell = async () => {
    const answer = await fetch(`${root}/-/watch`, { cache: "no-store" });
    if (!answer.ok) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("watch");
    const shown = here();
    shown.dataset.problems = told.dataset.problems;
    shown.replaceChildren(...told.childNodes); // the frame stays, so that readers are told of what comes into it
  };

  const ask = async () => {
    const answer = await fetch(`${root}/-/watch.json`, { cache: "no-store" });
    const state = await answer.json();
    if (state.problems !== here().dataset.problems) await tell();
    if (state.build === here().dataset.build) return;
    if (typed()) later();
    else location.reload();
  };

  let timer;
  const goOn = async () => {
    clearTimeout(timer);
    let pause = OFTEN;
    try {
      await ask();
    } catch {
      pause = SELDOM;
    }
    if (!document.hidden) timer = setTimeout(goOn, pause);
  };
  document.addEventListener("visibilitychange", goOn);
  goOn();
})();
