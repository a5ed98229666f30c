// Pages that must open again without network, kept on the device with the files they name. The server writes above which
// pages (PAGES: an expression of their path, hours, whether they are somebody's own) and VERSION. The network is asked
// first; a page it refuses, or that is too old, is forgotten. What is written is kept elsewhere: see queue.js.

const KEPT_AT = "x-kept-at";
const PATIENCE = 6000;
const FILES = "parvis-files";
const rules = PAGES.map(({ path, ...rule }) => ({ ...rule, path: new RegExp(path) }));
const drawerOf = (rule) => (rule.own ? "parvis-own" : "parvis-pages");
const DRAWERS = ["parvis-own", "parvis-pages"];

const ruleOf = (url) => (url.origin === location.origin ? rules.find((rule) => rule.path.test(url.pathname)) : undefined);
const filesOf = (text) => [...new Set(text.match(/\/a\/[0-9a-f]+\/[\w./-]+/g) ?? [])];
// A page that answers a form says what was just done: it is not kept.
const isPlain = (url) => !url.search || /^\?langue=[\w-]+$/.test(url.search);

/** Keeps a page and the files it names, all of them or nothing. */
async function keep(url, rule, answer) {
  const isPage = answer.ok && !answer.redirected && answer.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || !isPlain(url)) return false;
  const text = await answer.text();
  const files = await caches.open(FILES);
  for (const file of filesOf(text)) if (!(await files.match(file))) await files.add(file);
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  const pages = await caches.open(drawerOf(rule));
  await pages.put(url.pathname, new Response(text, { headers }));
  return true;
}

async function kept(path, rule) {
  const answer = await (await caches.open(drawerOf(rule))).match(path, { ignoreVary: true });
  if (!answer) return undefined;
  // A clock put back keeps nothing longer.
  const age = Math.abs(Date.now() - Number(answer.headers.get(KEPT_AT)));
  return age < rule.hours * 3600000 ? answer : undefined;
}

async function forget(path, rule) {
  await (await caches.open(drawerOf(rule))).delete(path, { ignoreVary: true });
  await tidy();
}

/** What is too old goes, and files that no page names any more. */
async function tidy() {
  const named = new Set();
  for (const name of DRAWERS) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      const path = new URL(request.url).pathname;
      const rule = ruleOf(new URL(request.url));
      const answer = rule && drawerOf(rule) === name ? await kept(path, rule) : undefined;
      if (answer) for (const file of filesOf(await answer.text())) named.add(file);
      else await pages.delete(request, { ignoreVary: true });
    }
  }
  const files = await caches.open(FILES);
  for (const request of await files.keys()) if (!named.has(new URL(request.url).pathname)) await files.delete(request);
}

/** The network first; a page kept when it is silent, slow or broken. */
async function page(event, url, rule) {
  const asked = fetch(event.request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    const answer = (await Promise.race([asked, late])) ?? (await kept(url.pathname, rule)) ?? (await asked);
    if (answer.headers.has(KEPT_AT)) { asked.catch(() => {}); return answer; }
    if (answer.status >= 500) return (await kept(url.pathname, rule)) ?? answer;
    // Sent elsewhere to sign in, refused, closed: nothing of it stays.
    if (answer.ok) event.waitUntil(keep(url, rule, answer.clone()));
    else event.waitUntil(forget(url.pathname, rule));
    return answer;
  } catch {
    return (await kept(url.pathname, rule)) ?? Response.error();
  }
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const rule = request.mode === "navigate" && ruleOf(url);
  if (rule) event.respondWith(page(event, url, rule));
  else if (url.pathname.startsWith("/a/")) event.respondWith(caches.match(request, { cacheName: FILES }).then((file) => file ?? fetch(request)));
});

// A page asks to be kept, or to be forgotten; it is told when it is done.
addEventListener("message", (event) => {
  const { what, path } = event.data;
  const url = new URL(path, location.origin);
  const rule = ruleOf(url);
  const tell = (isDone) => event.ports[0]?.postMessage(isDone);
  if (!rule) { tell(false); return; }
  const work = what === "keep" ? fetch(url.pathname).then((answer) => keep(url, rule, answer)) : forget(url.pathname, rule).then(() => true);
  event.waitUntil(work.then(tell, () => tell(false)));
});
