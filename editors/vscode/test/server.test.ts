// The real server, spoken to with the protocol's own library. DIFYLINT is the
// program, DEMO a broken plugin of which each test gets a copy.

import assert from "node:assert/strict";
import { ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import * as lsp from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const tool = "tools/search.yaml";

let dir: string;
let server: ChildProcess;
let connection: lsp.ProtocolConnection;
let published: Map<string, lsp.PublishDiagnosticsParams>;
let wake: (() => void)[];

const uri = (name: string) => pathToFileURL(path.join(dir, name)).href;

function open(name: string): TextDocument {
  const document = TextDocument.create(uri(name), "yaml", 1, fs.readFileSync(path.join(dir, name), "utf8"));
  void connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
    textDocument: { uri: document.uri, languageId: "yaml", version: 1, text: document.getText() },
  });
  return document;
}

/** The diagnostics of a file once they are as wanted. */
async function until(name: string, wanted: (p: lsp.PublishDiagnosticsParams) => boolean): Promise<lsp.Diagnostic[]> {
  for (;;) {
    const p = published.get(uri(name));
    if (p !== undefined && wanted(p)) return p.diagnostics;
    await new Promise<void>((resolve) => wake.push(resolve));
  }
}

async function initialize(capabilities: lsp.ClientCapabilities): Promise<lsp.InitializeResult> {
  const result = await connection.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities,
  });
  await connection.sendNotification(lsp.InitializedNotification.type, {});
  return result;
}

const rich: lsp.ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } },
  },
};

beforeEach(() => {
  dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "difylint-")));
  fs.cpSync(process.env.DEMO!, dir, { recursive: true });
  server = spawn(process.env.DIFYLINT!, ["lsp", "--stdio", `--clientProcessId=${process.pid}`], { stdio: ["pipe", "pipe", "inherit"] });
  connection = lsp.createProtocolConnection(new lsp.StreamMessageReader(server.stdout!), new lsp.StreamMessageWriter(server.stdin!));
  published = new Map();
  wake = [];
  connection.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => {
    published.set(p.uri, p);
    wake.splice(0).forEach((resolve) => resolve());
  });
  connection.listen();
});

afterEach(async () => {
  await connection.sendRequest(lsp.ShutdownRequest.type);
  await connection.sendNotification(lsp.ExitNotification.type);
  const code = server.exitCode ?? (await new Promise<number>((resolve) => server.once("exit", resolve)));
  connection.dispose();
  fs.rmSync(dir, { recursive: true });
  assert.equal(code, 0);
});

test("a finding behind Chinese text, its fix, and its end", async () => {
  await initialize(rich);
  const document = open(tool);
  const [found] = (await until(tool, (p) => p.diagnostics.length > 0)).filter((d) => d.code === "schema/required");
  assert.ok(found);
  assert.equal(document.getText(found.range), "humn_description");
  assert.equal(found.severity, lsp.DiagnosticSeverity.Error);
  assert.match(found.codeDescription!.href, /\/rules\/schema\/required\/$/);

  const actions = (await connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument: { uri: document.uri },
    range: found.range,
    context: { diagnostics: [found] },
  })) as lsp.CodeAction[];
  const fix = actions.find((a) => a.isPreferred);
  const change = fix!.edit!.documentChanges![0] as lsp.TextDocumentEdit;
  assert.equal(change.textDocument.version, 1);
  const mended = TextDocument.applyEdits(document, change.edits as lsp.TextEdit[]);
  assert.ok(mended.includes("查询😀}, human_description:"));

  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri: document.uri, version: 2 },
    contentChanges: (change.edits as lsp.TextEdit[]).map((e) => ({ range: e.range, text: e.newText })),
  });
  assert.deepEqual(await until(tool, (p) => p.version === 2), []);

  // The edit of "all safe fixes" is made when it is chosen.
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri: document.uri, version: 3 },
    contentChanges: [{ text: document.getText() }],
  });
  await until(tool, (p) => p.version === 3);
  const all = (await connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument: { uri: document.uri },
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [], only: ["source.fixAll"] },
  })) as lsp.CodeAction[];
  assert.equal(all.length, 1);
  assert.equal(all[0].edit, undefined);
  const resolved = await connection.sendRequest(lsp.CodeActionResolveRequest.type, all[0]);
  const edits = (resolved.edit!.documentChanges![0] as lsp.TextDocumentEdit).edits as lsp.TextEdit[];
  assert.equal(TextDocument.applyEdits(document, edits), mended);
});

// The client asks for diagnostics.
const asking = { ...rich, textDocument: { ...rich.textDocument, diagnostic: {} } };

test("a client that cannot be told to ask again", async () => {
  const { capabilities } = await initialize(asking);
  assert.equal(capabilities.diagnosticProvider, undefined);
  open(tool);
  assert.ok((await until(tool, (p) => p.diagnostics.length > 0)).length > 0);
});

test("diagnostics that are asked for", async () => {
  const { capabilities } = await initialize({ ...asking, workspace: { ...rich.workspace, diagnostics: { refreshSupport: true } } });
  assert.equal((capabilities.diagnosticProvider as lsp.DiagnosticOptions).interFileDependencies, true);
  // What is not open is told without being asked: both would show each finding twice.
  assert.equal((capabilities.diagnosticProvider as lsp.DiagnosticOptions).workspaceDiagnostics, false);
  const document = open(tool);
  const report = (await connection.sendRequest(lsp.DocumentDiagnosticRequest.type, {
    textDocument: { uri: document.uri },
  })) as lsp.FullDocumentDiagnosticReport;
  assert.equal(report.kind, "full");
  assert.deepEqual(
    report.items.filter((d) => d.severity === lsp.DiagnosticSeverity.Error).map((d) => document.getText(d.range)),
    ["humn_description"],
  );
});

