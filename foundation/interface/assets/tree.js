// Nodes of a tree move by pointer and by keys. Everything is done without this file too, with the buttons and the page
// « Déplacer vers… ».

const form = document.querySelector("form[data-tree]");
const status = form?.querySelector("[data-tree-status]");
const nodeOf = (element) => element?.closest?.("li[data-node]");

/** Asks for the move as the page « Déplacer vers… » does, then shows the tree again. */
function move(node, parent, before) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = `/gestion/contrats/elements/${node.dataset.node}/deplacement`;
  const fields = { vers: parent || "haut", avant: before, depuis: node.dataset.parent || "haut" };
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    sent.append(input);
  }
  document.body.append(sent);
  status.textContent = "Enregistrement…";
  sent.submit();
}

/** Where a node goes when it is left on another: before it when they are of one level, under it when it may stand there. */
function target(node, other) {
  if (!other || other === node || node.contains(other)) return null;
  if (other.dataset.level === node.dataset.level) return [other.dataset.parent, other.dataset.node];
  if (other.dataset.accepts === node.dataset.level) return [other.dataset.node, ""];
  return null;
}

if (form && form.querySelector("li[data-node]")) {
  const help = document.createElement("p");
  help.className = "hint";
  help.textContent = "Faites glisser un élément sur un autre : devant un élément du même niveau, ou sous celui qui peut le recevoir. Au clavier, sur le nom d’un élément : Alt et une flèche vers le haut ou le bas le déplacent.";
  form.before(help);
  let dragged = null;
  for (const node of form.querySelectorAll("li[data-node]")) node.draggable = true;
  // A link would be dragged as an address, not as the node it names.
  for (const link of form.querySelectorAll("li[data-node] a")) link.draggable = false;
  form.addEventListener("dragstart", (event) => {
    dragged = nodeOf(event.target);
    if (!dragged) return;
    event.dataTransfer.setData("text/plain", dragged.dataset.node);
    event.dataTransfer.effectAllowed = "move";
  });
  const clear = () => { for (const node of form.querySelectorAll(".over")) node.classList.remove("over"); };
  form.addEventListener("dragend", () => { dragged = null; clear(); });
  form.addEventListener("dragover", (event) => {
    clear();
    const other = nodeOf(event.target);
    if (!dragged || !target(dragged, other)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    other.classList.add("over");
  });
  form.addEventListener("drop", (event) => {
    const to = dragged && target(dragged, nodeOf(event.target));
    if (!to) return;
    event.preventDefault();
    move(dragged, ...to);
  });
  form.addEventListener("keydown", (event) => {
    const mark = { ArrowUp: "data-up", ArrowDown: "data-down" }[event.key];
    const node = nodeOf(event.target);
    if (!event.altKey || !mark || !node) return;
    event.preventDefault();
    const button = node.querySelector(`:scope > div [${mark}]`);
    if (button) button.click();
    else status.textContent = "Cet élément est déjà au bout de sa branche.";
  });
  const here = location.hash.startsWith("#e-") ? document.getElementById(location.hash.slice(1)) : null;
  // After the notice has had the focus: whoever moves a node goes on from it.
  if (here) addEventListener("load", () => here.querySelector("a").focus());
}
