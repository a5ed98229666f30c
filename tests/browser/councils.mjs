// Councils: a draw led in public from its closed pool to its seal, the call of those drawn, the renewal of half of them; then the
// check of a visitor without script.
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

/** Somebody refuses, the next of the list is called, letters leave, the list for the prefect is offered. */
async function called(page) {
  const before = await page.locator("main tbody th a").count();
  await page.locator("main tbody th a").nth(1).click();
  refuse(await axe(page));
  await page.locator("input[name=etat][value=refused]").check();
  await page.locator("textarea[name=note]").fill("Déménage cet été");
  await page.getByRole("button", { name: "Enregistrer la réponse" }).click();
  await page.getByText("Sièges à pourvoir : 1").waitFor();
  await page.getByRole("button", { name: "Appeler les suivants" }).click();
  const after = await page.locator("main tbody th a").count();
  const blocked = await page.getByText("Le conseil ne peut plus être complété avec ce tirage.").count();
  expect(after === before + 1 || blocked === 1, "nobody is called, and nothing says why");
  refuse(await axe(page));
  await page.getByRole("button", { name: "Noter que les courriers sont partis" }).click();
  await page.getByRole("link", { name: /^Imprimer les relances/ }).waitFor();
  expect((await page.getByRole("link", { name: /^Liste nominative pour le préfet/ }).count()) === 1, "no list for the prefect");
  await shot(page, "tirage-appels-partis");
}

/** Half of those who sit leave by lot. */
async function renewed(page) {
  await page.goto("/gestion/conseils");
  await page.locator("main tbody th a").first().click();
  await page.getByRole("link", { name: /^les tirages au sort : Associations/ }).click();
  await page.locator("textarea[name=raison]").fill("Renouvellement de mi-mandat");
  await page.locator("input[name=nature][value=renewal]").check();
  for (const [part, value] of [["jour", "3"], ["mois", "6"], ["annee", "2027"]]) {
    await page.locator(`[name=seance-${part}]`).fill(value);
  }
  await page.locator("input[name=lieu]").fill("Salle des fêtes");
  await page.locator("input[name=signee]").uncheck();
  await page.locator("textarea[name=balise]").fill("Le tirage du Loto qui suit la séance");
  await page.getByRole("button", { name: "Publier les règles" }).click();
  refuse(await axe(page));
  await step(page, "Publier qui siège", "En séance : le nombre tiré");
  await page.locator("input[name=nombre]").fill("123");
  await page.locator("input[name=nombre-bis]").fill("123");
  await page.locator("textarea[name=avance]").fill("La salle n’est libre qu’aujourd’hui");
  await page.getByRole("button", { name: "Enregistrer le nombre" }).click();
  await page.locator("input[name=balise]").fill(BEACON);
  await page.getByRole("button", { name: "Tirer au sort" }).click();
  await page.getByRole("heading", { name: "Numéros des membres qui partent" }).waitFor();
  await page.locator("textarea[name=temoins]").fill("Vingt habitants");
  await page.getByRole("button", { name: "Sceller le tirage" }).click();
  await page.getByText("Les sièges des membres qui partent sont libres.").waitFor();
  refuse(await axe(page));
  await shot(page, "tirage-renouvellement");
}

/** A list too heavy to be opened while somebody waits: so many people of a landlord, in streets nobody knows. */
function heavyList(many) {
  const head = "nom de naissance;nom d'usage;prénoms;sexe;date de naissance;numéro de voie;libellé de voie;code postal;commune\n";
  const line = (rank) =>
    `Essai${rank};;Prénom${rank};${rank % 2 ? "M" : "F"};0${1 + (rank % 9)}/02/${1940 + (rank % 65)};${1 + rank};impasse Imaginée ${rank % 12};11000;Carcassonne\n`;
  return Buffer.from(head + Array.from({ length: many }, (_, rank) => line(rank)).join(""));
}

/** Reloads until a title is there; answers how far a job said it was, the last time it did. */
async function until(page, title) {
  let told = "";
  for (let tries = 0; tries < 240; tries += 1) {
    // The page says beside it that the work was asked for, until the end.
    const statuses = await page.getByRole("status").allInnerTexts();
    told = statuses.find((one) => /Rechargez la page/.test(one)) ?? told;
    if (await page.getByRole("heading", { name: title }).count()) return told;
    await page.waitForTimeout(250);
    await page.reload();
  }
  throw new Error(`« ${title} » never came`);
}

export const councils = [
  ["Councils: a heavy list is opened and imported by jobs that say how far they are; its streets are placed on a light page", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/conseils");
      await page.locator("main tbody th a").first().click();
      await page.getByRole("link", { name: "Le vivier : Habitants" }).click();
      await page.waitForURL(/\/vivier$/);
      const pool = page.url();
      const buffer = heavyList(6_000);
      await page.locator("#autre-fichier").setInputFiles({ name: "bailleur.csv", mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: "Essayer cette liste de personnes" }).click();
      await page.waitForURL(/\/gestion\/viviers\/[0-9a-f-]{36}/);
      refuse(await axe(page));
      await until(page, "Ce que ferait l’import");
      expect((await page.locator("main dd", { hasText: /^6\D?000$/ }).count()) > 0, "the trial does not say 6,000 lines");
      refuse(await axe(page));
      await shot(page, "vivier-fichier-lourd");
      await page.getByRole("button", { name: "Importer dans le vivier" }).click();
      const told = await until(page, "Ce qu’a fait l’import");
      expect(/Rechargez la page/.test(told), `the job never said how far it was: « ${told} »`);
      refuse(await axe(page));
      for (const end of ["vivier", "rues", "doublons"]) {
        const answer = await page.goto(pool.replace(/vivier$/, end));
        expect((await answer.body()).length < 50_000, `${page.url()} is heavy`);
        refuse(await axe(page));
      }
      await page.goto(pool.replace(/vivier$/, "rues"));
      const streets = await page.locator("main select").count();
      expect(streets > 0, "no street is to be placed");
      await page.locator("main select").first().selectOption({ index: 1 });
      await page.getByRole("button", { name: "Situer ces rues" }).click();
      await page.goto(pool.replace(/vivier$/, "rues"));
      expect((await page.locator("main select").count()) < streets, "a street placed is still asked for");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
  ["Councils: a draw is led to its seal, people are called, half leave; a visitor without script checks it", async ({ browser }) => {
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
      refuse(await axe(page));
      await page.locator("textarea[name=avance]").fill("La salle n’est libre qu’aujourd’hui");
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
      await called(page);
      await renewed(page);
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
