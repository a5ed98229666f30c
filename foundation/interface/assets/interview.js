// Face to face without network: the page follows the answers by itself (conditions.js), keeps each interview in the queue of the device
// (queue.js), and gives at once the code the person may take away. Without this file the page works as any other, with a network.
import { Following } from "./conditions.js";
import { all, drafts, hasDrawer, keep, sendNow, uuid } from "./queue.js";

const form = document.querySelector("form[data-interview]");
const plan = JSON.parse(form.dataset.interview);
const page = document.querySelector("main");
const part = (name) => page.querySelector(`[data-interview-${name}]`);
const blocks = () => [...form.querySelectorAll("[data-question]")];
const keyOf = (block) => block.dataset.question.replace(/^r\./, "");
const say = (sentence) => { part("status").textContent = sentence; };
const SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];
let interview = uuid();
let made = 0;
let language = plan.languages[0] ?? "fr";

/** The code of an answer, from the key of this device: the server makes the same one. */
function codeOf(key) {
  const signs = key.replaceAll("-", "").match(/../g).map((byte) => SIGNS[Number.parseInt(byte, 16) % 32]).join("");
  return signs.match(/..../g).join("-");
}
/** What is typed; what is not asked is left out. */
const pairs = () => {
  const hidden = new Set(blocks().filter((block) => block.hidden).flatMap((block) => [...block.querySelectorAll("[name]")].map((one) => one.name)));
  return [...new FormData(form)].filter(([name]) => !["cle", "geste"].includes(name) && !name.startsWith("photo.") && !hidden.has(name));
};
/** The photographs taken, by question: they go after the interview, one by one. */
const photos = () => [...form.querySelectorAll("input[type=file]")]
  .filter((input) => input.files.length && !input.closest("[data-question]").hidden)
  .map((input) => [input.name.slice("photo.".length), input.files[0]]);
const isGiven = () => photos().length > 0 || [...new FormData(form)].some(([name, value]) => /^(r|rang)\./.test(name) && value.trim() && !form.elements[name]?.matches?.("[type=hidden]"));

/** Answers as the engine reads them: boxes of one name are one answer, ranks an order, three fields a day. */
function answers() {
  const found = new Map();
  const days = new Map();
  const ranks = new Map();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue;
    const clean = value.trim();
    const ranked = /^rang\.(.*)\.([^.]*)$/.exec(name);
    if (ranked) {
      const own = ranks.get(ranked[1]) ?? [];
      ranks.set(ranked[1], clean ? [...own, [Number(clean), ranked[2]]] : own);
    } else if (name.startsWith("r.")) {
      const key = name.slice(2);
      const day = /^(.*)-(jour|mois|annee)$/.exec(key);
      if (day && form.elements[`r.${day[1]}-annee`]) days.set(day[1], { ...days.get(day[1]), [day[2]]: clean });
      else found.set(key, [found.get(key), clean].filter(Boolean).join(" "));
    }
  }
  for (const [key, own] of ranks) if (own.length || !found.has(key)) found.set(key, own.sort((a, b) => a[0] - b[0]).map((one) => one[1]).join(" "));
  for (const [key, { jour, mois, annee }] of days) found.set(key, jour || mois || annee ? `${jour}/${mois}/${annee}` : "");
  return found;
}

const inputs = (block) => [...block.querySelectorAll("input:not([type=hidden]), select, textarea")];
const titleOf = (block) => block.querySelector("legend, .words p, label");
const labelOf = (block, code) => inputs(block).find((input) => (
  input.matches("[type=radio], [type=checkbox]") ? input.value === code : input.name.startsWith("rang.") && input.name.endsWith(`.${code}`)
))?.labels[0];
function write(node, words) {
  const own = document.createElement("span");
  own.lang = language;
  own.dir = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
  own.textContent = words;
  const rest = node.querySelector(".optional");
  node.replaceChildren(own, ...(rest ? [" ", rest] : []));
}

/** The words of a question in the language chosen, with the answers they name. */
function told(following, item, block, key) {
  const words = item.w?.[language];
  if (!words) return;
  const named = (name) => {
    const node = plan.items.findIndex((one) => one.k.split("/").pop() === name);
    if (node < 0) return "";
    const at = following.keysOf(node).find((one) => one.split("[")[0] !== key.split("[")[0] || one.split("]")[0] === key.split("]")[0]);
    const given = at === undefined ? "" : following.value(node, at);
    const choices = plan.items[node].w?.[language]?.c ?? {};
    return given.split(" ").map((code) => choices[code] ?? code).join(", ");
  };
  const filled = (text) => text.replace(/\$\{\s*([\w./-]+)\s*\}/g, (_, name) => { try { return named(name); } catch { return "…"; } });
  const replaced = filled(words.l);
  const hint = block.querySelector("[data-hint]");
  if (hint && words.h && (hint.textContent !== filled(words.h) || hint.querySelector("span[lang]")?.lang !== language)) write(hint, filled(words.h));
  if (titleOf(block).querySelector("span[lang]")?.textContent !== replaced || titleOf(block).querySelector("span[lang]").lang !== language) {
    write(titleOf(block), replaced);
    for (const [code, choice] of Object.entries(words.c)) {
      const label = labelOf(block, code);
      if (label && choice) write(label, choice);
      const option = [...block.querySelectorAll("select option")].find((one) => one.value === code);
      if (option && choice && item.t !== "ranks") option.textContent = choice;
    }
  }
}

