// The page: what is open, what the checker says of it, and the controls.
import { Checker } from "./checker.js";
import { h, inline, save } from "./dom.js";
import { Editor } from "./editor.js";
import { chosen, dropped, pack, unpack } from "./files.js";
import * as panels from "./panels.js";
import { apply, languages, said, t, tag, use } from "./strings.js";

const $ = (id) => document.getElementById(id);
const gates = ["package", "install", "start", "debug", "call", "publish", "none"];
const severities = ["error", "warning", "info"];
const tabs = ["findings", "diagnose", "requires", "capabilities", "risk", "compare"];
const maxLink = 32 << 10; // bytes of an address's fragment
const maxLinked = 2 << 20; // bytes that it may unpack to
const pause = 80; // milliseconds without a key before a check

const state = {
  about: null,
  opened: null, // {names, dirs, blobs} as they were opened
  edits: new Map(), // the texts written since, by path; null for a removed file
  pending: new Map(), // those that the checker does not have yet
  listing: null,
  path: null,
  report: null,
  verdicts: [],
  unjudged: [],
  gates: new Set(),
  severities: new Set(severities),
  tab: "findings",
  message: "",
  compared: null,
};

let rules = new Map();
let examples = [];

// ---- the checker

const checker = new Checker({
  progress(got, total) {
    $("progress").value = got / total;
    $("progress-text").textContent = t("megabytes", (got / 1e6).toFixed(1), (total / 1e6).toFixed(1));
  },
  warming() {
    $("progress").removeAttribute("value");
    $("progress-text").textContent = t("warming");
  },
  kept() {
    document.documentElement.dataset.kept = "true";
  },
  ready: () => begin(),
  stopped(why) {
    $("loading").hidden = false;
    notice(t("restarted", why));
  },
  failed: (why) => notice(t("failed", why)),
});

// ask sends a request together with what was written meanwhile.
async function ask(request, blobs) {
  const files = Object.fromEntries(state.pending);
  state.pending.clear();
  return checker.ask(Object.keys(files).length && request.do !== "open" ? { ...request, files } : request, blobs);
}

const how = () => ({ profile: $("profile").value, dify: $("dify").value });

// attempt runs what may fail for a reason that the user must read.
async function attempt(f) {
  try {
    return await f();
  } catch (err) {
    if (!err.stopped) notice(err.message);
    return undefined;
  }
}

let begun = false;

// begin runs when a checker is ready: the first one, or one after a failure.
async function begin() {
  await attempt(async () => {
    if (!state.about) {
      state.about = (await checker.ask({ do: "about" })).result;
      rules = new Map(state.about.rules.map((r) => [r.id, r]));
      for (const v of state.about.dify) $("dify").append(h("option", { value: v }, v));
      examples = await (await fetch("examples.json")).json();
      for (const e of examples) $("example").append(h("option", { value: e.name }, e.name));
    }
    $("loading").hidden = true;
    if (begun && state.opened && !state.opened.suspect) {
      // The same files once more; if they end the checker again, an example.
      state.opened.suspect = true;
      await checker.ask({ do: "open", names: state.opened.names, dirs: state.opened.dirs }, state.opened.blobs);
      state.pending = new Map(state.edits);
      await check();
      return;
    }
    const why = begun && !$("notice").hidden ? $("notice").firstElementChild.textContent : "";
    if (begun || !(await openLink())) await openExample(examples[0].name);
    begun = true;
    if (why) notice(why);
  });
}

// ---- opening

async function open(files, edits = new Map()) {
  files.suspect = true; // until they are checked
  state.opened = files;
  $("notice").hidden = true;
  const { result } = await ask({ do: "open", names: files.names, dirs: files.dirs }, files.blobs);
  state.edits = edits;
  state.pending = new Map(edits);
  editor.clear();
  state.compared = null;
  listed(result);
  state.gates.clear();
  await check();
  files.suspect = false;
  const manifest = result.files.find((f) => f.path.endsWith("manifest.yaml") && f.path.split("/").length <= 2);
  const first = shown()[0]?.path;
  await show(result.files.some((f) => f.path === first) ? first : (manifest ?? result.files[0])?.path);
}

async function openExample(name) {
  const example = examples.find((e) => e.name === name);
  const encoder = new TextEncoder();
  const entries = Object.entries(example.files);
  await open({ names: entries.map(([n]) => n), dirs: [], blobs: entries.map(([, text]) => encoder.encode(text)) });
  $("example").value = name;
}

