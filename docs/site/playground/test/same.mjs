// The program of the page and the command say the same of folders with plugins.
// usage: node same.mjs SITE DIFYLINT FOLDER...
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { load, read } from "./program.mjs";

const [site, difylint, ...folders] = process.argv.slice(2);
const ask = await load(site);
for (const folder of folders) {
  const { names, blobs, dirs } = read(folder, folder);
  ask({ do: "open", names, dirs }, blobs);
  const flags = [[{}, []], [{ profile: "marketplace", dify: "1.9.0" }, ["--profile=marketplace", "--dify=1.9.0"]]];
  for (const [request, args] of flags) {
    const ours = ask({ do: "check", ...request }).result.report;
    same(ours, command(folder, "check", "--format=json", ...args, "."));
    console.log(`${folder} ${args.join(" ")}: ${ours.plugins.length} plugins, ${ours.findings.length} findings, the same`);
  }
  for (const what of ["requires", "capabilities", "risk"]) {
    same(ask({ do: what }).result, command(folder, what, "--format=json", "."));
  }
}

function command(cwd, ...args) {
  const p = spawnSync(difylint, args, { cwd, encoding: "utf8", maxBuffer: 1 << 30 });
  assert.ok(p.status === 0 || p.status === 1, p.stderr);
  return JSON.parse(p.stdout);
}

// same holds two reports to be the same but for the program's own version.
function same(a, b) {
  if (a.tool) a.tool.version = b.tool.version;
  assert.deepEqual(a, b);
}
process.exit(0);
