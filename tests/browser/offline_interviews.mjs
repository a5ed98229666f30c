// Face to face without network: the device follows the answers as the engine does, keeps interviews while the page is closed and opened
// again, and sends each once; what the server refuses stays, with the reason and a way to go on.
import { readFile } from "node:fs/promises";
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";
import { PHONE } from "./meetings.mjs";
import { cut, held, kept, network, reopened } from "./offline.mjs";
import { workbook } from "./workbook.mjs";

const FORM = workbook({
  survey: `
type | name | label::Français (fr) | label::English (en) | relevant | required | constraint | constraint_message::Français (fr) | choice_filter | appearance | cdv:max_selected | hint::Français (fr) | hint::English (en)
select_one ville | ville | Votre ville | Your town | | yes
select_one lieu | lieu | Votre lieu | Your place | | | | | ville = \${ville} or ville = 'toutes'
integer | age | Votre âge | Your age | | yes | . >= 14 and . <= 110 | L’âge va de 14 à 110 ans.
select_multiple besoins | besoins | De quoi faut-il s’occuper ? | What matters? | | yes | | | | | 3 | Pensez à votre rue. | Think of your street.
text | mot | Dites-le avec vos mots | In your own words | selected(\${besoins}, 'autre')
rank moyens | moyens | Classez ces moyens | Rank these means
begin_group | satisfaction | Êtes-vous satisfait·e… | Are you satisfied… | | | | | | table-list
select_one oui | proprete | de la propreté ? | with cleanliness?
select_one oui | transports | des transports ? | with transport?
end_group |
begin_repeat | enfants | Vos enfants | Your children | \${age} >= 18
text | prenom | Prénom de l’enfant | First name
end_repeat |`,
  choices: `
list_name | name | label::Français (fr) | label::English (en) | ville
ville | tilleuls | Les Tilleuls | The Limes
ville | gare | La Gare | The Station
lieu | place | La place | The square | tilleuls
lieu | quai | Le quai | The platform | gare
lieu | nsp | Je ne sais pas | I do not know | toutes
besoins | proprete | Propreté | Cleanliness
besoins | sante | Santé | Health
besoins | bus | Bus | Buses
besoins | autre | Autre | Other
besoins | nvp | Je préfère ne pas répondre | I would rather not say
moyens | a | Un local | A place
moyens | b | Des heures | Hours
oui | 1 | Oui | Yes
oui | 2 | Non | No`,
  settings: `
form_title | form_id | default_language
Face à face | face | Français (fr)`,
});

