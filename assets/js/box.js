// The search box of every page: "/" leads to it, and on the search page its
// use fetches the script that searches.
(() => {
  "use strict";
  const box = document.querySelector(".search__words");
  if (!box) return;
  addEventListener("keydown", e => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.target.closest?.("input, textarea, select, [contenteditable]")) return;
    e.preventDefault();
    box.focus();
    box.select();
  });
  const client = document.getElementById("page-client");
  if (!client) return;
  let started;
  const start = () => {
    if (!started) client.after(document.importNode(client.content, true));
    started = true;
  };
  box.addEventListener("focus", start);
  // The script may come in the middle of a composition.
  box.addEventListener("compositionstart", () => { box.composing = true; });
  box.addEventListener("compositionend", () => { box.composing = false; });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) box.value = asked;
  if (asked || document.activeElement === box) start();
})();