// openOwn opens what a user gives.
async function openOwn(read) {
  await attempt(async () => {
    const files = await read();
    if (!files.names.length && !files.dirs.length) return;
    const plain = files.names.every((n) => !n.includes("/")) && !files.names.some((n) => /\.(difypkg|difybndl|zip)$/i.test(n) || n === "manifest.yaml");
    if (plain && state.listing && !state.listing.package && state.listing.plugins.length) {
      await add(files.names.map((n, i) => [inPlugin(n), new TextDecoder("utf-8", { ignoreBOM: true }).decode(files.blobs[i])]));
      return;
    }
    await open(files);
    own();
  });
}

// own says that what is open is no example.
function own() {
  $("example").querySelector("option[value='']")?.remove();
  $("example").prepend(h("option", { value: "" }, t("own")));
  $("example").value = "";
}

// inPlugin is a path in the first plugin that is open.
const inPlugin = (name) => (state.listing.plugins[0] === "." ? name : state.listing.plugins[0] + "/" + name);

// add writes new files.
async function add(list) {
  for (const [path, text] of list) {
    write(path, text);
    editor.forget(path);
  }
  listed((await ask({ do: "list" })).result);
  await check();
  await show(list[0][0]);
}

function write(path, text) {
  state.edits.set(path, text);
  state.pending.set(path, text);
}

// ---- checking

let busy = false;
let again = false;
let timer = 0;

async function check() {
  clearTimeout(timer);
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    do {
      again = false;
      const { result } = await ask({ do: "check", ...how() });
      state.report = result.report;
      state.verdicts = result.verdicts;
      state.unjudged = result.unjudged;
    } while (again);
    render();
    performance.mark("difylint-findings");
  } catch (err) {
    if (!err.stopped) notice(err.message);
  } finally {
    busy = false;
  }
}

// shown are the findings that pass the filters.
function shown() {
  return (state.report?.findings ?? []).filter((f) => !f.ignored && state.severities.has(f.severity) &&
    (state.gates.size ? state.gates.has(f.gate) : f.counted !== false));
}

async function fix(request) {
  if (state.listing.package) {
    notice(t("unfixable"));
    return;
  }
  await attempt(async () => {
    const { result } = await ask({ do: "fix", ...how(), ...request });
    for (const [path, text] of Object.entries(result.files)) {
      state.edits.set(path, text);
      editor.replace(path, text);
    }
    if (result.refused.length && !result.made) notice(t("refusedFix", said(result.refused[0])));
    await check();
    say(t("fixed", result.made) + ". " + summary());
  });
}

// ---- showing

const editor = new Editor($("editor"), (path, text) => {
  write(path, text);
  clearTimeout(timer);
  timer = setTimeout(check, pause);
});

async function show(path) {
  if (!path) return;
  state.path = path;
  let text = null;
  if (!editor.states.has(path) && editor.path !== path) {
    text = (await ask({ do: "read", path })).result.text;
    if (state.path !== path) return;
  }
  const known = text !== null || editor.states.has(path) || editor.path === path;
  $("editor").hidden = !known;
  $("binary").hidden = known;
  if (known && editor.path !== path) editor.show(path, text, !state.listing.package, t("editorOf", path));
  $("path").textContent = path;
  $("readonly").hidden = !state.listing.package;
  $("remove").hidden = state.listing.package;
  tree();
  mark();
}

function listed(listing) {
  state.listing = listing;
  $("unpack").hidden = !listing.package;
  tree();
}

const folderOf = (path) => path.slice(0, path.lastIndexOf("/") + 1);

// inFolders are files with those of a folder together, those at the top first.
const inFolders = (files) => files.map((f) => ({ ...f, folder: folderOf(f.path) }))
  .sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : a.path < b.path ? -1 : 1));

