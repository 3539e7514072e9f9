// Keeps the page for use without a network. The program itself is kept by the
// worker, unpacked, in the same cache.
/* global CACHE, FILES, WASM */

// A version of the page has its own folder, and its own cache.
const folder = new URL(".", location).pathname;
const name = CACHE + folder;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const old of await caches.keys()) {
      if (old.startsWith("difylint-playground-") && old.endsWith("-" + folder) && old !== name) await caches.delete(old);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(folder) || url.pathname.includes(WASM)) return;
  // What is kept goes first, the page too, so that all of it is of one build. A new
  // build is kept meanwhile, for the next visit.
  event.respondWith(caches.open(name).then((cache) => cache.match(request, { ignoreSearch: true })).then((kept) => kept ?? fetch(request)));
});
