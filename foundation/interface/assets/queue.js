// What is written at a meeting or asked face to face is kept on this device until the server says it has it. Every form works without this file.
// Each note has a key of its own: sent twice, it is one note.

const STORE = "envois";
const BATCH = 50;
const LONGEST = 500;
const forms = [...document.querySelectorAll("form[data-queue]")];

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The drawer of this device; a browser that has none sends its forms as they are. */
const drawer = await new Promise((resolve) => {
  try {
    const opening = indexedDB.open("parvis-rencontres", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(null);
  } catch { resolve(null); }
});
const stored = () => asked(drawer.transaction(STORE).objectStore(STORE).getAll());
const entries = async () => (await stored()).filter((one) => !one.draft).sort((a, b) => a.at - b.at || a.rank - b.rank);
const change = (write) => new Promise((resolve, reject) => {
  const transaction = drawer.transaction(STORE, "readwrite", { durability: "strict" });
  write(transaction.objectStore(STORE));
  transaction.oncomplete = resolve;
  transaction.onerror = transaction.onabort = () => reject(transaction.error);
});
// crypto.randomUUID exists on HTTPS only; town halls also try things on a plain local network.
export const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};
const part = (form, name) => form.querySelector(`[data-queue-${name}]`) ?? document.querySelector(`[data-queue-${name}]`);
const say = (form, sentence) => { const status = part(form, "status"); if (status.textContent !== sentence) status.textContent = sentence; };
/** How much waits under the forms of this page, and how to drop it: for whoever leaves. */
const here = async () => (drawer ? (await entries()).filter((entry) => ways.has(entry.url)) : []);
export const waiting = async () => (await here()).length;
export const drop = async () => {
  const own = drawer ? (await stored()).filter((entry) => ways.has(entry.url)) : [];
  if (own.length) await change((store) => own.forEach((entry) => store.delete(entry.key)));
  await show();
};
/** For pages that make their own entries: what waits, what is begun, and keeping one, in the place of another when it had one. */
export const hasDrawer = drawer !== null;
export const all = () => entries();
export const drafts = async () => (await stored()).filter((one) => one.draft);
export const keep = async (entry, instead) => {
  await change((store) => { if (instead) store.delete(instead); store.put(entry); });
  await show();
};
export const sendNow = async () => { isClosed = false; await flush(); };
const ways = new Map(forms.map((form) => [form.action, form]));
// Where the photographs of an interview go.
const photosAt = (form) => new URL(form.dataset.photos, location.href).href;
for (const form of forms) if (form.dataset.photos) ways.set(photosAt(form), form);
let sentHere = 0;
let isClosed = false;

/** Draws what waits under its form. */
async function show() {
  if (!drawer) return;
  const all = await entries();
  for (const form of forms) {
    const own = all.filter((entry) => ways.get(entry.url) === form);
    const waiting = own.filter((entry) => !entry.refused).length;
    if (isClosed && waiting) say(form, form.dataset.closed);
    else if (waiting) say(form, form.dataset.waiting.replace("{n}", waiting));
    else if (sentHere) say(form, form.dataset.sent.replace("{n}", sentHere));
    const file = part(form, "export");
    if (file) file.hidden = !own.length;
    part(form, "list").replaceChildren(...own.slice(0, 100).map((entry) => line(form, entry)));
  }
}

function line(form, entry) {
  const item = document.createElement("li");
  item.textContent = entry.text;
  if (!entry.refused) return item;
  const why = document.createElement("strong");
  why.textContent = ` ${entry.refused} `;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button second";
  again.textContent = entry.kind === "photo" ? form.dataset.photoDrop : form.dataset.again;
  again.addEventListener("click", async () => {
    if (entry.kind === "photo") {
      await change((store) => store.delete(entry.key));
      await show();
      return;
    }
    if (entry.kind === "entretien") { dispatchEvent(new CustomEvent("parvis-again", { detail: entry })); return; }
    const box = form.querySelector("textarea");
    box.value = [box.value, entry.text].filter(Boolean).join("\n");
    await change((store) => store.delete(entry.key));
    await show();
    box.focus();
  });
  item.append(why, again);
  return item;
}

/** Puts a form in the drawer: one entry a line, or one with its photograph. */
function taken(form) {
  const at = Date.now();
  const fields = [...new FormData(form)].filter(([name]) => name !== "cle");
  if (form.dataset.queue === "notes") {
    const shared = fields.filter(([name]) => name !== "notes");
    const lines = form.elements.notes.value.split("\n").map((text) => text.trim()).filter(Boolean);
    if (lines.some((text) => text.length > LONGEST)) { say(form, form.dataset.full); return null; }
    return lines.map((text, rank) => ({ key: uuid(), url: form.action, at, rank, text, kind: "notes", fields: shared }));
  }
  if (!form.elements.constat.value.trim()) return null;
  return [{ key: uuid(), url: form.action, at, rank: 0, text: form.elements.constat.value.trim(), kind: "constat", fields }];
}

function body(batch) {
  const isNotes = batch[0].kind === "notes";
  const data = ["constat", "photo"].includes(batch[0].kind) ? new FormData() : new URLSearchParams();
  for (const [name, value] of batch[0].fields) data.append(name, value);
  data.append("reponse", "cles");
  if (isNotes) for (const entry of batch) data.append(`note-${entry.key}`, entry.text);
  else data.append("cle", batch[0].key);
  return data;
}

/** The photographs of an interview that has arrived: each goes by itself, with the code that leads to the answer. */
const photosOf = (entry) => (entry.photos ?? []).map(([question, file], rank) => ({
  key: uuid(), url: photosAt(ways.get(entry.url)), at: entry.at, rank: entry.rank + rank / 1000, text: `${entry.text}, photo`, kind: "photo", fields: [["code", entry.code], ["question", question], ["photo", file]],
}));

