// How long sixty notes of a workshop take, typed, sorted, exported; and two trees of objectives with their notes. A stand-in uses the
// keyboard alone on the real pages: its keys, pages and decisions are counted, the time of the machine is measured, that of a person is
// told by a model that is stated and no more than that.
//
//   PARVIS_BINARY=… benchmarks/meetings/pace.sh
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, open, signIn } from "../../tests/browser/browser.mjs";
import { start } from "../../tests/browser/house.mjs";

// The model: a key, a page or a note to decide upon, a minute of reading. Two typists: slow, and the average of the trade.
const SECONDS_A_KEY = { slow: 0.28, average: 0.2 };
const SECONDS_A_DECISION = 1.35;
const WORDS_A_MINUTE = 220;
const AIM = { notes: 15, trees: 20 };

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const told = () => ({ keys: 0, pages: 0, decisions: 0, words: 0, machine: 0 });
let now = told();

/** Sixty sentences of the demonstration, each with the idea it says: the idea is the group it is sorted in. */
async function sentences() {
  const found = [];
  const blocks = (await readFile(here("../../demo/data/words.toml"), "utf8")).split("[[idea]]").slice(1);
  for (const block of blocks) {
    const code = /^code = "([^"]+)"/m.exec(block)[1];
    for (const [, list] of block.matchAll(/^(?:demands|remarks) = \[(.*?)\]$/gms)) {
      for (const [, said] of list.matchAll(/"([^"]+)"/g)) found.push([said, code]);
    }
  }
  // As people speak: one of each idea in turn, eight ideas.
  const codes = [...new Set(found.map(([, code]) => code))].slice(0, 8);
  const turns = codes.map((code) => found.filter((one) => one[1] === code));
  const all = [];
  for (let rank = 0; all.length < 60 && rank < 60; rank++) for (const turn of turns) if (turn[rank] && all.length < 60) all.push(turn[rank]);
  return all;
}

/** Trees of a file: « = tree », « # branch », a note a line. */
async function trees() {
  const all = [];
  for (const line of (await readFile(process.env.PARVIS_TREES ?? here("trees.txt"), "utf8")).split("\n").map((one) => one.trim()).filter(Boolean)) {
    if (line.startsWith("= ")) all.push({ title: line.slice(2), branches: [] });
    else if (line.startsWith("# ")) all.at(-1).branches.push({ title: line.slice(2), notes: [] });
    else all.at(-1).branches.at(-1).notes.push(line);
  }
  return all;
}

