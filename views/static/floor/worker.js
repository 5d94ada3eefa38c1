// The floor without a network: its shell and the last page of one's work, as they were when there was one. Whoever has
// none there finds a page that says so, and what is saved on the phone.
"use strict";

const SHELL = "floor-shell-1";
const PAGES = "floor-pages-1";
const KEPT = ["/floor/", "/floor/timer"];
const OFFLINE = "/floor/offline";
const WHOSE = "/floor/whose";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((shell) => shell.add(OFFLINE)).catch(() => {}));
});

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("floor-") && name !== SHELL && name !== PAGES) await caches.delete(name);
  }
  await self.clients.claim();
})()));

// The first page came before this worker did: it says what it is made of.
self.addEventListener("message", (event) => event.waitUntil((async () => {
  if (event.data.forget) return void (await caches.delete(PAGES));
  const shell = await caches.open(SHELL);
  let isNew = false;
  for (const address of event.data.keep || []) {
    if (await shell.match(address)) continue;
    isNew = true;
    await shell.add(address).catch(() => {});
  }
  if (isNew) await shell.add(OFFLINE).catch(() => {}); // it names the files of the same edition
  await forgetOthers(event.data.whose);
  const page = new URL(event.data.page);
  const pages = await caches.open(PAGES);
  if (KEPT.includes(page.pathname) && !(await pages.match(page.pathname))) await keepPage(page.pathname);
})()));

// The phone is many people's: the pages of one are gone as soon as another is in, or nobody, whoever forgot to sign out.
async function forgetOthers(whose) {
  const known = await caches.match(WHOSE, { cacheName: PAGES });
  if (known && (await known.text()) === whose) return;
  await caches.delete(PAGES);
  await (await caches.open(PAGES)).put(WHOSE, new Response(whose));
}

async function keepPage(path) {
  const answer = await fetch(path, { credentials: "same-origin" }).catch(() => null);
  if (answer && answer.ok && !answer.redirected) await (await caches.open(PAGES)).put(path, answer);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (address.pathname.startsWith("/static/") || address.pathname.startsWith("/look/")) event.respondWith(part(request));
});

// From the shop when it answers, else as it was; a page that was never kept gives way to one's work.
async function page(request, address) {
  try {
    const answer = await fetch(request);
    if (KEPT.includes(address.pathname) && answer.ok && !answer.redirected) {
      await (await caches.open(PAGES)).put(address.pathname, answer.clone());
    }
    return answer;
  } catch (problem) {
    const pages = await caches.open(PAGES);
    const known = KEPT.includes(address.pathname) ? await pages.match(address.pathname) : null;
    const kept = known || (await pages.match("/floor/")) || (await caches.match(OFFLINE));
    if (kept) return kept;
    throw problem;
  }
}

// Files of the shell have addresses that change with their content.
async function part(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}