/** Entries that go together: same way, same kind, same neighbourhood and public. */
function together(all, most) {
  const [first] = all;
  if (first.kind !== "notes") return [first];
  const same = JSON.stringify(first.fields);
  return all.filter((entry) => entry.url === first.url && entry.kind === "notes" && JSON.stringify(entry.fields) === same).slice(0, most);
}

let pause = 1000;
let later = 0;
let isSending = false;
function retry(seconds) {
  clearTimeout(later);
  later = setTimeout(flush, seconds ? seconds * 1000 : pause);
  pause = Math.min(pause * 2, 30000);
}

/** Why the server refuses what waits, where the page has a sentence for it. */
function explain(status) {
  for (const told of document.querySelectorAll("[data-queue-401], [data-queue-refused]")) {
    told.hidden = !status || (status === 401) !== told.hasAttribute("data-queue-401");
  }
}

/** Sends what waits: one tab of the device at a time, where it knows how. */
async function flush() {
  if (isSending) return;
  isSending = true;
  try {
    await (navigator.locks ? navigator.locks.request("parvis-envois", empty) : empty());
  } finally {
    isSending = false;
  }
}

/** Nothing leaves the drawer before its key came back. */
async function empty() {
  let most = BATCH;
  const closed = new Set();
  try {
    for (;;) {
      const all = (await entries()).filter((entry) => !entry.refused && !closed.has(entry.url));
      if (!all.length) break;
      const batch = together(all, most);
      const answer = await fetch(batch[0].url, { method: "POST", body: body(batch), redirect: "error", signal: AbortSignal.timeout(60000) });
      const isOurs = answer.headers.get("content-type")?.startsWith("application/json");
      if (answer.ok && isOurs) {
        const keys = new Set(await answer.json());
        const done = batch.filter((entry) => keys.has(entry.key));
        if (!done.length) { retry(); break; }
        await change((store) => done.forEach((entry) => { store.delete(entry.key); photosOf(entry).forEach((one) => store.put(one)); }));
        sent(done);
        explain(0);
        pause = 1000;
        most = BATCH;
      } else if (answer.status === 422 && isOurs && batch.length > 1) {
        most = 1;
      } else if (answer.status === 422 && isOurs) {
        const refused = (await answer.json()).join(" ");
        await change((store) => store.put({ ...batch[0], refused }));
      } else if ([401, 403, 404, 409].includes(answer.status)) {
        closed.add(batch[0].url);
        if (ways.has(batch[0].url)) {
          isClosed = true;
          explain(answer.status);
          dispatchEvent(new Event("parvis-closed"));
        }
      } else {
        retry(Number(answer.headers.get("retry-after")));
        break;
      }
      await show();
    }
  } catch {
    retry();
  } finally {
    await show();
  }
}

function sent(done) {
  const here = done.filter((entry) => ways.has(entry.url) && entry.kind !== "photo");
  sentHere += here.length;
  const list = document.querySelector("ul[data-queue-sent]");
  for (const entry of here) {
    const item = document.createElement("li");
    item.textContent = entry.text;
    list?.prepend(item);
  }
}

function place(form) {
  const holder = form.querySelector("[data-position]");
  if (!holder || !navigator.geolocation) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = holder.dataset.words;
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  told.className = "hint";
  holder.append(button, " ", told);
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    // Rounded here already: the device sends no front door.
    form.elements.latitude.value = (Math.round(coords.latitude * 2000) / 2000).toFixed(4);
    form.elements.longitude.value = (Math.round(coords.longitude * 2000) / 2000).toFixed(4);
    told.textContent = holder.dataset.done;
  }, () => { told.textContent = holder.dataset.none; }));
}

/** The same code for as long as this tab is open, however often the page is drawn again. */
function sameCode(form) {
  const field = form.elements.garde;
  if (!field) return;
  try {
    const known = sessionStorage.getItem(form.action);
    if (known && !new URLSearchParams(location.search).has("garde")) {
      field.value = known;
      document.querySelector("[data-queue-code]").textContent = known;
    } else sessionStorage.setItem(form.action, field.value);
  } catch { /* No memory: the code is the one of the page. */ }
}

for (const form of forms) { place(form); sameCode(form); }
if (drawer) {
  for (const form of forms.filter((form) => form.dataset.queue !== "entretien")) {
    form.addEventListener("submit", async (event) => {
      const all = taken(form);
      if (!all?.length) { if (all === null && form.dataset.queue === "notes") event.preventDefault(); return; }
      event.preventDefault();
      try {
        const words = form.elements.notes ?? form.elements.constat;
        const typed = words.value;
        await change((store) => all.forEach((entry) => store.put(entry)));
        // What was typed meanwhile stays.
        words.value = words.value.startsWith(typed) ? words.value.slice(typed.length).replace(/^\n/, "") : words.value;
        for (const name of ["photo", "latitude", "longitude"]) if (form.elements[name]) form.elements[name].value = "";
        words.focus();
        isClosed = false;
        await show();
        flush();
      } catch {
        form.submit();
      }
    });
    // Enter sends; Shift and Enter make a new line.
    form.elements.notes?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }
  // What waits as a text, to be handed over another way.
  document.querySelector("[data-queue-export]")?.addEventListener("click", async () => {
    const told = (await here()).map((entry) => [entry.text, entry.refused, ...(entry.lines ?? [])].filter(Boolean).join("\n"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([told.join("\n\n")], { type: "text/plain" }));
    link.download = "entretiens-en-attente.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  addEventListener("online", () => { pause = 1000; flush(); });
  addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  await show();
  flush();
}