test("UTF-8 columns where the client wants them", async () => {
  const { capabilities } = await initialize({ ...rich, general: { positionEncodings: ["utf-8", "utf-16"] } });
  assert.equal(capabilities.positionEncoding, "utf-8");
  const document = open(tool);
  const [found] = (await until(tool, (p) => p.diagnostics.length > 0)).filter((d) => d.code === "schema/required");
  const line = Buffer.from(document.getText().split("\n")[found.range.start.line]);
  assert.equal(line.subarray(found.range.start.character, found.range.end.character).toString(), "humn_description");
});

test("completion, hover, definition, references, outline", async () => {
  await initialize(rich);
  const manifest = open("manifest.yaml");
  const at = (text: string) => manifest.positionAt(manifest.getText().indexOf(text) + 1);
  const on = (position: lsp.Position) => ({ textDocument: { uri: manifest.uri }, position });
  const hover = await connection.sendRequest(lsp.HoverRequest.type, on(at("memory")));
  assert.match((hover!.contents as lsp.MarkupContent).value, /\*\*`memory`\*\*/);
  const found = (await connection.sendRequest(lsp.DefinitionRequest.type, on(at("provider/demo.yaml")))) as lsp.Location[];
  assert.equal(found[0].uri, uri("provider/demo.yaml"));
  const back = await connection.sendRequest(lsp.ReferencesRequest.type, { ...on(at("provider/demo.yaml")), context: { includeDeclaration: true } });
  assert.equal(back![0].uri, manifest.uri);
  const list = (await connection.sendRequest(lsp.CompletionRequest.type, on(at("icon.svg")))) as lsp.CompletionList;
  assert.deepEqual(list.items.map((i) => i.label), ["icon.svg"]);
  const outline = (await connection.sendRequest(lsp.DocumentSymbolRequest.type, { textDocument: { uri: manifest.uri } })) as lsp.DocumentSymbol[];
  assert.ok(outline.some((s) => s.name === "resource"));
});

test("what is required comes with a key, with tab stops", async () => {
  const completion = { completionItem: { snippetSupport: true, insertTextModeSupport: { valueSet: [lsp.InsertTextMode.asIs, lsp.InsertTextMode.adjustIndentation] } } };
  await initialize({ ...rich, textDocument: { ...rich.textDocument, completion } });
  const offered = async (name: string, text: string, label: string) => {
    fs.writeFileSync(path.join(dir, name), text);
    const document = open(name);
    const list = (await connection.sendRequest(lsp.CompletionRequest.type, { textDocument: { uri: document.uri }, position: document.positionAt(text.length - 1) })) as lsp.CompletionList;
    const item = list.items.find((i) => i.label === label);
    assert.ok(item, `${label} is not among ${list.items.map((i) => i.label)}`);
    assert.equal(item.insertTextFormat, lsp.InsertTextFormat.Snippet);
    return (item.textEdit as lsp.TextEdit).newText;
  };
  open(tool);
  await until(tool, (p) => p.diagnostics.length > 0); // from now on it is known what the files beside it are
  assert.match(await offered("tools/search.yaml", "parameters:\n  - \n", "new parameter"), /form: \$\{\d+\|llm,form,schema\|\}/);
  assert.match(await offered("tools/look.yaml", "new\n", "new tool"), /source: \$\{\d+:tools\/look.py\}$/);
  assert.match(await offered("manifest.yaml", "type: plugin\nmeta\n", "meta"), /^meta:\n  version: \$\{1:/);
});

test("settings hold at once", async () => {
  await initialize(rich);
  const manifest = path.join(dir, "manifest.yaml");
  fs.appendFileSync(manifest, "tags:\n  - rag\n");
  open("manifest.yaml");
  open(tool);
  const set = (difylint: object) => connection.sendNotification(lsp.DidChangeConfigurationNotification.type, { settings: { difylint } });
  const says = (what: RegExp) => (p: lsp.PublishDiagnosticsParams) => p.diagnostics.some((d) => what.test(d.message));
  await until(tool, says(/^human_description is missing/));
  await set({ language: "zh-Hans" });
  await until(tool, says(/^缺少 human_description/));
  await set({ language: "en", dify: "1.8.0" });
  await until("manifest.yaml", says(/the daemon before 0\.3\.0 does not know/));
  await set({ dify: "" });
  await until("manifest.yaml", (p) => !says(/the daemon before 0\.3\.0 does not know/)(p));
});

test("kinds and schemas for the YAML extension", async () => {
  await initialize(rich);
  const document = open(tool);
  const { kind } = await connection.sendRequest<{ kind: string }>("difylint/kind", { textDocument: { uri: document.uri } });
  assert.equal(kind, "tool");
  const { schema } = await connection.sendRequest<{ schema: string }>("difylint/schema", { kind });
  assert.match(JSON.parse(schema).$schema, /2020-12/);
});

// The client registers a command for each that the server has: one of the same name
// in the extension would keep the server from starting.
test("the extension's commands are not the server's", async () => {
  const { capabilities } = await initialize(rich);
  const theirs = capabilities.executeCommandProvider!.commands;
  const registered = fs.readFileSync(path.join(process.env.EXTENSION!, "src/extension.ts"), "utf8").matchAll(/registerCommand\("([^"]+)"/g);
  const contributed = JSON.parse(fs.readFileSync(path.join(process.env.EXTENSION!, "package.json"), "utf8")).contributes.commands;
  const own = [...Array.from(registered, (m) => m[1]), ...contributed.map((c: { command: string }) => c.command)];
  assert.ok(theirs.length > 0 && own.length > 0);
  assert.deepEqual(own.filter((c) => theirs.includes(c)), []);
});
