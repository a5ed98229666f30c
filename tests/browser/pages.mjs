// Every page: no accessibility violation, no error, no other host, light, readable on 320 px and without script.
import { atTheEdge, ofGallery, ofSiteMap, reached, routes } from "./addresses.mjs";
import { axe, refuse, shot, signIn } from "./browser.mjs";

const HTML_MAX = 50_000;
const CSS_MAX = 30_000;
const WIDTHS = [1280, 360];

/** The gallery shows every state of every page, on a telephone; one page of every route is looked at on a desk as well. */
const OF_STATES = [360];
const OF_ROUTES = [1280];

/** By how many accounts a route is looked at in Chromium: the others' pages are read, with their status, and the gallery looks at every state. */
const LOOKS_PER_ROUTE = 1;

/** One page at these widths: gives its problems. */
async function look(visitor, path, widths) {
  const { page, watched } = visitor;
  watched.problems.length = 0;
  const problems = [];
  await page.setViewportSize({ width: widths[0], height: 900 });
  const response = await page.goto(path);
  const status = response.status();
  if (status >= 400 && !path.startsWith("/nulle-part")) problems.push(`status ${status}`);
  const weight = (await response.body()).length;
  if (weight > HTML_MAX) problems.push(`HTML of ${weight} bytes`);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    problems.push(...(await axe(page)).map((problem) => `at ${width} px: ${problem}`));
  }
  // 320 px is a page of 1280 px enlarged four times (WCAG 1.4.10). A table may scroll in its own frame.
  await page.setViewportSize({ width: 320, height: 900 });
  const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  if (overflow > 0) problems.push(`scrolls sideways by ${overflow} px at 320 px (${await page.evaluate(widest)})`);
  return [...problems.map((problem) => `${path}: ${problem}`), ...watched.problems];
}

/** Names the element that sticks out most. */
function widest() {
  let name = "";
  let most = innerWidth;
  for (const element of document.querySelectorAll("body *")) {
    const right = element.getBoundingClientRect().right;
    if (right > most && !element.closest(".table")) {
      most = right;
      name = `${element.tagName.toLowerCase()}.${element.className} ${Math.round(right)} px`;
    }
  }
  return name;
}

async function lookAtAll(browser, paths, prepare, widths = WIDTHS) {
  const problems = [];
  const queue = [...paths];
  const hands = Number(process.env.PARVIS_HANDS ?? 2);
  const worker = async () => {
    const visitor = await browser.visitor();
    try {
      if (prepare) await prepare(visitor.page);
      for (let path = queue.shift(); path; path = queue.shift()) {
        try {
          problems.push(...(await look(visitor, path, widths)));
        } catch (error) {
          problems.push(`${path}: ${error.message}`);
        }
      }
    } finally {
      await visitor.close();
    }
  };
  await Promise.all(Array.from({ length: hands }, worker));
  refuse(problems);
  return `${paths.length} pages`;
}

/** The text of `main`, without the live map and its button, which only scripts draw. */
async function mainText(page) {
  return page.locator("main").evaluate((main) => {
    const copy = main.cloneNode(true);
    for (const live of copy.querySelectorAll(".map-live, [data-offline], button[type=button]")) live.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  });
}

