// From what is dropped or chosen to files by their paths.
import { t } from "./strings.js";

export const maxFiles = 50000;
export const maxBytes = 256 << 20;

// Folders whose content is not read: nobody writes it, and it is large. That they
// are there is told.
const closed = new Set([".git", "node_modules"]);

export class Files {
  names = [];
  blobs = [];
  dirs = [];
  bytes = 0;

  async add(name, file) {
    this.bytes += file.size;
    if (this.names.length >= maxFiles || this.bytes > maxBytes) throw new Error(t("tooMany", maxFiles, maxBytes >> 20));
    this.names.push(name);
    this.blobs.push(new Uint8Array(await file.arrayBuffer()));
  }
}

const entriesOf = async (dir) => {
  const reader = dir.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
};

async function walk(files, entry, path) {
  if (entry.isFile) {
    await files.add(path, await new Promise((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  if (closed.has(entry.name)) {
    files.dirs.push(path);
    return;
  }
  let entries = await entriesOf(entry);
  const venv = entries.find((e) => e.name === "pyvenv.cfg");
  if (venv) entries = [venv];
  if (!entries.length) files.dirs.push(path);
  for (const e of entries) await walk(files, e, `${path}/${e.name}`);
}

// dropped reads what a drop or a paste holds.
export async function dropped(transfer) {
  const files = new Files();
  const entries = [...transfer.items].filter((i) => i.kind === "file").map((i) => i.webkitGetAsEntry?.() ?? i.getAsFile());
  for (const e of entries) {
    if (!e) continue;
    if (e instanceof File) await files.add(e.name, e);
    else await walk(files, e, e.name);
  }
  return files;
}

// chosen reads the files of an input.
export async function chosen(list) {
  const files = new Files();
  const seen = new Set();
  const venvs = [...list].map((f) => f.webkitRelativePath).filter((p) => p.endsWith("/pyvenv.cfg")).map((p) => p.slice(0, -"pyvenv.cfg".length));
  for (const f of list) {
    const path = f.webkitRelativePath || f.name;
    const parts = path.split("/");
    const shut = parts.findIndex((p, i) => i < parts.length - 1 && closed.has(p));
    if (shut >= 0) {
      const dir = parts.slice(0, shut + 1).join("/");
      if (!seen.has(dir)) files.dirs.push(dir);
      seen.add(dir);
      continue;
    }
    if (venvs.some((v) => path.startsWith(v) && path !== v + "pyvenv.cfg")) continue;
    await files.add(path, f);
  }
  return files;
}

const stream = async (bytes, through) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(through)).arrayBuffer());

// pack makes a text for an address of a value.
export async function pack(value) {
  const bytes = await stream(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream("deflate-raw"));
  let s = "";
  for (let i = 0; i < bytes.length; i += 8192) s += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(s).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// unpack reads such a text. What it unpacks to is bounded: anybody can make one.
export async function unpack(text, most) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  let size = 0;
  const bounded = new TransformStream({
    transform(chunk, out) {
      size += chunk.length;
      if (size > most) throw new Error("too large");
      out.enqueue(chunk);
    },
  });
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(bounded);
  return JSON.parse(await new Response(plain).text());
}
