// Comfort only: every page works without this file.

// The error summary takes the focus, so that it is read first.
document.querySelector("main > [data-focus]")?.focus();

// Pages of an agent that were kept on this device go with her session.
const out = document.querySelector("form[action=\"/deconnexion\"]");
const forgetOwn = () => { if ("caches" in window) caches.delete("parvis-own").catch(() => {}); };
if (out) out.addEventListener("submit", forgetOwn);
else if (!document.querySelector("[data-offline]")) forgetOwn();

// On paper everything is open.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});

// A form sent twice by a nervous finger is sent once; the button stays pressable after a return.
for (const form of document.querySelectorAll("form[method=post]")) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sentAt < 2000) event.preventDefault();
    else sentAt = Date.now();
  });
}

// Keyboard of the back-office: "/" search, "j" and "k" rows, "g" then "a" home, "?" the list.
// It can be switched off for good in the panel opened by "?".
const STORE = "parvis-clavier";
const stored = () => {
  try { return localStorage.getItem(STORE); } catch { return null; }
};
if (document.body.classList.contains("white")) keyboard();

function keyboard() {
  let isOn = stored() !== "non";
  let awaitsSecond = false;
  const rows = () => [...document.querySelectorAll("tbody th[scope=row] a, tbody td:first-child a")];
  const move = (step) => {
    const links = rows();
    const at = links.indexOf(document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  };
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "?") return panel();
    if (!isOn) return;
    if (awaitsSecond) {
      awaitsSecond = false;
      const link = document.querySelector(`.doors li:nth-child(${Number(event.key) || 0}) a`);
      if (event.key === "a") location.href = "/";
      else link?.click();
      return;
    }
    if (event.key === "g") awaitsSecond = true;
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });

  function panel() {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", "Raccourcis du clavier");
    const title = document.createElement("h2");
    title.textContent = "Raccourcis du clavier";
    const list = document.createElement("ul");
    for (const text of [
      "/ : aller à la recherche",
      "j, k : ligne suivante, ligne précédente",
      "Entrée : ouvrir la ligne",
      "g puis 1 à 5 : aller à un lien du menu ; g puis a : accueil",
      "Échap : fermer",
    ]) {
      const line = document.createElement("li");
      line.textContent = text;
      list.append(line);
    }
    const turn = document.createElement("button");
    turn.type = "button";
    turn.className = "button second";
    turn.textContent = isOn ? "Désactiver les raccourcis" : "Activer les raccourcis";
    turn.addEventListener("click", () => {
      isOn = !isOn;
      try { localStorage.setItem(STORE, isOn ? "oui" : "non"); } catch { /* private browsing: kept for this page only */ }
      dialog.close();
    });
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button";
    close.textContent = "Fermer";
    close.addEventListener("click", () => dialog.close());
    const acts = document.createElement("p");
    acts.className = "actions";
    acts.append(close, turn);
    dialog.append(title, list, acts);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}
