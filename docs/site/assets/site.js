"use strict";
const root = document.documentElement;
const $ = (selector) => document.querySelector(selector);

// Light or dark.
const button = $("button.theme");
button.hidden = false;
button.addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {}
});

// The pages are open beside the text where there is room.
const pages = $(".side details");
const wide = matchMedia("(min-width: 60rem)");
if (pages) {
  const open = () => (pages.open = wide.matches);
  wide.addEventListener("change", open);
  open();
  const here = pages.querySelector("[aria-current]");
  if (here && wide.matches) $(".side").scrollTop = here.offsetTop - innerHeight / 3;
}

// What is wider than the page scrolls by keys, too.
const scrollers = () => {
  for (const e of document.querySelectorAll(".table, .code pre")) {
    if (e.scrollWidth > e.clientWidth) e.tabIndex = 0;
    else e.removeAttribute("tabindex");
  }
};
scrollers();
addEventListener("resize", scrollers);

// "/" goes to the search.
addEventListener("keydown", (e) => {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  e.preventDefault();
  ($("#q") ?? $("#find")).focus();
});

// The other versions, where the site has them.
const base = root.dataset.root;
const version = root.dataset.version;
if (location.protocol !== "file:" && base.endsWith(`/${version}/`)) {
  const top = base.slice(0, -version.length - 1);
  fetch(top + "versions.json")
    .then((r) => (r.ok ? r.json() : []))
    .then((list) => {
      if (list.length < 2) return;
      const label = $(".version");
      const select = document.createElement("select");
      select.setAttribute("aria-label", label.firstElementChild.textContent.trim());
      for (const v of list) select.add(new Option(v, v, false, v === version));
      select.addEventListener("change", () => (location.href = location.href.replace(base, `${top}${select.value}/`)));
      label.replaceChildren(select);
    })
    .catch(() => {});
}

// The search. Each entry gets a score for a query; 0 is no match.
// Chinese has no spaces between words: the browser knows where they end.
const segmenter = Intl.Segmenter && new Intl.Segmenter("zh", { granularity: "word" });
const split = (s) => (segmenter && /\p{Script=Han}/u.test(s) ? Array.from(segmenter.segment(s), (w) => w.segment) : [s]);
const words = (s) => (s.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).flatMap(split);

// said is how much of a message of the platform the query has, in letters: the
// message's parts between its gaps ("…"), in order; or, for a query that is
// itself a part of a message, the query.
function said(message, query) {
  const m = message.toLowerCase();
  if (query.length > 3 && m.includes(query)) return query.length;
  let at = 0;
  let sum = 0;
  for (const part of m.split("…")) {
    const p = part.trim();
    if (!p) continue;
    const i = query.indexOf(p, at);
    if (i < 0) return 0;
    at = i + p.length;
    sum += p.length;
  }
  return sum > 5 ? sum : 0;
}

function score(entry, query) {
  let best = 0;
  for (const message of entry.said ?? []) {
    const n = said(message, query);
    if (n > best) [best, entry.hit] = [n, message];
  }
  if (best) return 1000 + best;
  entry.hit = "";
  const id = entry.id.toLowerCase();
  if (id === query) return 5000;
  if (id.startsWith(query)) return 800 - id.length;
  if (id.includes(query)) return 700 - id.length;
  const text = [entry.id, entry.title, ...(entry.gates ?? []), ...(entry.said ?? []), ...(entry.heads ?? [])].join(" ").toLowerCase();
  const asked = words(query);
  if (asked.length === 0) return text.includes(query) ? 100 : 0;
  const found = asked.filter((w) => text.includes(w)).length;
  if (found === asked.length) return 300 + (entry.gate ? 10 : 0) + asked.filter((w) => id.includes(w) || entry.title.toLowerCase().includes(w)).length;
  return asked.length > 3 && found / asked.length > 0.7 ? (100 * found) / asked.length : 0;
}

function find(list, query, gate) {
  const q = query.trim().toLowerCase().replace(/\s+/g, " ");
  return list
    .filter((e) => !gate || e.gates?.includes(gate))
    .map((e) => [q ? score(e, q) : gate ? 1 : 0, e])
    .filter(([n]) => n > 0)
    .sort((a, b) => b[0] - a[0] || a[1].id.localeCompare(b[1].id));
}

const load = (e) => fetch(e.dataset.index).then((r) => r.json());

function element(name, attributes, ...content) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  e.append(...content);
  return e;
}

const form = $("#search");
if (form) {
  const given = new URLSearchParams(location.search);
  form.q.value = given.get("q") ?? "";
  for (const radio of form.gate) radio.checked = radio.value === (given.get("gate") ?? "");
  if (![...form.gate].some((r) => r.checked)) form.gate[0].checked = true;
  const index = load(form);
  const show = async () => {
    const list = find(await index, form.q.value, form.gate.value);
    const state = new URLSearchParams();
    if (form.q.value) state.set("q", form.q.value);
    if (form.gate.value) state.set("gate", form.gate.value);
    history.replaceState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}`);
    const asked = form.q.value.trim() || form.gate.value;
    $("#count").textContent = !asked ? "" : list.length ? `${list.length} ${form.dataset.some}` : form.dataset.none;
    $("#results").replaceChildren(
      ...list.slice(0, 200).map(([, e]) => {
        const item = element("li", {}, element("a", { href: e.url }, e.id));
        if (e.gate) item.append(" ", element("span", { class: `gate ${e.gate}` }, e.gate), " ", element("span", { class: e.severity }, e.severity));
        item.append(element("p", {}, e.title));
        if (e.hit) item.append(element("p", { class: "hit" }, element("code", {}, e.hit)));
        return item;
      }),
    );
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (e) => e.preventDefault());
  show();
  if (!form.q.value && !form.gate.value) form.q.focus();
}

// The pages whose addresses are nearest to one that does not exist.
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}

const near = $("#near");
if (near) {
  load(near).then((list) => {
    const clean = (path) => path.replace(/^.*?\/(latest|v\d+\.\d+)\//, "").replace(/(\.md|\.html|\/)$/, "").toLowerCase().slice(0, 100);
    const asked = clean(location.pathname);
    const last = (path) => path.split("/").pop();
    const ranked = list
      .map((e) => {
        const whole = distance(asked, clean(e.url));
        return [Math.min(whole, distance(last(asked), last(clean(e.url))) + 2) + whole / 1000, e];
      })
      .sort((a, b) => a[0] - b[0])
      .slice(0, 5);
    near.replaceChildren(...ranked.map(([, e]) => element("li", {}, element("a", { href: e.url }, e.id), ` – ${e.title}`)));
  });
}

// What is in a block goes to the clipboard.
if (navigator.clipboard) {
  for (const block of document.querySelectorAll(".code")) {
    const copy = element("button", { type: "button", class: "copy" }, root.dataset.copy ?? "Copy");
    copy.addEventListener("click", async () => {
      const lines = block.querySelector("pre").textContent.replace(/\n$/, "").split("\n");
      const commands = lines.filter((l) => l.startsWith("$ ")).map((l) => l.slice(2));
      await navigator.clipboard.writeText((commands.length ? commands : lines).join("\n"));
      copy.textContent = root.dataset.copied ?? "Copied";
      setTimeout(() => (copy.textContent = root.dataset.copy ?? "Copy"), 1500);
    });
    block.append(copy);
  }
}
