// The texts of the extension: each key and each text is there in every language, and used.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";

const root = path.resolve(__dirname, "../..");
const read = (name: string): string => fs.readFileSync(path.join(root, name), "utf8");
const table = (name: string): Record<string, string> => JSON.parse(read(name)) as Record<string, string>;
const list = (dir: string, end: string): string[] => fs.readdirSync(path.join(root, dir)).filter((n) => n.endsWith(end));
const values = (text: string): string[] => (text.match(/\{\d\}|\(command:[^)]*\)|`[^`]*`/g) ?? []).sort();
const chinese = /\p{Script=Han}/u;

test("the package's texts are there in each language, and no others", () => {
  const used = [...read("package.json").matchAll(/"%([^%"]+)%"/g)].map((m) => m[1]);
  const english = table("package.nls.json");
  assert.deepEqual(Object.keys(english).sort(), [...new Set(used)].sort());
  const others = list(".", ".json").filter((n) => /^package\.nls\..+\.json$/.test(n));
  assert.deepEqual(others, ["package.nls.zh-cn.json"]);
  for (const [key, text] of Object.entries(table(others[0]))) {
    assert.match(text, chinese, key);
    assert.deepEqual(values(text), values(english[key]), key);
  }
  assert.deepEqual(Object.keys(table(others[0])), Object.keys(english));
});

test("what the package shows is a key", () => {
  const shown: string[] = [];
  const look = (v: unknown, key: string): void => {
    if (typeof v === "string") {
      if (["title", "description", "markdownDescription"].includes(key) && v !== "difylint" && !/^%.+%$/.test(v)) shown.push(v);
    } else if (v !== null && typeof v === "object") {
      for (const [k, of] of Object.entries(v)) look(of, k);
    }
  };
  look(JSON.parse(read("package.json")), "");
  assert.deepEqual(shown, []);
});

test("the script's texts are there in each language, and no others", () => {
  const sources = list("src", ".ts").map((n) => read(path.join("src", n))).join("\n");
  const said = [...sources.matchAll(/\b(?:l10n\.t|say)\("((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]);
  assert.ok(said.length > 20);
  const bundle = table("l10n/bundle.l10n.zh-cn.json");
  assert.deepEqual(Object.keys(bundle).sort(), [...new Set(said)].sort());
  for (const [english, text] of Object.entries(bundle)) {
    assert.match(text, chinese, english);
    assert.deepEqual(values(text), values(english), english);
  }
  // What is shown goes through the table.
  const plain = sources.replace(/\$\{[^}]*\}/g, "");
  assert.deepEqual(plain.match(/(show(Error|Information|Warning)Message|appendLine|prompt:|placeHolder:|title:|tell\(status,|new Error)\(? ?["`][^"`]*\w [^"`\w]*\w[^"`]*["`]/g), null);
});

test("the steps of the walkthrough are there in each language", () => {
  const pages = [...read("package.json").matchAll(/"markdown": "walkthrough\/([^"]+)\.md"/g)].map((m) => m[1]);
  assert.deepEqual(list("walkthrough", ".md").sort(), pages.flatMap((p) => [`${p}.md`, `${p}.nls.zh-cn.md`]).sort());
});
