// Has a page follow the changes of its file, in the preview only.
(() => {
  "use strict";
  const script = document.currentScript;
  const data = script.dataset;
  const me = { start: +(data.start ?? 0), at: +(data.at ?? -1), all: data.all !== undefined };
  const problem = data.problem ? JSON.parse(data.problem) : null;

  // ── Names ──

  const nameOf = address => {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) return null;
    let name = url.pathname.slice(1);
    try { name = decodeURIComponent(name); } catch { /* not one of ours */ }
    return name === "" || name.endsWith("/") ? name + "index.html" : name;
  };
  const plain = name => name.replace(/\.[0-9a-f]{16,}(?=\.)/, "");
  const names = (file, name) => name !== null && (file === "" || file.endsWith("/") && name.startsWith(file) ||
    plain(file) === plain(name));
  const page = nameOf(location.href);
  let leaving = false; // to load the page again
  const isCSS = file => file.endsWith(".css");

  // ── The place where the reader is ──

  const key = "backissue-preview-place";
  const blocks = () => document.querySelectorAll("h1,h2,h3,h4,h5,h6,p,li,dt,dd,tr,pre,blockquote,figure,img,[id]");
  const textOf = e => (e.currentSrc || e.textContent).trim().replace(/\s+/g, " ").slice(0, 80);

  // What is at the top, and some more in case that is gone afterwards.
  const place = () => {
    const near = [];
    const seen = new Map();
    for (const e of blocks()) {
      const text = textOf(e);
      const same = e.tagName + text;
      seen.set(same, (seen.get(same) ?? 0) + 1);
      if (near.length === 40) break;
      const box = e.getBoundingClientRect();
      if (box.height > 0 && box.bottom > 0 && (text || e.id)) {
        near.push({ tag: e.tagName, id: e.id, text, nth: seen.get(same), top: box.top });
      }
    }
    // The smallest that begins in sight says more than the one around it.
    near.sort((a, b) => (a.top < 0) - (b.top < 0));
    return near;
  };
  const save = () => {
    const open = [...document.querySelectorAll("details")].map(d => d.open);
    const focus = document.activeElement?.id || "";
    try {
      sessionStorage.setItem(key, JSON.stringify({ page: location.href, y: scrollY, near: scrollY > 0 ? place() : [], open, focus }));
      history.scrollRestoration = "manual";
    } catch { /* forbidden: then the browser does what it can */ }
  };
  const find = wanted => {
    let nth = 0, found = null;
    for (const e of blocks()) {
      if (e.tagName !== wanted.tag) continue;
      if (wanted.id && e.id === wanted.id) return e;
      if (!wanted.text || textOf(e) !== wanted.text) continue;
      found = e;
      if (++nth === wanted.nth) break;
    }
    return found;
  };
  const restore = () => {
    let was = null;
    try {
      was = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
    } catch { /* forbidden */ }
    if (!was || was.page !== location.href) return;
    const details = document.querySelectorAll("details");
    if (details.length === was.open.length) details.forEach((d, i) => { if (d.open !== was.open[i]) d.open = was.open[i]; });
    if (was.focus) document.getElementById(was.focus)?.focus({ preventScroll: true });
    const go = () => {
      let y = was.y;
      for (const wanted of was.near) {
        const e = find(wanted);
        if (!e) continue;
        y = scrollY + e.getBoundingClientRect().top - wanted.top;
        break;
      }
      scrollTo({ top: y, behavior: "instant" });
      return scrollY;
    };
    const y = go();
    // Pictures and fonts may have come meanwhile, but the reader goes first.
    addEventListener("load", () => { if (Math.abs(scrollY - y) < 2) go(); }, { once: true });
    // Not before: the browser would go where the page was before it changed.
    addEventListener("pagehide", () => { if (!leaving) history.scrollRestoration = "auto"; });
  };

  // ── What is wrong ──

  let panel = null;
  const style = `
    :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; color-scheme: dark }
    details { max-height: 60vh; overflow: auto; box-sizing: border-box; padding: .6rem 1rem; background: #3b0d0d; color: #fff;
      border-top: 3px solid #ff6b6b; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
    summary { cursor: pointer; font-weight: 600; padding-inline-end: 2.5rem }
    pre, code { font: 13px/1.5 ui-monospace, monospace; color: #ffd9d9; white-space: pre-wrap; margin: .3rem 0 }
    p { margin: .3rem 0 }
    article + article { border-top: 1px solid #ff6b6b66; margin-top: .6rem; padding-top: .3rem }
    button { position: absolute; inset: .5rem 1rem auto auto; font: inherit; font-size: 20px; line-height: 1; min-width: 28px; min-height: 28px;
      color: #fff; background: none; border: 1px solid #ff6b6b; border-radius: 4px; cursor: pointer }
    :focus-visible { outline: 2px solid #fff; outline-offset: 2px }
    @media print { :host { display: none } }`;
  const element = (tag, text) => {
    const e = document.createElement(tag);
    e.textContent = text;
    return e;
  };
  const where = p => p.file ? [p.file, p.line, p.line && p.column].filter(Boolean).join(":") : "";
  const closed = "backissue-preview-closed";
  const session = {
    get() { try { return sessionStorage.getItem(closed); } catch { return null; } },
    set(v) { try { sessionStorage.setItem(closed, v); } catch { /* forbidden: it comes again */ } },
  };
  const show = problems => {
    const text = JSON.stringify(problems);
    if (panel?.text === text) return;
    panel?.host.remove();
    panel = null;
    if (!problems.length || session.get() === text) return;
    const host = document.createElement("backissue-problems");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const box = document.createElement("details");
    box.open = problems.some(p => !p.pages?.length || p.pages.some(f => names(f, page)));
    const [first] = problems;
    const title = problems.length === 1 ? first.file ? where(first) : first.what : `${problems.length} problems`;
    const summary = element("summary", title);
    summary.setAttribute("role", "alert");
    box.append(summary);
    for (const p of problems) {
      const one = document.createElement("article");
      if (problems.length > 1 && p.file) one.append(element("code", where(p)));
      if (title !== p.what) one.append(element("p", p.what));
      if (p.excerpt) one.append(element("pre", p.excerpt));
      if (p.hint) one.append(element("p", p.hint));
      box.append(one);
    }
    const close = element("button", "×");
    close.ariaLabel = "Close";
    close.addEventListener("click", () => { session.set(text); host.remove(); });
    root.append(box, close);
    document.documentElement.append(host);
    panel = { host, text };
  };

  // ── Changing in place ──

  // What of a page's text changed takes the place of what was there: faster than
  // loading the page again, and the rest of it does not know. Only the text may
  // differ, and only where scripts have left the page as it came.
  let was = null; // the page as it came
  const source = async () => {
    const url = new URL(location.href);
    url.searchParams.set("raw", "");
    url.hash = "";
    const answer = await fetch(url, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    return { page: new DOMParser().parseFromString(await answer.text(), "text/html"), tag: answer.headers.get("ETag") };
  };
  const bare = e => { const copy = e.cloneNode(); return copy.outerHTML; };
  const elements = e => [...e.children].filter(c => !c.matches(".tools")); // the theme's script adds these
  const otherwise = (old, now) => {
    let from = 0, to = 0;
    const most = Math.min(old.length, now.length);
    while (from < most && old[from].isEqualNode(now[from])) from++;
    while (to < most - from && old[old.length - 1 - to].isEqualNode(now[now.length - 1 - to])) to++;
    return [from, to];
  };
  const change = next => {
    if (!was.head.isEqualNode(next.head)) return false;
    let [old, now, here] = [was.body, next.body, document.body];
    if (bare(old) !== bare(now)) return false;
    for (;;) {
      const [a, b] = [[...old.children], [...now.children]];
      const mine = elements(here).filter(e => here !== document.body || e.localName !== "script");
      const [from, to] = otherwise(a, b);
      if (from === a.length && from === b.length) return old.isEqualNode(now);
      const [x, y] = [a[from], b[from]];
      const one = a.length === b.length && from + to === a.length - 1;
      if (one && mine[from] && x.localName === y.localName && bare(x) === bare(y) && bare(x) === bare(mine[from]) && x.children.length) {
        [old, now, here] = [x, y, mine[from]];
        continue;
      }
      // Text beside these elements must be the same, or be replaced with all of them.
      const parts = mine.slice(from, a.length - to);
      if (!here.closest("main") || mine.length !== a.length ||
        parts.some((e, i) => !e.isEqualNode(a[from + i])) || b.slice(from, b.length - to).some(e => e.matches("script, style") || e.querySelector("script, style"))) return false;
      const loose = e => [...e.childNodes].filter(n => n.nodeType !== Node.ELEMENT_NODE).map(n => n.data.trim()).join();
      if (loose(old) !== loose(now)) {
        if (elements(here).length !== here.children.length || !here.isEqualNode(old)) return false;
        here.replaceWith(document.importNode(now, true));
        return true;
      }
      const after = mine[a.length - to] ?? null;
      for (const e of parts) e.remove();
      for (const e of b.slice(from, b.length - to)) here.insertBefore(document.importNode(e, true), after);
      return true;
    }
  };
  addEventListener("load", () => setTimeout(async () => {
    if (problem || data.tag === undefined) return;
    try {
      const now = await source();
      if (now.tag === data.tag) was = now.page;
    } catch { /* then the page is loaded again when it changes */ }
  }));

  // ── Changes ──

  let waiting = null;
  const reload = () => {
    leaving = true;
    save();
    location.reload();
  };
  let turn = Promise.resolve();
  const renew = () => {
    turn = turn.then(async () => {
      if (leaving) return;
      try {
        const next = was && await source();
        if (next && change(next.page)) {
          [was, data.tag] = [next.page, next.tag];
          return;
        }
      } catch { /* it is broken now, or gone */ }
      reload();
    });
  };
  const exchange = (link, file) => {
    const next = link.cloneNode();
    const url = new URL(link.href);
    if (isCSS(file)) url.pathname = "/" + file.split("/").map(encodeURIComponent).join("/");
    url.searchParams.set("at", me.at);
    next.href = url.href;
    next.removeAttribute("integrity");
    next.onload = () => link.remove();
    next.onerror = () => next.remove();
    link.after(next);
  };
  // The server was started anew: what it shows may be the same.
  const compare = async () => {
    if (data.tag === undefined) return reload();
    const url = new URL(location.href);
    url.searchParams.set("raw", "");
    url.hash = "";
    try {
      const answer = await fetch(url, { method: "HEAD", cache: "no-store" });
      if (answer.headers.get("ETag") !== data.tag) reload();
    } catch { /* gone again, or forbidden: the page stays */ }
  };
  const apply = state => {
    if (leaving || state.start < me.start || state.start === me.start && state.at < me.at) return;
    waiting = null;
    if (document.hidden) {
      waiting = state; // until somebody looks
      return;
    }
    const anew = state.start !== me.start;
    const missed = me.at < state.from;
    const files = state.log.filter(e => e.at > me.at).flatMap(e => e.files);
    const more = state.at > me.at;
    const first = me.at < 0;
    [me.start, me.at] = [state.start, state.at];
    const same = problem && !anew && !more && !state.problems.some(p => p.file === problem.file && p.what === problem.what);
    show(same ? [problem, ...state.problems] : state.problems);
    if (first) return;
    if (anew) return void (me.all ? reload() : compare());
    if (!more) return;
    if (me.all || missed) return reload();
    if (files.some(f => names(f, page))) {
      const broken = state.problems.some(p => !p.pages?.length || p.pages.some(f => names(f, page)));
      return !broken && files.every(f => names(f, page) || f.endsWith(".html")) ? renew() : reload();
    }
    const links = [...document.querySelectorAll("link[rel~=stylesheet]")];
    const loaded = performance.getEntriesByType("resource")
      .filter(e => e.initiatorType !== "iframe") // which follows its own changes
      .map(e => nameOf(e.name));
    const exchanges = new Map();
    for (const f of new Set(files)) {
      const mine = links.filter(l => names(f, nameOf(l.href)));
      for (const l of mine) exchanges.set(l, f);
      if (isCSS(f) && mine.length) continue;
      if (loaded.some(n => n !== null && !(mine.length && isCSS(n)) && names(f, n))) return reload();
    }
    for (const [l, f] of exchanges) exchange(l, f);
  };
  document.addEventListener("visibilitychange", () => { if (waiting && !document.hidden) apply(waiting); });

  // ── The connection ──

  // Without a worker for all tabs each has a connection of its own, but only
  // while it is looked at: a browser has six for one host.
  const alone = () => {
    let events = null;
    const turn = () => {
      events?.close();
      events = null;
      if (document.hidden) return;
      events = new EventSource("/_preview/events");
      events.onmessage = e => apply(JSON.parse(e.data));
    };
    document.addEventListener("visibilitychange", turn);
    turn();
  };
  const version = new URL(script.src).search;
  const together = () => {
    const worker = new SharedWorker("/_preview/worker.js" + version, { name: "backissue-preview" });
    worker.onerror = alone;
    worker.port.onmessage = e => apply(e.data);
    return worker;
  };
  restore();
  if (problem) show([problem]);
  try {
    if (!window.SharedWorker || !window.BroadcastChannel) throw new Error("no worker");
    const channel = new BroadcastChannel("backissue-preview" + version);
    channel.onmessage = e => apply(e.data);
    let worker = together();
    // A page that was put aside whole may come back old.
    addEventListener("pageshow", e => { if (e.persisted) { leaving = false; worker = together(); } });
  } catch {
    alone();
  }
})();
