// Where the difylint program is.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What program looks at; tests give their own. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  home: string;
  isFile(name: string): boolean;
}

export const here: Surroundings = {
  platform: process.platform,
  env: process.env,
  home: os.homedir(),
  isFile: (name) => {
    try {
      return fs.statSync(name).isFile();
    } catch {
      return false;
    }
  },
};

/**
 * The program to start: the one that is set, the one in the extension or that it
 * has downloaded, the first on the PATH, or the one that "go install" puts into
 * Go's bin folder. Undefined where there is none.
 */
export function program(set: string, own: string[], at: Surroundings = here): string | undefined {
  if (set !== "") {
    return set.startsWith("~/") ? path.join(at.home, set.slice(2)) : set;
  }
  const windows = at.platform === "win32";
  const name = windows ? "difylint.exe" : "difylint";
  const join = windows ? path.win32.join : path.posix.join;
  const folders = own.concat((at.env.PATH ?? at.env.Path ?? "").split(windows ? ";" : ":").filter((f) => f !== ""));
  for (const root of [at.env.GOBIN, at.env.GOPATH && join(at.env.GOPATH, "bin"), join(at.home, "go", "bin")]) {
    if (root) folders.push(root);
  }
  return folders.map((f) => join(f, name)).find((f) => at.isFile(f));
}