/** A questionnaire brought from a workbook, published and open. Gives its path. */
export async function questionnaire(page, title, form = FORM) {
  await page.goto("/gestion/questionnaires/nouveau");
  await page.locator("input[name=titre]").fill(title);
  await page.locator("textarea[name=but]").fill("Savoir par où commencer.");
  await page.locator("input[name=depart][value=vide]").check();
  await page.getByRole("button", { name: "Écrire les questions" }).click();
  await page.waitForURL(/\/questions/);
  const path = new URL(page.url()).pathname.replace(/\/questions.*/, "");
  await page.goto(`${path}/import`);
  await page.locator("input[name=fichier]").setInputFiles({ name: "face.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: form });
  await page.getByRole("button", { name: "Mettre ce formulaire en place" }).click();
  await page.waitForURL(/\/questions/);
  await page.goto(path);
  await page.getByRole("button", { name: "Publier cette version" }).click();
  await page.getByRole("button", { name: "Ouvrir le questionnaire" }).click();
  await page.getByRole("button", { name: "Fermer le questionnaire" }).waitFor();
  return path;
}

const block = (page, name) => page.locator(`[data-question="r.${name}"]`);
const tick = (page, name, code) => page.locator(`input[name="r.${name}"][value="${code}"]`).check();
async function asks(page, { ville = "tilleuls", age = "41", besoins = ["nvp"] } = {}) {
  await tick(page, "ville", ville);
  await page.locator("input[name='r.age']").fill(age);
  for (const code of besoins) await tick(page, "besoins", code);
}
const save = (page) => page.getByRole("button", { name: "Enregistrer l’entretien" }).click();
const waiting = (page) => page.locator("[data-queue-list] li").count();
export async function answersOf(page, path) {
  await page.goto(path);
  const found = /(\d+)\s+réponses?\b/.exec(await page.locator("main").innerText());
  return found ? Number(found[1]) : 0;
}
/** An interviewer on a telephone, in front of the page kept. */
async function interviewer(browser, path) {
  const phone = await browser.visitor(PHONE);
  await signIn(phone.page, "Claire Vidal");
  await phone.page.goto(`${path}/face-a-face`);
  await kept(phone.page);
  return phone;
}

export const offlineInterviews = [
  ["Offline interviews: the device says what the engine says", async ({ browser, house }) => {
    const { page, close } = await browser.visitor();
    await page.goto("/r");
    const script = (await page.locator("script[src*='queue.js']").getAttribute("src")).replace("queue.js", "conditions.js");
    const forms = JSON.parse(await readFile(new URL("./conditions.json", import.meta.url), "utf8"));
    const found = await page.evaluate(async ([script, forms]) => {
      const { Following } = await import(script);
      const wrong = [];
      let count = 0;
      for (const [form, { plan, places, cases }] of forms.entries()) {
        for (const [rank, { answers, asked, faults }] of cases.entries()) {
          const following = new Following(plan, new Map(Object.entries(answers)));
          for (const key of places) {
            const node = following.nodeOf(key);
            const item = plan.items[node];
            const isAsked = following.isAsked(node, key);
            count += 1;
            if (isAsked === undefined && item.r !== null) wrong.push(`${form}.${rank} ${key}: it does not know`);
            if (isAsked !== undefined && isAsked !== asked.includes(key)) wrong.push(`${form}.${rank} ${key}: asked ${isAsked} ${JSON.stringify(answers)}`);
            const kind = following.fault(node, key)?.kind;
            const told = { whole: "shape", number: "shape", day: "shape", tick: "shape" }[kind] ?? kind;
            const isLeft = item.c === null && faults[key] === "constraint";
            if (isAsked && !isLeft && told !== faults[key]) wrong.push(`${form}.${rank} ${key}: ${told} for ${faults[key]} ${JSON.stringify(answers)}`);
          }
        }
      }
      return { wrong, count };
    }, [script, forms]);
    refuse(found.wrong);
    expect(found.count > 3000, `${found.count} places tried`);
    await close();
    return `${found.count} places, ${house.address ? "in Chromium" : ""}`;
  }],

  ["Offline interviews: three without network, the page closed and opened again, arrive once", async ({ browser }) => {
    const leader = await browser.visitor();
    await signIn(leader.page, "Claire Vidal");
    const path = await questionnaire(leader.page, "Porte à porte");
    const phone = await interviewer(browser, path);
    const { context } = phone;
    let { page } = phone;
    refuse(await axe(page));
    await shot(page, "face-a-face-reseau");
    await network(context, true);
    await reopened(page);

    // Conditions, cascade, most answers, ranks, matrix: all without the server.
    expect(!(await block(page, "mot").isVisible()), "what is not to be asked is shown");
    expect(!(await block(page, "enfants[1]/prenom").isVisible()), "children are asked of nobody");
    await tick(page, "ville", "gare");
    expect(!(await page.locator("input[name='r.lieu'][value=place]").isVisible()), "a place of another town is offered");
    await tick(page, "lieu", "quai");
    for (const code of ["proprete", "sante", "bus", "autre"]) await tick(page, "besoins", code);
    await block(page, "mot").waitFor();
    await page.locator("[name='r.mot']").fill("Des bancs");
    await page.locator("select[name='rang.moyens.a']").selectOption("1");
    await page.locator("select[name='rang.moyens.b']").selectOption("1");
    await tick(page, "proprete", "1");
    await tick(page, "transports", "2");
    await page.locator("input[name='r.age']").fill("7");
    await save(page);
    for (const told of ["Retirez-en 1", "même rang", "de 14 à 110 ans"]) await page.getByText(told).waitFor();
    await shot(page, "face-a-face-corriger");
    refuse(await axe(page));
    await page.locator("input[name='r.besoins'][value=bus]").uncheck();
    await page.locator("select[name='rang.moyens.b']").selectOption("2");
    await page.locator("input[name='r.age']").fill("41");
    await page.locator("input[name='r.enfants[1]/prenom']").fill("Lou");
    await page.getByRole("button", { name: "Ajouter : Vos enfants" }).click();
    await page.locator("input[name='r.enfants[2]/prenom']").fill("Sam");
    await page.getByLabel("Langue des questions").selectOption("en");
    await page.getByText("In your own words").waitFor();
    await block(page, "besoins").getByText("Think of your street.").waitFor();
    // Closed in the middle of an interview, and opened again.
    await page.waitForTimeout(600);
    await page.close();
    page = await context.newPage();
    await page.goto(`${path}/face-a-face`);
    await page.getByText("L’entretien commencé est retrouvé").waitFor();
    expect((await page.locator("input[name='r.enfants[2]/prenom']").inputValue()) === "Sam", "the second child is lost");
    await save(page);
    await page.locator("[data-interview-code]").waitFor();
    const code = await page.locator("[data-interview-code]").innerText();
    await asks(page, { besoins: ["proprete"] });
    await save(page);
    await page.locator("[data-queue-list] li").nth(1).waitFor();
    await asks(page, { age: "16" });
    await save(page);
    await page.getByText("en attente d’envoi : 3").waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, "face-a-face-hors-ligne");
    refuse(await axe(page));
    await page.close();
    page = await context.newPage();
    await page.goto(`${path}/face-a-face`);
    expect((await waiting(page)) === 3, `${await waiting(page)} interviews wait`);

    // The network is back, in two tabs at once; what was sent is sent again.
    const bodies = [];
    context.on("request", (request) => { if (request.method() === "POST" && request.url().endsWith("/face-a-face")) bodies.push(request.postData()); });
    const other = await context.newPage();
    await other.goto(`${path}/face-a-face`);
    await network(context, false);
    await Promise.any([page, other].map((tab) => tab.getByText("Entretiens envoyés").first().waitFor({ timeout: 60_000 })));
    for (let tries = 0; tries < 60 && (await answersOf(leader.page, path)) < 3; tries++) await page.waitForTimeout(500);
    await page.reload();
    expect((await waiting(page)) === 0, "something still waits");
    const again = await page.evaluate(async (bodies) => {
      const sent = await Promise.all(bodies.map((body) => fetch(location.pathname, { method: "POST", body: new URLSearchParams(body) })));
      return sent.map((answer) => answer.status);
    }, bodies);
    expect(again.length >= 3 && again.every((status) => status === 200), `sent again: ${again}`);
    expect((await answersOf(leader.page, path)) === 3, `${await answersOf(leader.page, path)} answers`);
    await shot(page, "face-a-face-envoye");

    // The code dictated on the stairs opens the answer.
    await leader.page.goto("/q/suivi");
    await leader.page.locator("input[name=cle]").fill(code);
    await leader.page.getByRole("button", { name: "Voir ce que devient ma réponse" }).click();
    await leader.page.getByText("Un local ; Des heures").waitFor();
    const left = await page.evaluate(() => new Promise((resolve) => {
      indexedDB.open("parvis-rencontres").onsuccess = ({ target }) => {
        target.result.transaction("envois").objectStore("envois").getAll().onsuccess = (event) => resolve(event.target.result.length);
      };
    }));
    expect(left === 0, `${left} entries stay on the device`);
    refuse(phone.watched.problems.filter(cut));
    await phone.close();
    await leader.close();
  }],

  ["Offline interviews: what is refused stays with its reason, goes after signing in, or goes away with a button", async ({ browser }) => {
    const leader = await browser.visitor();
    await signIn(leader.page, "Claire Vidal");
    const path = await questionnaire(leader.page, "Session finie");
    const phone = await interviewer(browser, path);
    const { page, context } = phone;
    await network(context, true);
    await reopened(page);
    await asks(page);
    await save(page);
    await page.getByText("en attente d’envoi : 1").waitFor();
    await context.clearCookies();
    await network(context, false);
    await page.getByText("Votre session est finie.").waitFor({ timeout: 60_000 });
    expect((await waiting(page)) === 1, "a refused interview is lost");
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, "face-a-face-session");
    refuse(await axe(page));
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Enregistrer ce qui attend dans un fichier" }).click()]);
    const told = await readFile(await file.path(), "utf8");
    expect(told.includes("Votre âge") && told.includes("41"), told);
    await signIn(page, "Claire Vidal");
    await page.goto(`${path}/face-a-face`);
    await page.getByText("Entretiens envoyés : 1.").waitFor({ timeout: 60_000 });
    expect((await answersOf(leader.page, path)) === 1, "it is not there once");

    // Closed meanwhile: what was given before is kept. The button erases what waits, and the page.
    await leader.page.getByRole("button", { name: "Fermer le questionnaire" }).click();
    await network(context, true);
    await asks(page);
    await save(page);
    await network(context, false);
    await page.getByText("Entretiens envoyés : 2.").waitFor({ timeout: 60_000 });
    expect((await answersOf(leader.page, path)) === 2, "an interview given before the closing is lost");
    await network(context, true);
    await asks(page);
    await save(page);
    await page.getByText("en attente d’envoi : 1").waitFor();
    const leave = page.getByRole("button", { name: "Quitter et effacer de cet appareil" });
    await leave.click();
    await page.getByText("Encore en attente d’envoi : 1.").waitFor();
    await leave.click();
    await page.getByText("sont effacés de cet appareil").waitFor();
    expect(!(await held(page)).includes(`${path}/face-a-face`), "the page is still kept");
    await network(context, false);
    await page.waitForTimeout(1500);
    expect((await answersOf(leader.page, path)) === 2, "what was erased was sent");
    refuse(phone.watched.problems.filter((problem) => cut(problem) && !/401/.test(problem)));
    await phone.close();
    await leader.close();
  }],

  ["Offline interviews: a resident whose network is cut as she goes on loses nothing", async ({ browser }) => {
    const phone = await browser.visitor(PHONE);
    const { page, context } = phone;
    await page.goto("/q/comment-va-votre-quartier");
    await page.getByRole("button", { name: "Commencer" }).click();
    await page.locator("main input[type=radio]").first().check();
    await context.setOffline(true);
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByText("Pas de réseau : rien n’est perdu").waitFor();
    expect((await page.locator("main input:checked").count()) === 1, "what was ticked is lost");
    refuse(await axe(page));
    await shot(page, "questionnaire-coupure");
    await context.setOffline(false);
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByRole("heading", { name: /Question 2 sur/ }).waitFor();
    refuse(phone.watched.problems.filter(cut));
    await phone.close();
  }],
];