// tree draws the files with the gravest finding of each.
function tree() {
  const worst = new Map();
  for (const f of shown()) {
    const w = worst.get(f.path);
    if (!w || severities.indexOf(f.severity) < severities.indexOf(w)) worst.set(f.path, f.severity);
  }
  const files = inFolders(state.listing?.files ?? []);
  const focus = document.activeElement?.dataset?.path;
  let folder = "";
  const rows = [];
  for (const f of files.slice(0, 2000)) {
    if (f.folder !== folder) {
      folder = f.folder;
      rows.push(h("li", { class: "folder" }, folder));
    }
    const w = worst.get(f.path);
    rows.push(h("li", {}, h("button", {
      type: "button", class: "file " + (w ?? ""), "data-path": f.path, "aria-current": f.path === state.path ? "true" : null, onclick: () => attempt(() => show(f.path)),
    }, h("span", { class: "name" }, f.path.slice(f.folder.length)), w ? h("span", { class: "dot " + w, title: t(w) }, h("span", { class: "hidden" }, t(w))) : null)));
  }
  if (files.length > 2000) rows.push(h("li", { class: "folder" }, t("andMore", files.length - 2000)));
  $("tree").replaceChildren(...rows);
  if (focus) $("tree").querySelector(`[data-path="${CSS.escape(focus)}"]`)?.focus();
  $("file-select").replaceChildren(...files.slice(0, 2000).map((f) => h("option", { value: f.path }, f.path + (worst.has(f.path) ? " •" : ""))));
  $("file-select").value = state.path ?? "";
}

const linkOf = (id) => {
  const r = rules.get(id);
  return h("a", { href: r?.url ?? "#", target: "_blank", rel: "noopener", title: said(r?.title ?? "") }, id);
};

// mark shows the findings of the open file in the editor.
function mark() {
  if (!state.path || $("editor").hidden || editor.path !== state.path) return;
  editor.mark(shown().filter((f) => f.path === state.path).map((f) => ({
    start: f.start.offset,
    end: f.end.offset,
    diagnostic: {
      severity: f.severity,
      message: said(f.message),
      renderMessage: () => h("div", { class: "tip" }, h("p", {}, said(f.message)),
        h("p", { class: "small" }, h("span", { class: "badge " + f.severity }, t(f.severity)), " ", f.gate !== "none" ? h("span", { class: "badge" }, t("gate_" + f.gate)) : "", " ", linkOf(f.rule)),
        rules.get(f.rule) ? h("p", { class: "why" }, inline(firstSentences(said(rules.get(f.rule).why)))) : null),
      actions: state.listing.package ? [] : f.fixes.map((x, i) => ({
        name: x.safe ? said(x.title) : `${said(x.title)} (${t("needsLook")})`,
        apply: () => fix({ plugin: f.plugin, fingerprint: f.fingerprint, fix: i }),
      })),
    },
  })));
}

const firstSentences = (why) => {
  const one = why.trim().split(/\n\s*\n/)[0].replace(/\s+/g, " ");
  const most = tag() === "en" ? 280 : 120; // Chinese has no blanks between words
  return one.length > most ? one.slice(0, tag() === "en" ? one.lastIndexOf(" ", most) : most) + " …" : one;
};

async function go(path, line, column) {
  await attempt(async () => {
    await show(path);
    if (line) editor.selectLine(line, column);
  });
}

async function jump(f) {
  await attempt(async () => {
    await show(f.path);
    if (!$("editor").hidden) editor.select(f.start.offset, f.end.offset);
  });
}

function render() {
  verdict();
  tree();
  mark();
  if (state.tab === "diagnose" || state.tab === "compare") return; // they answer what was asked
  panel();
}

// verdict draws the gates and the severities, which filter too.
function verdict() {
  const many = state.verdicts.length > 1;
  const name = many ? t("plugins", state.verdicts.length) : (state.verdicts[0]?.name ?? "");
  $("plugin-name").textContent = name;
  const sum = new Map();
  let todo = 0, aside = 0;
  for (const v of state.verdicts) {
    todo += v.todo;
    aside += v.uncounted;
    for (const g of v.gates) {
      const s = sum.get(g.gate) ?? { refusals: 0, unknown: false };
      s.refusals += g.refusals;
      s.unknown ||= g.state === "unknown";
      sum.set(g.gate, s);
    }
  }
  const findings = (state.report?.findings ?? []).filter((f) => !f.ignored);
  const chip = (gate, kind, mark, says) => h("button", {
    type: "button", class: "gate " + kind, "data-gate": gate, "aria-pressed": String(state.gates.has(gate)), onclick: () => {
      if (!state.gates.delete(gate)) state.gates.add(gate);
      render();
      $("gates").querySelector(`[data-gate=${gate}]`)?.focus();
    },
  }, h("span", { class: "mark", "aria-hidden": "true" }, mark), h("span", {}, t("gate_" + gate)), h("span", { class: "says" }, says));
  const chips = [];
  for (const gate of gates) {
    const s = sum.get(gate);
    if (s) {
      chips.push(s.refusals ? chip(gate, "bad", "✗", t("refused", s.refusals)) : s.unknown ? chip(gate, "blind", "?", t("unknown")) : chip(gate, "good", "✓", t("passes")));
    } else if (gate === "publish") {
      chips.push(todo ? chip(gate, "work", "!", t("things", todo)) : aside ? chip(gate, "aside", "·", t("hints", aside)) : chip(gate, "good", "✓", t("passes")));
    } else if (gate === "none") {
      const n = findings.filter((f) => f.gate === gate).length;
      if (n) chips.push(chip(gate, "aside", "i", String(n)));
    }
  }
  $("gates").replaceChildren(...chips);
  $("severities").replaceChildren(...severities.map((s) => {
    const n = findings.filter((f) => f.severity === s && f.counted !== false).length;
    return h("button", {
      type: "button", class: "severity " + s, "data-severity": s, "aria-pressed": String(state.severities.has(s)), onclick: () => {
        if (!state.severities.delete(s)) state.severities.add(s);
        render();
        $("severities").querySelector(`[data-severity=${s}]`)?.focus();
      },
    }, h("span", { class: "dot " + s, "aria-hidden": "true" }), `${t(s)} ${n}`);
  }));
  say(summary());
}