/** Routes that answer no page, or only to somebody a walk of its own plays. */
const ELSEWHERE = new Map([
  ...["/.well-known/security.txt", "/a/{hash}/{*path}", "/actualites.atom", "/favicon.ico", "/metriques", "/robots.txt", "/sante", "/sitemap.xml", "/application.webmanifest", "/hors-ligne.js"].map((path) => [path, "no page"]),
  ...["/documents/{id}/{name}", "/equipements.csv", "/gestion/comptes/export/{format}", "/gestion/constats/{id}/apres", "/gestion/ecoute/rapports/{id}", "/gestion/constats/{id}/photo", "/gestion/questionnaires/{id}/affiche", "/gestion/questionnaires/{id}/classeur", "/gestion/questionnaires/{id}/fichiers/{nom}", "/gestion/questionnaires/{id}/imprimer", "/gestion/questionnaires/{id}/photos/{photo}", "/gestion/territoire/imports/{id}/rapport", "/quartiers.geojson", "/quartiers/correspondances", "/quartiers/{code}/indicateurs", "/quartiers/{code}/perimetre.geojson", "/quartiers/{code}/portrait.pdf", "/tirages/verify.py", "/tirages/{id}/dossier.zip", "/tirages/{id}/fichiers/{name}", "/tirages/{id}/proces-verbal.pdf", "/gestion/tirages/{id}/appels/courriers.pdf", "/gestion/tirages/{id}/appels/relances.pdf", "/gestion/tirages/{id}/appels/membres.xlsx"].map((path) => [path, "a file"]),
  ...["/avis/{id}/avis.pdf", "/conseil/avis/pieces/{id}", "/conseil/avis/{id}/avis.pdf", "/conseil/budget/{id}/piece", "/conseil/papiers/{id}", "/conseil/reunions/{id}/agenda.ics", "/conseil/reunions/{id}/dossier.pdf", "/conseil/saisines/{id}/piece", "/conseil/{id}/budget.xlsx", "/gestion/avis/pieces/{id}", "/gestion/avis/{id}/avis.pdf", "/gestion/budget/{id}/piece", "/gestion/instances/{id}/annee.xlsx", "/gestion/instances/{id}/budget.xlsx", "/gestion/papiers/{id}", "/gestion/reunions/{id}/dossier.pdf", "/gestion/saisines/{id}/piece", "/publications/{id}/photo", "/saisines/{id}/piece"].map((path) => [path, "a file of a body that sits"]),
  ["/gestion/dossiers/{id}/pieces/{piece}", "a document of an application"],
  ...["/convocations/{token}", "/convocations/{token}/agenda.ics", "/agenda/{token}", "/decisions.csv", "/gestion/pilotage/decisions.xlsx"].map((path) => [path, "a sample of the gallery, or a file: only a mail, or its owner, has the address"]),
  ...["/gestion/budget/{id}", "/gestion/instances/{id}/budget/nouvelle"].map((path) => [path, "the structure that carries a body has no account here: the same form is read by the member who keeps the money"]),
  ...["/gestion/candidats/{id}", "/gestion/viviers/{id}"].map((path) => [path, "a sample of the gallery: a line is found by whoever gives a name, and the roll is the elections office's"]),
  ["/contrat", "leads to the only contract"],
  ...["/actions/fichiers/{id}/{name}", "/actions/fil.atom", "/actions/{code}/fiche.docx", "/actions/{code}/fiche.pdf", "/actions/{code}/fiche.xlsx", "/gestion/actions/echeances.ics", "/gestion/actions/export", "/gestion/actions/{id}/fiche.docx", "/gestion/actions/{id}/fiche.pdf", "/gestion/actions/{id}/fiche.xlsx", "/gestion/documents/{id}", "/gestion/tirages/{id}/courriers/lots/{lot}"].map((path) => [path, "a file"]),
  ...["/gestion/contrats/avenants/{id}", "/gestion/contrats/engagements/{id}", "/gestion/tirages/{id}/courriers", "/tirages/{id}/reponse"].map((path) => [path, "a sample of the gallery: the demonstration has no amendment, no commitment in lines and no draw of people to write to"]),
  ["/gestion/conventions/{id}/redaction", "a sample of the gallery: the first agreement an account meets is signed"],
  ["/gestion/programmation/{id}/amendements/{amendment}", "a file"],
  ["/gestion/programmation/{id}/changements", "a mark that a script asks for, walked by two people at one committee"],
  ["/gestion/questionnaires/{id}/resultats/{nom}/reponses", "a sample of the gallery: a figure leads there from five people up"],
  ["/gestion/fil/besoins/{id}/reprise", "a sample of the gallery: no need of the demonstration is refused"],
  ["/gestion/questionnaires/{id}/resultats/{nom}/vagues", "walked in surveys.mjs, with axe"],
  ...["/q/{code}/i/{invitation}", "/gestion/questionnaires/{id}/invitations", "/gestion/questionnaires/{id}/face-a-face"].map((path) => [path, "walked in channels.mjs and offline_interviews.mjs, with axe"]),
  ...["/appels/fil.atom", "/appels/{address}/dates.ics", "/dossiers/{id}/cerfa.pdf", "/dossiers/{id}/pieces/{piece}", "/dossiers/{id}/recu.pdf", "/gestion/associations/pieces/{id}", "/gestion/courriers/{id}/fichier", "/gestion/programmation/{id}/releves/{number}", "/mes-exports/{id}", "/mon-association/pieces/{id}"].map((path) => [path, "a file of a call, of an association or of a committee"]),
  ...["/conventions/{id}/comptes-rendus/{report}/{kind}", "/conventions/{id}/reversements/{order}", "/conventions/{id}/scans/{scan}", "/conventions/{id}/versions/{number}", "/donnees/subventions/{contract}/{name}", "/donnees/subventions/{contract}/{year}/{name}", "/gestion/conventions/{id}/comptes-rendus/{report}/{kind}", "/gestion/conventions/{id}/reversements/{order}", "/gestion/conventions/{id}/scans/{scan}", "/gestion/conventions/{id}/versions/{number}", "/gestion/numerisations/{id}/conventions/{version}", "/gestion/numerisations/{id}/pages/{position}"].map((path) => [path, "a file of an agreement, or of published grants"]),
  ...["/gestion/abattement/{id}/annees/{annee}/bilan.pdf", "/gestion/abattement/{id}/annees/{annee}/bilan.xlsx", "/gestion/fonds/projets/{id}/pieces/{piece}"].map((path) => [path, "a file of a landlord or of a small project"]),
  ...["/gestion/moyens/etats/{id}/{annee}/etat.pdf", "/gestion/moyens/etats/{id}/{annee}/etat.xlsx", "/gestion/moyens/etats/{id}/{annee}/versions/{numero}/etat.pdf", "/gestion/moyens/etats/{id}/{annee}/versions/{numero}/etat.xlsx", "/moyens/{code}/moyens.pdf"].map((path) => [path, "a file of the means of a contract"]),
  ...["/gestion/rapports-annuels/versions/{id}/fichiers/{format}", "/gestion/rapports-annuels/{id}/fichiers/{format}", "/rapports-annuels/{code}/{annee}/fichiers/{format}"].map((path) => [path, "a file of an annual report"]),
  ...["/api/v1/openapi.json", "/api/v1/quartiers", "/api/v1/indicateurs", "/api/v1/indicateurs/{code}", "/api/v1/indicateurs/{code}/chiffres"].map((path) => [path, "what programs read, exercised by schemathesis"]),
  ["/evaluation/{code}/collectes/{id}", "a sample of the gallery: the collection of the demonstration is not over, its totals are not published"],
  ["/gestion/evaluation/recommandations/{id}/modifier", "a sample of the gallery: every recommendation of the demonstration was answered"],
  ["/gestion/rapports-annuels/{id}/approbation", "a sample of the gallery: no report of the demonstration waits for its approval"],
  ["/gestion/dossiers/actions/{id}/lecture", "walked in calls.mjs, with axe"],
  ...["/gestion/imports/{id}", "/mon-association/{id}/rejoindre"].map((path) => [path, "a sample of the gallery: nothing was brought in, and nobody of the demonstration waits to join"]),
  ["/galerie/{sample}", "the gallery has its own check"],
  ...["/observatoire/indicateurs/{reference}/carte.geojson", "/observatoire/indicateurs/{reference}/valeurs"].map((path) => [path, "a file"]),
  ["/gestion/observatoire/imports/{id}", "a sample of the gallery: no file of figures waits in the demonstration"],
  ["/gestion/numerisations/{id}", "a sample of the gallery: no pile of scanned pages was given in the demonstration"],
  ["/gestion/courriels/{id}/renvoi", "a sample of the gallery: no mail is in doubt here"],
  ...["/gestion/telephone/{id}", "/gestion/fichiers/{id}", "/gestion/papier/{id}", "/gestion/papier/{id}/ecarts", "/gestion/papier/{id}/feuille"].map((path) => [path, "walked in channels.mjs, with axe"]),
  ...["/connexion/code", "/connexion/lien/{token}", "/invitation/{token}", "/gestion/territoire/imports/{id}"].map((path) => [path, "walked in doorstep.mjs, with axe"]),
  ...["/r/{code}", "/gestion/constats/{id}", "/gestion/tri/{id}/groupes/{groupe}", "/gestion/tri/{id}/notes/{note}"].map((path) => [path, "walked in meetings.mjs, with axe"]),
]);

