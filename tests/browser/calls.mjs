// Calls for projects, the whole life: a call is opened, two people of one association answer it, services read it, the committee
// decides, the association is told. Then what works without script, and what everybody reads.
import { axe, expect, readable, refuse, shot, signIn } from "./browser.mjs";

const UUID = "[0-9a-f]{8}-[0-9a-f-]{27}";
const PHONE = { width: 360, height: 740 };

/** Somebody of the demonstration, signed in; what goes wrong on her pages ends the walk. */
async function somebody(browser, name, options = {}) {
  const visitor = await browser.visitor(options);
  await signIn(visitor.page, name);
  return { ...visitor, name };
}

/** Closes everybody, and ends when something went wrong on a page of theirs. */
async function leave(...people) {
  const problems = [];
  for (const one of people) {
    problems.push(...one.watched.problems.map((problem) => `${one.name}: ${problem}`));
    await one.close();
  }
  refuse(problems);
}

async function press(page, name) {
  await page.getByRole("button", { name }).first().click();
  await page.waitForLoadState("load");
  const problems = await page.locator(".error-summary li").allInnerTexts();
  refuse(problems.map((problem) => `« ${name} » is refused: ${problem}`));
}

/** Types a day so many days from now in a field of three. */
async function day(page, field, days) {
  const on = new Date(Date.now() + days * 86_400_000);
  await page.locator(`[name=${field}-jour]`).fill(String(on.getDate()));
  await page.locator(`[name=${field}-mois]`).fill(String(on.getMonth() + 1));
  await page.locator(`[name=${field}-annee]`).fill(String(on.getFullYear()));
}

async function main(page) {
  return page.locator("main").innerText();
}

/** A page as it is now: nothing for axe, nothing wider than a telephone. */
async function fits(page, name) {
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  refuse(await axe(page));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide <= 0, `${page.url()} is ${wide} pixels too wide`);
  await shot(page, `appels-${name}`);
  await page.setViewportSize(before);
}

/** The call of the year after is begun from this year’s, dated and published. Gives its address. */
async function opened(claire) {
  const { page } = claire;
  await readable(page, "/gestion/appels", "appels-liste");
  await page.locator("main").getByRole("link", { name: /^Appel à projets/ }).first().click();
  await page.waitForURL(new RegExp(`/gestion/appels/${UUID}$`));
  await press(page, "Reprendre pour l’année suivante");
  const sheet = new URL(page.url()).pathname;
  expect((await main(page)).includes("Avant de publier"), "a call without dates is said to be ready");
  await page.goto(`${sheet}/modifier`);
  await page.locator("[name=titre]").fill("Appel à projets de la traversée");
  await page.locator("[name=courriel]").fill("sans arobase");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  expect((await page.locator(".error-summary").count()) === 1, "a wrong address is taken");
  expect((await page.locator("[name=titre]").inputValue()) === "Appel à projets de la traversée", "what was typed is lost");
  await fits(page, "modifier-refus");
  await page.locator("[name=courriel]").fill("appels@demo.parvis.example");
  await day(page, "ouverture", -1);
  await page.locator("[name=ouverture-heure]").fill("9 h");
  await day(page, "cloture", 20);
  await page.locator("[name=cloture-heure]").fill("23 h 59");
  await press(page, "Enregistrer");
  for (const part of ["", "/apercu", "/modifier", "/cadre", "/financeurs", "/calendrier", "/formulaire", "/grille"]) {
    await readable(page, sheet + part, `appel${part.replace("/", "-")}`);
  }
  await page.goto(sheet);
  await press(page, "Publier l’appel");
  const address = await page.getByRole("link", { name: "Page publique" }).getAttribute("href");
  await readable(page, address, "appel-public");
  expect((await page.getByRole("link", { name: "Commencer un dossier" }).count()) > 0, "one cannot answer a call that is open");
  return address;
}

