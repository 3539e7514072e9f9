// What the platform said, pasted: opens the place that it comes from.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

interface Answer {
  message: string;
  rule?: string;
  todo?: string;
  uri?: string;
  range?: { start: { line: number; character: number }; end: { line: number; character: number } };
}

export async function diagnose(client: LanguageClient | undefined): Promise<void> {
  if (client === undefined) return;
  const copied = await vscode.env.clipboard.readText();
  const text = await vscode.window.showInputBox({
    prompt: vscode.l10n.t("What Dify, the daemon or the plugin's log said"),
    placeHolder: vscode.l10n.t("Paste the message here"),
    value: copied.length <= 10000 ? copied.trim() : "",
    ignoreFocusOut: true,
  });
  if (!text) return;
  const uri = vscode.window.activeTextEditor?.document.uri;
  const answer = await client.sendRequest<{ answers: Answer[] }>("workspace/executeCommand", {
    command: "difylint.diagnose",
    arguments: [{ text, uri: uri?.toString() ?? "" }],
  });
  const items = answer.answers.map((a) => ({ label: a.message, description: a.rule ?? "", detail: a.todo ?? "", answer: a }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("difylint does not know this message."));
    return;
  }
  const chosen = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Where it comes from, the likeliest first") });
  if (chosen === undefined) return;
  const { uri: place, range, message } = chosen.answer;
  if (place !== undefined && range !== undefined) {
    const at = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
    await vscode.window.showTextDocument(vscode.Uri.parse(place), { selection: at });
  }
  void vscode.window.showInformationMessage(message);
}