/** Shows what is to be asked now. */
function follow() {
  const following = new Following(plan, answers());
  for (const block of blocks()) {
    const key = keyOf(block);
    const node = following.nodeOf(key);
    if (node < 0) continue;
    const isAsked = following.isAsked(node, key);
    block.hidden = isAsked === false;
    const condition = block.querySelector(".condition");
    // Its condition in words stays where the device cannot tell.
    if (condition) condition.hidden = isAsked !== undefined;
    const offered = plan.items[node].f === undefined ? undefined : following.offered(node, key);
    if (offered) {
      for (const option of block.querySelectorAll(".option")) {
        const input = option.querySelector("input, select");
        const code = input.matches("select") ? input.name.split(".").pop() : input.value;
        option.hidden = !offered.includes(code);
        if (option.hidden && input.checked) input.checked = false;
      }
      for (const option of block.querySelectorAll(".field > select option")) option.hidden = option.value !== "" && !offered.includes(option.value);
    }
    told(following, plan.items[node], block, key);
  }
  return following;
}

function cleared(block) {
  for (const error of block.querySelectorAll("[data-interview-error]")) error.remove();
  block.querySelector(".has-error")?.classList.remove("has-error");
}

/** What is to correct, told under its question; whether there is nothing. */
function isSound() {
  const following = follow();
  const wrong = [];
  for (const block of blocks()) {
    cleared(block);
    if (block.hidden) continue;
    const key = keyOf(block);
    const node = following.nodeOf(key);
    if (node < 0) continue;
    const ranks = inputs(block).filter((one) => one.name.startsWith("rang.") && one.value).map((one) => one.value);
    const isHeavy = inputs(block).some((one) => one.files?.[0]?.size > Number(form.dataset.photoMost));
    const early = new Set(ranks).size < ranks.length ? form.dataset.sameRank : isHeavy && form.dataset.photoHeavy;
    const fault = early ? { sentence: early } : following.fault(node, key);
    if (!fault) continue;
    const told = document.createElement("p");
    told.className = "error";
    told.dataset.interviewError = "";
    told.textContent = fault.code ? fault.sentence.replace("{label}", labelOf(block, fault.code)?.textContent.trim() ?? fault.code) : fault.sentence;
    const field = block.querySelector(".field") ?? block;
    field.classList.add("has-error");
    titleOf(block).after(told);
    wrong.push(block);
  }
  if (wrong.length) {
    say(form.dataset.wrong.replace("{n}", wrong.length));
    inputs(wrong[0])[0]?.focus();
    wrong[0].scrollIntoView({ block: "center" });
  }
  return wrong.length === 0;
}

/** One more time the questions of a repeat. */
function again(repeat) {
  const first = blocks().filter((block) => keyOf(block).startsWith(`${repeat}[1]`));
  if (!first.length) return;
  const all = blocks().filter((block) => keyOf(block).startsWith(`${repeat}[`));
  const rank = all.length / first.length + 1;
  let last = all[all.length - 1];
  for (const block of first) {
    const copy = block.cloneNode(true);
    copy.dataset.added = "";
    for (const node of [copy, ...copy.querySelectorAll("*")]) {
      for (const { name, value } of [...node.attributes]) if (value.includes(`${repeat}[1]`)) node.setAttribute(name, value.replaceAll(`${repeat}[1]`, `${repeat}[${rank}]`));
    }
    cleared(copy);
    for (const input of inputs(copy)) { if (input.matches("[type=radio], [type=checkbox]")) input.checked = false; else input.value = ""; }
    last.after(copy);
    last = copy;
  }
  let count = form.elements[`r.${repeat}`];
  if (!count) {
    count = Object.assign(document.createElement("input"), { type: "hidden", name: `r.${repeat}` });
    count.dataset.added = "";
    form.append(count);
  }
  count.value = rank;
}