/** Two people of one association write and file. Gives the identifier of the application. */
async function applied(browser, address) {
  const josiane = await somebody(browser, "Josiane Marty");
  const yannick = await somebody(browser, "Yannick Diallo", { viewport: PHONE });
  const { page } = josiane;
  await readable(page, `${address}/dossiers/nouveau`, "dossier-commencer");
  const known = page.locator(".option", { hasText: "Parler, lire, écrire" }).first();
  await known.locator("input[name=depuis]").check();
  const organisation = page.locator("input[name=organisation]").first();
  if (!(await organisation.isChecked())) await organisation.check();
  await press(page, "Commencer");
  const path = new URL(page.url()).pathname;
  await readable(page, path, "dossier-a-ecrire");
  const project = new RegExp(`/question/(${UUID})/`).exec(await page.locator("main").innerHTML())?.[1];
  expect(project, "the tasks lead to no question of a project");

  const question = `${path}/question/${project}/description`;
  await readable(page, question, "dossier-question");
  await yannick.page.goto(question);
  const [hers, his] = ["Trois séances par semaine, dont une le samedi.", "Deux séances, et une sortie par mois."];
  await page.locator("textarea").first().fill(hers);
  await press(page, "Enregistrer et revenir au dossier");
  expect(/Enregistré/.test(await main(page)), "nothing says that it is kept");
  await yannick.page.locator("textarea").first().fill(his);
  await yannick.page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await yannick.page.getByText("Quelqu’un d’autre a répondu pendant que vous écriviez").waitFor();
  expect((await main(yannick.page)).includes(hers), "his page does not show what she wrote");
  expect((await yannick.page.locator("textarea").first().inputValue()) === his, "what he wrote is lost");
  await fits(yannick.page, "deux-reponses");
  await yannick.page.locator("textarea").first().fill(`${hers} ${his}`);
  await press(yannick.page, "Enregistrer et continuer");

  await yannick.page.goto(`${path}/question/${project}/dates`);
  await fits(yannick.page, "dossier-dates");
  const year = await yearOf(yannick.page, path);
  for (const [field, month] of [["debut", 2], ["fin", 11]]) {
    await yannick.page.locator(`[name=${field}-jour]`).fill("3");
    await yannick.page.locator(`[name=${field}-mois]`).fill(String(month));
    await yannick.page.locator(`[name=${field}-annee]`).fill(String(year));
  }
  await press(yannick.page, "Enregistrer et revenir au dossier");
  for (const [part, name] of [[`/budget/${project}/${year}`, "dossier-budget"], ["/pieces", "dossier-pieces"]]) await readable(yannick.page, path + part, name);
  await yannick.page.goto(`${path}/depot`);
  expect((await main(yannick.page)).includes("Seule une personne chargée de signer"), "whoever enters may file");

  await readable(page, `${path}/depot`, "dossier-depot");
  const lacking = await page.locator("main .note li").allInnerTexts();
  refuse(lacking.map((one) => `not ready to be filed: ${one}`));
  await page.getByRole("button", { name: "Déposer le dossier" }).click();
  await page.locator(".error-summary").waitFor();
  for (const box of ["a-jour", "sincere", "charte", "engagement"]) await page.locator(`input[name=${box}]`).check();
  await page.locator("input[name=aides]").first().check();
  await page.locator("[name=nom]").fill("Josiane Marty");
  await page.locator("[name=fonction]").fill("Présidente");
  await press(page, "Déposer le dossier");
  expect(/Numéro \d{4}-\d{4}/.test(await main(page)), `no number on ${page.url()}`);
  await readable(page, `${path}/recu`, "dossier-recu");
  for (const paper of ["recu.pdf", "cerfa.pdf"]) {
    const taken = await page.request.get(`${path}/${paper}`);
    expect(taken.ok() && (await taken.body()).subarray(0, 4).toString() === "%PDF", `${paper} is not a PDF`);
  }
  await leave(josiane, yannick);
  return { id: path.split("/").pop(), project, description: `${hers} ${his}` };
}

