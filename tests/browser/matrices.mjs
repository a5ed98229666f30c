// The second matrix, the pages that feed it and the way from notes to words: readable by all, on a telephone and on a desk.
import { expect, readable, refuse, shot, signIn } from "./browser.mjs";

export const matrices = [
  ["Matrices: needs and solutions are read, opened, tied and ordered on a telephone and on a desk", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await readable(page, "/besoins/reponses", "reponses");
      await readable(page, "/besoins/reponses/sante/emploi", "reponses-case");
      await readable(page, "/besoins?ordre=citations", "besoins-ordonnes");
      await page.goto("/besoins/reponses");
      await page.locator("td a", { hasText: "●" }).first().click();
      await page.waitForURL(/\/besoins\/reponses\/[^/]+\/[^/]+$/);
      expect((await page.locator("h3").count()) > 0, "the cell opens nothing");
      await signIn(page, "Claire Vidal");
      await readable(page, "/gestion/ecoute/pistes", "pistes");
      await page.locator("main h2 + ul a").first().click();
      await page.waitForURL(/\/pistes\/[0-9a-f-]{36}$/);
      await readable(page, new URL(page.url()).pathname, "piste");
      await page.goto("/gestion/rencontres");
      await page.locator("main ul a[href^='/gestion/tri/']").first().click();
      await readable(page, `${new URL(page.url()).pathname}/corpus`, "versement");
      await page.getByRole("button", { name: "Verser au corpus" }).click();
      await page.getByText("Tout est versé.").waitFor();
      await shot(page, "versement-fait");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
];
