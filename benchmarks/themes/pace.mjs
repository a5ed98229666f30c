// How long it takes to code the words of the demonstration on the real page with the keyboard alone: keys counted, time of the
// machine measured, time of a person told by a model that is stated and no more than that.
//
//   PARVIS_BINARY=… benchmarks/themes/pace.sh
//
// The stand-in reads every sentence shown and decides as the demonstration wrote it: it accepts a proposal that is right, gives
// what does not go with a batch its own themes, types the themes where the proposal is wrong.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { open, signIn } from "../../tests/browser/browser.mjs";
import { start } from "../../tests/browser/house.mjs";

const WORDS_A_MINUTE = 220;
const SECONDS_A_KEY = 1.5;
const AIM = { answers: 216, minutes: 15 };

const file = (path) => readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const plain = (text) => text.normalize("NFC").toLowerCase().replaceAll("'", "’");

/** What each idea of the demonstration says, and its code. */
async function ideas() {
  const found = [];
  for (const block of (await file("demo/data/words.toml")).split("[[idea]]").slice(1)) {
    const code = /^code = "([^"]+)"/m.exec(block)[1];
    for (const [, list] of block.matchAll(/^(?:demands|remarks) = \[(.*?)\]$/gms)) {
      for (const [, said] of list.matchAll(/"([^"]+)"/g)) found.push([plain(said), code]);
    }
  }
  return found;
}

/** Names of the codes in the codebook that is shipped: a code is a name without accents. */
async function labels() {
  const lines = (await file("engines/themes/data/contrat_de_ville.csv")).trim().split("\n").slice(1);
  const names = lines.map((line) => line.split(",")[3]);
  const code = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return new Map(names.map((name) => [code(name), name]));
}

const house = await start();
const browser = await open(house);
const told = { keys: 0, words: 0, pages: 0, batches: 0, sentences: 0, right: 0, machine: 0 };
try {
  const [said, named] = [await ideas(), await labels()];
  const { page, close } = await browser.visitor();
  // A machine that does other things is slow, not wrong: its time is told apart.
  page.setDefaultTimeout(120_000);
  await signIn(page, "Claire Vidal");
  await page.goto("/gestion/paroles/codage");
  const key = async (name) => { await page.keyboard.press(name); told.keys += 1; };
  const type = async (text) => { for (const sign of text) await key(sign); };
  const count = async () => Number(/^(\d+)/.exec((await page.locator("main > p").first().innerText()).trim())?.[1] ?? 0);
  const before = await count();
  for (let turn = 1; (await page.locator("#champ-touches").count()) > 0; turn += 1) {
    const shown = await page.evaluate(() => ({
      batch: [...document.querySelectorAll("ol.batch label")].map((label) => label.innerText),
      one: document.querySelector("main blockquote")?.innerText ?? "",
      proposed: document.querySelector("main input[name=propose]").value,
      keys: [...document.querySelectorAll("ul.keys li")].map((line) => [line.querySelector("kbd").innerText, line.innerText.replace(/^\S+\s+/, "").trim()]),
    }));
    const byLabel = new Map(shown.keys.map(([key, label]) => [plain(label), key]));
    const lines = shown.batch.length ? shown.batch : [shown.one];
    told.pages += 1;
    told.sentences += lines.length;
    told.batches += Number(lines.length > 1);
    told.words += lines.join(" ").split(/\s+/).length;
    const meant = lines.map((line) => {
      const codes = new Set(said.filter(([text]) => plain(line).includes(text)).map(([, code]) => code));
      return [...codes].map((code) => byLabel.get(plain(named.get(code) ?? ""))).filter(Boolean).sort().join(" ");
    });
    const proposed = shown.proposed.split(/\s+/).filter(Boolean).sort().join(" ");
    const apart = meant.flatMap((keys, at) => (keys === proposed ? [] : [at + 1]));
    told.right += lines.length - apart.length;
    if (apart.length === 0 && proposed) {
      // As proposed.
    } else if (apart.length < lines.length) {
      await key("End");
      await type(apart.map((rank) => `-${rank}${meant[rank - 1].replaceAll(" ", "") || "0"}`).join(""));
    } else {
      if (shown.proposed) { await key("Control+a"); }
      await type(meant[0] || "0");
    }
    const begun = performance.now();
    await key("Enter");
    await page.waitForURL(new RegExp(`tour=${turn}(?!\\d)`));
    await page.waitForLoadState("load");
    told.machine += (performance.now() - begun) / 1000;
  }
  const left = page.locator("main > p").first();
  const coded = (/^(\d+)/.exec((await left.innerText()).trim())?.[1] ?? 0) - before;
  const person = (told.words / WORDS_A_MINUTE) * 60 + told.keys * SECONDS_A_KEY;
  const all = ((person + told.machine) / coded) * AIM.answers / 60;
  console.log(`${before} coded beforehand; ${coded} coded now in ${told.pages} pages, ${told.batches} of them batches`);
  console.log(`${told.keys} keys, ${(told.keys / coded).toFixed(2)} a sentence; ${told.words} words read; proposals right: ${told.right} of ${told.sentences} shown`);
  console.log(`machine ${told.machine.toFixed(1)} s, ${(told.machine / told.pages).toFixed(2)} s a page, load ${(await readFile("/proc/loadavg", "utf8")).split(" ")[0]}`);
  console.log(`model of a person (${WORDS_A_MINUTE} words a minute, ${SECONDS_A_KEY} s a key): ${(person / 60).toFixed(1)} min`);
  console.log(`at that pace ${AIM.answers} take ${all.toFixed(1)} min with the machine, for an aim of ${AIM.minutes}`);
  await close();
} finally {
  await browser.close();
  await house.stop();
}
