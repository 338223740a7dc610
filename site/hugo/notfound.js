// This page is shown for whatever is not there, at any depth, and was made
// without the address of its site. Its links begin at data-base, which holds at
// the root of a host. Find the folder that the site really lies in: the one before
// a language in the address, or the nearest one above that has the file data-mark.
(async () => {
  "use strict";
  const { base, languages, mark } = document.currentScript.dataset;
  const parts = location.pathname.split("/");
  const folders = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join("/"));
  const language = parts.findIndex(p => p && languages.split(" ").includes(p.toLowerCase()));
  const likely = folders.slice(Math.max(language - 1, 0), Math.max(language, 0));
  for (const folder of new Set([...likely, base || folders.at(-1), ...folders.slice(0, 6).reverse()])) {
    const answer = await fetch(folder + mark, { method: "HEAD" }).catch(() => null);
    if (!answer?.ok) continue;
    if (folder === base) return;
    for (const name of ["href", "src", "action"]) {
      for (const e of document.querySelectorAll(`[${name}^="${base}/"]`)) {
        e.setAttribute(name, folder + e.getAttribute(name).slice(base.length));
      }
    }
    return;
  }
})();
