// Search without a server. This file runs on the search page, when its box is
// used; package site/search writes the files that it reads, says how they are
// made, and has the same rules for texts. Nothing is sent anywhere.
(() => {
  "use strict";

  // Characters that are searched for one by one, and in threes; all others are
  // words.
  const PAIR = "\\u1100-\\u11ff\\u2e80-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\u{1b000}-\\u{3ffff}";
  const TRIPLE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\ua9e0-\\uaa7f";
  const isPair = new RegExp(`^[${PAIR}]`, "u"), isTriple = new RegExp(`^[${TRIPLE}]`, "u");
  const UNITS = new RegExp(`[${PAIR}]|[${TRIPLE}]+|[^${PAIR}${TRIPLE} |]+`, "gu");
  const HOME = new RegExp(`^[^${PAIR}${TRIPLE}]{1,3}`, "u");
  const kind = s => isPair.test(s) ? 1 : isTriple.test(s) ? 2 : 3;
  const variants = {};

  // The key of a text: the text as it is compared, and where each of its
  // characters begins and ends in the text.
  const fold = (text, strict) => {
    let key = "", last = 0, gap = "";
    const at = [], to = [];
    for (const m of text.normalize().matchAll(/[^][\p{M}\uff9e\uff9f]*/gu)) {
      let part = m[0];
      if (!/^[a-z0-9 \u4e00-\u9fff\uac00-\ud7a3]$/.test(part)) {
        part = part.normalize("NFKD").replace(/[\u0640\u064b-\u065f\u0670]/g, "");
        if (!strict) part = part.replace(/(?<![иИ])[\u0300-\u036f]/g, "");
        part = [...part].map(c => c.toLowerCase()).join("").normalize();
        if (!strict) part = part.replaceAll("đ", "d");
      }
      for (const c of part) {
        if (/[\p{Cf}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(c)) continue;
        if (/\p{White_Space}/u.test(c)) gap ||= " ";
        else if (/[^\p{L}\p{N}\p{M}]/u.test(c)) gap = "|";
        else {
          const k = kind(c);
          const more = (last && (gap === "|" || gap && last + k > 5) ? gap : "") + (variants[c] ?? c);
          for (let i = 0; i < more.length; i++) at.push(m.index), to.push(m.index + m[0].length);
          key += more;
          last = k;
          gap = "";
        }
      }
    }
    return { key, at, to };
  };

  const cut = s => [...s].slice(0, 24).join("");

  // The terms that the key of words asked for must have, as few as hold all of
  // it; true after one that may be the beginning of a longer word.
  const terms = key => {
    const units = [...key.matchAll(UNITS)], out = [];
    let joined;
    units.forEach((m, i) => {
      const u = m[0], k = kind(u), next = units[i + 1];
      const meet = next && k != 2 && next.index === m.index + u.length && (k + kind(next[0])) % 2 < 1;
      if (k === 2) {
        const c = [...u];
        if (c.length < 4) out.push([u]);
        else for (let j = 2; j < c.length; j++) out.push([c[j - 2] + c[j - 1] + c[j]]);
      } else if (meet) out.push([cut(u) + cut(next[0])]);
      else if (!joined) {
        const begins = k === 3 && !/\p{N}/u.test(u), long = [...u].length > 2;
        // So short a beginning of a last word says nothing yet.
        if (!begins || long || !i || next) out.push([cut(u), begins && long]);
      }
      joined = meet;
    });
    return out;
  };

  // Below, the page.

  const place = document.querySelector(".results"), form = document.querySelector(".search"), box = form.q;
  const fields = [...form.querySelectorAll("input, select")], filters = form.querySelector("fieldset");
  const status = document.querySelector(".status"), [moreButton, apartButton] = document.querySelectorAll(".onward button");
  const word = place.dataset, language = document.documentElement.lang;
  const base = new URL("../search/", document.currentScript.src);

  // Files: each calls Q with what is in it.
  const waiting = {};
  let files = {}, shards = {}, texts = {}, fresh = "";
  globalThis.Q = text => waiting[document.currentScript.src](text);
  const load = name => files[name] ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = base + name + ".js" + fresh;
    waiting[script.src] = done;
    script.onerror = fail;
    document.head.append(script);
  }).then(async text => new Uint8Array(await new Response(
    new Blob([Uint8Array.from(atob(text), c => c.charCodeAt())]).stream().pipeThrough(new DecompressionStream("deflate-raw"))
  ).arrayBuffer()));
  const utf8 = bytes => new TextDecoder().decode(bytes);
  const all = (list, f) => Promise.all(list.map(f));

  // Variants come as pairs, 發发: those of texts with the first file, all others
  // when a query is in vain without them.
  const learn = pairs => pairs.replace(/(.)(.)/gu, (_, from, to) => variants[from] = to);

  let segments, groups, total, pageOf, many, others;
  const start = async () => {
    let met;
    [others, met, segments, groups, many] = JSON.parse(utf8(await load("root")));
    learn(met);
    total = segments.reduce((n, s) => n + s[2], 1);
    const page = [...many].flatMap((c, i) => Array(c.codePointAt() - 32).fill(i));
    pageOf = doc => many ? page[doc] : doc;
  };

  // A passage, with what can be found in it: titles, facts, and blocks.
  const text = async doc => {
    let n = doc, i = 0;
    while (n >= groups[i][1]) n -= groups[i++][1];
    if (texts[doc]) return texts[doc];
    const [path, lang, titles, issue, section, facts, list] = JSON.parse(utf8(await load(groups[i][0] + "/" + n)));
    let anchor = "";
    const blocks = titles.map(([text, lang]) => ({ text, lang, title: 1 }));
    for (const b of list) {
      const [text, at, other] = [b].flat();
      anchor = at ?? anchor;
      blocks.push({ text, anchor, lang: other || lang });
    }
    blocks.push(...facts.map(text => ({ text })));
    return texts[doc] = { path, lang, issue, section, blocks };
  };
  const keyOf = (b, strict) => b[strict] ??= fold(b.text, strict);

  const reader = bytes => {
    let i = 0;
    return n => {
      if (n >= 0) return bytes.subarray(i, i += n);
      let value = 0, shift = 0, c;
      do {
        c = bytes[i++];
        value |= (c & 127) << shift;
        shift += 7;
      } while (c > 127);
      return value;
    };
  };
  const list = (read, n, doc) => {
    const docs = new Map;
    while (n--) {
      const v = read();
      docs.set(doc += v >> 2, v & 3);
    }
    return docs;
  };
  const shard = ([hash, first, , count], term) => {
    let h = 0x811c9dc5;
    const home = term.match(HOME)?.[0] ?? term;
    for (let i = 0; i < home.length; i++) h = Math.imul(h ^ home.charCodeAt(i), 0x01000193);
    const name = hash + "/", n = (h >>> 0) % count;
    return shards[name + n] ??= load(name + n).then(bytes => {
      const read = reader(bytes), found = new Map;
      for (const term of utf8(read(read())).split("\n")) {
        const df = read(), heavy = read();
        found.set(term, { df, docs: list(read, heavy ? read() : df, first), heavy: heavy && [name + "h" + n + "-" + (heavy - 1), df, first] });
      }
      return found;
    });
  };

  // The passages that have a term: of one that very many have at first the
  // best, and the rest after a call of whole.
  const find = async ([term, prefix]) => {
    const t = { df: 0, docs: new Map, rest: [] };
    await all(segments, async s => {
      for (const [name, e] of await shard(s, term)) {
        if (name !== term && !(prefix && name.startsWith(term))) continue;
        for (const [doc, weight] of e.docs) t.docs.set(doc, Math.max(weight, t.docs.get(doc) ?? 0));
        if (e.heavy) t.rest.push(e.heavy);
        t.df += e.df;
      }
    });
    t.worth = Math.log(1 + total / (t.df + 0.5));
    return t;
  };
  const whole = async t => {
    await all(t.rest.splice(0), async ([name, n, first]) => {
      for (const [doc, weight] of list(reader(await load(name)), n, first)) t.docs.set(doc, weight);
    });
    return t;
  };
  const WEIGHTS = [1, 1.5, 2.5, 5];
  const score = (ts, doc) => ts.reduce((sum, t) => sum + (WEIGHTS[t.docs.get(doc)] ?? 0) * t.worth, 0);
  const spread = (list, n) => list.filter((_, i) => i * n / list.length % 1 < n / list.length);

  // The passages that have all terms of a key, each with what it is worth. Three
  // terms say enough, unless many passages have them: texts are looked into.
  const passages = async (key, exactly) => {
    const asked = terms(key), first = spread(asked, 3), single = !asked[1];
    const ts = await all(first, find);
    if (ts.some(t => !t.df) || !ts[0]) return { docs: new Map };
    let docs;
    // Keeps those that have all terms, and tells whether they are too many.
    const narrow = () => {
      const [least, ...others] = ts.filter(t => single || !t.rest.length).sort((a, b) => a.df - b.df);
      docs = [...least?.docs.keys() ?? []].filter(doc => others.every(t => t.docs.has(doc)));
      return single ? exactly : !least || docs.length > 20;
    };
    if (narrow()) {
      const further = all(spread(asked.filter(t => !first.includes(t)), 3), find);
      await all(ts, whole);
      ts.push(...await further);
      if (narrow() && ts.some(t => t.rest.length)) {
        await all(ts, whole);
        narrow();
      }
    }
    return { docs: new Map(docs.map(doc => [doc, score(ts, doc)])), term: single ? ts[0] : null, sure: single && !asked[0][1] };
  };

  // What was asked for, and where a block has it: not in the middle of a word.
  const ask = text => {
    const strict = /\p{Script=Latin}[\u0300-\u036f]/u.test(text.normalize("NFD"));
    const key = fold(text, strict).key;
    return { strict, key, loose: fold(text).key, sought: new RegExp((kind(key) < 3 ? "" : `(?<![^${PAIR}${TRIPLE} |])`) + key.replaceAll("|", "\\|"), "gu") };
  };
  const places = (b, w) => {
    const { key, at, to } = keyOf(b, w.strict);
    return [...key.matchAll(w.sought)].map(m => [at[m.index], to[m.index + m[0].length - 1]]);
  };
  // The same with an error in every four characters: one that is another, is
  // missing, or is too many.
  const nearly = key => key.replace(/.{4,7}$|.{4}|^.{3}$/gu, part => {
    const c = [...part], join = (a, b, i) => c.slice(0, i).join("") + a + c.slice(i + b).join("");
    return "(?:" + c.flatMap((_, i) => [join(".?", 1, i), join(".", 0, i)]).join("|") + ")";
  });

  const allowed = facets => all(facets, async f => (await whole(await find([f]))).docs);

  // Pages that have all words: next returns some of the best of those that are
  // left, when their texts have been looked into. A few are looked into at a
  // time, so that something is there soon; as many as it takes to find one only
  // if there is no other way to search.
  const search = async (words, facets, last) => {
    const one = !words[1], looked = new Set;
    const sets = await all(words, w => passages(w.loose, !one || facets.length));
    const kept = await allowed(facets), { term, sure } = sets[0];
    const list = () => {
      const pages = {};
      sets.forEach(({ docs }, i) => {
        for (const [doc, worth] of docs) {
          const n = pageOf(doc);
          if (!looked.has(n) && kept.every(k => k.has(doc))) (pages[n] ??= { n, sets: sets.map(() => []) }).sets[i].push([worth, doc]);
        }
      });
      const found = Object.values(pages).filter(p => p.sets.every(s => s.length));
      for (const p of found) p.score = p.sets.reduce((sum, s) => sum + s.sort((a, b) => b[0] - a[0])[0][0], 0);
      return found.sort((a, b) => b.score - a.score || b.n - a.n);
    };
    let queue = list(), right = 0;
    const left = () => queue[0] || one && term?.rest.length;
    const check = async p => {
      looked.add(p.n);
      const has = await all(p.sets, async (s, i) => {
        for (const [, doc] of s.slice(0, 4)) {
          const t = await text(doc);
          if (t.blocks.some(b => places(b, words[i])[0])) return t;
        }
      });
      if (has.includes(undefined)) return;
      right++;
      const times = t => has.filter(h => h === t).length;
      p.text = has.sort((a, b) => times(b) - times(a))[0];
      p.score += rank(p.text, words);
      return p;
    };
    return {
      left,
      async next() {
        let found = [];
        for (let n = 0; left() && !found[0] && (n < 4 || last && !right); n++) {
          if (!queue[0]) {
            await whole(term);
            sets[0].docs = new Map([...term.docs.keys()].map(doc => [doc, score([term], doc)]));
            queue = list();
          }
          found = (await all(queue.splice(0, looked.size > 2 * right ? 10 : 4), check)).filter(p => p);
        }
        return found.sort((a, b) => b.score - a.score);
      },
      // How many pages there are, and whether that is a guess.
      count() {
        const heavy = one && term?.rest.length;
        return [heavy ? term.df : right + Math.round(queue.length * right / looked.size), heavy && many || left() && !sure];
      },
    };
  };

  // A page is worth more if its title is what was asked for, or has it whole,
  // or if a part of it begins so.
  const rank = (t, words) => {
    const phrase = words.map(w => w.loose).join("");
    let worth = 2 * (t.lang === language);
    for (const b of t.blocks) {
      const key = keyOf(b, false).key.replaceAll(" ", "");
      if (b.title) worth += key === phrase ? 60 : key.includes(phrase) ? 20 : 0;
      else if (b.anchor && key.startsWith(words.at(-1).loose)) worth += 3;
    }
    return worth;
  };

  // The nearest where nothing has what was asked for: pages with most of the
  // words, one character in four wrong.
  const nearest = async (words, facets) => {
    const docs = new Map, seen = {};
    await all(words, async w => {
      w.sought = new RegExp(nearly(w.key.replaceAll("|", " ")), "gu");
      // Of a word that is nowhere, the first half may be right.
      const ts = await all(spread(terms(w.loose), 8), async t => {
        const found = await find(t);
        return found.df || !t[1] ? found : find([t[0].slice(0, Math.max(3, t[0].length / 2)), true]);
      });
      for (const doc of new Set(ts.flatMap(t => [...t.docs.keys()]))) docs.set(doc, (docs.get(doc) ?? 0) + score(ts, doc));
    });
    const kept = await allowed(facets);
    const found = await all([...docs].filter(([doc]) => kept.every(k => k.has(doc))).sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, 20), async ([doc, score]) => {
      const t = await text(doc);
      return { n: pageOf(doc), text: t, score, has: words.filter(w => t.blocks.some(b => places(b, w)[0])).length };
    });
    return found.filter(p => p.has * 2 >= words.length).sort((a, b) => b.has - a.has || b.score - a.score).filter(p => !seen[p.n] && (seen[p.n] = 1)).slice(0, 10);
  };

  // What to show: the words as one phrase, spaces or not; else all of them
  // anywhere in a page; else the nearest.
  const answer = async (q, facets, apart) => {
    if (!segments) await start();
    const parts = [...q.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]|[^\s"“”„«»]+/g)].map(m => ask(m[1] ?? m[0])).filter(w => w.key);
    const quoted = /["“”„«»]./.test(q), whole = ask(q);
    for (const words of new Set([quoted || apart || !parts[1] ? parts : [whole], parts])) if (words[0]) {
      const found = await search(words, facets, words === parts), pages = await found.next();
      if (pages[0]) return { found, pages, words, parts: words !== parts };
    }
    if (others && /\p{Script=Han}/u.test(q)) {
      learn(utf8(await load(others)));
      others = "";
      return answer(q, facets, apart);
    }
    return { pages: await nearest(parts, facets), words: parts };
  };

  // The list of results.
  const make = (name, props, ...children) => {
    const e = document.createElement(name);
    Object.assign(e, props).append(...children);
    return e;
  };
  const marked = (text, ranges, from, to) => {
    const nodes = [];
    for (const [a, b] of ranges.sort((x, y) => x[0] - y[0])) {
      if (a < from || b > to) continue;
      nodes.push(text.slice(from, a), make("mark", {}, text.slice(a, b)));
      from = b;
    }
    return [...nodes, text.slice(from, to)];
  };
  const label = (select, value, other) => form.querySelector(`[name=${select}] [value="${value}"]`)?.text ?? other;
  const show = (p, words) => {
    const t = p.text, ranges = b => words.flatMap(w => places(b, w));
    // The block with most of the words, those first that the title has not.
    const worth = w => t.blocks.some(b => b.title && places(b, w)[0]) ? 2 : 9;
    let best = t.blocks[0], most = 0;
    for (const b of t.blocks) if (!b.title) {
      let sum = 0;
      for (const w of words) for (const [from] of places(b, w).slice(0, 1)) sum += worth(w) + !from;
      if (sum > most || best.title) best = b, most = sum;
    }
    const first = most ? Math.min(...ranges(best).map(r => r[0])) : 0, from = first < 60 ? 0 : first - 40, to = from + 180;
    const [lang, , section] = t.path.split("/"), anchor = most && best.anchor ? "#" + best.anchor : "";
    const names = t.blocks.filter((b, i) => b.title && (!i || ranges(b)[0])).map((b, i) => {
      const text = marked(b.text, ranges(b), 0);
      if (i) return make("p", { lang: b.lang }, ...text);
      const href = base + "../" + t.path + (/\.html$/.test(form.action) ? "index.html" : "") + anchor;
      return make("h2", { lang: b.lang }, make("a", { href }, ...text));
    });
    place.append(make("li", {}, ...names,
      make("p", { lang: best.lang || t.lang }, from ? "…" : "", ...marked(best.text, ranges(best), from, to), best.text[to] ? "…" : ""),
      make("small", {}, [t.issue, section && label("section", section, t.section), label("language", lang)].filter(s => s).join(" · "))));
  };

  // The page.
  let turn = 0, more;
  const say = (text, n, q) => status.textContent = text.replace("{n}", n).replace("{q}", q);
  const run = async (apart, push) => {
    const mine = ++turn, q = box.value.trim(), chosen = fields.filter(e => e.value);
    const address = "?" + new URLSearchParams(chosen.map(e => [e.name, e.value]));
    if (address !== (location.search || "?")) try { history[push ? "pushState" : "replaceState"](null, "", address); } catch { /* not from a disk */ }
    moreButton.hidden = apartButton.hidden = true;
    place.ariaBusy = q > "";
    if (!q) {
      place.replaceChildren();
      return say("");
    }
    try {
      const a = await answer(q, chosen.filter(e => e !== box).map(e => `=${e.name}=${e.value}`), apart);
      if (mine !== turn) return;
      place.replaceChildren();
      more = async pages => {
        const first = place.children.length, asked = !pages;
        place.ariaBusy = true;
        for (let i = 0; (asked || i < 4) && !place.children[first + 7] && (pages || a.found?.left()); i++) {
          const next = pages ?? await a.found.next();
          if (mine !== turn) return;
          for (const p of next) show(p, a.words);
          if (document.activeElement === moreButton) place.children[first]?.querySelector("a").focus();
          pages = null;
          const [n, about] = a.found?.count() ?? [];
          if (n) say(about ? word.about : word.count, n.toLocaleString(language));
        }
        if (!a.found) say(place.children[0] ? word.near : word.none, 0, q);
        moreButton.hidden = !a.found?.left();
        place.ariaBusy = false;
      };
      apartButton.hidden = !a.parts;
      await more(a.pages);
    } catch {
      if (mine !== turn) return;
      // The archive may have been published anew since its pages were opened.
      const again = !fresh && window.DecompressionStream;
      fresh = "?" + Date.now();
      files = {}, shards = {}, texts = {}, segments = 0;
      if (again) return run(apart);
      place.replaceChildren();
      place.ariaBusy = false;
      say(word.failed);
    }
  };
  const fill = () => {
    const given = new URLSearchParams(location.search);
    for (const e of fields) e.value = given.get(e.name) ?? "";
  };
  filters.hidden = filters.disabled = false;
  if (location.search) fill();
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(run, 150);
  };
  box.addEventListener("input", e => e.isComposing || soon());
  box.addEventListener("compositionend", soon);
  form.addEventListener("change", e => e.target !== box && run());
  form.addEventListener("submit", e => {
    e.preventDefault();
    clearTimeout(timer);
    run(false, true);
  });
  moreButton.addEventListener("click", () => more().catch(soon));
  apartButton.addEventListener("click", () => run(true));
  addEventListener("popstate", () => {
    fill();
    run();
  });
  addEventListener("keydown", e => {
    const on = document.activeElement, inBox = on === box, links = [...place.querySelectorAll("a")], at = links.indexOf(on);
    if (e.isComposing || at < 0 && !inBox) return;
    const to = { ArrowDown: links[at + 1], ArrowUp: inBox || (links[at - 1] ?? box), Escape: box }[e.key];
    if (!to?.focus) return;
    e.preventDefault();
    if (to === box && inBox) box.value = "", run();
    to.focus();
  });
  if (box.value && !box.composing) run();
})();
