// Starts "difylint lsp" and shows how it fares. What the editor shows besides
// comes from the server.

import * as fs from "node:fs";

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions, State } from "vscode-languageclient/node";

import { diagnose } from "./diagnose";
import { archive, download } from "./download";
import { program } from "./program";
import { contributeSchemas } from "./schemas";
import { withoutMessages } from "./hover";

const documents = [
  { scheme: "file", language: "yaml" },
  { scheme: "file", language: "python" },
  { scheme: "file", language: "toml" },
  { scheme: "file", language: "pip-requirements" },
  { scheme: "file", pattern: "**/{requirements*.txt,pyproject.toml,README*.md,PRIVACY.md,.difyignore}" },
  { scheme: "file", pattern: "**/{.env,*.env,compose*.yaml,compose*.yml,docker-compose*.yaml,docker-compose*.yml}" },
];

let client: LanguageClient | undefined;
/** The program that was started last. */
let running: string | undefined;
/** Starts the server, one start after the other: the path that was just set, or the program that is found. */
let restart: (chosen?: string) => Promise<void>;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("difylint");
  const status = vscode.languages.createLanguageStatusItem("difylint", documents);
  status.name = "difylint";
  status.command = { command: "difylint.output", title: vscode.l10n.t("Output") };
  let last = Promise.resolve();
  restart = (chosen) => {
    const next = () => (chosen !== undefined && chosen === running ? undefined : start(context, output, status, chosen));
    return (last = last.then(next, next));
  };
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand("difylint.output", () => output.show()),
    vscode.commands.registerCommand("difylint.paste", () => diagnose(client)),
    vscode.commands.registerCommand("difylint.restart", () => restart()),
    vscode.commands.registerCommand("difylint.askReason", askReason),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration("difylint.path") && vscode.workspace.getConfiguration("difylint").get("path") !== running) void restart();
    }),
  );
  await restart();
  void contributeSchemas(context, () => client);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
  client = undefined;
}

async function start(context: vscode.ExtensionContext, output: vscode.OutputChannel, status: vscode.LanguageStatusItem, chosen?: string): Promise<void> {
  await deactivate();
  const settings = vscode.workspace.getConfiguration("difylint");
  // The package for a platform has the program in it; the one for all of them
  // keeps what it downloads by the version of the extension.
  const kept = vscode.Uri.joinPath(context.globalStorageUri, String(context.extension.packageJSON.version)).fsPath;
  const own = [context.asAbsolutePath("bin"), kept];
  // A setting that was just written is not read back at once everywhere.
  const command = program(chosen ?? settings.get("path", ""), own);
  running = command;
  if (command === undefined) {
    tell(status, vscode.l10n.t("not found"), vscode.LanguageStatusSeverity.Error);
    output.appendLine(vscode.l10n.t("The difylint program was not found on the PATH, nor in Go's bin folder."));
    const checksums = context.asAbsolutePath("checksums.txt");
    const list = fs.existsSync(checksums) ? fs.readFileSync(checksums, "utf8") : "";
    // Activation does not wait for an answer.
    void notFound(list, kept).then((there) => (there === undefined ? undefined : restart(there)));
    return;
  }
  const began = Date.now();
  output.appendLine(vscode.l10n.t("Starting {0}", `${command} lsp`));
  for (const folder of vscode.workspace.workspaceFolders ?? []) output.appendLine(vscode.l10n.t("Folder {0}", folder.uri.fsPath));
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: documents,
    outputChannel: output,
    initializationOptions: { ...settings, askReason: true },
    synchronize: { configurationSection: "difylint" },
    middleware: {
      // The editor shows the message of a finding itself, above the hover.
      provideHover: async (document, position, token, next) => {
        const hover = await next(document, position, token);
        if (!hover) return hover;
        const shown = vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === "difylint" && d.range.contains(position));
        for (const part of hover.contents) {
          if (part instanceof vscode.MarkdownString) part.value = withoutMessages(part.value, shown.map((d) => d.message));
        }
        return hover;
      },
    },
  };
  const started = new LanguageClient("difylint", "difylint", server, options);
  started.registerFeature({
    fillClientCapabilities: (can) => void (can.experimental = { ...can.experimental, serverStatusNotification: true }),
    initialize: () => undefined,
    getState: () => ({ kind: "static" }),
    clear: () => undefined,
  });
  client = started;
  started.onDidChangeState((e) => {
    if (client !== started) return;
    if (e.newState === State.Running) {
      const version = started.initializeResult?.serverInfo?.version ?? "";
      tell(status, `difylint ${version}`, vscode.LanguageStatusSeverity.Information);
      output.appendLine(vscode.l10n.t("difylint {0} runs, after {1} ms", version, Date.now() - began));
    } else if (e.newState === State.Stopped) {
      tell(status, vscode.l10n.t("stopped"), vscode.LanguageStatusSeverity.Error);
      output.appendLine(vscode.l10n.t("The server has stopped"));
    }
  });
  try {
    await started.start();
  } catch (e) {
    const why = e instanceof Error ? e.message : String(e);
    tell(status, vscode.l10n.t("did not start: {0}", why), vscode.LanguageStatusSeverity.Error);
    output.appendLine(vscode.l10n.t("The server did not start: {0}", why));
    return;
  }
  // A plugin is checked again whenever one of its files changes: that is news once.
  let checked = false;
  let last: string | undefined;
  started.onNotification("experimental/serverStatus", (s: ServerStatus) => {
    if (client !== started) return;
    status.busy = !s.quiescent;
    if (s.health !== "ok") tell(status, s.message ?? s.health, vscode.LanguageStatusSeverity.Warning);
    if (s.quiescent && !checked) {
      checked = true;
      output.appendLine(vscode.l10n.t("All plugins are checked, {0} ms after the start", Date.now() - began));
    }
    if (s.message !== undefined && s.message !== last) output.appendLine((last = s.message));
  });
}

