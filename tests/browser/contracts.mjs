// The tree of a contract: changed where it is read, with the keyboard alone, and without any script on a telephone.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

/** A project manager in front of the tree, from the page everybody reads. */
async function atTree(browser, options = {}) {
  const visitor = await browser.visitor(options);
  const { page } = visitor;
  await signIn(page, "Claire Vidal");
  await page.goto("/contrat");
  await page.getByRole("link", { name: "Modifier ces objectifs" }).click();
  await page.waitForURL(/\/arbre/);
  return visitor;
}

/** The nodes of the page, in the order they are read. */
const read = (page) => page.locator("li[data-node] > div > a:first-child").allInnerTexts();
const place = async (page, words) => (await read(page)).findIndex((one) => one === words);

export const contracts = [
  ["Contract: the tree is changed with the keyboard alone, and every gesture is taken back", async ({ browser }) => {
    const { page, watched, close } = await atTree(browser);
    try {
      const before = await read(page);
      expect(before.length > 15, `${before.length} nodes shown`);
      await shot(page, "contrat-arbre");
      refuse(await axe(page));
      const name = "Éducation des enfants et parcours des jeunes";
      const at = await place(page, name);
      await page.getByRole("link", { name, exact: true }).focus();
      await page.keyboard.press("Alt+ArrowUp");
      await page.waitForURL(/pres=/);
      expect((await place(page, name)) === at - 1, "the node did not go up");
      const focused = await page.evaluate(() => document.activeElement.textContent.trim());
      expect(focused === name, `the focus is on « ${focused} », not on what moved`);
      const undo = page.getByRole("button", { name: "Annuler mon dernier geste" });
      await undo.focus();
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Rétablir mon dernier geste" }).waitFor();
      expect((await read(page)).join() === before.join(), "the tree is not as it was");

      // Another parent, by the page of the move.
      await page.getByRole("link", { name: `Déplacer vers… ${name}` }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/deplacement/);
      refuse(await axe(page));
      await page.locator("[name=vers]").focus();
      await page.keyboard.type("E2");
      await page.getByRole("button", { name: "Déplacer", exact: true }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/arbre/);
      expect((await place(page, name)) > (await place(page, "Habiter")), "it did not move under another");

      // By pointer: left on a stake that may receive it, both in view so that nothing scrolls under the pointer.
      await page.setViewportSize({ width: 1280, height: 2600 });
      const moved = page.locator("li[data-node]", { has: page.getByRole("link", { name, exact: true }) }).last();
      await moved.locator("> div > a:first-child").dragTo(page.getByRole("link", { name: "Grandir", exact: true }));
      await page.waitForFunction((words) => {
        const names = [...document.querySelectorAll("li[data-node] > div > a:first-child")].map((one) => one.textContent);
        return names.indexOf(words) < names.indexOf("Habiter");
      }, name);
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],

  ["Contract: without script on a telephone, notes are pasted and become the tree", async ({ browser }) => {
    const { page, close } = await atTree(browser, { ...PHONE, javaScriptEnabled: false });
    try {
      await page.getByRole("link", { name: /^Notes d’atelier/ }).click();
      await page.getByRole("link", { name: "Coller des notes" }).first().click();
      await page.locator("[name=source]").fill("Atelier d’essai");
      await page.locator("[name=notes]").fill("- Un verger partagé\n- Une fontaine à boire\n");
      await page.getByRole("button", { name: "Ajouter ces notes" }).click();
      await page.getByLabel("Un verger partagé").check();
      await page.locator("[name=niveau]").selectOption({ label: "Objectif" });
      const stake = await page.locator("[name=sous] option", { hasText: "E2 Habiter" }).getAttribute("value");
      await page.locator("[name=sous]").selectOption(stake);
      await page.getByRole("button", { name: "En faire des éléments" }).click();
      expect((await page.getByLabel("Un verger partagé").count()) === 0, "the note still waits");
      expect((await page.getByLabel("Une fontaine à boire").count()) === 1, "the other note is lost");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width <= 360, `the page is ${width} pixels wide`);
      await page.goto("/contrat");
      await page.getByRole("link", { name: "Un verger partagé" }).click();
      expect((await page.locator("main").innerText()).includes("O13"), "the next reference is not O13");
      await page.getByRole("link", { name: "Modifier cet élément" }).click();
      expect((await page.locator("main").innerText()).includes("Atelier d’essai"), "where it comes from is not said");
      await page.goBack();
      await page.goto("/gestion/contrats");
      await page.locator("main a[href^='/gestion/contrats/']").first().click();
      await page.getByRole("link", { name: "Historique et versions" }).click();
      await shot(page, "contrat-historique");
      await page.getByRole("link", { name: /^Voir ce qui a changé depuis/ }).first().click();
      const told = await page.locator("main").innerText();
      expect(told.includes("Un verger partagé") && told.includes("Claire Vidal"), `the change is not told: ${told}`);
    } finally {
      await close();
    }
  }],
];
