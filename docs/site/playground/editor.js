// The editor: CodeMirror with the languages of a plugin, and findings in it.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { markdown } from "@codemirror/lang-markdown";
import { python } from "@codemirror/lang-python";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const requirements = StreamLanguage.define({
  name: "requirements",
  token(s) {
    if (s.sol() && s.match(/\s*-[-\w]+/)) return "keyword";
    if (s.match(/(^|\s)#.*/) || (s.sol() && s.match(/#.*/))) return "comment";
    if (s.match(/\s*;.*?(?=\s#|$)/)) return "meta";
    if (s.match(/[<>=!~]=?=?/)) return "operator";
    if (s.match(/\d[\w.*+!-]*/)) return "number";
    if (s.match(/\[[\w,. -]*\]/)) return "attributeName";
    if (s.match(/[A-Za-z][\w.-]*/)) return "variableName";
    s.next();
    return null;
  },
  languageData: { commentTokens: { line: "#" } },
});

// deepest is how many brackets are open at once. What colours the text goes as
// deep as it is nested.
function deepest(text) {
  let depth = 0, most = 0;
  for (const c of text) {
    if ("([{".includes(c)) most = Math.max(most, ++depth);
    else if (")]}".includes(c)) depth--;
  }
  return most;
}

const languageOf = (path, text) => {
  if (deepest(text) > 200) return [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  switch (name.slice(name.lastIndexOf(".") + 1).toLowerCase()) {
    case "yaml": case "yml": return [yaml(), indentUnit.of("  ")];
    case "py": return [python(), indentUnit.of("    ")];
    case "json": return json();
    case "md": return markdown();
    case "toml": case "lock": return StreamLanguage.define(toml);
    case "txt": case "in": return /require|constraint/.test(name) ? requirements : [];
  }
  return [];
};

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], class: "tok-key" },
  { tag: [tags.keyword, tags.controlKeyword, tags.moduleKeyword, tags.operatorKeyword, tags.bool, tags.null, tags.self], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.content], class: "tok-string" },
  { tag: [tags.number, tags.integer, tags.float], class: "tok-number" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], class: "tok-comment" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className, tags.definition(tags.className), tags.heading], class: "tok-name" },
  { tag: [tags.meta, tags.annotation, tags.typeName, tags.labelName, tags.operator], class: "tok-meta" },
]);

// program marks what the page writes, not the user.
const program = Annotation.define();

export class Editor {
  // changed(path, text) is called with what the user writes.
  constructor(parent, changed) {
    this.changed = changed;
    this.states = new Map();
    this.label = new Compartment();
    this.view = new EditorView({ parent, state: EditorState.create() });
    this.path = null;
  }

  // clear forgets all files.
  clear() {
    this.states.clear();
    this.path = null;
    this.view.setState(EditorState.create());
  }

  state(path, text, writable, label) {
    const breaks = text.match(/\r?\n/g) ?? [];
    const crlf = breaks.length > 0 && breaks.every((b) => b === "\r\n");
    return EditorState.create({
      doc: crlf ? text.replaceAll("\r\n", "\n") : text,
      extensions: [
        EditorState.lineSeparator.of(crlf ? "\r\n" : "\n"), EditorState.tabSize.of(4), EditorState.readOnly.of(!writable),
        lineNumbers(), lintGutter(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(),
        highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(), search({ top: true }),
        syntaxHighlighting(colors), languageOf(path, text),
        keymap.of([...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        this.label.of(EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" })),
        EditorView.updateListener.of((u) => {
          if (u.docChanged && !u.transactions.some((tr) => tr.annotation(program))) this.changed(path, u.state.sliceDoc());
        }),
      ],
    });
  }

  // show shows a file; text is used where the file is not known yet.
  show(path, text, writable, label) {
    if (this.path !== null) this.states.set(this.path, this.view.state);
    this.path = path;
    this.view.setState(this.states.get(path) ?? this.state(path, text, writable, label));
  }

  // replace puts a new text in the place of a file's, so that it can be undone.
  replace(path, text) {
    const shown = path === this.path;
    const state = shown ? this.view.state : this.states.get(path);
    if (!state) return;
    const doc = state.toText(text.replaceAll("\r\n", "\n"));
    const now = state.doc;
    let from = 0;
    const a = now.toString(), b = doc.toString();
    while (from < a.length && from < b.length && a[from] === b[from]) from++;
    let end = 0;
    while (end < a.length - from && end < b.length - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const spec = { changes: { from, to: a.length - end, insert: b.slice(from, b.length - end) }, annotations: program.of(true) };
    if (shown) this.view.dispatch(spec);
    else this.states.set(path, state.update(spec).state);
  }

  // forget drops files that are gone.
  forget(path) {
    this.states.delete(path);
    if (path === this.path) this.path = null;
  }

  // mark shows findings: {start, end} in bytes of the file, and what CodeMirror shows.
  mark(list) {
    const at = positions(this.view.state, list.flatMap((f) => [f.start, f.end]));
    const size = this.view.state.doc.length;
    const marks = list.map((f, i) => {
      const from = Math.min(at[2 * i], size);
      return { ...f.diagnostic, from, to: Math.min(Math.max(at[2 * i + 1], from), size) };
    });
    this.view.dispatch(setDiagnostics(this.view.state, marks.sort((a, b) => a.from - b.from)));
  }

  // select puts the cursor on a span in bytes.
  select(start, end) {
    const [from, to] = positions(this.view.state, [start, end]).map((p) => Math.min(p, this.view.state.doc.length));
    this.view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.view.focus();
  }

  // selectLine puts the cursor on a line, 1-based, and a column in code points.
  selectLine(line, column = 1) {
    const at = this.view.state.doc.line(Math.min(Math.max(line, 1), this.view.state.doc.lines));
    const from = Math.min(at.from + [...at.text].slice(0, column - 1).join("").length, at.to);
    this.view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.view.focus();
  }
}

// positions are the places in the editor of offsets in bytes of the file.
function positions(state, offsets) {
  const text = state.sliceDoc();
  const crlf = state.lineBreak === "\r\n";
  const order = offsets.map((o, i) => [o, i]).sort((a, b) => a[0] - b[0]);
  const out = new Array(offsets.length).fill(0);
  let bytes = 0, pos = 0, k = 0;
  for (let i = 0; k < order.length; ) {
    while (k < order.length && order[k][0] <= bytes) out[order[k++][1]] = pos;
    if (i >= text.length) break;
    const c = text.codePointAt(i);
    const units = c > 0xffff ? 2 : 1;
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    i += units;
    if (!(crlf && c === 13)) pos += units;
  }
  while (k < order.length) out[order[k++][1]] = pos;
  return out;
}
