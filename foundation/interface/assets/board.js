// Cards move by pointer and by keys, without loading the page again. Everything is done without this file too, by
// ticking notes and choosing a group.

const form = document.querySelector("form[data-board]");
const status = form?.querySelector("[data-board-status]");
const columns = form ? [...form.querySelectorAll("section[data-group]")] : [];
const say = (sentence) => { status.textContent = sentence; };
const name = (column) => column.querySelector("[data-label]").textContent.trim();
const uuid = () => URL.createObjectURL(new Blob()).slice(-36);
const cardOf = (element) => element.closest?.("li[data-note]");

/** The cards that move with this one: those ticked when it is. */
function moving(card) {
  if (!card.querySelector("input").checked) return [card];
  return [...form.querySelectorAll("li[data-note]")].filter((one) => one.querySelector("input").checked);
}

async function move(cards, column) {
  const others = cards.filter((card) => card.closest("section") !== column);
  if (!others.length) return;
  const data = new URLSearchParams({ cle: uuid(), vers: column.dataset.group || "aucun", reponse: "cles" });
  for (const card of others) data.append("note", card.dataset.note);
  say("Enregistrement…");
  let answer;
  try {
    answer = await fetch(`${form.dataset.board}/deplacements`, { method: "POST", body: data, redirect: "error" });
  } catch {
    say("Pas de réseau : la note n’a pas bougé. Réessayez.");
    return;
  }
  if (!answer.ok) {
    say(answer.status === 422 ? (await answer.json()).join(" ") : "La note n’a pas bougé : rechargez la page et recommencez.");
    return;
  }
  const hadFocus = others.find((card) => card.contains(document.activeElement));
  for (const card of others) {
    column.querySelector("ul").append(card);
    card.querySelector("input").checked = false;
  }
  for (const one of columns) one.querySelector("[data-count]").textContent = one.querySelectorAll("li[data-note]").length;
  hadFocus?.querySelector("input").focus();
  const words = others[0].querySelector("label").textContent.trim();
  say(others.length > 1 ? `${others.length} notes déplacées vers « ${name(column)} ».` : `« ${words} » est déplacée vers « ${name(column)} ».`);
}

if (columns.length > 1) {
  const help = document.createElement("p");
  help.className = "hint";
  help.textContent = "Faites glisser une note vers un groupe. Au clavier, sur la case d’une note : Alt et une flèche la déplacent vers le groupe voisin ; la touche écrite devant un groupe l’y range, et passe à la note suivante.";
  status.before(help);
  // Each group has a key, told before its name: figures, then letters.
  const KEYS = [..."123456789abcdefghijklmnopqrstuvwxyz"];
  const named = columns.filter((column) => column.dataset.group).slice(0, KEYS.length);
  named.forEach((column, rank) => {
    const figure = document.createElement("kbd");
    figure.textContent = KEYS[rank];
    column.querySelector("h2").prepend(figure, " ");
  });
  let dragged = null;
  for (const card of form.querySelectorAll("li[data-note]")) card.draggable = true;
  form.addEventListener("dragstart", (event) => {
    dragged = cardOf(event.target);
    if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.note);
  });
  form.addEventListener("dragend", () => {
    dragged = null;
    for (const column of columns) column.classList.remove("over");
  });
  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      column.classList.add("over");
    });
    column.addEventListener("dragleave", () => column.classList.remove("over"));
    column.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      move(moving(dragged), column);
    });
  }
  form.addEventListener("keydown", async (event) => {
    const card = cardOf(event.target);
    const column = card && !event.altKey && !event.ctrlKey && !event.metaKey && named[KEYS.indexOf(event.key)];
    if (!column) return;
    event.preventDefault();
    const gone = moving(card);
    const all = [...card.closest("ul").children];
    const next = all.slice(all.indexOf(card)).find((one) => !gone.includes(one)) ?? all.find((one) => !gone.includes(one));
    await move(gone, column);
    (next ?? card).querySelector("input").focus();
  });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const card = cardOf(event.target);
    if (!event.altKey || !step || !card) return;
    event.preventDefault();
    const at = columns.indexOf(card.closest("section"));
    move(moving(card), columns[Math.min(columns.length - 1, Math.max(0, at + step))]);
  });
}
