// Starts "difylint lsp" and shows how it fares. What the editor shows besides
// comes from the server.

import * as fs from "node:fs";

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions, State } from "vscode-languageclient/node";

import { archive, download } from "./download";
import { program } from "./program";
import { contributeSchemas } from "./schemas";

const documents = [
  { scheme: "file", language: "yaml" },
  { scheme: "file", language: "python" },
  { scheme: "file", language: "toml" },
  { scheme: "file", language: "pip-requirements" },
  { scheme: "file", pattern: "**/{requirements*.txt,pyproject.toml,README*.md,PRIVACY.md,.difyignore}" },
];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("difylint");
  const status = vscode.languages.createLanguageStatusItem("difylint", documents);
  status.name = "difylint";
  status.command = { command: "difylint.output", title: "Output" };
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand("difylint.output", () => output.show()),
    vscode.commands.registerCommand("difylint.restart", () => start(context, output, status)),
    vscode.commands.registerCommand("difylint.askReason", askReason),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration("difylint.path")) void start(context, output, status);
    }),
  );
  await start(context, output, status);
  await contributeSchemas(context, () => client);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
  client = undefined;
}

async function start(context: vscode.ExtensionContext, output: vscode.OutputChannel, status: vscode.LanguageStatusItem): Promise<void> {
  await deactivate();
  const settings = vscode.workspace.getConfiguration("difylint");
  // The package for a platform has the program in it; the one for all of them
  // keeps what it downloads by the version of the extension.
  const kept = vscode.Uri.joinPath(context.globalStorageUri, String(context.extension.packageJSON.version)).fsPath;
  const own = [context.asAbsolutePath("bin"), kept];
  let command = program(settings.get("path", ""), own);
  if (command === undefined) {
    tell(status, "not found", vscode.LanguageStatusSeverity.Error);
    const checksums = context.asAbsolutePath("checksums.txt");
    const list = fs.existsSync(checksums) ? fs.readFileSync(checksums, "utf8") : "";
    const choices = ["How to install", "Set its path"];
    if (archive(list, process.platform, process.arch)) choices.unshift("Download");
    const choice = await vscode.window.showErrorMessage("The difylint program was not found on the PATH.", ...choices);
    if (choice === "Download") {
      try {
        await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: "Downloading difylint" }, () => download(kept, list));
      } catch (err) {
        void vscode.window.showErrorMessage(err instanceof Error ? err.message : String(err));
      }
      command = program("", own);
    } else if (choice === "How to install") {
      await vscode.env.openExternal(vscode.Uri.parse("https://github.com/difylint/difylint#install"));
    } else if (choice === "Set its path") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "difylint.path");
    }
    if (command === undefined) return;
  }
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: documents,
    outputChannel: output,
    initializationOptions: { ...settings, askReason: true },
    synchronize: { configurationSection: "difylint" },
  };
  const started = new LanguageClient("difylint", "difylint", server, options);
  client = started;
  started.onDidChangeState((e) => {
    if (client !== started) return;
    if (e.newState === State.Running) {
      tell(status, `difylint ${started.initializeResult?.serverInfo?.version ?? ""}`, vscode.LanguageStatusSeverity.Information);
    } else if (e.newState === State.Stopped) {
      tell(status, "stopped", vscode.LanguageStatusSeverity.Error);
    }
  });
  try {
    await started.start();
  } catch (e) {
    tell(status, `did not start: ${e instanceof Error ? e.message : String(e)}`, vscode.LanguageStatusSeverity.Error);
  }
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
    prompt: "Why is this finding to be ignored?",
    placeHolder: "The reason stands in the comment, for whoever reads it next",
    validateInput: (text) => (text.trim() === "" ? "An ignore needs a reason" : undefined),
  });
  if (reason !== undefined) {
    await client?.sendRequest("workspace/executeCommand", { command: "difylint.ignore", arguments: [{ ...ignore, reason }] });
  }
}
