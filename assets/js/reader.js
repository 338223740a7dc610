// What makes reading easier where there are scripts; nothing depends on it.
(() => {
  "use strict";

  // The way to read that the reader chose last, one language or two, holds for
  // the next article as well.
  const key = "backissue-view";
  const memory = {
    get() { try { return localStorage.getItem(key) || ""; } catch { return ""; } },
    set(view) { try { localStorage.setItem(key, view); } catch { /* forbidden: then it is forgotten */ } },
  };
  const views = [...document.querySelectorAll(".view a")];
  for (const a of views) a.addEventListener("click", () => memory.set(a.dataset.view));
  const current = views.find(a => a.ariaCurrent);
  const wanted = views.find(a => a.dataset.view === memory.get());
  const [visit] = performance.getEntriesByType("navigation");
  const fromHere = document.referrer.startsWith(location.origin + "/");
  if (current && wanted && current.dataset.view === "" && wanted !== current && fromHere && visit?.type === "navigate") {
    location.replace(wanted.href + location.hash);
    return;
  }

  // Copying the address, or the citation, of the article or of one part of it.
  const cite = document.querySelector(".cite");
  if (!cite) return;

  const copy = async (text, button) => {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = cite.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  };

  const tools = (address, citation) => {
    const box = document.createElement("span");
    box.className = "tools";
    for (const [label, text] of [[cite.dataset.link, address], [cite.dataset.citation, citation]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.ariaLive = "polite";
      button.textContent = label;
      button.addEventListener("click", () => copy(text(), button));
      box.append(button);
    }
    return box;
  };

  const here = () => location.href.split("#")[0];
  const whole = cite.querySelector(".cite__text").textContent.trim();
  cite.append(tools(here, () => whole.includes("://") ? whole : whole + " " + here()));

  let shown;
  const show = () => {
    shown?.remove();
    const id = decodeURIComponent(location.hash.slice(1));
    const part = document.getElementById(id);
    if (!part?.closest(".article .text")) return;
    const label = (part.querySelector(".num") ?? part).textContent.trim();
    if (label.length > 60) return;
    const address = () => here() + "#" + id;
    shown = tools(address, () => cite.dataset.part.replace("{part}", label) + " " + address());
    shown.classList.add("tools--part");
    part.append(shown);
  };
  addEventListener("hashchange", show);
  show();
})();
