// The work on a plan: brought from a workbook, changed in bulk, illustrated, made of a lead studied twice.
import { axe, expect, readable, refuse, shot, signIn } from "./browser.mjs";
import { workbook } from "./workbook.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Nothing for axe, nothing wider than the screen, a picture. */
async function looked(page, name) {
  refuse(await axe(page));
  const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide <= width, `${name} is ${wide} pixels wide on ${width}`);
  await shot(page, name);
}

/** Sends a workbook, and says which of its columns is which. */
async function mapped(page, lines) {
  await page.goto("/gestion/actions");
  await page.getByRole("link", { name: /Importer/ }).first().click();
  await looked(page, "plan-import-fichier");
  const buffer = workbook({ Plan: ["Repère | Action prévue | Qui s’en occupe", ...lines].join("\n") });
  await page.getByLabel("Votre plan").setInputFiles({ name: "plan.xlsx", mimeType: XLSX, buffer });
  await page.getByRole("button", { name: "Lire le fichier" }).click();
  await page.getByRole("button", { name: "Essayer" }).waitFor();
  await looked(page, "plan-import-colonnes");
  for (const [ours, theirs] of [["reference", "Repère"], ["titre", "Action prévue"], ["pilote", "Qui s’en occupe"]]) {
    const option = page.locator(`[name=colonne-${ours}] option`, { hasText: theirs });
    await page.locator(`[name=colonne-${ours}]`).selectOption(await option.getAttribute("value"));
  }
  await page.getByRole("button", { name: "Essayer" }).click();
  await page.getByText("Rien n’est encore enregistré").waitFor();
  await looked(page, "plan-import-essai");
  return (await page.locator("main").innerText()).replace(/[\u00a0\u202f]/g, " ");
}