/** A pair of hands on the keyboard of a page. */
function hands(page) {
  const key = async (name) => { await page.keyboard.press(name); now.keys += 1; };
  // On a French keyboard, « # » is two keys.
  const type = async (text) => { await page.keyboard.type(text); now.keys += [...text].length + (text.match(/#/g) ?? []).length; };
  const at = (selector) => page.evaluate((selector) => document.activeElement.matches(selector), selector);
  const reach = async (selector, way = "Tab") => {
    for (let tries = 0; tries < 250; tries++) {
      if (await at(selector)) return;
      await key(way);
    }
    throw new Error(`« ${selector} » cannot be reached`);
  };
  const begun = async () => {
    // The link that leads past the menus.
    now.pages += 1;
    await key("Tab");
    if (await at("a[href^='#']")) await key("Enter");
  };
  const leads = async (act) => {
    const at = performance.now();
    await Promise.all([page.waitForEvent("load"), act()]);
    now.machine += (performance.now() - at) / 1000;
    await begun();
  };
  const link = async (words) => {
    for (let tries = 0; tries < 250; tries++) {
      if (await page.evaluate((words) => document.activeElement.textContent.trim().startsWith(words), words)) return leads(() => key("Enter"));
      await key("Tab");
    }
    throw new Error(`« ${words} » cannot be reached`);
  };
  return { key, type, reach, leads, link, begun };
}

function count(words) { now.words += words.split(/\s+/).length; }
function say(what, aim) {
  const person = (seconds) => now.keys * seconds + (now.decisions + now.pages) * SECONDS_A_DECISION + (now.words / WORDS_A_MINUTE) * 60;
  console.log(`${what}: ${now.keys} keys, ${now.pages} pages, ${now.decisions} decisions, ${now.words} words read; machine ${now.machine.toFixed(1)} s`);
  for (const [who, seconds] of Object.entries(SECONDS_A_KEY)) {
    console.log(`  ${who} typist (${seconds} s a key): ${((person(seconds) + now.machine) / 60).toFixed(1)} min${aim ? `, aim ${aim}` : ""}`);
  }
  now = told();
}

async function notes(page) {
  const { key, type, reach, leads, link, begun } = hands(page);
  const all = await sentences();
  await page.goto("/gestion/rencontres");
  await page.locator("main tbody th a").last().focus();
  await leads(() => key("Enter"));
  await reach("textarea[name=notes]");
  for (const [said] of all) { await type(said); await key("Enter"); }
  await page.locator("[data-queue-status]", { hasText: `Notes enregistrées : ${all.length}.` }).waitFor({ timeout: 300_000 });
  say(`${all.length} notes typed`);
  await page.reload();
  await begun();
  await link("Trier les notes");
  const board = page.url();
  // A note is read, and put in its group with the key of the group; a group that is not there yet is named with its first note.
  const groupOf = new Map(all);
  const made = await page.locator("section[data-group] h2 [data-label]").allInnerTexts();
  const rest = "section[data-group=''] li[data-note]";
  for (;;) {
    const cards = await page.locator(rest).evaluateAll((all) => all.map((one) => [one.dataset.note, one.querySelector("label").textContent.trim()]));
    const first = cards.find(([, words]) => groupOf.has(words));
    if (!first) break;
    const [id, words] = first;
    await reach(`input[value='${id}']`);
    now.decisions += 1;
    count(words);
    const group = groupOf.get(words);
    const groupKey = await page.locator("section[data-group]").evaluateAll((all, group) => all.find((one) => {
      // A group that has this name already, however it is written, is that group.
      const plain = one.querySelector("[data-label]").textContent.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[a-z0-9]+/g).join("-");
      return plain === group;
    })?.querySelector("h2 kbd")?.textContent, group);
    if (groupKey) {
      await key(groupKey);
      await page.waitForFunction((id) => document.querySelector(`[data-note='${id}']`).closest("section").dataset.group !== "", id);
      await page.waitForFunction(() => document.activeElement.matches("li[data-note] input"));
      continue;
    }
    expect(!made.includes(group), `« ${group} » has no key`);
    await key("Space");
    await reach("input[name=groupe]", "Shift+Tab");
    await type(group);
    await leads(async () => { await key("Tab"); await key("Enter"); });
    made.push(group);
  }
  await page.goto(board);
  await begun();
  await reach("a[href*='xlsx']");
  const [file] = await Promise.all([page.waitForEvent("download"), key("Enter")]);
  expect((await readFile(await file.path())).length > 3000, "the export is empty");
  say(`sorted in ${new Set(all.map(([, code]) => code)).size} groups, exported`, `${AIM.notes} with the typing`);
}

/** Trees read on paper: each is typed as it stands, its elements marked, its notes under them. */
async function typed(page, contract, all) {
  const { key, type, reach, leads } = hands(page);
  await page.goto(`${contract}/notes/collage`);
  await hands(page).begun();
  await reach("input[name=source]");
  await type("Atelier");
  await reach("textarea[name=notes]");
  const lines = all.flatMap((one) => [`#${one.title}`, ...one.branches.flatMap((branch) => [`##${branch.title}`, ...branch.notes])]);
  for (const [rank, line] of lines.entries()) { if (rank) await key("Enter"); await type(line); }
  await reach("button[type=submit]");
  await leads(() => key("Enter"));
  // Each note stands with its branch.
  await page.goto(`${contract}/notes?vue=rangees`);
  const norm = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ").replaceAll("'", "’").trim();
  const under = new Map();
  for (;;) {
    const cards = await page.locator("ul.cards li").evaluateAll((all) => all.map((one) => [one.querySelector("label").textContent, one.querySelector(".hint").textContent]));
    for (const [words, hint] of cards) under.set(norm(words), [...(under.get(norm(words)) ?? []), norm(hint)]);
    const next = page.locator("nav.pagination a[rel=next]");
    if (!(await next.count())) break;
    await next.click();
  }
  for (const branch of all.flatMap((one) => one.branches)) {
    for (const note of branch.notes) expect(under.get(norm(note))?.some((hint) => hint.endsWith(norm(branch.title))), `« ${note} » is not under « ${branch.title} »`);
  }
}

const house = await start();
const browser = await open(house);
try {
  const { page, close } = await browser.visitor();
  page.setDefaultTimeout(120_000);
  await signIn(page, "Claire Vidal");
  await notes(page);
  await page.goto("/gestion/contrats");
  const contract = await page.locator("main a[href^='/gestion/contrats/']").first().getAttribute("href");
  const all = await trees();
  await typed(page, contract, all);
  say(`${all.map((one) => `${one.branches.length} branches and ${one.branches.flatMap((branch) => branch.notes).length} notes`).join(", then ")}: two trees entered`, AIM.trees);
  await close();
} finally {
  await browser.close();
  await house.stop();
}