const summary = () => $("plugin-name").textContent + ": " + [...$("gates").children].map((c) => c.children[1].textContent + " " + c.children[2].textContent).join(", ");

function say(text) {
  if ($("status").textContent !== text) $("status").textContent = text;
}

function notice(text) {
  $("notice").hidden = false;
  $("notice").firstElementChild.textContent = text;
}

// ---- the tabs

function drawTabs() {
  $("tabs").replaceChildren(...tabs.map((name) => h("button", {
    type: "button", role: "tab", id: "tab-" + name, "aria-controls": "panel", "aria-selected": String(state.tab === name), tabindex: state.tab === name ? 0 : -1,
    onclick: () => choose(name),
    onkeydown: (e) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      const to = e.key === "Home" ? 0 : e.key === "End" ? tabs.length - 1 : step ? (tabs.indexOf(name) + step + tabs.length) % tabs.length : -1;
      if (to < 0) return;
      e.preventDefault();
      choose(tabs[to]);
      $("tab-" + tabs[to]).focus();
    },
  }, t(name))));
  $("panel").setAttribute("aria-labelledby", "tab-" + state.tab);
}

function choose(name) {
  state.tab = name;
  drawTabs();
  panel();
}

// panel draws the chosen report.
async function panel() {
  const tab = state.tab;
  const put = (...nodes) => {
    if (tab === state.tab) $("panel").replaceChildren(...nodes.flat());
  };
  await attempt(async () => {
    switch (tab) {
      case "findings": return put(findingsPanel());
      case "diagnose": return put(diagnosePanel());
      case "compare": return put(comparePanel());
    }
    try {
      put(panels[tab]((await ask({ do: tab })).result, go));
    } catch (err) {
      put(h("p", { class: "empty" }, err.message));
    }
  });
}

function findingsPanel() {
  const list = shown();
  const all = (state.report?.findings ?? []).filter((f) => f.counted !== false && !f.ignored);
  const safe = all.filter((f) => f.fixes.some((x) => x.safe)).length;
  const any = all.filter((f) => f.fixes.length).length;
  const bar = h("div", { class: "actions" },
    safe ? h("button", { type: "button", class: "primary", id: "fix-all", onclick: () => fix({}) }, t("fixAll", safe)) : null,
    any > safe ? h("button", { type: "button", id: "fix-unsafe", onclick: () => fix({ unsafe: true }) }, t("fixUnsafe", any)) : null);
  const out = [];
  if (!state.listing?.package && any) out.push(bar);
  for (const u of state.unjudged) out.push(h("p", { class: "empty" }, u));
  if (!list.length) {
    out.push(h("p", { class: "empty " + (all.length ? "" : "clean") }, all.length || state.unjudged.length ? t("noneShown") : t("clean")));
    return out;
  }
  const sorted = list.slice(0, 500).map((f, i) => [f, i]).sort(([a, i], [b, j]) => gates.indexOf(a.gate) - gates.indexOf(b.gate) || i - j).map(([f]) => f);
  out.push(h("ol", { class: "findings" }, sorted.map((f) => h("li", { class: "finding " + f.severity, "data-rule": f.rule },
    h("button", { type: "button", class: "message", onclick: () => jump(f) }, h("span", { class: "dot " + f.severity }, h("span", { class: "hidden" }, t(f.severity) + ": ")), h("span", {}, said(f.message))),
    h("div", { class: "meta" }, h("span", { class: "at" }, `${f.path}:${f.start.line}`), f.gate !== "none" ? h("span", { class: "badge" }, t("gate_" + f.gate)) : null, linkOf(f.rule),
      f.counted === false ? h("span", {}, t("uncounted")) : null),
    f.related.length ? h("ul", { class: "related" }, f.related.map((r) => h("li", {}, said(r.message) + " ", h("button", { type: "button", class: "place", onclick: () => go(r.path, r.start.line, r.start.column) }, `${r.path}:${r.start.line}`)))) : null,
    state.listing?.package ? null : h("div", { class: "fixes" }, f.fixes.map((x, i) => h("button", { type: "button", class: "fix", onclick: () => attempt(async () => {
      await show(f.path); // so that it is seen, and can be undone
      await fix({ plugin: f.plugin, fingerprint: f.fingerprint, fix: i });
    }) },
      said(x.title), x.safe ? "" : h("span", { class: "small" }, ` (${t("needsLook")})`))))))));
  if (list.length > sorted.length) out.push(h("p", { class: "empty" }, t("andMore", list.length - sorted.length)));
  return out;
}

