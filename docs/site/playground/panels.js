// The reports beside the editor, made of the answers' JSON.
import { h } from "./dom.js";
import { said, t } from "./strings.js";

const section = (title, ...body) => h("section", { class: "block" }, h("h3", {}, title), ...body);
const list = (items) => (items.length ? h("ul", { class: "plain" }, items.map((i) => h("li", {}, i))) : h("p", { class: "empty" }, t("nothing")));
const badge = (text, kind = "") => h("span", { class: "badge " + kind }, text);

// place is a button that leads to a line.
const place = (go, path, line, column) =>
  h("button", { type: "button", class: "place", onclick: () => go(path, line, column) }, line ? `${path}:${line}` : path);

const title = (p, many) => (many ? h("h2", {}, p.path ?? p.dir) : null);

export function requires(report, go) {
  return report.plugins.map((p) => {
    const reader = (name, min, all) => h("div", { class: "card" }, h("div", { class: "small" }, t("oldest", name)),
      h("div", { class: "big" }, min === "" ? t("noRelease") : all ? t("anyRelease") : min));
    const oldest = (r) => r.accepts[0] ?? "";
    const reasons = [...p.api.refusals, ...p.daemon.refusals, ...p.sdk.refusals];
    const seen = new Set();
    const why = reasons.filter((r) => !seen.has(r.message + r.path) && seen.add(r.message + r.path));
    return h("div", {}, title(p, report.plugins.length > 1),
      h("div", { class: "cards" }, reader("Dify", p.dify.minimum, false), reader("daemon", oldest(p.daemon), !p.daemon.refusals.length),
        reader("dify_plugin", oldest(p.sdk), !p.sdk.refusals.length)),
      p.dify.declared ? h("p", {}, t("declared", p.dify.declared)) : null,
      p.write.length ? section(t("write"), list(p.write.map((w) => h("code", {}, w.line)))) : null,
      why.length ? section(t("because"), list(why.map((r) => [said(r.message), " ", place(go, r.path, r.start.line, r.start.column)]))) : null,
      p.ignored.length ? section(t("ignoredByOld"), list(p.ignored.map((r) => [said(r.message), " ", place(go, r.path, r.start.line, r.start.column)]))) : null);
  });
}

export function capabilities(report, go) {
  return report.plugins.map((p) => {
    const full = (path) => (p.path === "." ? path : p.path + "/" + path);
    const at = (q) => place(go, full(q.path), q.line);
    const places = (ps) => (ps.count ? h("ul", {}, ps.places.slice(0, 5).map((q) => h("li", {}, at(q), " ", q.what ? h("code", {}, q.what) : "")),
      ps.count > 5 ? h("li", {}, t("andMore", ps.count - 5)) : null) : null);
    const column = (granted, used) => (granted ? (used ? badge(t("usedGranted"), "good") : badge(t("grantedOnly"), "warning")) : badge(t("usedOnly"), "error"));
    const codes = (key, names) => (names.length ? section(t(key), h("p", {}, names.flatMap((n, i) => [i ? " " : "", h("code", {}, n)]))) : null);
    return h("div", {}, title(p, report.plugins.length > 1),
      section(t("permissions"), list(p.permissions.map((q) => [h("code", {}, q.name), " ", column(q.granted, q.used), places(q.calls)]))),
      section(t("reaches"), list(p.scopes.map((s) => [h("code", {}, s.name), " ", p.has_scope_list ? column(s.granted, s.used) : "", places(s.at)]))),
      section(t("hosts"), list(p.hosts.map((q) => [h("code", {}, q.name), q.at ? [" ", at(q.at)] : ""].flat())),
        p.requests.total ? h("p", {}, t("requests", p.requests.total, p.requests.fixed)) : null, places(p.requests.user_decides)),
      section(t("powers"), list(p.powers.map((q) => [badge(t("level_" + q.level), q.level === "high" ? "error" : "warning"), " ", said(q.title), places(q.at)]))),
      section(t("credentials"), list(p.credentials.map((c) => [h("code", {}, c.name), ` ${c.type} `, at(c.at)]))),
      codes("endpoints", p.endpoints), codes("environment", p.environment), codes("services", p.services), codes("libraries", p.libraries),
      p.not_analysed.length ? section(t("notAnalysed"), list(p.not_analysed.map((g) => [said(g.why), " ", at(g)]))) : null);
  });
}

export function risk(report, go) {
  return report.plugins.map((p) => {
    const evidence = (e) => [place(go, e.path, e.line), " ", h("code", {}, said(e.what))];
    const some = (key, of) => (of.length ? section(t(key), list(of.map(evidence))) : null);
    const copy = h("button", { type: "button", onclick: async () => {
      await navigator.clipboard.writeText(p.disclosure);
      copy.textContent = t("copied");
    } }, t("copy"));
    return h("div", {}, title(p, report.plugins.length > 1),
      h("p", { class: "level " + p.level }, t("level_" + p.level)),
      p.reasons.length ? section(t("reasons"), list(p.reasons.map((r) => [badge(t("level_" + r.level), r.level === "high" ? "error" : "warning"), " ", said(r.title),
        h("ul", {}, r.evidence.map((e) => h("li", {}, evidence(e))), r.more ? h("li", {}, t("andMore", r.more)) : null)]))) : null,
      some("hosts", p.hosts), some("libraries", p.libraries), some("personal", p.personal),
      p.unread.length ? section(t("unread"), list(p.unread.map((u) => h("code", {}, u)))) : null,
      section(t("disclosure"), h("pre", { tabindex: 0 }, p.disclosure), copy));
  });
}

export function diagnosis(report, go, linkOf) {
  if (!report.answers.length) return [h("p", { class: "empty" }, t("nothingKnown"))];
  return report.answers.map((a) => h("article", { class: "answer" },
    h("blockquote", {}, a.said),
    h("p", {}, h("strong", {}, said(a.means))),
    a.message && a.message !== a.means ? h("p", {}, said(a.message)) : null,
    a.path ? h("p", {}, t("place") + ": ", place(go, a.path, a.start?.line, a.start?.column)) : null,
    a.todo ? h("p", { class: "todo" }, h("strong", {}, t("todo") + ": "), said(a.todo)) : null,
    a.settings.length ? h("p", {}, t("settings") + ": ", a.settings.flatMap((s, i) => [i ? " " : "", h("code", {}, s)])) : null,
    h("p", { class: "small" }, badge(t("gate_" + a.gate)), " ", a.by ? t("said") + " " + a.by + " " : "", a.rule ? linkOf(a.rule) : null)));
}

export function comparison(report, go) {
  return report.plugins.map((p) => {
    const good = p.state === "same" || p.state === "enough" || p.state === "new";
    const by = (c) => (p.changes ?? []).filter((q) => q.class === c);
    return h("div", {}, title(p, report.plugins.length > 1),
      h("p", { class: "level " + (good ? "low" : "high") }, t("state_" + p.state, p.needs ?? said(p.why ?? ""))),
      p.old && p.new ? h("p", { class: "small" }, `${p.old.version} → ${p.new.version}`) : null,
      ["breaking", "added", "fix"].map((c) => (by(c).length ? section(t("class_" + c), list(by(c).map((q) => {
        const at = q.new ?? q.old;
        return [said(q.message), " ", q.new ? place(go, at.path, at.start?.line, at.start?.column) : ""];
      }))) : null)));
  });
}