/** The year a file is about, as the address of its budget says it. */
async function yearOf(page, path) {
  const html = await (await page.request.get(path)).text();
  const year = /\/budget\/[^/"]+\/(\d{4})/.exec(html)?.[1];
  expect(year, `${path} leads to no budget`);
  return year;
}

/** Something is asked of the association, which gives it; the file is complete, and every funder can take it. */
async function completed(browser, lucie, file) {
  const { page } = lucie;
  await page.goto(`/gestion/dossiers/actions/${file.project}`);
  expect((await main(page)).includes(file.description), "services do not read what was written by both");
  await readable(page, `/gestion/dossiers/${file.id}`, "instruction-dossier");
  await page.getByRole("link", { name: "Demander ce qui manque" }).click();
  await page.waitForLoadState("load");
  await fits(page, "demander-complement");
  await page.locator(`input[name=elements][value="description|${file.project}"]`).check();
  await page.locator("[name=message]").fill("Dites-nous dans quelle salle ont lieu les séances.");
  await day(page, "echeance", 10);
  await press(page, "Envoyer la demande");

  const josiane = await somebody(browser, "Josiane Marty", { viewport: PHONE });
  await readable(josiane.page, `/dossiers/${file.id}/suivi`, "suivi");
  await josiane.page.getByRole("link", { name: "Voir ce qui manque" }).click();
  await josiane.page.waitForLoadState("load");
  expect((await main(josiane.page)).includes("dans quelle salle"), "what is asked is not told");
  await fits(josiane.page, "complement");
  await josiane.page.locator("main").getByRole("link", { name: /./ }).filter({ hasNotText: /Revenir|suivi/ }).first().click();
  await josiane.page.locator("textarea").first().fill(`${file.description} Les séances ont lieu à la maison de quartier.`);
  await press(josiane.page, /^Enregistrer et/);
  await josiane.page.goto(`/dossiers/${file.id}/complement`);
  await press(josiane.page, "Marquer comme apporté");
  await press(josiane.page, "Envoyer le complément");
  const closed = await josiane.page.goto(`/dossiers/${file.id}/question/${file.project}/objectifs`);
  expect(closed.status() !== 200 || (await josiane.page.locator("form textarea").count()) === 0, "what was not asked opens again");
  await leave(josiane);

  await page.goto(`/gestion/dossiers/${file.id}`);
  const why = page.locator("[name=pourquoi]");
  if (await why.count()) await why.fill("Pièces vues dans le coffre de l’association.");
  await press(page, "Dire que ce dossier est complet");
  for (const [name, funder] of [["Karim Benali", /Préfecture/], ["Olivier Roques", /Département/], ["Farid Mansouri", /Caisse/]]) {
    const one = await somebody(browser, name);
    await one.page.goto(`/gestion/dossiers/actions/${file.project}`);
    const ruling = one.page.locator("details", { hasText: "Dire si c’est recevable" }).filter({ hasText: funder }).first();
    await ruling.locator("summary").click();
    await ruling.locator("input[value=oui]").check();
    await ruling.getByRole("button", { name: "Enregistrer" }).click();
    await one.page.waitForLoadState("load");
    await leave(one);
  }
}

/** Fills the grid in and gives it. */
async function judged(page, project, points) {
  await page.goto(`/gestion/dossiers/actions/${project}`);
  const take = page.getByRole("button", { name: "Lire ce projet avec la grille" });
  if (await take.count()) await take.click();
  await page.goto(`/gestion/dossiers/actions/${project}/lecture`);
  await page.getByRole("button", { name: "Donner ma lecture" }).click();
  expect((await page.locator(".error-summary li").count()) > 3, "an empty reading is given");
  for (const select of await page.locator("select[name^=points-]").all()) await select.selectOption(points);
  for (const reason of await page.locator("textarea[name^=raison-]").all()) await reason.fill("Dit clairement dans le dossier.");
  await page.locator("input[name=avis][value=favourable]").check();
  await page.locator("textarea[name=remarques]").fill("L’action répond à un besoin entendu.");
  await fits(page, "lecture");
  await press(page, "Donner ma lecture");
}

/** Two people read, blind to each other; one of them is tied to the carrier and stays out. */
async function assessed(browser, lucie, address, file) {
  const { page } = lucie;
  await readable(page, `/gestion/dossiers?appel=${address.split("/").pop()}`, "instruction-liste");
  await readable(page, `/gestion/dossiers/actions/${file.project}`, "instruction-projet");
  await page.getByRole("button", { name: "Lire ce projet avec la grille" }).click();
  const karim = await somebody(browser, "Karim Benali");
  await judged(karim.page, file.project, "4");
  await page.goto(`/gestion/dossiers/actions/${file.project}`);
  const blind = await main(page);
  expect(blind.includes("vous les lirez quand vous aurez donné la vôtre"), "she is not told that something is kept back");
  expect(!blind.includes("L’action répond à un besoin entendu."), "she reads his before giving hers");
  await judged(page, file.project, "3");
  await page.goto(`/gestion/dossiers/actions/${file.project}`);
  expect((await main(page)).includes("Moyenne des lectures données"), "both are not set side by side");
  await fits(page, "lectures");
  await page.goto(`/gestion/dossiers/${file.id}/retrait`);
  await fits(page, "retrait");
  await page.getByRole("button", { name: /Déclarer ce lien/ }).click();
  expect((await page.locator(".error-summary").count()) === 1, "she stays out without a reason");
  await page.locator("[name=raison]").fill("Bénévole de l’association jusqu’à l’an dernier.");
  await press(page, /Déclarer ce lien/);
  for (const path of [`/gestion/dossiers/${file.id}`, `/gestion/dossiers/actions/${file.project}`, `/gestion/dossiers/actions/${file.project}/lecture`]) {
    const answer = await page.goto(path);
    expect(answer.status() === 404, `${path} answers ${answer.status()} to whoever stays out`);
  }
  await leave(karim);
}

/** One vote of one funder on its line. */
async function voted(browser, name, table, title, [funder, decision, amount, reason]) {
  const one = await somebody(browser, name);
  await one.page.goto(table);
  await one.page.getByRole("link", { name: title }).first().click();
  await one.page.getByRole("rowheader", { name: funder }).getByRole("link").click();
  await one.page.waitForURL(/\/lignes\//);
  if (reason) {
    await one.page.getByLabel(decision, { exact: true }).check();
    await one.page.getByRole("button", { name: "Enregistrer le vote" }).click();
    expect((await one.page.locator(".error-summary").count()) === 1, "it refuses without a reason");
    await one.page.locator("[name=motif]").fill(reason);
  }
  await one.page.getByLabel(decision, { exact: true }).check();
  if (amount) await one.page.locator("[name=montant]").fill(amount);
  await fits(one.page, `vote-${name.split(" ")[0].toLowerCase()}`);
  await press(one.page, "Enregistrer le vote");
  await leave(one);
}

/** The committee proposes, decides, freezes and tells. */
async function programmed(browser, claire, file) {
  const { page } = claire;
  await readable(page, "/gestion/programmation", "comites");
  await page.goto("/gestion/programmation/nouveau");
  const call = page.locator("select[name=appel] option", { hasText: "Appel à projets de la traversée" });
  await page.locator("select[name=appel]").selectOption(await call.getAttribute("value"));
  await page.locator("[name=titre]").fill("Comité de la traversée");
  await day(page, "jour", 0);
  await page.locator("[name=presents]").fill("Karim Benali, délégué du préfet\nOlivier Roques, Département\nFarid Mansouri, Caisse");
  await press(page, "Enregistrer le comité");
  await page.goto("/gestion/programmation");
  await page.getByRole("link", { name: "Comité de la traversée" }).click();
  await page.waitForURL(new RegExp(`/gestion/programmation/${UUID}`));
  const table = new URL(page.url()).pathname;
  await readable(page, table, "comite");
  await page.getByRole("link", { name: /Parler, lire, écrire/ }).first().click();
  await fits(page, "comite-action");
  await page.getByRole("rowheader", { name: /Préfecture/ }).getByRole("link").click();
  await page.locator("[name=propose]").fill("5 200,00 €");
  await press(page, "Enregistrer la proposition");
  await page.goto(table);
  const title = /Parler, lire, écrire/;
  await voted(browser, "Karim Benali", table, title, [/Préfecture/, "Favorable", "5200"]);
  await voted(browser, "Olivier Roques", table, title, [/Département/, "Refusé", "", "L’action est déjà soutenue par une autre convention."]);
  await voted(browser, "Farid Mansouri", table, title, [/Caisse/, "Partiel", "1 500"]);
  await page.getByRole("link", { name: "Relire et voir ce qui a changé" }).click();
  await page.getByRole("heading", { name: "Ce qui a changé" }).waitFor();
  // The page may have followed by itself while they voted: what is told again is what came since she opened it.
  const since = await main(page);
  for (const name of ["Karim Benali", "Olivier Roques", "Farid Mansouri"]) expect(since.includes(name), `what ${name} did since is not told`);
  await readable(page, `${table}/projection`, "comite-projection");
  await readable(page, `${table}/releves`, "comite-releves");
  await press(page, "Arrêter les décisions");
  await page.goto(`${table}/releves`);
  const minutes = await page.request.get(await page.getByRole("link", { name: /\(PDF\)/ }).first().getAttribute("href"));
  expect(minutes.ok() && (await minutes.body()).subarray(0, 4).toString() === "%PDF", "the minutes are not a PDF");
  await page.goto(`${table}/courriers`);
  await press(page, "Préparer et envoyer les courriers");
  for (let tries = 0; tries < 60 && (await page.getByRole("rowheader").count()) < 3; tries += 1) {
    await page.waitForTimeout(500);
    await page.goto(`${table}/courriers`);
  }
  expect((await page.getByRole("rowheader").count()) === 3, "three letters are not made");
  expect((await page.getByRole("button", { name: "Préparer et envoyer les courriers" }).count()) === 0, "letters would be made twice");
  await readable(page, `${table}/courriers`, "comite-courriers");
  const josiane = await somebody(browser, "Josiane Marty", { viewport: PHONE });
  await readable(josiane.page, `/dossiers/${file.id}/suivi`, "suivi-notifie");
  const told = await main(josiane.page);
  for (const words of [/5\s200/, /1\s500/, /déjà soutenue par une autre convention/]) expect(words.test(told), `the association does not read ${words}`);
  await leave(josiane);
}

/** The lines of the committee of the demonstration that the State decides of and has not: opens the first one as somebody. Gives where the
 * committee is and the words of the action. */
async function undecided(page) {
  await page.goto("/gestion/programmation");
  await page.locator("main").getByRole("link", { name: /Comité des financeurs/ }).first().click();
  await page.waitForURL(new RegExp(`/gestion/programmation/${UUID}`));
  const table = new URL(page.url()).pathname;
  const state = page.locator("select[name=financeur] option", { hasText: "Préfecture" }).first();
  await page.goto(`${table}?financeur=${await state.getAttribute("value")}&decision=a_decider`);
  const first = page.locator("tbody tr[data-row] th a").first();
  const [row, title] = [await first.getAttribute("href"), await first.innerText()];
  return { table, row, title };
}

/** Two people on one committee: what one does appears to the other by itself, and never over what she is writing. */
async function followed(browser) {
  const claire = await somebody(browser, "Claire Vidal");
  const karim = await somebody(browser, "Karim Benali");
  const lucie = await somebody(browser, "Lucie Armengol");
  const { table, row, title } = await undecided(karim.page);
  const words = title.split(" ").slice(0, 3).join(" ").replace("…", "");
  await claire.page.goto(`${table}?q=${encodeURIComponent(words)}`);
  const told = claire.page.locator("[data-live]");
  await told.getByText("Cette page suit ce que font les autres.").waitFor();
  // She is narrowing the list meanwhile: what she types stays.
  await claire.page.locator("[name=q]").fill("ce que je cherche");
  await karim.page.goto(row);
  await karim.page.getByRole("rowheader", { name: /Préfecture/ }).getByRole("link").first().click();
  await karim.page.waitForURL(/\/lignes\//);
  const line = new URL(karim.page.url()).pathname;
  await lucie.page.goto(line);
  await lucie.page.locator("[name=propose]").fill("1 234,56");
  await karim.page.getByLabel("Ajourné", { exact: true }).check();
  await karim.page.locator("[name=motif]").fill("Le plan de financement est à revoir.");
  await press(karim.page, "Enregistrer le vote");
  await claire.page.locator("tr[data-row]", { hasText: "ajourné" }).first().waitFor({ timeout: 20_000 });
  expect(/1 ligne a changé/.test(await told.innerText()), `nothing says what changed: ${await told.innerText()}`);
  expect((await claire.page.locator("[name=q]").inputValue()) === "ce que je cherche", "what she was typing is lost");
  refuse(await axe(claire.page));
  await fits(claire.page, "comite-suivi");
  const hers = lucie.page.locator("[data-live]");
  await hers.getByText("Quelqu’un vient de changer cette ligne.").waitFor({ timeout: 20_000 });
  expect(/Ce que vous écrivez est gardé/.test(await hers.innerText()), "she is not told that what she writes is kept");
  expect((await lucie.page.locator("[name=propose]").inputValue()) === "1 234,56", "what she was writing is overwritten");
  expect(/Ajourné/.test(await lucie.page.locator("[data-part=standing]").innerText()), "her page does not show what he decided");
  await fits(lucie.page, "ligne-suivie");
  await leave(claire, karim, lucie);
}

/** A budget counts itself while it is typed; nothing of it is kept before it is sent. */
async function counted(browser) {
  const yannick = await somebody(browser, "Yannick Diallo");
  const { page } = yannick;
  await page.goto("/dossiers");
  await page.getByRole("link", { name: /Initiatives de proximité/ }).first().click();
  await page.waitForURL(/\/dossiers\//);
  const draft = new URL(page.url()).pathname;
  const project = new RegExp(`/question/(${UUID})/`).exec(await page.locator("main").innerHTML())?.[1];
  const path = `${draft}/budget/${project}/${await yearOf(page, draft)}`;
  await page.goto(path);
  const kept = await page.locator("[data-side] input.number").evaluateAll((all) => all.map((one) => one.value));
  for (const one of await page.locator("[data-side] input.number").all()) if (await one.inputValue()) await one.fill("");
  const told = page.locator("[data-balance]");
  await page.locator("[name='c-604']").fill("12.500,50 €");
  await told.getByText(/Les charges \(12\s500,50\s€\) dépassent les produits/).waitFor();
  await page.locator("input[name^='f-']").first().fill("12 500,50");
  await told.getByText(/Les charges et les produits sont égaux/).waitFor();
  expect(/représente 100\s%/.test(await page.locator("[data-sentence]").innerText()), "the sentence of the form is not computed");
  const first = await page.locator("[data-totals] tbody tr").first().innerText();
  expect((first.match(/12\s500,50/g) ?? []).length === 2, `totals do not follow: ${first}`);
  await page.locator("[name='c-864']").fill("300");
  await told.getByText(/compte 86/).waitFor();
  await page.locator("[name='c-870']").fill("300");
  await page.locator("[name='c-613']").fill("douze");
  await told.getByText(/«\sdouze\s» n’est pas compté/).waitFor();
  await fits(page, "budget-vivant");
  await page.goto(path);
  const after = await page.locator("[data-side] input.number").evaluateAll((all) => all.map((one) => one.value));
  expect(JSON.stringify(after) === JSON.stringify(kept), "something was kept before it was sent");
  await leave(yannick);
}

export const calls = [
  ["Calls: a call lives from its opening to the answers, in the hands of all who take part", async ({ browser }) => {
    const claire = await somebody(browser, "Claire Vidal");
    const address = await opened(claire);
    const file = await applied(browser, address);
    const lucie = await somebody(browser, "Lucie Armengol");
    await completed(browser, lucie, file);
    await assessed(browser, lucie, address, file);
    await programmed(browser, claire, file);
    await readable(claire.page, `${address}/delais`, "delais");
    await leave(claire, lucie);
    return address;
  }],
  ["Calls: a committee follows what others do, and never writes over what somebody types", async ({ browser }) => {
    await followed(browser);
  }],
  ["Calls: a budget counts itself while it is typed", async ({ browser }) => {
    await counted(browser);
  }],
  ["Calls: without script, a draft is continued, a list narrowed and a committee read", async ({ browser }) => {
    const options = { javaScriptEnabled: false, viewport: PHONE };
    const yannick = await somebody(browser, "Yannick Diallo", options);
    await yannick.page.goto("/dossiers");
    await yannick.page.getByRole("link", { name: /Initiatives de proximité/ }).first().click();
    await yannick.page.waitForURL(/\/dossiers\//);
    const draft = new URL(yannick.page.url()).pathname;
    const project = new RegExp(`/question/(${UUID})/`).exec(await yannick.page.locator("main").innerHTML())?.[1];
    await yannick.page.goto(`${draft}/question/${project}/besoin`);
    await yannick.page.locator("textarea").fill("Les voisins l’ont demandé à la fête de juin.");
    await press(yannick.page, "Enregistrer et continuer");
    await yannick.page.goto(`${draft}/question/${project}/besoin`);
    expect((await yannick.page.locator("textarea").inputValue()).includes("fête de juin"), "what he wrote is not kept");
    const year = await yearOf(yannick.page, draft);
    await yannick.page.goto(`${draft}/budget/${project}/${year}`);
    const first = yannick.page.locator("main input[inputmode=decimal]").first();
    await first.fill("12.500");
    await yannick.page.getByRole("button", { name: /^Enregistrer/ }).first().click();
    expect(/12\s500/.test(await yannick.page.locator("main").innerHTML()), "« 12.500 » is not read as people mean it");
    await leave(yannick);

    const olivier = await somebody(browser, "Olivier Roques", options);
    await olivier.page.goto("/gestion/dossiers");
    await olivier.page.locator("[name=q]").fill("vélo");
    await olivier.page.getByRole("button", { name: "Filtrer" }).click();
    expect(/[?&]q=v/.test(olivier.page.url()), "filters are not kept in the address");
    await olivier.page.goto("/gestion/programmation");
    await olivier.page.locator("main").getByRole("link", { name: /Comité des financeurs/ }).first().click();
    const table = await main(olivier.page);
    expect(/Total de la liste/.test(table) && /votés sur/.test(table), "the committee does not tell where its money is");
    await leave(olivier);
  }],
  ["Calls: everybody reads calls, delays and the directory of associations", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor({ viewport: PHONE });
    try {
      await readable(page, "/appels", "appels");
      await page.getByRole("link", { name: /contrat de ville/ }).first().click();
      await page.waitForURL(/\/appels\/[^/]+$/);
      const address = new URL(page.url()).pathname;
      await readable(page, address, "appel");
      await readable(page, `${address}/delais`, "appel-delais");
      expect(/jours/.test(await main(page)), "no delay is told");
      await readable(page, "/associations", "annuaire");
      await page.locator("main").getByRole("link", { name: /Ateliers du Viaduc/ }).first().click();
      await page.waitForURL(new RegExp(`/associations/${UUID}`));
      const path = new URL(page.url()).pathname;
      await readable(page, path, "annuaire-fiche");
      expect(!/@|04 65/.test(await main(page)), "the directory shows an address or a telephone");
      await readable(page, `${path}/message`, "annuaire-message");
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],
];
