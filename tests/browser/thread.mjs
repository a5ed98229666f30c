// The thread: from a need to what is done and back, by anybody; tied, untied and refused with a reason inside.
import { axe, readable, refuse, signIn } from "./browser.mjs";

export const thread = [
  ["Thread: from a need to an action and back, without script too", async ({ browser }) => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, watched, close } = await browser.visitor({ javaScriptEnabled });
      try {
        await page.goto("/fil");
        await page.getByRole("listitem").filter({ hasText: /actions? y répond/ }).getByRole("link").first().click();
        for (const name of ["Vous avez dit", "Nous avons compris", "Nous avons décidé", "Voici où on en est"]) {
          await page.getByRole("heading", { level: 2, name }).waitFor();
        }
        const need = await page.getByRole("heading", { level: 1 }).textContent();
        const path = new URL(page.url()).pathname;
        await page.getByRole("link", { name: /Suivre le fil d’ici : Action/ }).first().click();
        await page.waitForURL(/fil\/action/);
        const action = new URL(page.url()).pathname;
        await page.getByRole("link", { name: need.trim(), exact: true }).first().waitFor();
        if (javaScriptEnabled) {
          await readable(page, "/fil", "fil");
          await readable(page, path, "fil-besoin");
          await readable(page, action, "fil-action");
          await readable(page, "/besoins/accords", "accords");
          await page.goto("/quartiers");
          const portrait = await page.locator("main a[href^='/quartiers/QN']").first().getAttribute("href");
          await readable(page, `${portrait}/couleur`, "couleur");
        }
        refuse(watched.problems);
      } finally {
        await close();
      }
    }
  }],
  ["Thread: a project manager ties a need, breaks the link and tells why not", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Claire Vidal");
      await readable(page, "/gestion/fil", "fil-gestion");
      await page.getByRole("listitem").filter({ hasText: /Sans suite|pas encore étudié|À l’étude/ }).getByRole("link").first().click();
      const path = new URL(page.url()).pathname;
      await readable(page, path, "fil-gestion-besoin");
      await page.getByLabel("Objectif du contrat").selectOption({ index: 1 });
      await page.getByLabel(/^Pourquoi/).fill("Dit dans trois ateliers");
      await page.getByRole("button", { name: "Relier" }).click();
      await page.getByText("Dit dans trois ateliers").waitFor();
      await page.getByRole("link", { name: /^Défaire ce lien/ }).last().click();
      refuse(await axe(page));
      await page.getByRole("button", { name: "Défaire le lien" }).click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Pourquoi ce lien n’est plus vrai").fill("Relié par erreur");
      await page.getByRole("button", { name: "Défaire le lien" }).click();
      await page.goto(path);
      await page.getByText(/Relié par erreur/).waitFor();
      await page.getByRole("link", { name: /Dire pourquoi ce besoin/ }).click();
      refuse(await axe(page));
      await page.getByLabel("Pourquoi ce besoin ne recevra pas de réponse").fill("La compétence est à la Région, qui étudie la demande.");
      await page.getByRole("button", { name: "Publier la réponse" }).click();
      await page.goto(path.replace("/gestion", ""));
      await page.getByText(/La compétence est à la Région/).first().waitFor();
      refuse(watched.problems.filter((problem) => !/422/.test(problem)));
    } finally {
      await close();
    }
  }],
];
