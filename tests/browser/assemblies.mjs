// Bodies that sit: the space of a member on a telephone, then without script; what whoever keeps the body sees of it.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

const PHONE = { width: 360, height: 740 };

/** Fails when a page is wider than the telephone. */
async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `${page.url()} is ${wide} pixels too wide`);
}

export const assemblies = [
  ["Assemblies: a member prepares her meeting on a telephone", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ viewport: PHONE });
    try {
      await signIn(page, "Samira Haddad");
      await page.goto("/conseil");
      refuse(await axe(page));
      await fits(page);
      await shot(page, "conseil-accueil");
      const next = page.locator("main").getByRole("link", { name: /Avis sur les projets/ });
      await next.click();
      refuse(await axe(page));
      await fits(page);
      await page.getByRole("button", { name: "Je viens" }).click();
      expect((await page.locator("main").innerText()).includes("je viens"), "her answer is not told back");
      const paper = page.getByRole("link", { name: "Les projets de l’année en une page" });
      const taken = await page.request.get(await paper.getAttribute("href"));
      expect(taken.ok() && (await taken.body()).subarray(0, 4).toString() === "%PDF", "the paper is not a PDF");
      const dossier = await page.request.get(`${page.url().split("?")[0]}/dossier.pdf`);
      expect(dossier.ok(), "the dossier is not printed");
      for (const [link, words] of [[/^Mon mandat et mes droits/, "Congé de représentation"], [/^Mon nom, et qui le lit/, "J’accepte que mon nom"]]) {
        await page.goto("/conseil");
        await page.getByRole("link", { name: link }).first().click();
        expect((await page.locator("main").innerText()).includes(words), `no « ${words} »`);
        refuse(await axe(page));
        await fits(page);
      }
      await page.goto("/conseil");
      await page.getByRole("link", { name: /^Réunions passées/ }).first().click();
      refuse(await axe(page));
      await fits(page);
      await page.locator("main").getByRole("link", { name: /^Réunion plénière/ }).first().click();
      await page.getByRole("link", { name: "Saisir les présences" }).click();
      refuse(await axe(page));
      await fits(page);
      await shot(page, "conseil-presences");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
  ["Assemblies: a member answers and leaves her mark without script", async ({ browser }) => {
    const { page, close } = await browser.visitor({ viewport: PHONE, javaScriptEnabled: false });
    try {
      await signIn(page, "Samira Haddad");
      await page.goto("/conseil");
      await page.getByRole("button", { name: /^Je m’excuse/ }).first().click();
      expect((await page.getByText("je m’excuse").count()) > 0, "her answer is not told back");
      await page.goto("/conseil");
      await page.getByRole("link", { name: /^Mon mandat et mes droits/ }).first().click();
      await page.getByRole("button", { name: "Quitter l’instance" }).click();
      expect((await page.getByText("Cochez cette case pour quitter l’instance").count()) > 0, "she left without being sure");
    } finally {
      await close();
    }
  }],
  ["Assemblies: a project manager keeps a council’s life, others read counts", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    try {
      await signIn(page, "Claire Vidal");
      await page.goto("/gestion/instances");
      refuse(await axe(page));
      await page.getByRole("link", { name: "Conseil citoyen Fleming et Grazailles" }).click();
      refuse(await axe(page));
      await shot(page, "instance");
      const sheet = page.url();
      for (const name of ["Membres et mandats", "Réunions", "Fiche annuelle"]) {
        await page.goto(sheet);
        await page.locator("main").getByRole("link", { name, exact: true }).first().click();
        refuse(await axe(page));
      }
      await page.goto(`${sheet}/reunions`);
      await page.getByRole("link", { name: "Avis sur les projets de l’année" }).click();
      refuse(await axe(page));
      await shot(page, "instance-reunion");
      refuse(watched.problems);
    } finally {
      await close();
    }
    const reader = await browser.visitor();
    try {
      await signIn(reader.page, "Karim Benali");
      await reader.page.goto("/gestion/instances");
      await reader.page.getByRole("link", { name: "Conseil citoyen Fleming et Grazailles" }).click();
      const told = await reader.page.locator("main").innerText();
      expect(told.includes("Membres en mandat") && !told.includes("Membres et mandats"), "the prefect’s delegate reads more than counts");
    } finally {
      await reader.close();
    }
  }],
];