function diagnosePanel() {
  const answers = h("div", { id: "answers", "aria-live": "polite" });
  const area = h("textarea", { id: "message", rows: 8, spellcheck: "false", placeholder: t("messageHint"), oninput: () => { state.message = area.value; } });
  area.value = state.message;
  const run = () => attempt(async () => {
    const { result } = await ask({ do: "diagnose", text: area.value });
    answers.replaceChildren(...panels.diagnosis(result, go, linkOf));
  });
  if (state.message.trim()) run();
  return h("form", { class: "ask", onsubmit: (e) => { e.preventDefault(); run(); } },
    h("label", { for: "message" }, t("message")), area, h("button", { type: "submit", class: "primary", id: "explain" }, t("read")), answers);
}

function comparePanel() {
  const out = h("div", { id: "changes", "aria-live": "polite" });
  const run = async (files) => {
    state.compared = files;
    const { result } = await ask({ do: "compare", names: files.names, dirs: files.dirs, ...how() }, files.blobs);
    out.replaceChildren(...panels.comparison(result, go));
  };
  const input = (id, folder) => h("input", { type: "file", id, hidden: true, webkitdirectory: folder || null, multiple: folder || null, accept: folder ? null : ".difypkg,.zip",
    onchange: (e) => attempt(async () => { await run(await chosen(e.target.files)); e.target.value = ""; }) });
  const file = input("old-file", false), folder = input("old-folder", true);
  if (state.compared) attempt(() => run(state.compared));
  return h("div", { class: "ask" }, h("p", {}, t("compareHint")),
    h("div", { class: "actions" }, h("button", { type: "button", class: "primary", onclick: () => file.click() }, t("olderFile")),
      h("button", { type: "button", onclick: () => folder.click() }, t("olderFolder"))), file, folder, out);
}

// ---- the link

async function share() {
  await attempt(async () => {
    const files = {};
    let size = 0;
    for (const f of state.listing.files) {
      size += f.size;
      if (state.listing.package || size > maxLinked) throw new Error(t("tooLarge", Math.ceil(size / 1024), maxLink >> 10));
      files[f.path] = (await ask({ do: "read", path: f.path })).result.text ?? "";
    }
    const text = await pack({ files, ...how(), path: state.path });
    if (text.length > maxLink) throw new Error(t("tooLarge", Math.ceil(text.length / 1024), maxLink >> 10));
    history.replaceState(null, "", "#s=" + text);
    await navigator.clipboard?.writeText(location.href).catch(() => {});
    notice(t("shared"));
  });
}

async function openLink() {
  if (!location.hash.startsWith("#s=")) return false;
  try {
    if (location.hash.length > 4 * maxLink) throw new Error("too large");
    const link = await unpack(location.hash.slice(3), maxLinked);
    const entries = Object.entries(link.files).filter(([, text]) => typeof text === "string");
    const encoder = new TextEncoder();
    $("profile").value = String(link.profile ?? "");
    $("dify").value = String(link.dify ?? "");
    await open({ names: entries.map(([n]) => n), dirs: [], blobs: entries.map(([, text]) => encoder.encode(text)) });
    own();
    if (state.listing.files.some((f) => f.path === link.path)) await show(link.path);
    return true;
  } catch (err) {
    notice(t("badLink", err.message));
    return false;
  }
}