export const planWork = [
  ["Plan work: a workbook is mapped, tried line by line, brought once; twice it changes nothing", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ ...PHONE, javaScriptEnabled: false });
    try {
      await signIn(page, "Claire Vidal");
      const lines = ["Z901 | Un atelier de réparation de vélos | Régie de quartier", "Z902 | Une fête des voisins | Centre social"];
      const wrong = await mapped(page, [...lines, "Z901 | La même référence | Régie de quartier"]);
      expect(/2 nouvelles fiches/.test(wrong) && /1 à corriger/.test(wrong), `the trial does not tell all: ${wrong}`);
      expect(wrong.includes("est déjà à la ligne"), `the line is not told: ${wrong}`);
      const right = await mapped(page, lines);
      expect(/2 nouvelles fiches/.test(right) && /0 à corriger/.test(right), `the trial does not tell all: ${right}`);
      await page.getByRole("button", { name: /^Enregistrer 2\sfiches/ }).click();
      await page.getByText("L’import est terminé.").waitFor();
      await page.getByLabel("Chercher un mot").fill("réparation de vélos");
      await page.getByRole("button", { name: "Filtrer" }).click();
      await page.getByRole("rowheader", { name: /Z901/ }).waitFor();
      const again = await mapped(page, lines);
      expect(/0 nouvelle fiche, 0 fiche modifiée, 2 sans changement/.test(again), `twice is not once: ${again}`);
      expect((await page.getByRole("button", { name: /^Enregistrer/ }).count()) === 0, "there is something to save");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
  ["Plan work: several sheets are changed at once, and what is wrong is told with the boxes still ticked", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ javaScriptEnabled: false });
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/actions");
      const names = [];
      for (const rank of [0, 1]) {
        const row = page.getByRole("row").filter({ has: page.getByRole("checkbox") }).nth(rank);
        names.push((await row.getByRole("rowheader").getByRole("link").innerText()).trim());
        await row.getByRole("checkbox").check();
      }
      await page.getByLabel("Nouvel état").selectOption({ label: "Suspendue" });
      await page.getByLabel("Nouveau pilote").fill("Direction de la cohésion");
      await page.getByRole("button", { name: "Changer les fiches cochées" }).click();
      await page.getByRole("alert").waitFor();
      await looked(page, "plan-lot-a-corriger");
      expect((await page.getByRole("checkbox", { checked: true }).count()) === 2, "the boxes are not ticked any more");
      await page.getByLabel("D’où vient l’information").fill("Revue de projet");
      await page.getByLabel(/^Motif/).fill("En attente du financement");
      await page.getByRole("button", { name: "Changer les fiches cochées" }).click();
      await page.getByText("La modification est enregistrée.").waitFor();
      for (const name of names) {
        const row = page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
        const told = await row.innerText();
        expect(told.includes("Direction de la cohésion") && told.includes("Suspendue"), `${name} did not change: ${told}`);
      }
      await looked(page, "plan-lot");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
  ["Plan work: a photograph with its words and a document are joined to a sheet, and read by anybody", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor(PHONE);
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/actions/F11");
      await page.getByRole("link", { name: "Ouvrir la fiche dans la gestion" }).click();
      const sheet = new URL(page.url()).pathname;
      const picture = Buffer.from(await page.screenshot({ type: "png" }));
      const join = async (kind, title, file, isPublic) => {
        await page.getByRole("link", { name: "Joindre une photo ou un document" }).click();
        await looked(page, "plan-fichier");
        await page.getByLabel(kind).check();
        await page.getByLabel(/^Ce que montre la photo/).fill(title);
        await page.getByLabel("Fichier", { exact: true }).setInputFiles(file);
        if (isPublic) await page.getByLabel(/^Tout le monde peut l’ouvrir/).check();
        await page.getByRole("button", { name: "Joindre" }).click();
      };
      const false_picture = { name: "banc.png", mimeType: "image/png", buffer: Buffer.from("not a picture") };
      await join("Une photo", "Un banc repeint par les habitants", false_picture, true);
      await page.getByRole("alert").waitFor();
      expect((await page.getByLabel(/^Ce que montre la photo/).inputValue()) !== "", "what was typed is lost");
      await page.goto(sheet);
      const real = { name: "banc.png", mimeType: "image/png", buffer: picture };
      await join("Une photo", "Un banc repeint par les habitants", real, true);
      await page.getByText("C’est ajouté.").waitFor();
      const list = { name: "bancs.csv", mimeType: "text/csv", buffer: Buffer.from("banc;rue\n1;rue du Pont\n") };
      await join("Un document", "Liste des bancs", list, true);
      await page.getByText("C’est ajouté.").waitFor();
      await readable(page, sheet, "plan-fiche-fichiers");
      await page.goto("/actions/F11");
      const image = page.getByRole("img", { name: "Un banc repeint par les habitants" });
      await image.scrollIntoViewIfNeeded();
      await page.waitForFunction((alt) => document.querySelector(`img[alt="${alt}"]`)?.naturalWidth > 0, "Un banc repeint par les habitants");
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Liste des bancs" }).click()]);
      expect(file.suggestedFilename() === "bancs.csv", `the document is named ${file.suggestedFilename()}`);
      await looked(page, "action-fichiers");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
  ["Plan work: a lead nobody looked at is studied twice, then made a sheet that keeps its thread", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ ...PHONE, javaScriptEnabled: false });
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/actions/pistes");
      await looked(page, "pistes");
      const lead = page.getByRole("listitem").filter({ hasText: "À qualifier" }).getByRole("link").first();
      const name = (await lead.innerText()).trim();
      await lead.click();
      expect((await page.getByLabel("Référence de la fiche").count()) === 0, "it may be made a sheet before it is studied");
      await page.getByLabel(/droit commun/).check();
      await page.getByRole("button", { name: "Enregistrer qui y répond" }).click();
      await page.getByRole("alert").waitFor();
      await looked(page, "piste-a-corriger");
      await page.getByLabel(/^Précision/).fill("Le service de la ville y répond déjà");
      await page.getByRole("button", { name: "Enregistrer qui y répond" }).click();
      await page.getByLabel(/Contrat local de santé/).check();
      await page.getByRole("button", { name: "Enregistrer le croisement" }).click();
      await page.getByLabel("Référence de la fiche").fill("Z910");
      await looked(page, "piste");
      await page.getByRole("button", { name: "Ouvrir la fiche action" }).click();
      await page.getByText("C’est ajouté.").waitFor();
      const id = new URL(page.url()).pathname.split("/").pop();
      await page.goto(`/gestion/fil/action/${id}`);
      await page.getByText(name.split(" ")[0]).first().waitFor();
      await looked(page, "piste-fil");
      await page.goto("/gestion/actions/pistes");
      await page.getByRole("listitem").filter({ hasText: name }).getByText("Devenue fiche").waitFor();
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
];
