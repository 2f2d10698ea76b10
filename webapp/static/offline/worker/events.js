// The service worker's events. It never hurries a newer worker into a tab that is in use.
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== CACHE && name !== WAITING) await caches.delete(name);
    await clients.claim();
  })());
});

addEventListener("message", (event) => {
  if (event.data === "forget") {
    event.waitUntil(forget());
    event.ports[0]?.postMessage("forgotten"); // from here on nothing more is kept
  }
  if (event.data === "lost is seen") event.waitUntil(forgetLost());
  if (event.data === "look") {
    forgotten = false;
    // A page that was on its way while this worker took over was passed by; one that asks is answered from here on.
    event.waitUntil(clients.claim().then(look));
  }
});

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const address = new URL(url);
  const way = wayFor({ method, own: address.origin === location.origin, path: address.pathname });
  if (way === "network") return;
  event.respondWith(cacheFirst(event.request, address, mode === "navigate"));
  if (mode === "navigate") event.waitUntil(look());
});

// The edition on the phone answers what it has; the network the rest; without either, the edition's own "not found".
async function cacheFirst(request, address, navigating) {
  const path = address.pathname;
  const bare = /^(\/[^/].*?)\/+$/.exec(path); // as the server, webapp/errors.py; two slashes in front are another site
  if (bare) return Response.redirect(bare[1] + address.search, 308);
  const edition = await current().catch(() => null);
  const kept = edition && ((await workedOut(edition, request, address)) ?? (request.method === "POST" ? null : answerFrom(edition, path))
    ?? (before && path.startsWith("/static/") ? answerFrom(before, path) : null));
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch {
    return navigating && edition ? answerFrom(edition, "/404.html") : Response.error();
  }
}