/** Puts back what was typed in an interview, and its photographs. */
function filled(fields, taken = []) {
  for (const [name, value] of fields) {
    const times = /^r\.([^/[\]]+)$/.exec(name);
    if (times && blocks().some((block) => keyOf(block).startsWith(`${times[1]}[1]`))) for (let rank = 2; rank <= Number(value); rank++) again(times[1]);
  }
  for (const block of blocks()) {
    for (const input of inputs(block)) {
      const given = fields.filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.matches("[type=radio], [type=checkbox]")) input.checked = given.includes(input.value);
      else if (input.matches("[type=file]")) {
        const held = new DataTransfer();
        for (const [question, file] of taken) if (input.name === `photo.${question}`) held.items.add(file);
        input.files = held.files;
      } else input.value = given[0] ?? "";
    }
  }
  follow();
}

const draftKey = () => `brouillon ${interview}`;
let later = 0;
function draft() {
  clearTimeout(later);
  later = setTimeout(() => keep({ key: draftKey(), draft: true, interview, url: form.action, fields: pairs(), photos: photos() }).catch(() => {}), 300);
}
/** Whether no other tab of this device holds an interview; it is held as long as this tab lives. */
const held = (key) => new Promise((resolve) => {
  if (!navigator.locks) { resolve(true); return; }
  navigator.locks.request(`entretien ${key}`, { ifAvailable: true }, (lock) => {
    resolve(Boolean(lock));
    return lock ? new Promise(() => {}) : undefined;
  });
});

function fresh() {
  clearTimeout(later);
  for (const node of form.querySelectorAll("[data-added]")) node.remove();
  form.reset();
  interview = uuid();
  held(interview);
  follow();
}

/** Questions and answers in words, for the file of what could not be sent. */
function lines() {
  const asked = blocks().filter((block) => !block.hidden && inputs(block).length);
  return asked.map((block) => {
    const given = inputs(block).flatMap((input) => {
      if (input.matches("[type=radio], [type=checkbox]")) return input.checked ? [input.labels[0].textContent.trim()] : [];
      if (!input.value) return [];
      if (input.files) return [input.files[0].name];
      if (!input.matches("select")) return [input.value];
      return input.name.startsWith("rang.") ? [`${input.value}. ${input.labels[0].textContent.trim()}`] : [input.selectedOptions[0].textContent];
    });
    return `${titleOf(block).textContent.trim()}\n  ${given.join(" ; ") || "—"}`;
  });
}

let isKeeping = false;
async function take() {
  if (isKeeping) return;
  if (!isGiven()) { say(form.dataset.empty); return; }
  if (!isSound()) return;
  isKeeping = true;
  try {
    const waiting = (await all()).filter((entry) => entry.kind === "entretien");
    made = Math.max(made, ...waiting.map((entry) => entry.rank)) + 1;
    const text = form.dataset.name.replace("{n}", made);
    const code = codeOf(interview);
    await keep({ key: interview, url: form.action, at: 0, rank: made, text, kind: "entretien", fields: pairs(), photos: photos(), code, lines: lines() }, draftKey());
    part("code").textContent = code;
    part("kept").hidden = false;
    say("");
    fresh();
    part("kept").scrollIntoView({ block: "start" });
    await sendNow();
  } catch {
    // The drawer is full or broken: the form goes as it is.
    form.submit();
  } finally {
    isKeeping = false;
  }
}

async function begin() {
  const choice = part("languages");
  if (choice) {
    choice.hidden = false;
    language = choice.querySelector("select").value;
    choice.addEventListener("change", (event) => { language = event.target.value; follow(); });
  }
  // A device that keeps photographs takes them with their question; without this file they are given once the interview is kept.
  for (const field of form.querySelectorAll("[data-photo]")) field.hidden = false;
  for (const told of form.querySelectorAll("[data-photo-later]")) told.hidden = true;
  follow();
  form.addEventListener("input", () => { part("kept").hidden = true; follow(); draft(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const repeat = /^ajouter:(.*)$/.exec(event.submitter?.value ?? "");
    if (repeat) { again(repeat[1]); follow(); draft(); } else take();
  });
  addEventListener("parvis-again", async ({ detail: entry }) => {
    if (isGiven()) { say(form.dataset.busy); return; }
    fresh();
    interview = entry.key;
    await keep({ key: draftKey(), draft: true, interview, url: form.action, fields: entry.fields, photos: entry.photos }, entry.key);
    filled(entry.fields, entry.photos);
    say(entry.refused ?? "");
    inputs(blocks()[0])[0]?.focus();
  });
  for (const one of (await drafts()).filter((one) => one.url === form.action)) {
    if (!(await held(one.interview))) continue;
    interview = one.interview;
    filled(one.fields, one.photos);
    say(form.dataset.resumed);
    return;
  }
  held(interview);
}

if (hasDrawer) begin();
