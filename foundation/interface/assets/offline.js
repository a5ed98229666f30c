// A page that carries [data-offline] opens again without network: the worker keeps it. It says what is kept on the device, and
// has a button to leave and erase. Without this file, or without a worker, the page works as any other.
import { drop, waiting } from "./queue.js";

const HOME = "/r";
const holder = document.querySelector("[data-offline]");
const status = holder?.querySelector("[data-offline-status]");
const leave = holder?.querySelector("[data-offline-leave]");
const list = holder?.querySelector("[data-offline-list]");
const say = (sentence) => { status.textContent = sentence; };

/** Asks the worker, and waits for its answer. */
const ask = (worker, what, path = location.pathname) => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data);
  worker.postMessage({ what, path }, [port2]);
  setTimeout(resolve, 15000, false);
});

async function begin() {
  const registration = await navigator.serviceWorker.register("/hors-ligne.js", { scope: holder.dataset.offline, updateViaCache: "none" });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker.state !== "activated") {
    await new Promise((resolve) => worker.addEventListener("statechange", () => { if (worker.state === "activated") resolve(); }));
  }
  const isKept = navigator.onLine ? await ask(worker, "keep") : await caches.match(location.pathname, { ignoreVary: true });
  if (isKept) say(holder.dataset.kept);
  if (list) await others();
  else if (navigator.onLine) home(worker).catch(() => {});
  if (!leave) return;
  leave.hidden = !isKept;
  let isWarned = false;
  leave.addEventListener("click", async () => {
    const left = await waiting();
    if (left && !isWarned) { isWarned = true; say(holder.dataset.left.replace("{n}", left)); return; }
    await drop();
    await ask(worker, "forget");
    leave.hidden = true;
    say(holder.dataset.gone);
  });
  // Closed by the server: the page goes by itself.
  addEventListener("parvis-closed", () => ask(worker, "forget"));
}

/** Pages kept on this device, to come back to without network. */
async function others() {
  for (const drawer of ["parvis-pages", "parvis-own"]) {
    const cache = await caches.open(drawer);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname === location.pathname) continue;
      const text = await (await cache.match(request, { ignoreVary: true })).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = pathname;
      link.textContent = drawer === "parvis-own" ? page.title.split(" – ")[0] : `${list.dataset.words} ${decodeURIComponent(pathname.split("/").pop())}`;
      const about = drawer === "parvis-own" && page.querySelector(".caption");
      item.append(link, about ? ` ${about.textContent.trim()}` : "");
      list.append(item);
    }
  }
}

/** The way in, for whoever put us among her applications: it leads back to the pages kept. */
async function home(worker) {
  await navigator.serviceWorker.register("/hors-ligne.js", { scope: HOME, updateViaCache: "none" });
  await ask(worker, "keep", HOME);
}

if (holder && "serviceWorker" in navigator && "caches" in window) begin().catch(() => {});
