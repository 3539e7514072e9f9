// The checker's program in Node, without a browser.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import vm from "node:vm";

// load starts the program of a built page; it returns the function that answers requests.
export async function load(site) {
  vm.runInThisContext(readFileSync(join(site, "wasm_exec.js"), "utf8"));
  const name = readdirSync(site).find((n) => n.endsWith(".wasm"));
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiate(readFileSync(join(site, name)), go.importObject);
  await new Promise((ready) => {
    globalThis.difylintReady = ready;
    go.run(instance);
  });
  return (request, blobs = []) => {
    const [answer, blob] = globalThis.difylint(JSON.stringify(request), blobs);
    const result = JSON.parse(answer);
    if (result.error) throw new Error(result.error);
    return { result, blob };
  };
}

// read reads the files of a folder, by their paths below another.
export function read(folder, below) {
  const names = [], blobs = [], dirs = [];
  const walk = (dir) => {
    const entries = readdirSync(dir, { withFileTypes: true });
    if (!entries.length && dir !== below) dirs.push(relative(below, dir));
    for (const e of entries) {
      const full = join(dir, e.name);
      if (e.isDirectory()) walk(full);
      else if (e.isFile()) {
        names.push(relative(below, full));
        blobs.push(new Uint8Array(readFileSync(full)));
      }
    }
  };
  walk(folder);
  return { names, blobs, dirs };
}
