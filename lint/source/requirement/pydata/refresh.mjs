// Makes the lines of stdlib.txt, and those of imports.txt that Pyodide knows:
//
//   npm install --prefix DIR pyodide-312@npm:pyodide@0.27 \
//       pyodide-313@npm:pyodide@0.29 pyodide-314@npm:pyodide@314
//   node refresh.mjs DIR stdlib > lines
//   node refresh.mjs DIR imports > lines
//
// Pyodide is CPython; sys.stdlib_module_names is the same list on all platforms.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [dir, what, only] = process.argv.slice(2);
const versions = ["312", "313", "314"];
const home = (v) => resolve(join(dir, "node_modules", "pyodide-" + v));

if (only) {
  // One to a process: two do not get on.
  const { loadPyodide } = await import(join(home(only), "pyodide.mjs"));
  const python = await loadPyodide();
  console.log(python.runPython("import sys, json; json.dumps(sorted(sys.stdlib_module_names))"));
} else if (what === "stdlib") {
  const seen = new Map();
  for (const v of versions) {
    const names = execFileSync(process.execPath, [process.argv[1], dir, what, v], { encoding: "utf8" });
    for (const name of JSON.parse(names)) {
      seen.set(name, [...(seen.get(name) ?? []), "3." + v.slice(1)]);
    }
  }
  for (const name of [...seen.keys()].sort()) {
    const list = seen.get(name);
    console.log(list.length === versions.length ? name : name + " " + list.join(" "));
  }
} else {
  const lock = JSON.parse(readFileSync(join(home("314"), "pyodide-lock.json"), "utf8"));
  const normal = (s) => s.replace(/[-_.]+/g, "-").toLowerCase();
  const lines = [];
  for (const p of Object.values(lock.packages)) {
    if (p.package_type !== "package") continue;
    for (const name of p.imports) {
      if (normal(name) !== normal(p.name) && !name.startsWith("_")) lines.push(name + " " + p.name);
    }
  }
  console.log(lines.sort().join("\n"));
}
