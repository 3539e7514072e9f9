// The checker in its worker: loads the program, warms it up, answers requests.
/* global importScripts, Go, difylint, WASM, SIZES, CACHE */
importScripts("wasm_exec.js");

// bytes fetches the program: as the server packs it, else the .gz that lies beside
// it, unpacked here.
async function fetchProgram(report) {
  const head = await fetch(WASM, { method: "HEAD" }).catch(() => null);
  const packed = head?.ok && head.headers.get("content-encoding");
  const unpack = !packed && typeof DecompressionStream === "function";
  const res = await fetch(unpack ? WASM + ".gz" : WASM);
  if (!res.ok) throw new Error(`${res.url}: ${res.status}`);
  // A server may send the .gz as what it packs: then the browser unpacks it.
  const plain = !unpack || res.headers.get("content-encoding") === "gzip";
  const total = plain ? SIZES.raw : SIZES.gzip;
  let got = 0;
  let body = res.body.pipeThrough(new TransformStream({
    transform(chunk, out) {
      got += chunk.length;
      report(got, total);
      out.enqueue(chunk);
    },
  }));
  if (!plain) body = body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(body, { headers: { "content-type": "application/wasm" } });
}

async function program(report) {
  let cache = null;
  try {
    cache = await caches.open(CACHE + new URL(".", location).pathname);
    const kept = await cache.match(WASM);
    if (kept) return kept;
  } catch {
    cache = null; // no storage: it is loaded each time
  }
  const res = await fetchProgram(report);
  if (cache) cache.put(WASM, res.clone()).then(() => postMessage({ kept: true }), () => {});
  return res;
}

async function start() {
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(
    program((got, total) => postMessage({ progress: got, total })), go.importObject);
  await new Promise((ready) => {
    self.difylintReady = ready;
    go.run(instance).then(() => postMessage({ gone: true }), () => postMessage({ gone: true }));
  });
  postMessage({ warming: true });
  const files = Object.entries((await (await fetch("examples.json")).json())[0].files);
  const encoder = new TextEncoder();
  ask({ do: "open", names: files.map(([name]) => name) }, files.map(([, text]) => encoder.encode(text)));
  ask({ do: "check" }, []);
  ask({ do: "check" }, []);
  postMessage({ ready: true });
}

function ask(request, blobs) {
  const [answer, blob, said] = difylint(JSON.stringify(request), blobs);
  return { answer: JSON.parse(answer), said: JSON.parse(said), blob };
}

const started = start();
started.catch((err) => postMessage({ failed: String(err?.message ?? err) }));

onmessage = async ({ data }) => {
  await started;
  try {
    const { answer, said, blob } = ask(data.request, data.blobs ?? []);
    postMessage({ id: data.id, answer, said, blob: blob.length ? blob : null });
  } catch {
    postMessage({ gone: true }); // the program is lost, as when a file takes more memory than the browser has
  }
};
