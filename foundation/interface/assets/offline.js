// A page that carries [data-offline] opens again without network: the worker keeps it. It says what is kept on the device, and
// has a button to leave and erase. Without this file, or without a worker, the page works as any other.
import { drop, waiting } from "./queue.js";

const holder = document.querySelector("[data-offline]");
const status = holder?.querySelector("[data-offline-status]");
const leave = holder?.querySelector("[data-offline-leave]");
const list = holder?.querySelector("[data-offline-list]");
const say = (sentence) => { status.textContent = sentence; };

/** Asks the worker, and waits for its answer. */
const ask = (worker, what) => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data);
  worker.postMessage({ what, path: location.pathname }, [port2]);
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
  const pages = await (await caches.open("parvis-pages")).keys();
  for (const { url } of pages) {
    const { pathname } = new URL(url);
    if (pathname === location.pathname) continue;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = pathname;
    link.textContent = `${list.dataset.words} ${decodeURIComponent(pathname.split("/").pop())}`;
    item.append(link);
    list.append(item);
  }
}

if (holder && "serviceWorker" in navigator && "caches" in window) begin().catch(() => {});
