// The report of a consultation: asked for, watched, taken away, given up; on a desk, on a telephone, without script.
import { readFile } from "node:fs/promises";
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

/** Reloads until what was asked for last is made. */
async function made(page, words = /^Prendre le rapport/) {
  for (let tries = 0; tries < 60; tries++) {
    const ready = page.getByRole("link", { name: words }).first();
    if (await ready.count()) return ready;
    await page.waitForTimeout(500);
    await page.reload();
  }
  throw new Error("the report is never made");
}

export const reports = [
  ["Reports: a project manager has the document and the slides made, takes them away and gives one up", async ({ browser }) => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, watched, close } = await browser.visitor({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
      try {
        await signIn(page, "Claire Vidal");
        await page.goto("/gestion/ecoute");
        await page.locator("a[href^='/gestion/ecoute/concertations/']").first().click();
        await page.getByRole("link", { name: /^Composer le rapport/ }).click();
        for (const [format, begins] of [["Document accessible (PDF)", "%PDF"], ["Diaporama à modifier (PPTX)", "PK"]]) {
          await page.getByLabel(format).check();
          await page.getByRole("button", { name: "Faire le rapport" }).click();
          await page.getByText("Le travail est lancé").waitFor();
          if (javaScriptEnabled) await shot(page, `rapport-demande-${begins === "PK" ? "diaporama" : "document"}`);
          const link = await made(page);
          const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
          const bytes = await readFile(await file.path());
          expect(bytes.subarray(0, begins.length).toString() === begins, `${file.suggestedFilename()} is no such file`);
          await page.getByRole("button", { name: /^Supprimer/ }).first().click();
          await page.getByText("C’est supprimé.").waitFor();
        }
        if (!javaScriptEnabled) continue;
        await page.getByRole("button", { name: "Faire le rapport" }).click();
        await made(page);
        for (const [size, viewport] of [["telephone", { width: 360, height: 740 }], ["bureau", { width: 1280, height: 900 }]]) {
          await page.setViewportSize(viewport);
          refuse(await axe(page));
          const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          expect(!isWide, `the page is wider than ${viewport.width} pixels`);
          await shot(page, `rapport-${size}`);
        }
        refuse(watched.problems);
      } finally {
        await close();
      }
    }
  }],
  ["Reports: the contract, a sheet, the plan, its board and the committee are asked for and taken away", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ viewport: { width: 360, height: 740 } });
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/contrats");
      await page.locator("main a[href^='/gestion/contrats/']").first().click();
      await page.getByRole("link", { name: "Composer les documents du contrat" }).click();
      const asked = [
        ["contrat", "docx", "PK"], ["contrat", "xlsx", "PK"], ["fiche", "pdf", "%PDF"], ["plan", "xlsx", "PK"],
        ["suivi", "pdf", "%PDF"], ["comite", "pptx", "PK"],
      ];
      for (const [genre, format, begins] of asked) {
        await page.locator(`[name=genre][value=${genre}]`).check();
        await page.locator(`[name=format][value=${format}]`).check();
        if (genre === "fiche") await page.locator("[name=fiche]").selectOption({ index: 1 });
        await page.getByRole("button", { name: "Faire le document" }).click();
        await page.getByText("Le travail est lancé").waitFor();
        const link = await made(page, /^Prendre le document/);
        const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
        const bytes = await readFile(await file.path());
        expect(bytes.subarray(0, begins.length).toString() === begins, `${file.suggestedFilename()} is no such file`);
        expect(file.suggestedFilename().endsWith(format), `${file.suggestedFilename()} is not a ${format}`);
        await page.getByRole("button", { name: /^Supprimer/ }).first().click();
        await page.getByText("C’est supprimé.").waitFor();
      }
      refuse(await axe(page));
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(!isWide, "the page is wider than a telephone");
      await shot(page, "documents-telephone");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
  ["Reports: a part of the contract is written section by section, and two people who write at once lose nothing", async ({ browser }) => {
    const first = await browser.visitor({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    const second = await browser.visitor();
    try {
      const { page } = first;
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/contrats");
      await page.locator("main a[href^='/gestion/contrats/']").first().click();
      await page.getByRole("link", { name: "Composer les documents du contrat" }).click();
      await page.getByRole("link", { name: /les parties du contrat$/ }).click();
      refuse(await axe(page));
      await page.getByRole("link", { name: /^Orientations/ }).click();
      await page.getByRole("link", { name: "Ajouter une section" }).click();
      await page.getByLabel("Titre de la section").fill("Notre ambition");
      await page.getByLabel("Texte").fill("• Des quartiers où l’on grandit\n• Des quartiers où l’on travaille");
      await page.getByRole("button", { name: "Enregistrer et continuer à écrire" }).click();
      await page.getByText(/^Enregistré à .*, par Claire Vidal/).waitFor();
      refuse(await axe(page));
      await shot(page, "section-telephone");
      const path = new URL(page.url()).pathname;
      await signIn(second.page, "Claire Vidal");
      await second.page.goto(path);
      await page.getByLabel("Texte").fill("Le texte de la première personne");
      await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
      await page.getByText("C’est enregistré.").waitFor();
      await second.page.getByLabel("Texte").fill("Le texte de la seconde");
      await second.page.getByRole("button", { name: "Enregistrer", exact: true }).click();
      await second.page.getByText("Quelqu’un d’autre a écrit pendant que vous écriviez").waitFor();
      await second.page.getByText("Le texte de la première personne").waitFor();
      expect((await second.page.getByLabel("Texte").inputValue()) === "Le texte de la seconde", "the second text is lost");
      refuse(await axe(second.page));
      await shot(second.page, "section-a-deux");
      await second.page.getByLabel(/^Cette section est prête/).check();
      await second.page.getByRole("button", { name: "Enregistrer", exact: true }).click();
      await second.page.getByRole("link", { name: "Notre ambition" }).waitFor();
      refuse(await axe(second.page));
      await shot(second.page, "partie-bureau");
      refuse([...first.watched.problems, ...second.watched.problems]);
    } finally {
      await first.close();
      await second.close();
    }
  }],
];
