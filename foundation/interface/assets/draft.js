// A draft is saved while somebody types: the form is sent as its button sends it, with the version it was opened on, so that nobody is
// written over. The button stays, and is all there is without this file. Sentences are those of the page.

const PAUSE = 3000;
const REST = 15000;
const form = document.querySelector("form[data-draft]");
if (form) {
  const words = form.dataset;
  const told = form.querySelector("[data-saved]");
  const both = form.querySelector("[data-both]");
  let isStopped = words.draft !== "oui";
  let isLeaving = false;
  let sending = null;
  let timer = 0;
  let lastAt = 0;

  const tell = (text) => { if (told && told.textContent !== text) told.textContent = text; };
  /** What is typed; neither the version it was opened on nor words looked for are part of it. */
  const typed = () => {
    const all = new URLSearchParams(new FormData(form));
    for (const name of [...all.keys()]) if (name === "revision" || name.startsWith("chercher-")) all.delete(name);
    return all.toString();
  };
  let known = words.typed === undefined ? typed() : null;
  const isChanged = () => known !== typed();

  async function send() {
    const text = typed();
    const body = new URLSearchParams(text);
    body.set("revision", form.elements.namedItem("revision")?.value ?? "");
    body.set("reponse", "brouillon");
    const signal = AbortSignal.timeout(20000);
    const reply = await fetch(form.action, { method: "POST", body, redirect: "error", keepalive: text.length < 50_000, signal });
    if (reply.status === 409) {
      isStopped = true;
      tell(words.overtaken);
      if (both) both.hidden = false;
    } else if (reply.status === 422) {
      const [first] = await reply.json();
      tell(`${words.refused} ${first}`);
    } else if (reply.ok) {
      const [sentence, revision, at] = await reply.json();
      const field = form.elements.namedItem("revision");
      if (field) field.value = revision;
      if (new URL(at, location.href).href !== form.action) {
        form.action = at;
        history.replaceState(null, "", at);
      }
      known = text;
      tell(sentence);
    } else throw new Error(reply.statusText);
  }

  /** Saves what is typed, once at a time; when the network is cut it is tried again. */
  function save() {
    clearTimeout(timer);
    timer = 0;
    if (isStopped || !isChanged()) return;
    if (sending) return later(PAUSE);
    const cut = () => {
      tell(words.cut);
      if (!isLeaving) later(REST);
    };
    sending = send().catch(cut).finally(() => { sending = null; lastAt = Date.now(); });
  }
  /** Soon, and not at every word: whoever types without a stop is saved too. */
  function later(pause) {
    timer ||= setTimeout(save, Math.max(pause, lastAt + REST - Date.now()));
  }

  if (!isStopped) {
    if (!told?.textContent) tell(words.start);
    let isTouched = false;
    const touched = () => {
      isTouched = true;
      later(PAUSE);
    };
    for (const name of ["input", "change"]) form.addEventListener(name, touched);
    document.addEventListener("visibilitychange", () => { if (document.hidden && isTouched) save(); });
  }

  // The button waits for what is being saved: it would be overtaken by its own hand.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    isLeaving = true;
    if (!sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    sending.finally(() => form.requestSubmit(submitter));
  }, true);
  addEventListener("pageshow", () => { isLeaving = false; });
  addEventListener("beforeunload", (event) => { if (!isLeaving && isChanged()) event.preventDefault(); });
}
