// Drafts saved while somebody types, and objectives looked for in a form: nothing typed is ever lost.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

/** Opens a sheet as a draft; gives where it is written. */
async function opened(page, code) {
  await page.goto("/gestion/actions");
  await page.getByRole("link", { name: "Ouvrir une fiche action" }).click();
  await page.getByLabel("Référence").fill(code);
  await page.getByLabel("Titre de l’action").fill("Un atelier de couture au centre social");
  await page.getByLabel("D’où vient l’information").fill("Revue de projet");
  refuse(await axe(page));
  await page.getByRole("button", { name: "Ouvrir la fiche en brouillon" }).click();
  await page.getByText("C’est ajouté.").waitFor();
  return new URL(page.url()).pathname;
}

export const drafts = [
  ["Drafts: a sheet is saved while somebody types, and whoever is overtaken keeps her words", async ({ browser }) => {
    const first = await browser.visitor({ viewport: { width: 360, height: 740 } });
    const second = await browser.visitor();
    try {
      const { page } = first;
      await signIn(page, "Claire Vidal");
      const path = await opened(page, "Z950");
      await page.getByText("Ce brouillon s’enregistre pendant que vous écrivez.").waitFor();
      await page.getByLabel("Constat").fill("Des machines dorment au centre social.");
      await page.getByText(/^Enregistré à \d/).waitFor();
      refuse(await axe(page));
      await page.getByText(/^Enregistré à \d/).scrollIntoViewIfNeeded();
      await shot(page, "brouillon-telephone");
      // What was saved is there for somebody else, and the button of the first still writes: its version followed.
      await signIn(second.page, "Claire Vidal");
      await second.page.goto(path);
      expect((await second.page.getByLabel("Constat").inputValue()).includes("dorment"), "nothing was saved");
      await page.getByLabel("Pilote").fill("Centre social");
      await page.getByRole("button", { name: "Enregistrer la fiche" }).click();
      await page.getByText("La modification est enregistrée.").waitFor();
      // The second was overtaken: told where she types, and her words follow her to the page that says so.
      await second.page.getByLabel("Ce qui est visé").fill("Que chacun sache reprendre un vêtement");
      await second.page.getByText(/^Quelqu’un d’autre a enregistré/).waitFor();
      refuse(await axe(second.page));
      await second.page.getByText(/^Quelqu’un d’autre a enregistré/).scrollIntoViewIfNeeded();
      await shot(second.page, "brouillon-depasse");
      await second.page.getByRole("button", { name: "Voir ce qu’il faut faire" }).click();
      await second.page.getByRole("heading", { name: "Quelqu’un d’autre vient de modifier cette page" }).waitFor();
      await second.page.getByText("Que chacun sache reprendre un vêtement").waitFor();
      refuse(await axe(second.page));
      // Being overtaken is an answer with a status of its own, asked by a script.
      refuse([...first.watched.problems, ...second.watched.problems.filter((one) => !/: 409 for /.test(one))]);
    } finally {
      await first.close();
      await second.close();
    }
  }],
  ["Drafts: a section of the contract is begun and saved by itself, and its address follows", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/contrats");
      await page.locator("main a[href^='/gestion/contrats/']").first().click();
      await page.getByRole("link", { name: "Composer les documents du contrat" }).click();
      await page.getByRole("link", { name: /les parties du contrat$/ }).click();
      await page.getByRole("link", { name: /^Projets de territoire/ }).click();
      await page.getByRole("link", { name: "Comment chaque quartier prend sa place" }).waitFor();
      await page.getByRole("link", { name: "Ajouter une section" }).click();
      await page.getByLabel("Titre de la section").fill("Ce qui vient ensuite");
      await page.getByText(/^Enregistré à .*, par Claire Vidal/).waitFor();
      await page.waitForURL(/\/gestion\/contrats\/sections\//);
      refuse(await axe(page));
      await shot(page, "section-brouillon");
      await page.getByLabel("Texte").fill("Les réunions de printemps");
      await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
      await page.getByRole("link", { name: "Ce qui vient ensuite" }).click();
      expect((await page.getByLabel("Texte").inputValue()) === "Les réunions de printemps", "the text is lost");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
];
