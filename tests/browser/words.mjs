// Words: reviewed by the facilitator, coded with the keyboard alone, a batch accepted in one key, a figure opened.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

const WIDTHS = [1280, 360];

/** A page is what it should be at every width. */
async function seen(page, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    refuse((await axe(page)).map((problem) => `${page.url()} at ${width} px: ${problem}`));
    const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    expect(overflow <= 0, `${page.url()} scrolls sideways by ${overflow} px at ${width} px`);
    await shot(page, `${name}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** How many sentences are coded, as the page of coding says. */
async function coded(page) {
  return Number(/^(\d+)/.exec((await page.locator("main > p").first().innerText()).trim())?.[1] ?? 0);
}

export const words = [
  ["Words: the facilitator reviews what was heard, and what names somebody is masked", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Inès Ferrand");
      await page.goto("/gestion/paroles");
      await seen(page, "paroles-accueil");
      await page.getByRole("link", { name: /^Relire/ }).first().click();
      await page.waitForURL(/relecture/);
      await seen(page, "paroles-relecture");
      // Sentences heard on the same day come in an order that tells nobody who spoke first: the rest is on the next page.
      const read = async () => ({
        heard: await page.locator("main").innerText(),
        masked: await page.locator("textarea").evaluateAll((all) => all.map((area) => area.value).join("\n")),
      });
      const first = await read();
      await page.getByRole("button", { name: "Enregistrer ces décisions et continuer" }).click();
      await page.waitForURL(/fait=/);
      const left = /(\d+)/.exec(await page.locator("main .lead").innerText())[1];
      expect(Number(left) < 12, `${left} still wait`);
      const then = await read();
      const [heard, masked] = [first.heard + then.heard, first.masked + then.masked];
      expect(heard.includes("Mme Delmas"), "the facilitator does not read what was heard");
      expect(!masked.includes("Delmas") && !masked.includes("01 99"), `somebody is named: ${masked}`);
      expect(masked.includes("[téléphone]"), "nothing shows that something was masked");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],

  ["Words: a project manager codes with the keyboard alone, a batch in one key, then sets one sentence aside", async ({ browser }) => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, watched, close } = await browser.visitor({ javaScriptEnabled });
      try {
        await signIn(page, "Claire Vidal");
        await page.goto("/gestion/paroles/codage");
        if (javaScriptEnabled) await seen(page, "paroles-codage");
        const before = await coded(page);
        const field = page.locator("#champ-touches");
        expect(await field.evaluate((element) => element === document.activeElement), "the page does not begin on the field");
        // Until a batch comes: what is proposed is accepted, or the sentence speaks of no theme.
        let turns = 0;
        while ((await page.locator("ol.batch").count()) === 0 && turns < 20) {
          if ((await field.inputValue()) === "") await page.keyboard.type("0");
          await page.keyboard.press("Enter");
          turns += 1;
          await page.waitForURL(new RegExp(`tour=${turns}(?!\\d)`));
          await page.waitForLoadState("load");
        }
        const lines = await page.locator("ol.batch li").count();
        expect(lines >= 2, `no batch after ${turns} turns`);
        if (javaScriptEnabled) await seen(page, "paroles-lot");
        const passed = await coded(page);
        await page.keyboard.press("Enter");
        await page.waitForURL(new RegExp(`tour=${turns + 1}`));
        expect((await coded(page)) >= passed + lines, `one key coded ${(await coded(page)) - passed} of ${lines} lines`);
        while ((await page.locator("ol.batch").count()) === 0) {
          turns += 1;
          if ((await field.inputValue()) === "") await page.keyboard.type("0");
          await page.keyboard.press("Enter");
          await page.waitForURL(new RegExp(`tour=${turns + 1}`));
          await page.waitForLoadState("load");
        }
        const rest = await page.locator("ol.batch li").count();
        const [aside, now] = [await page.locator("ol.batch input").nth(1).inputValue(), await coded(page)];
        await page.keyboard.press("End");
        await page.keyboard.type("-2");
        await page.keyboard.press("Enter");
        await page.waitForURL(/seule=/);
        expect(page.url().includes(aside.split(" ")[0]), "the sentence set aside is not the second one");
        expect((await coded(page)) >= now + rest - 1 && (await coded(page)) > before, "the others of the batch are not coded");
        refuse(watched.problems);
      } finally {
        await close();
      }
    }
  }],

  ["Words: groupings propose a theme, whose form comes filled", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/paroles/regroupements");
      await page.getByRole("button", { name: /Regrouper/ }).click();
      await page.waitForURL(/fait=/);
      await seen(page, "paroles-regroupements");
      const main = await page.locator("main").innerText();
      expect(main.includes("jamais un résultat") && !main.includes("%"), "a grouping looks like a result");
      await page.getByRole("button", { name: /^En faire un thème/ }).first().click();
      await page.waitForURL(/themes\/nouveau/);
      expect((await page.locator("#champ-nom").inputValue()).length > 2, "the theme has no name");
      expect((await page.locator("#champ-mots").inputValue()).split("\n").length > 1, "the theme has no words");
      await seen(page, "paroles-theme");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],

  ["Words: a percentage opens the masked sentences behind it, for those who may read", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Karim Benali");
      await page.goto("/gestion/paroles/resultats");
      await seen(page, "paroles-resultats");
      await page.getByRole("link", { name: "Thèmes par quartier" }).click();
      const cell = page.locator("main table a[href*='?quartier=']").first();
      const told = (await cell.innerText()).trim();
      expect(/^\d+\s%\s\(\d+ à \d+\s%\)/.test(told), `the cell says « ${told} »`);
      await cell.click();
      await page.waitForURL(/quartier=/);
      expect((await page.locator("main tbody tr").count()) > 0, "no sentence stands behind the figure");
      await seen(page, "paroles-derriere-une-part");
      await page.locator("main tbody th a").first().click();
      await page.waitForURL(/\/gestion\/paroles\/[0-9a-f-]{36}/);
      expect(!(await page.locator("main").innerText()).includes("La phrase entendue"), "the raw sentence is the facilitator's");
      await seen(page, "paroles-une");
      refuse(watched.problems);
    } finally {
      await close();
    }
    const visitor = await browser.visitor();
    await visitor.page.goto("/paroles");
    await seen(visitor.page, "paroles-publiques");
    await visitor.page.locator("main table a[href^='/paroles/themes/']").first().click();
    await visitor.page.waitForURL(/\/paroles\/themes\//);
    await seen(visitor.page, "paroles-publiques-theme");
    refuse(visitor.watched.problems);
    await visitor.close();
  }],
];