// ---- the controls

function translate(lang) {
  use(lang);
  document.documentElement.lang = tag();
  apply();
  drawTabs();
  if (!state.report) return;
  render();
  panel();
  attempt(async () => {
    await ask({ do: "about" }); // for the words of the rules
    await check();
    panel();
  });
}

async function download(what) {
  $("download").open = false;
  await attempt(async () => {
    const base = (state.listing.name || "plugin").replace(/\.[a-z]+$/i, "").replace(/[^\w.-]/g, "_");
    if (what === "zip") {
      const { blob } = await ask({ do: "zip" });
      save(base + ".zip", "application/zip", blob);
      return;
    }
    const { result } = await ask({ do: "check", format: what, ...how() });
    const text = result.report.text ?? JSON.stringify(result.report, null, 1) + "\n";
    save(base + { sarif: ".sarif", markdown: ".md", json: ".json" }[what], "text/plain", text);
  });
}

function controls() {
  $("open-folder").onclick = () => $("folder-input").click();
  $("open-file").onclick = () => $("file-input").click();
  for (const id of ["folder-input", "file-input"]) {
    $(id).onchange = async (e) => {
      await openOwn(() => chosen(e.target.files));
      e.target.value = "";
    };
  }
  $("example").onchange = (e) => e.target.value && attempt(() => openExample(e.target.value));
  $("profile").onchange = $("dify").onchange = () => check();
  $("share").onclick = share;
  $("unpack").onclick = () => attempt(async () => {
    const { result } = await ask({ do: "unpack" });
    editor.clear();
    listed(result);
    await check();
    await show(shown()[0]?.path ?? result.files[0]?.path);
  });
  $("remove").onclick = () => attempt(async () => {
    const path = state.path;
    write(path, null);
    editor.forget(path);
    listed((await ask({ do: "list" })).result);
    await check();
    await show(state.listing.files[0]?.path);
  });
  $("file-select").onchange = (e) => attempt(() => show(e.target.value));
  $("notice").lastElementChild.onclick = () => { $("notice").hidden = true; };
  for (const b of $("download").querySelectorAll("[data-get]")) b.onclick = () => download(b.dataset.get);
  document.addEventListener("click", (e) => { if (!$("download").contains(e.target)) $("download").open = false; });
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") $("download").open = false; });
  $("paste").onclick = () => {
    $("paste-path").value = $("paste-text").value = "";
    $("paste-alone").checked = false;
    $("paste-dialog").returnValue = "";
    $("paste-dialog").showModal();
  };
  $("paste-dialog").onclose = () => {
    if ($("paste-dialog").returnValue !== "ok") return;
    const name = $("paste-path").value.trim().replace(/^\/+/, ""), text = $("paste-text").value;
    attempt(async () => {
      if ($("paste-alone").checked || state.listing.package || !state.listing.plugins.length) {
        await open({ names: [name], dirs: [], blobs: [new TextEncoder().encode(text)] });
        own();
      } else {
        await add([[inPlugin(name), text]]);
      }
    });
  };
  let depth = 0;
  const files = (e) => [...(e.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragenter", (e) => { if (files(e)) { depth++; $("drop").hidden = false; } });
  addEventListener("dragleave", (e) => { if (files(e) && --depth <= 0) $("drop").hidden = true; });
  addEventListener("dragover", (e) => { if (files(e)) e.preventDefault(); });
  addEventListener("drop", (e) => {
    if (!files(e)) return;
    e.preventDefault();
    depth = 0;
    $("drop").hidden = true;
    openOwn(() => dropped(e.dataTransfer));
  });
  addEventListener("paste", (e) => {
    if (e.clipboardData?.files.length) {
      e.preventDefault();
      openOwn(() => dropped(e.clipboardData));
    }
  });
  addEventListener("hashchange", () => openLink());
  $("lang").onchange = (e) => {
    try {
      localStorage.setItem("difylint-lang", e.target.value);
    } catch { /* it is chosen anew next time */ }
    translate(e.target.value);
  };
}

let lang = new URLSearchParams(location.search).get("lang");
try {
  lang ??= localStorage.getItem("difylint-lang");
} catch { /* no storage */ }
lang ??= navigator.language.startsWith("zh") ? "zh" : "en";
if (!languages.includes(lang)) lang = "en";
$("lang").value = lang;
translate(lang);
controls();
if ("serviceWorker" in navigator && location.protocol !== "file:") navigator.serviceWorker.register("sw.js").catch(() => {});
