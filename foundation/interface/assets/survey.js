// Comfort for whoever answers: hear the question, know how many answers are left. Every page works without this file.

const form = document.querySelector("form[data-survey]");
const lang = document.documentElement.lang;

// The browser reads the question and its answers with its own voice; nothing leaves the device.
if (form && "speechSynthesis" in window) {
  let speaking = null;
  const stop = () => {
    speechSynthesis.cancel();
    if (speaking) { speaking.textContent = form.dataset.listen; speaking.setAttribute("aria-pressed", "false"); }
    speaking = null;
  };
  for (const field of form.querySelectorAll(".field, .words")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as-link listen";
    button.textContent = form.dataset.listen;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      if (speaking === button) return stop();
      stop();
      const words = [...field.querySelectorAll("legend, label, p")].map((one) => one.textContent.trim()).filter(Boolean);
      const said = new SpeechSynthesisUtterance([...new Set(words)].join(". "));
      said.lang = field.querySelector("[lang]")?.lang || lang;
      said.onend = () => { if (speaking === button) stop(); };
      speaking = button;
      button.textContent = form.dataset.stop;
      button.setAttribute("aria-pressed", "true");
      speechSynthesis.speak(said);
    });
    field.append(button);
  }
  addEventListener("pagehide", stop);
}
