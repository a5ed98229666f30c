// The observatory: anybody reads a portrait and a map that is also a list; a project manager describes an indicator, types its values
// and imports a file; on a telephone and on a desk.
import { axe, expect, readable, refuse, shot, signIn } from "./browser.mjs";

const PHONE = { width: 360, height: 740 };
const main = (page) => page.locator("main");
const told = async (page) => (await main(page).innerText()).replaceAll(/[\u00a0\u202f]/g, " ");

async function looked(page, name) {
  refuse(await axe(page));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `${page.url()} is ${wide} pixels too wide`);
  await shot(page, name);
}

export const observatory = [
  ["Observatory: anybody reads an indicator as a map and as a list, a portrait and a comparison", async ({ browser }) => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, watched, close } = await browser.visitor({ javaScriptEnabled, viewport: PHONE });
      try {
        await page.goto("/observatoire");
        await main(page).getByRole("link", { name: "Taux de pauvreté", exact: false }).first().click();
        await page.getByRole("heading", { level: 1, name: /pauvreté/ }).waitFor();
        expect(/^De [\d,]+ % \(.+\) à [\d,]+ % \(.+\) en 2017/m.test(await told(page)), "the finding is not told");
        expect((await main(page).locator("ol.map-list li").count()) >= 5, "the map is not a list");
        await main(page).locator("ol.map-list").getByRole("link", { name: "La Conte - Ozanam" }).click();
        await page.getByRole("heading", { level: 1, name: /La Conte/ }).waitFor();
        const portrait = await told(page);
        for (const words of ["Ce que les habitants ont dit", "Ce qui s’y fait", "habitants"]) {
          expect(portrait.includes(words), `the portrait does not say « ${words} »`);
        }
        await main(page).getByRole("link", { name: "Comparer avec d’autres quartiers" }).click();
        await main(page).getByRole("checkbox", { name: "Grazailles" }).check();
        await main(page).getByRole("button", { name: "Comparer" }).click();
        await page.getByRole("heading", { name: /La Conte - Ozanam.*Grazailles/ }).waitFor();
        refuse(watched.problems);
        if (javaScriptEnabled) {
          for (const [path, name] of [
            ["/observatoire", "observatoire"],
            ["/observatoire/indicateurs/tp60", "observatoire-indicateur"],
            ["/quartiers/QN01102I", "observatoire-portrait"],
            ["/observatoire/comparaison?quartier=QN01102I&quartier=QN01103I", "observatoire-comparaison"],
            ["/observatoire/croisement?premier=tp60&second=tx_tot_empl", "observatoire-croisement"],
          ]) {
            await readable(page, path, name);
          }
        }
      } finally {
        await close();
      }
    }
  }],
  ["Observatory: a project manager describes an indicator, types its values and imports a file", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/observatoire");
      await looked(page, "bibliotheque");
      await main(page).getByRole("link", { name: "Ajouter un indicateur" }).click();
      await page.getByRole("button", { name: "Enregistrer la fiche" }).click();
      expect((await told(page)).includes("Donnez un nom à l’indicateur"), "what is missing is not told");
      await looked(page, "indicateur-a-corriger");
      await page.getByLabel("Référence", { exact: false }).first().fill("sorties");
      await page.getByLabel("Nom de l’indicateur").fill("Sorties au musée");
      await page.getByLabel("Thème").fill("Culture");
      await page.getByLabel("Unité").selectOption({ label: "personnes" });
      await page.getByLabel("Producteur").fill("Ville");
      await page.getByLabel("Par sexe").check();
      await page.getByLabel(/rien au-dessous de 5/).check();
      await page.getByRole("button", { name: "Enregistrer la fiche" }).click();
      await main(page).getByRole("link", { name: "Saisir ses valeurs" }).click();
      await page.locator("#champ-annee").fill("1600");
      await page.getByRole("button", { name: "Ouvrir cette année" }).click();
      expect((await told(page)).includes("L’année est un nombre de 1968 à 2100"), "a year out of range is not told");
      await page.locator("#champ-annee").fill("2024");
      await page.getByRole("button", { name: "Ouvrir cette année" }).click();
      const cell = (code, part = "") => page.locator(`[name="v-${code}-${part}"]`);
      await cell("QN01102I").fill("1 084");
      await cell("QN01102I", "f").fill("beaucoup");
      await cell("QN01102I", "h").fill("1 080,0");
      await cell("QN01103I").fill("s");
      await page.getByLabel("Source de ces valeurs").fill("Billetterie du musée");
      await page.getByRole("button", { name: "Enregistrer ces valeurs" }).click();
      expect((await told(page)).includes("« beaucoup » n’est pas un nombre"), "what cannot be read is not told");
      expect((await cell("QN01102I").inputValue()) === "1 084", "what was typed is lost");
      await looked(page, "grille-a-corriger");
      await cell("QN01102I", "f").fill("4");
      await page.getByRole("button", { name: "Enregistrer ces valeurs" }).click();
      await page.getByText("non publié : effectif trop petit").waitFor();
      expect((await cell("QN01103I").inputValue()) === "s", "what is secret is not kept as such");
      await looked(page, "grille");
      // What is pasted is laid on the grid, and kept only then.
      await page.getByLabel("Cellules copiées").fill("QN01104I\t12\t6\t6\n");
      await page.getByRole("button", { name: "Mettre dans la grille" }).click();
      expect((await cell("QN01104I").inputValue()) === "12", "what was pasted is not in the grid");
      // Everybody reads no more than may be told.
      await page.goto("/observatoire/indicateurs/sorties?ventilation=f");
      expect((await main(page).locator("ol.map-list").innerText()).includes("n.d."), "what is secret is told");
      // A file: tried, then imported.
      await page.goto("/gestion/observatoire/import");
      await looked(page, "import");
      const text = "CODGEO;TP60;SORTIES\nQN01105I;48,5;31\nQP011002;61,4;7\nQN99999N;3;4\nQN01104I;140;s\n";
      await page.locator("input[name=fichier]").setInputFiles({ name: "valeurs.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
      await page.getByLabel("Producteur et fichier").fill("Ville, tableau de 2025");
      await page.locator("#champ-annee").fill("2023");
      await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
      const tried = await told(page);
      for (const words of ["Si vous importez", "5 nouvelles valeurs", "3 refusées", "QN99999N", "Une part est un nombre de 0 à 100", "Code de 2015"]) {
        expect(tried.includes(words), `the trial does not say « ${words} »: ${tried.slice(0, 1500)}`);
      }
      await looked(page, "import-essai");
      await page.getByRole("button", { name: "Importer ces valeurs" }).click();
      await page.goto("/observatoire/indicateurs/tp60?annee=2023");
      expect((await told(page)).includes("48,5 %"), "what was imported is not told");
      await page.setViewportSize(PHONE);
      for (const [path, name] of [
        ["/gestion/observatoire", "bibliotheque-360"],
        ["/gestion/observatoire/indicateurs/sorties", "indicateur-360"],
        ["/gestion/observatoire/indicateurs/sorties/valeurs?annee=2024", "grille-360"],
        ["/gestion/observatoire/import", "import-360"],
      ]) {
        await page.goto(path);
        await looked(page, name);
      }
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
];
