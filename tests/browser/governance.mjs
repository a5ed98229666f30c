// A committee's year: an agenda made of what waits, a meeting, decisions written while it is held, told, followed and read by
// everybody; on a telephone and on a desk.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

const PHONE = { width: 360, height: 740 };

/** Fails when a page is wider than what shows it. */
async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `${page.url()} is ${wide} pixels too wide`);
}

async function looked(page, name) {
  refuse(await axe(page));
  await fits(page);
  await shot(page, name, { fullPage: true });
}

/** Fills the three fields of a day. */
async function day(page, name, date) {
  for (const [part, value] of [["jour", date.getDate()], ["mois", date.getMonth() + 1], ["annee", date.getFullYear()]]) {
    await page.locator(`[name="${name}-${part}"]`).fill(String(value));
  }
}

export const governance = [
  ["Governance: a committee convenes, meets, decides, follows up and publishes", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    const visitor = await browser.visitor({ viewport: PHONE });
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/pilotage");
      await looked(page, "pilotage");
      // The agenda of the meeting to come, made of what waits.
      await page.locator("main").getByRole("link", { name: "Comité de pilotage du contrat de ville", exact: true }).first().click();
      await looked(page, "pilotage-instance");
      const body = page.url();
      await page.locator("main").getByRole("link", { name: "Membres et mandats" }).click();
      await looked(page, "pilotage-membres");
      await page.getByRole("link", { name: "Ajouter un membre" }).click();
      await looked(page, "pilotage-membre");
      await page.goto(`${body}/reunions`);
      await page.locator("main").getByRole("link", { name: /programmation de l’an prochain/ }).click();
      await page.getByRole("link", { name: "Faire l’ordre du jour avec ce qui attend" }).click();
      await looked(page, "pilotage-ordre-du-jour");
      await page.locator("main input[type=checkbox]").first().check();
      await page.getByRole("button", { name: "Mettre à l’ordre du jour" }).click();
      expect((await page.getByRole("heading", { name: "Objets à l’ordre du jour" }).count()) === 1, "nothing was put on the agenda");
      await looked(page, "pilotage-reunion-a-venir");
      // A meeting today: decided while it is held.
      await page.goto(`${body}/reunions/nouvelle`);
      await page.locator('[name="titre"]').fill("Comité de pilotage extraordinaire");
      await day(page, "jour", new Date());
      await page.locator('[name="debut"]').fill("9 h");
      await page.locator('[name="fin"]').fill("11 h");
      await page.getByRole("button", { name: /réunion/ }).first().click();
      await page.getByRole("link", { name: "Décisions de la réunion" }).click();
      await page.getByRole("link", { name: "Inscrire une décision" }).click();
      await page.getByRole("button", { name: "Inscrire au registre" }).click();
      expect((await page.getByText("quel service ou quel organisme").count()) > 0, "what is missing is not told");
      await looked(page, "pilotage-decision-a-corriger");
      await page.locator('[name="decision"]').fill("Le comité valide la fiche et demande un bilan.");
      await page.locator('[name="responsable"]').fill("Direction de la jeunesse");
      const later = new Date();
      later.setDate(later.getDate() + 90);
      await day(page, "echeance", later);
      await page.locator('[name="objet"]').selectOption({ index: 1 });
      await page.getByRole("button", { name: "Inscrire au registre" }).click();
      await looked(page, "pilotage-reunion");
      await page.getByRole("button", { name: "Envoyer les décisions par courriel" }).click();
      expect((await page.getByRole("button", { name: "Envoyer les décisions par courriel" }).count()) === 0, "they may be sent twice");
      await page.locator("main").getByRole("link", { name: "Le comité valide la fiche et demande un bilan." }).click();
      await page.locator('[name="etat"]').selectOption({ label: "en cours" });
      await page.locator('[name="suite"]').fill("La direction a écrit aux familles.");
      await page.getByRole("button", { name: "Noter la suite" }).click();
      await looked(page, "pilotage-decision");
      const open = await page.getByRole("link", { name: "La page publique de cette décision" }).getAttribute("href");
      for (const [path, name] of [["/gestion/pilotage/decisions", "pilotage-registre"], ["/gestion/pilotage/signataires", "pilotage-signataires"], ["/mon-agenda", "mon-agenda"]]) {
        await page.goto(path);
        await looked(page, name);
      }
      await page.goto("/gestion/pilotage/signataires");
      await page.locator("main table").getByRole("link").first().click();
      await looked(page, "pilotage-signataire");
      refuse(watched.problems);
      // Everybody, on a telephone.
      await visitor.page.goto("/decisions");
      refuse(await axe(visitor.page));
      await fits(visitor.page);
      await shot(visitor.page, "decisions-360", { fullPage: true });
      await visitor.page.goto(open);
      expect((await visitor.page.locator("main").innerText()).includes("La direction a écrit aux familles."), "what became of it is not told");
      await fits(visitor.page);
      await shot(visitor.page, "decision-360", { fullPage: true });
    } finally {
      await close();
      await visitor.close();
    }
  }],
  ["Governance: what steers is read on a telephone", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ viewport: PHONE });
    try {
      await signIn(page, "Claire Vidal");
      for (const [path, name] of [["/gestion/pilotage", "pilotage-360"], ["/gestion/pilotage/decisions", "pilotage-registre-360"], ["/gestion/pilotage/signataires", "pilotage-signataires-360"], ["/mon-agenda", "mon-agenda-360"]]) {
        await page.goto(path);
        await looked(page, name);
      }
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
];