interface ServerStatus {
  health: string;
  quiescent: boolean;
  message?: string;
}

/** Says that the program is missing, and helps: the path that was set, "" where it was downloaded. */
async function notFound(list: string, kept: string): Promise<string | undefined> {
  const get = vscode.l10n.t("Download");
  const how = vscode.l10n.t("How to install");
  const where = vscode.l10n.t("Set its path");
  const choices = archive(list, process.platform, process.arch) ? [get, how, where] : [how, where];
  const choice = await vscode.window.showErrorMessage(vscode.l10n.t("The difylint program was not found on the PATH."), ...choices);
  if (choice === get) {
    try {
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Downloading difylint") }, () => download(kept, list, vscode.l10n.t));
      return "";
    } catch (err) {
      void vscode.window.showErrorMessage(err instanceof Error ? err.message : String(err));
    }
  } else if (choice === how) {
    await vscode.env.openExternal(vscode.Uri.parse("https://github.com/difylint/difylint#install"));
  } else if (choice === where) {
    // Asked for here: the page of settings shows no machine's settings in a remote window.
    const set = await vscode.window.showInputBox({ prompt: vscode.l10n.t("The path of the difylint program"), placeHolder: "/usr/local/bin/difylint", ignoreFocusOut: true });
    if (set) {
      await vscode.workspace.getConfiguration("difylint").update("path", set, vscode.ConfigurationTarget.Global);
      return set;
    }
  }
  return undefined;
}

function tell(status: vscode.LanguageStatusItem, text: string, severity: vscode.LanguageStatusSeverity): void {
  status.text = text;
  status.severity = severity;
}

interface Ignore {
  uri: string;
  fingerprint: string;
}

/** Asks why a finding is to be ignored, and has the server write it. */
async function askReason(ignore: Ignore): Promise<void> {
  const reason = await vscode.window.showInputBox({
    prompt: vscode.l10n.t("Why is this finding to be ignored?"),
    placeHolder: vscode.l10n.t("The comment says the reason, for those who read it later"),
    validateInput: (text) => (text.trim() === "" ? vscode.l10n.t("An ignore needs a reason") : undefined),
  });
  if (reason !== undefined) {
    await client?.sendRequest("workspace/executeCommand", { command: "difylint.ignore", arguments: [{ ...ignore, reason }] });
  }
}
