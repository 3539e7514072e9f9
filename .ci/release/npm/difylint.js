#!/usr/bin/env node
// Runs the difylint program out of the package for this platform, which npm
// installs beside this one as an optional dependency.
"use strict";
const { spawn } = require("node:child_process");
const os = require("node:os");

const name = `@difylint/${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/difylint${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`difylint: the package ${name} is not installed. It holds the program for this platform; npm leaves it out with --omit=optional, and where there is none. Other ways to install: https://github.com/difylint/difylint#install`);
  process.exit(2);
}
const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// A signal from the terminal reaches both; one for this process alone is passed on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (err) => {
  console.error(`difylint: ${program} does not start: ${err.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : code));