/** The accounts offered on the page of the demonstration. */
async function accounts(browser) {
  const visitor = await browser.visitor();
  try {
    await visitor.page.goto("/demonstration");
    return await visitor.page.locator("main form button").evaluateAll((all) => all.map((button) => button.textContent.trim().replace(/^Entrer comme /, "")));
  } finally {
    await visitor.close();
  }
}

export const pagesChecks = [
  ["Pages: the checks see planted faults", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    await page.goto("/plan-du-site");
    refuse((await axe(page)).map((problem) => `before planting: ${problem}`));
    await page.evaluate(() => {
      document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='http://ailleurs.invalid/x.png'><div id='large'></div>");
      document.querySelector("#large").style.width = "3000px";
      document.querySelector("#large").style.height = "1px";
      console.error("planted");
    });
    await page.waitForTimeout(200);
    const found = await axe(page);
    const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    await close();
    const problems = [];
    if (!found.some((problem) => problem.includes("image-alt"))) problems.push("axe does not see a picture without text");
    if (!watched.problems.some((problem) => problem.includes("planted"))) problems.push("an error of the console is not seen");
    if (!watched.problems.some((problem) => problem.includes("ailleurs.invalid"))) problems.push("a request to another host is not seen");
    if (overflow <= 0) problems.push("a page too wide is not seen");
    refuse(problems);
  }],
  ["Pages: public pages at 1280, 360 and 320 px", async ({ house, browser }) => {
    return lookAtAll(browser, [...(await ofSiteMap(house)), ...atTheEdge]);
  }],
  ["Pages: gallery at 360 and 320 px", async ({ house, browser }) => lookAtAll(browser, await ofGallery(house), null, OF_STATES)],
  ["Pages: one page of every route each account reaches", async ({ browser }) => {
    const elsewhere = new Set(ELSEWHERE.keys());
    const seen = new Set(elsewhere);
    const looks = new Map();
    const told = [];
    const problems = [];
    for (const name of await accounts(browser)) {
      const visitor = await browser.visitor();
      await signIn(visitor.page, name);
      const read = await reached(visitor.page, elsewhere, looks);
      await visitor.close();
      const few = [...read].filter(([route]) => (looks.get(route) ?? 0) < LOOKS_PER_ROUTE);
      for (const [route] of few) looks.set(route, (looks.get(route) ?? 0) + 1);
      const paths = few.map(([, [first]]) => first);
      for (const route of read.keys()) seen.add(route);
      told.push(`${name}: ${paths.length} of ${read.size}`);
      try {
        await lookAtAll(browser, paths, (page) => signIn(page, name), OF_ROUTES);
      } catch (error) {
        problems.push(...(error.problems ?? [error.message]).map((problem) => `${name}, ${problem}`));
      }
    }
    for (const { path } of await routes()) if (!seen.has(path)) problems.push(`${path}: no account was seen reading it`);
    refuse(problems);
    return told.join(", ");
  }],
  ["Pages: the style sheet is light", async ({ house }) => {
    const html = await (await fetch(house.address)).text();
    const css = await (await fetch(house.address + /href="([^"]+\.css)"/.exec(html)[1])).text();
    if (css.length > CSS_MAX) refuse([`CSS of ${css.length} bytes`]);
    return `${css.length} bytes`;
  }],
  ["Pages: the same text without JavaScript", async ({ house, browser }) => {
    const paths = [...(await ofSiteMap(house)), "/connexion", "/demonstration"];
    const [one, two] = [await browser.visitor(), await browser.visitor({ javaScriptEnabled: false })];
    const problems = [];
    for (const path of paths) {
      await one.page.goto(path);
      await two.page.goto(path);
      const [scripted, plain] = [await mainText(one.page), await mainText(two.page)];
      if (scripted !== plain) {
        const at = [...plain].findIndex((sign, rank) => sign !== scripted[rank]);
        problems.push(`${path}: with script « …${scripted.slice(at, at + 60)} », without « …${plain.slice(at, at + 60)} »`);
      }
    }
    await one.close();
    await two.close();
    refuse(problems);
    return `${paths.length} pages`;
  }],
  ["Pages: pictures of the main pages", async ({ house, browser }) => {
    const area = (await ofSiteMap(house)).find((path) => /^\/quartiers\/./.test(path));
    const pages = [["accueil", "/"], ["besoins", "/besoins"], ["contrat", "/contrat"], ["quartier", area], ["aide", "/aide"], ["mon-quartier", "/mon-quartier"], ["accueil-arabe", "/?langue=ar"]];
    for (const [size, width] of [["", 1280], ["-telephone", 360]]) {
      const visitor = await browser.visitor({ viewport: { width, height: 800 } });
      for (const [name, path] of pages.filter(([, path]) => path)) {
        await visitor.page.goto(path);
        await shot(visitor.page, `${name}${size}`);
      }
      await visitor.close();
    }
  }],
];
