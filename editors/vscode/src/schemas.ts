// The schemas of Dify's declarations for the YAML extension, where the user
// wants them: it asks for the schema of each document by the document's URI.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

const scheme = "difylint-schema";

/** The part of the YAML extension's interface that is used. */
interface YAMLExtension {
  registerContributor(
    schema: string,
    requestSchema: (resource: string) => string | undefined,
    requestSchemaContent: (uri: string) => Promise<string> | string,
  ): boolean;
}

interface Kind {
  kind: string | null;
}

export async function contributeSchemas(context: vscode.ExtensionContext, client: () => LanguageClient | undefined): Promise<void> {
  if (!vscode.workspace.getConfiguration("difylint").get("yamlExtensionSchemas", false)) return;
  const yaml = vscode.extensions.getExtension<YAMLExtension>("redhat.vscode-yaml");
  if (yaml === undefined) return;
  const api = await yaml.activate();

  // The extension wants the answer at once, so the kinds of open documents are
  // asked for beforehand.
  const kinds = new Map<string, string>();
  const learn = async (document: vscode.TextDocument) => {
    if (document.languageId !== "yaml") return;
    const uri = document.uri.toString();
    const answer = await client()?.sendRequest<Kind>("difylint/kind", { textDocument: { uri } });
    if (answer?.kind) kinds.set(uri, answer.kind);
  };
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument((d) => void learn(d)));
  await Promise.all(vscode.workspace.textDocuments.map(learn));
  api.registerContributor(
    scheme,
    (resource) => {
      const kind = kinds.get(resource);
      return kind === undefined ? undefined : `${scheme}://kind/${kind}`;
    },
    async (uri) => {
      const kind = vscode.Uri.parse(uri).path.slice(1);
      const answer = await client()?.sendRequest<{ schema: string }>("difylint/schema", { kind });
      return answer?.schema ?? "{}";
    },
  );
}
