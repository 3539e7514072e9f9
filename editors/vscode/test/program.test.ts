import assert from "node:assert/strict";
import { test } from "node:test";

import { program, Surroundings } from "../src/program";

function at(platform: NodeJS.Platform, env: Record<string, string>, files: string[]): Surroundings {
  return { platform, env, home: "/home/ada", isFile: (name) => files.includes(name) };
}

for (const [name, set, where, want] of [
  ["the path that is set", "/opt/difylint", at("linux", {}, []), "/opt/difylint"],
  ["a path below the home folder", "~/bin/difylint", at("linux", {}, []), "/home/ada/bin/difylint"],
  ["the first on the PATH", "", at("linux", { PATH: "/a:/b:/c" }, ["/b/difylint", "/c/difylint"]), "/b/difylint"],
  ["the extension's own before it", "", at("linux", { PATH: "/a" }, ["/own/difylint", "/a/difylint"]), "/own/difylint"],
  ["Go's bin folder", "", at("linux", { PATH: "/a" }, ["/home/ada/go/bin/difylint"]), "/home/ada/go/bin/difylint"],
  ["GOBIN before it", "", at("darwin", { GOBIN: "/g" }, ["/g/difylint", "/home/ada/go/bin/difylint"]), "/g/difylint"],
  ["Windows", "", at("win32", { Path: "C:\\a;C:\\b" }, ["C:\\b\\difylint.exe"]), "C:\\b\\difylint.exe"],
  ["nowhere", "", at("linux", { PATH: "/a::/b" }, []), undefined],
] as const) {
  test(name, () => assert.equal(program(set, ["/own"], where), want));
}
