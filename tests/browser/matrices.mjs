// The second matrix, the pages that feed it and the way from notes to words: readable by all, on a telephone and on a desk.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

const SIZES = [["telephone", { width: 360, height: 740 }], ["bureau", { width: 1280, height: 900 }]];

/** Nothing for axe, nothing wider than the screen. */
async function readable(page, path, name) {
  await page.goto(path);
  for (const [size, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    refuse(await axe(page));
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(!isWide, `${path} is wider than ${viewport.width} pixels`);
    await shot(page, `${name}-${size}`);
  }
}

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
