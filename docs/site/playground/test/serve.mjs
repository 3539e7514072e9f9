// A server of static files as a plain one is: it packs nothing.
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".wasm": "application/wasm", ".gz": "application/gzip" };

// serve serves a folder; it returns the address and how to stop.
export async function serve(folder) {
  const server = createServer(async (req, res) => {
    try {
      let name = normalize(decodeURIComponent(new URL(req.url, "http://x").pathname));
      if (name.endsWith("/")) name += "index.html";
      const file = join(folder, name);
      const { size } = await stat(file);
      res.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-length": size });
      res.end(req.method === "HEAD" ? undefined : await readFile(file));
    } catch {
      res.writeHead(404);
      res.end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const stop = () => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}/`, stop };
}
