// The report of a consultation: asked for, watched, taken away, given up; on a desk, on a telephone, without script.
import { readFile } from "node:fs/promises";
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

/** Reloads until the report asked for last is made. */
async function made(page) {
  for (let tries = 0; tries < 60; tries++) {
    const ready = page.getByRole("link", { name: /^Prendre le rapport/ }).first();
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
          const [file] = await Promise.all([page.waitForEvent("download"), (await made(page)).click()]);
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
];
