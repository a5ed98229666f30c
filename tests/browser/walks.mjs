// Walks of named people, from the door they come in by to what they came for.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

/** A cell of the matrix: need, neighbourhood. */
const CELL = /^\/besoins\/([^/?]+)\/([^/?]+)$/;

async function as(browser, name, walk, options) {
  const visitor = await browser.visitor(options);
  try {
    if (name) await signIn(visitor.page, name);
    const told = await walk(visitor.page);
    refuse(visitor.watched.problems);
    return told;
  } finally {
    await visitor.close();
  }
}

async function heading(page) {
  return (await page.locator("h1").innerText()).trim();
}

/** Every cell of the matrix that holds evidence. */
async function cells(page) {
  const links = await page.locator("main table a[href]").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  return links.filter((link) => CELL.test(link));
}

export const walks = [
  ["Walk: a resident, on a phone and without JavaScript, finds her neighbourhood and the evidence of a need", async ({ browser }) => {
    return as(browser, null, async (page) => {
      await page.goto("/");
      const first = page.locator("ul.areas a").first();
      const name = (await first.innerText()).trim();
      await page.locator("main input[name=q]").fill(name);
      await page.getByRole("button", { name: "Trouver" }).click();
      await page.waitForLoadState("load");
      await shot(page, "resident-mon-quartier");
      const isThere = (await heading(page)).includes(name);
      if (!isThere) await page.locator("main a", { hasText: name }).first().click();
      await page.waitForURL(/\/quartiers\//);
      expect((await heading(page)).includes(name), `the page of ${name} is headed « ${await heading(page)} »`);
      await shot(page, "resident-quartier");
      await page.locator("main a[href^='/besoins?quartier=']").first().click();
      await page.waitForURL(/\/besoins\?quartier=/);
      await page.goto("/besoins");
      const [cell] = await cells(page);
      expect(cell, "the matrix has no cell to open");
      await page.locator(`main table a[href='${cell}']`).first().click();
      await page.waitForURL(CELL_URL);
      const text = await page.locator("main").innerText();
      expect((await page.locator("figure.quote").count()) > 0 || /évoqué/.test(text), `no evidence on ${cell}`);
      await shot(page, "resident-preuves");
      return `${name}, ${cell}`;
    }, { viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  }],

  ["Walk: a resident reads the home page in Arabic, then in easy French", async ({ browser }) => {
    return as(browser, null, async (page) => {
      await page.goto("/");
      await page.getByRole("link", { name: "العربية" }).click();
      await page.waitForLoadState("load");
      const html = page.locator("html");
      expect((await html.getAttribute("dir")) === "rtl" && (await html.getAttribute("lang")) === "ar", "not in Arabic");
      await page.goto("/aide");
      expect((await html.getAttribute("lang")) === "ar", "the language chosen is not kept from one page to the next");
      await page.getByRole("link", { name: "Français facile" }).click();
      await page.waitForLoadState("load");
      expect((await html.getAttribute("lang")) === "fr", "not back in French");
    });
  }],

  ["Walk: a project manager records evidence and sees it in its cell", async ({ browser }) => {
    return as(browser, "Claire Vidal", async (page) => {
      await page.goto("/gestion");
      await shot(page, "cheffe-de-projet-gestion");
      // A cell whose words are published: its need is not a sensitive one.
      await page.goto("/besoins");
      let cell;
      for (const candidate of (await cells(page)).slice(0, 12)) {
        await page.goto(candidate);
        if ((await page.locator("figure.quote").count()) > 0) {
          cell = candidate;
          break;
        }
      }
      expect(cell, "no cell shows what was said");
      const [, need] = CELL.exec(cell);
      const area = (await page.locator("main a[href^='/quartiers/']").first().innerText()).trim();
      const said = "Il manque un banc à l’ombre près de l’arrêt du bus.";

      await page.goto("/gestion/ecoute/preuves/nouvelle");
      await page.getByRole("button", { name: "Enregistrer la preuve" }).click();
      await page.waitForLoadState("load");
      expect((await page.title()).startsWith("Erreur"), "an empty form is not refused");
      const focus = await page.evaluate(() => document.activeElement.className);
      expect(focus.includes("error-summary"), `the focus is on « ${focus} », not on the summary of errors`);
      refuse(await axe(page));
      await shot(page, "cheffe-de-projet-preuve-a-corriger");

      await choose(page, "besoin", (label) => label.startsWith(need));
      await choose(page, "quartier", (label) => area.includes(label) || label.includes(area));
      await choose(page, "canal", (label) => label !== "" && !label.startsWith("Canal non"));
      const document = page.locator("select[name=document]");
      if (await document.count()) await choose(page, "document", (label) => label !== "" && !label.startsWith("Aucun"));
      await page.locator("[name=qui]").fill("habitantes et habitants");
      await page.locator("[name=propos]").fill(said);
      await page.locator("[name=date-jour]").fill("12");
      await page.locator("[name=date-mois]").fill("3");
      await page.locator("[name=date-annee]").fill("2024");
      await page.locator("input[name=visibilite][value=public]").check();
      await page.getByRole("button", { name: "Enregistrer la preuve" }).click();
      await page.waitForLoadState("load");
      const problems = await page.locator(".error-summary li").allInnerTexts();
      refuse(problems.map((problem) => `refused: ${problem}`));
      await shot(page, "cheffe-de-projet-preuve-enregistree");

      await page.goto(cell);
      expect((await page.locator("main").innerText()).includes(said), `${cell} does not show what was recorded`);
      await shot(page, "cheffe-de-projet-cellule");
      return `${cell}, ${area}`;
    });
  }],

  ["Walk: an association signs in, has its account, and stays out of the back office", async ({ browser }) => {
    return as(browser, "Yannick Diallo", async (page) => {
      await page.goto("/compte");
      await shot(page, "association-compte");
      const refused = await page.goto("/gestion");
      expect(refused.status() === 403, `/gestion answers ${refused.status()}`);
      expect((await heading(page)).startsWith("Vous ne pouvez pas"), `headed « ${await heading(page)} »`);
      refuse(await axe(page));
      for (const path of ["/gestion/journal", "/gestion/comptes", "/gestion/courriels", "/gestion/ecoute/preuves"]) {
        const answer = await page.goto(path);
        expect([403, 404].includes(answer.status()), `${path} answers ${answer.status()}`);
      }
    });
  }],

  ["Walk: a council member reads the contract and stays out of the back office", async ({ browser }) => {
    return as(browser, "Samira Haddad", async (page) => {
      const contract = await page.goto("/contrat");
      expect(contract.status() === 200, `/contrat answers ${contract.status()}`);
      await shot(page, "conseil-contrat");
      expect((await page.goto("/gestion")).status() === 403, "the back office opens");
    });
  }],

  ["Walk: a funder and an elected official read, and change nothing", async ({ browser }) => {
    for (const name of ["Olivier Roques", "Mathilde Escande"]) {
      await as(browser, name, async (page) => {
        const home = await page.goto("/gestion");
        expect(home.status() === 200, `${name}: /gestion answers ${home.status()}`);
        await shot(page, name === "Olivier Roques" ? "financeur-gestion" : "elue-gestion");
        for (const path of ["/besoins", "/contrat", "/quartiers"]) {
          expect((await page.goto(path)).status() === 200, `${name}: ${path}`);
        }
        for (const path of ["/gestion/ecoute/preuves/nouvelle", "/gestion/comptes", "/gestion/journal"]) {
          const answer = await page.goto(path);
          expect([403, 404].includes(answer.status()), `${name}: ${path} answers ${answer.status()}`);
        }
      });
    }
  }],

  ["Walk: an auditor reads the journal and takes it away", async ({ browser }) => {
    return as(browser, "Antoine Lacroix", async (page) => {
      await page.goto("/gestion/journal");
      expect((await page.locator("tbody tr").count()) > 10, "the journal is empty");
      await shot(page, "audit-journal");
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Télécharger/ }).click()]);
      expect(/journal.*\.csv$/.test(download.suggestedFilename()), `named ${download.suggestedFilename()}`);
      await page.goto("/gestion/journal?acte=site.export_journal");
      expect((await page.locator("main").innerText()).includes("Antoine Lacroix"), "taking the journal away is not in the journal");
    });
  }],

  ["Walk: a session planted before signing in opens nothing after", async ({ browser }) => {
    return as(browser, null, async (page) => {
      const context = page.context();
      const planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
      await page.goto("/");
      await context.addCookies([{ name: "parvis", value: planted, url: page.url() }]);
      await signIn(page, "Claire Vidal");
      const session = async () => (await context.cookies()).filter((one) => one.name === "parvis").map((one) => one.value);
      const [own, ...others] = await session();
      expect(own && own !== planted && others.length === 0, "the session is the one planted by somebody else");
      await signIn(page, "Olivier Roques");
      const [next] = await session();
      expect(next !== own, "two people have the same session");
      await context.clearCookies({ name: "parvis" });
      await context.addCookies([{ name: "parvis", value: planted, url: page.url() }]);
      await page.goto("/gestion/contrats");
      expect(new URL(page.url()).pathname === "/connexion", `the planted session still opens ${page.url()}`);
    });
  }],

  ["Walk: two tabs on the same page lose nothing of what was typed", async ({ browser }) => {
    return as(browser, "Claire Vidal", async (page) => {
      await page.goto("/gestion/contrats");
      await page.locator("main a[href^='/gestion/contrats/']").first().click();
      await page.waitForLoadState("load");
      await page.locator("main a[href^='/gestion/contrats/signataires/']").first().click();
      await page.waitForLoadState("load");
      const other = await page.context().newPage();
      await other.goto(page.url());
      const save = (tab) => tab.getByRole("button", { name: "Enregistrer le signataire" }).click();
      await page.locator("[name=engagement]").fill("Engagement écrit dans le premier onglet.");
      await save(page);
      await page.waitForLoadState("load");
      const late = "Engagement écrit dans le second onglet, plus tard.";
      await other.locator("[name=engagement]").fill(late);
      await save(other);
      await other.waitForLoadState("load");
      expect((await heading(other)).startsWith("Deux personnes ont écrit en même temps"), `headed « ${await heading(other)} »`);
      expect((await other.locator("main").innerText()).includes("Engagement écrit dans le premier onglet."), "what is kept is not shown");
      expect(await other.locator("[name=engagement]").inputValue() === late, "what was typed in the second tab is lost");
      refuse(await axe(other));

      // She signs out in one tab, and still has a form open in the other.
      await other.goto(page.url().split("?")[0]);
      await page.goto("/gestion/ecoute/preuves/nouvelle");
      const said = "Un propos tapé avant d’avoir été déconnectée.";
      await page.locator("[name=propos]").fill(said);
      await other.getByRole("button", { name: "Se déconnecter" }).click();
      await other.waitForLoadState("load");
      await page.getByRole("button", { name: "Enregistrer la preuve" }).click();
      await page.waitForLoadState("load");
      expect((await heading(page)).startsWith("Reconnectez-vous"), `headed « ${await heading(page)} »`);
      expect((await page.locator("main").innerText()).includes(said), "what was typed is lost with the session");
      refuse(await axe(page));
    });
  }],

  ["Walk: somebody signs out, and is out", async ({ browser }) => {
    return as(browser, "Claire Vidal", async (page) => {
      await page.getByRole("button", { name: "Se déconnecter" }).click();
      await page.waitForLoadState("load");
      await page.goto("/gestion");
      expect(new URL(page.url()).pathname === "/connexion", `still reads ${page.url()}`);
    });
  }],
];

const CELL_URL = /\/besoins\/[^/?]+\/[^/?]+$/;

/** Chooses the first option whose words fit. */
async function choose(page, name, fits) {
  const select = page.locator(`select[name=${name}]`);
  const options = await select.locator("option").evaluateAll((all) => all.map((option) => [option.value, option.textContent.trim()]));
  const found = options.find(([value, label]) => value && fits(label));
  expect(found, `nothing to choose for ${name} among ${options.map(([, label]) => label).join(" | ")}`);
  await select.selectOption(found[0]);
}
