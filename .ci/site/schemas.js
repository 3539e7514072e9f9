// Compiles every published schema without annotations in ajv's strict mode, and
// every one with them where unknown keywords are let through.
// usage: node schemas.js FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const folder = process.argv[2];
let failed = 0;
for (const [dir, strict] of [[join(folder, "plain"), true], [folder, false]]) {
  for (const name of readdirSync(dir).filter((n) => n.endsWith(".json"))) {
    const schema = JSON.parse(readFileSync(join(dir, name), "utf8"));
    const ajv = new Ajv.default({ strict, allowUnionTypes: true, logger: false });
    formats.default(ajv);
    try {
      ajv.compile(schema);
      if (schema.$id !== `https://difylint.github.io/difylint/schema/${strict ? "plain/" : ""}${name}`) throw new Error(`$id is ${schema.$id}`);
    } catch (e) {
      failed++;
      console.error(`${strict ? "plain/" : ""}${name}: ${e.message}`);
    }
  }
}
if (failed) process.exit(1);
