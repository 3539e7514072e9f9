// Keeps the page for use without a network. The program itself is kept by the
// worker, unpacked, in the same cache.
/* global CACHE, FILES, WASM */

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("difylint-playground-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.includes(WASM)) return;
  if (!url.pathname.startsWith(new URL(".", location).pathname)) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(request, { ignoreSearch: true });
    if (request.mode !== "navigate") return kept ?? fetch(request);
    // The page itself is taken anew where there is a network: it names the rest.
    try {
      return await fetch(request);
    } catch {
      return kept ?? cache.match("./");
    }
  })());
});
