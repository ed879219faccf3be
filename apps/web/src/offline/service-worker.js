// Says that there is no connection where there is none. It keeps that one page and nothing else: every page and script
// comes from the server, so that none of them outlives an upgrade.
const VERSION = '__VERSION__';
const KEPT = ['/offline.html', '/offline.css', '/before-paint.js', '/favicon.svg'];
const NOT_PAGES = /^\/(api|media|assets|\.well-known)\//;
// Where people come back to with a one-time code.
const ONCE = '/api/v1/login-providers/';

self.addEventListener('install', (event) => {
  const fresh = KEPT.map((path) => new Request(path, { cache: 'reload' }));
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(fresh)));
  // What a page sends while it is left must not wait for this program: it would end with the page. It is faster, too.
  const direct = ['/api/*', '/media/*', '/assets/*'];
  event.addRoutes?.(direct.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: 'network' })));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
    // The page is asked for while this program still starts.
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === 'navigate' && !NOT_PAGES.test(pathname)) event.respondWith(answerPage(event));
  else if (request.mode === 'navigate' && pathname.startsWith(ONCE)) event.respondWith(askOnce(event));
  else if (request.method === 'GET' && KEPT.includes(pathname)) event.respondWith(answerKept(request));
});

async function answerPage(event) {
  try {
    return await askOnce(event);
  } catch (error) {
    const kept = await caches.match('/offline.html');
    if (kept) return kept;
    throw error;
  }
}

/** What was asked for ahead is the answer: a second question would find a one-time code used. */
async function askOnce(event) {
  return (await event.preloadResponse) ?? (await fetch(event.request));
}

async function answerKept(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request);
    if (kept) return kept;
    throw error;
  }
}
