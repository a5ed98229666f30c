// Councils: a draw led in public from its closed pool to its seal, then checked by a visitor without script.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

const BEACON = "9f2c4d1a0b3e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

/** The page of the draw of local actors, which the demonstration leaves announced. */
async function announced(page) {
  await page.goto("/gestion/conseils");
  await page.locator("main tbody th a").first().click();
  await page.getByRole("link", { name: /^les tirages au sort : Associations/ }).click();
  await page.getByRole("link", { name: /^Tirage n° 1/ }).click();
  await page.waitForURL(/\/gestion\/tirages\/[0-9a-f-]{36}$/);
}

/** Presses, then reloads until the step is over. */
async function step(page, button, until) {
  await page.getByRole("button", { name: button }).click();
  for (let tries = 0; tries < 60; tries += 1) {
    if (await page.getByText(until).count()) return;
    await page.waitForTimeout(500);
    await page.reload();
  }
  throw new Error(`« ${button} » never led to « ${until} »`);
}

export const councils = [
  ["Councils: a draw is led to its seal, then checked by a visitor without script", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    let path = "";
    try {
      await signIn(page, "Claire Vidal");
      await announced(page);
      refuse(await axe(page));
      expect((await page.getByText("Ce tirage est-il possible ?").count()) === 1, "feasibility is not told");
      await step(page, "Clore le vivier", "Étape suivante : publier la loterie");
      await step(page, "Calculer et publier la loterie", "En séance : le nombre tiré");
      await shot(page, "tirage-nombre");
      await page.locator("input[name=nombre]").fill("417");
      await page.locator("input[name=nombre-bis]").fill("471");
      await page.getByRole("button", { name: "Enregistrer le nombre" }).click();
      expect((await page.getByText("Les deux nombres diffèrent").count()) > 0, "two numbers that differ are taken");
      expect((await page.locator("input[name=nombre]").inputValue()) === "417", "what was typed is lost");
      await page.locator("input[name=nombre-bis]").fill("417");
      await page.getByRole("button", { name: "Enregistrer le nombre" }).click();
      await page.locator("input[name=balise]").fill(BEACON);
      await page.getByRole("button", { name: "Tirer au sort" }).click();
      await page.locator("textarea[name=temoins]").fill("Trente habitants");
      await page.getByRole("button", { name: "Sceller le tirage" }).click();
      await page.getByRole("link", { name: "Appeler les personnes tirées" }).click();
      refuse(await axe(page));
      await shot(page, "tirage-appels");
      await page.locator("main tbody th a").first().click();
      await page.locator("input[name=etat][value=accepted]").check();
      await page.getByRole("button", { name: "Enregistrer la réponse" }).click();
      await page.getByText("1 sur 16 ont accepté.").waitFor();
      path = (await page.url()).replace("/gestion", "").replace(/\/appels.*/, "");
      refuse(watched.problems.filter((problem) => !/422/.test(problem)));
    } finally {
      await close();
    }
    const visitor = await browser.visitor({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    try {
      await visitor.page.goto(path);
      expect((await visitor.page.getByText("Suppléants, dans l’ordre d’appel").count()) === 1, "alternates are not published");
      await visitor.page.getByRole("link", { name: "Vérifier ce tirage maintenant" }).click();
      expect((await visitor.page.getByText("Ce tirage est vérifié.").count()) === 1, "the draw is not verified");
      await visitor.page.goto(`${path}?langue=en`);
      expect((await visitor.page.getByText("The draw is done.").count()) === 1, "the result is not told in English");
      await visitor.page.goto(`${path}?langue=fr`);
      await visitor.page.goto(`${path}/pourquoi`);
      expect((await visitor.page.getByText("Quotas remplis à la main").count()) === 1, "nothing is set beside the draw");
      await visitor.page.goto(`${path}/recu`);
      await visitor.page.locator("input[name=code]").fill("AAAABBBBCCCC");
      await visitor.page.getByRole("button", { name: "Voir ce qui est écrit de moi" }).click();
      expect((await visitor.page.getByText("Aucun reçu ne correspond.").count()) === 1, "a code of nobody opens something");
    } finally {
      await visitor.close();
    }
  }],
];
