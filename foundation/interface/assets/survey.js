// Comfort for whoever answers: hear the question, lose nothing when the network is cut. Every page works without this file.

const form = document.querySelector("form[data-survey]");
const lang = document.documentElement.lang;

// The browser reads the question and its answers with a voice of this device, in the language they are shown in. A voice that is lent by
// another host would be sent the words: it is left aside, and where no voice is left there is no button.
if (form && "speechSynthesis" in window) {
  const languageOf = (field) => (field.querySelector("[lang]")?.lang || lang).toLowerCase();
  const voiceFor = (wanted) => {
    const own = speechSynthesis.getVoices().filter((voice) => voice.localService);
    const speaks = (voice) => voice.lang.toLowerCase().replace("_", "-");
    return own.find((voice) => speaks(voice) === wanted) ?? own.find((voice) => speaks(voice).split("-")[0] === wanted.split("-")[0]);
  };
  let speaking = null;
  const stop = () => {
    speechSynthesis.cancel();
    if (speaking) { speaking.textContent = form.dataset.listen; speaking.setAttribute("aria-pressed", "false"); }
    speaking = null;
  };
  const speak = (field, button) => {
    if (speaking === button) return stop();
    stop();
    const words = [...field.querySelectorAll("legend, label, p:not(.error)")].map((one) => one.textContent.trim()).filter(Boolean);
    const said = new SpeechSynthesisUtterance([...new Set(words)].join(". "));
    said.lang = languageOf(field);
    said.voice = voiceFor(said.lang) ?? null;
    said.onend = said.onerror = () => { if (speaking === button) stop(); };
    speaking = button;
    button.textContent = form.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    speechSynthesis.speak(said);
  };
  const offer = () => {
    for (const field of form.querySelectorAll(".field, .words")) {
      const known = field.querySelector(":scope > button.listen");
      if (known || !voiceFor(languageOf(field))) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "as-link listen";
      button.textContent = form.dataset.listen;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => speak(field, button));
      field.append(button);
    }
  };
  offer();
  // Many browsers know their voices a moment later.
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", stop);
}

// A page sent while the network is cut would give way to that of the browser, with what it holds: whether the server answers is asked
// first. The form then goes as any other.
let isSure = false;
let isAsking = false;
document.addEventListener("submit", async (event) => {
  const sent = event.target;
  if (sent.dataset.cut === undefined || isSure) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isAsking) return;
  isAsking = true;
  const status = sent.querySelector("[data-cut-status]");
  const { submitter } = event;
  try {
    await fetch(new URL("favicon.svg", import.meta.url), { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10000) });
    status.textContent = "";
    isSure = true;
    sent.requestSubmit(submitter);
  } catch {
    status.textContent = sent.dataset.cut;
  } finally {
    isSure = false;
    isAsking = false;
  }
}, true);
