// Downloads the program of this extension's release, where the package for the
// platform, which holds it, is not the one that is installed.

import { execFile } from "node:child_process";
import * as crypto from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

const releases = "https://github.com/difylint/difylint/releases/download/";

/** An archive of a release, as its list of checksums names it. */
export interface Archive {
  name: string;
  version: string;
  checksum: string;
}

/** The archive for a platform, by Node's names. Undefined where there is none. */
export function archive(checksums: string, platform: string, processor: string): Archive | undefined {
  const system = { linux: "linux", darwin: "darwin", win32: "windows" }[platform];
  const arch = { x64: "amd64", arm64: "arm64" }[processor];
  for (const line of checksums.split(/\r?\n/)) {
    const m = /^([0-9a-f]{64})  (difylint_([^_]+)_([^_]+)_([^_.]+)\.(?:zip|tar\.gz))$/.exec(line);
    if (m && m[4] === system && m[5] === arch) return { name: m[2], version: m[3], checksum: m[1] };
  }
  return undefined;
}

/** Says a text with its values, {0} and so on, in the editor's language. */
export type Say = (text: string, ...values: (string | number)[]) => string;

/**
 * Puts the program into a folder. checksums is the list of the release, which came
 * with the extension: what is not named there, or differs, is refused.
 */
export async function download(folder: string, checksums: string, say: Say, platform: string = process.platform, processor: string = process.arch, from = releases): Promise<void> {
  const found = archive(checksums, platform, processor);
  if (!found) throw new Error(say("There is no difylint for {0} on {1}", platform, processor));
  const { name, version, checksum } = found;
  const answer = await fetch(`${from}v${version}/${name}`, { signal: AbortSignal.timeout(120_000) });
  if (!answer.ok) throw new Error(say("{0} cannot be downloaded: {1} {2}", name, answer.status, answer.statusText));
  const data = Buffer.from(await answer.arrayBuffer());
  const got = crypto.createHash("sha256").update(data).digest("hex");
  if (got !== checksum) throw new Error(say("{0} is not what was released: its checksum is {1}, not {2}", name, got, checksum));
  await fs.mkdir(folder, { recursive: true });
  const work = await fs.mkdtemp(path.join(folder, "download-"));
  try {
    const program = platform === "win32" ? "difylint.exe" : "difylint";
    await fs.writeFile(path.join(work, name), data);
    // Windows has a tar of its own that reads zip; Git's, which may come first, does not.
    const tar = platform === "win32" ? path.join(process.env.SystemRoot ?? "C:\\Windows", "System32", "tar.exe") : "tar";
    await promisify(execFile)(tar, ["-xf", name, program], { cwd: work });
    await fs.rename(path.join(work, program), path.join(folder, program));
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
}
