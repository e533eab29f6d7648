// The worker of the visits on a phone: the page, its scripts and sheets are there without a
// connection. It keeps nothing of anybody; what is personal lies sealed in the page's own store.
const NAME = "visits-{{ version }}";
const SHELL = new URL("./", self.location).pathname;
const ASSETS = {{ assets|safe }};

// Never the login page under the name of ours.
const shell = async () => {
  const answer = await fetch(SHELL, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) throw new Error("not signed in");
  return answer;
};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    await cache.addAll(ASSETS);
    await cache.put(SHELL, await shell());
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((one) => one.startsWith("visits-") && one !== NAME).map((one) => caches.delete(one)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const isShell = event.request.mode === "navigate" && address.pathname === SHELL;
  if (!isShell && !ASSETS.includes(address.pathname)) return;
  event.respondWith((async () => {
    const kept = await (await caches.open(NAME)).match(isShell ? SHELL : address.pathname);
    return kept || fetch(event.request);
  })());
});
