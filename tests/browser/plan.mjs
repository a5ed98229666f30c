// The plan of action: read by anybody, written and published by a project manager; on a telephone and on a desk.
import { readable, refuse, signIn } from "./browser.mjs";

export const plan = [
  ["Plan: anybody reads what is done and to come, narrows it and asks to follow it", async ({ browser }) => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, watched, close } = await browser.visitor({ javaScriptEnabled });
      try {
        await page.goto("/actions");
        await page.getByLabel("Chercher un mot").fill("encombrants");
        await page.getByRole("button", { name: "Filtrer" }).click();
        await page.getByRole("rowheader", { name: /abords propres/ }).getByRole("link").click();
        await page.getByRole("heading", { level: 1, name: /abords propres/ }).waitFor();
        await page.getByRole("link", { name: /Suivre cette action/ }).click();
        await page.getByLabel("Votre adresse électronique").fill("zoe@exemple.fr");
        await page.getByRole("button", { name: "Suivre" }).click();
        await page.getByRole("heading", { name: "Regardez votre messagerie" }).waitFor();
        if (javaScriptEnabled) {
          await readable(page, "/actions", "actions");
          await readable(page, "/actions/F11", "action");
          await readable(page, "/actions/suivre?action=F11", "action-suivre");
        }
        refuse(watched.problems);
      } finally {
        await close();
      }
    }
  }],
  ["Plan: a project manager studies a lead, makes a sheet of it, fills a list and publishes", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Claire Vidal");
      for (const [path, name] of [["/gestion/actions", "plan"], ["/gestion/actions/etats", "plan-etats"], ["/gestion/actions/frise", "plan-frise"], ["/gestion/actions/echeances", "plan-echeances"], ["/gestion/actions/pistes", "plan-pistes"], ["/gestion/actions/import", "plan-import"]]) {
        await readable(page, path, name);
      }
      await page.goto("/gestion/actions/pistes");
      await page.getByRole("link", { name: /^P20 / }).click();
      await page.getByLabel("Référence de la fiche").fill("F99");
      await page.getByRole("button", { name: "Ouvrir la fiche action" }).click();
      await page.getByText("C’est ajouté.").waitFor();
      await page.getByRole("link", { name: /^Modifier : Partenaires/ }).click();
      await page.getByLabel(/^Partenaire/).first().fill("Un club");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByText("La modification est enregistrée.").waitFor();
      await readable(page, new URL(page.url()).pathname, "plan-fiche");
      await page.getByRole("button", { name: "Publier la fiche" }).click();
      await page.getByRole("link", { name: "Voir la page publique" }).click();
      await page.getByText("Un club").waitFor();
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
  ["Plan: a sheet goes from a column to another by a form, without JavaScript, and giving up asks why", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ javaScriptEnabled: false });
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/actions/etats");
      const card = page.locator("section", { has: page.getByRole("heading", { name: /En cours/ }) }).getByRole("listitem").first();
      const name = (await card.getByRole("link").first().innerText()).trim();
      await card.getByRole("link", { name: /^Changer l’état/ }).focus();
      await page.keyboard.press("Enter");
      await page.getByLabel("Abandonnée").check();
      await page.getByLabel("D’où vient l’information").fill("Revue de projet");
      await page.getByRole("button", { name: "Déplacer la fiche" }).click();
      await page.getByRole("link", { name: /Dites pourquoi/ }).waitFor();
      await page.getByLabel(/^Motif/).fill("Le local n’est plus libre");
      await page.getByRole("button", { name: "Déplacer la fiche" }).click();
      await page.getByText("La modification est enregistrée.").waitFor();
      const given = page.locator("section", { has: page.getByRole("heading", { name: /Abandonnée/ }) });
      await given.getByRole("link", { name, exact: true }).waitFor();
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
];
