// Every other way an answer comes: by telephone with the keyboard alone, on paper typed twice, with a photograph face to face, in a
// partner's file, by a link that serves once. Online and offline are walked in surveys.mjs and offline_interviews.mjs.
import { readFile } from "node:fs/promises";
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";
import { PHONE } from "./meetings.mjs";
import { cut, kept, network, reopened } from "./offline.mjs";
import { answersOf, questionnaire } from "./offline_interviews.mjs";
import { workbook } from "./workbook.mjs";

const form = (...more) => workbook({
  survey: `
type | name | label | required | cdv:max_selected
select_one quartier | quartier | Dans quel quartier vivez-vous ? | yes
select_multiple besoins | besoins | De quoi faut-il s’occuper ? | | 3
${more.join("\n")}
text | mot | Dites-le avec vos mots`,
  choices: `
list_name | name | label
quartier | tilleuls | Les Tilleuls
quartier | gare | La Gare
besoins | proprete | Propreté
besoins | sante | Santé
besoins | bus | Bus
besoins | nsp | Je ne sais pas`,
  settings: `
form_title | form_id
Chaque voie | voies`,
});
const PHOTO = "image | photo | Photographiez ce qu’il faudrait changer";

/** Presses Tab until the focus is where it is wanted: nothing is touched with a pointer. */
async function tabTo(page, words) {
  for (let tries = 0; tries < 90; tries++) {
    if (await page.evaluate((words) => document.activeElement?.textContent.trim().startsWith(words), words)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`« ${words} » cannot be reached`);
}
async function press(page, words) {
  await tabTo(page, words);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}
const shownAt = async (page, viewport) => {
  await page.setViewportSize(viewport);
  refuse(await axe(page));
  expect(!(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)), `wider than ${viewport.width} pixels`);
};
/** Looked at on a telephone, then on a desk again. */
async function looked(page, name) {
  await shownAt(page, PHONE.viewport);
  if (name) await shot(page, name);
  await shownAt(page, { width: 1280, height: 900 });
}
const file = (text, name = "liste.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

export const channels = [
  ["Channels: by telephone, one question a screen, with the keyboard alone", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    await signIn(page, "Claire Vidal");
    const path = await questionnaire(page, "Par téléphone", form());
    await page.goto(`${path}/appels`);
    await page.locator("input[name=liste]").fill("Adhérents");
    await page.locator("input[name=fichier]").setInputFiles(file("numero;quartier\n0600000001;\n0600000002;\n0600000003;\n0600000004;\nMme D.;\n"));
    const until = new Date(Date.now() + 60 * 86_400_000);
    for (const [part, value] of [["jour", until.getDate()], ["mois", until.getMonth() + 1], ["annee", until.getFullYear()]]) {
      await page.locator(`[name='jusqu-au-${part}']`).fill(String(value));
    }
    await page.getByRole("button", { name: "Apporter cette liste" }).click();
    await page.getByText("n’est pas un numéro de téléphone").waitFor();
    await looked(page, "voie-telephone-liste");
    await page.getByRole("link", { name: "Commencer les appels" }).click();
    await page.waitForLoadState("load");

    // From here on, no pointer. Nobody picks up; then somebody asks to be called back tomorrow.
    await press(page, "Appel suivant");
    await looked(page, "voie-telephone-appel");
    const first = await page.locator("p.lead a[href^='tel:']").innerText();
    await page.locator("input[name=issue]").first().focus();
    await page.keyboard.press("1");
    await press(page, "Enregistrer");
    await press(page, "Appel suivant");
    await page.locator("input[name=issue]").first().focus();
    await page.keyboard.press("2");
    await press(page, "Enregistrer");
    await page.locator(".error-summary").waitFor();
    expect(await page.locator("input[name=issue][value=call_back]").isChecked(), "what was chosen is not given back");
    await looked(page);
    const tomorrow = new Date(Date.now() + 86_400_000);
    await page.locator("[name='rappel-jour']").focus();
    for (const value of [tomorrow.getDate(), tomorrow.getMonth() + 1, tomorrow.getFullYear(), "18h30"]) {
      await page.keyboard.type(String(value));
      await page.keyboard.press("Tab");
    }
    await press(page, "Enregistrer");
    await page.getByText(/1\s+rappel plus tard/).waitFor();

    // Somebody answers: a figure ticks, Enter goes on, one question a screen.
    await press(page, "Appel suivant");
    const answering = await page.locator("p.lead a[href^='tel:']").innerText();
    expect(answering !== first, "who did not pick up is called again before the others");
    await press(page, "La personne veut bien répondre");
    for (const [rank, keys] of [["1", ["1"]], ["2", ["1", "3"]]]) {
      await page.getByRole("heading", { name: new RegExp(`Question ${rank} sur 3`) }).waitFor();
      expect((await page.locator("main .field").count()) === 1, "more than one question on the screen");
      await looked(page, `voie-telephone-question-${rank}`);
      for (const key of keys) await page.keyboard.press(key);
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    }
    await page.getByRole("heading", { name: /Question 3 sur 3/ }).waitFor();
    await page.keyboard.type("Un banc devant la poste");
    await press(page, "Continuer");
    await page.getByText("Propreté ; Bus").waitFor();
    await looked(page);
    await press(page, "Enregistrer l’entretien");
    expect(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/.test((await page.locator("p.lead code").innerText()).trim()), "no code to dictate");
    await press(page, "Appel suivant");

    // The last one refuses: never called any more; who did not pick up waits.
    await press(page, "Appel suivant");
    const refusing = await page.locator("p.lead a[href^='tel:']").innerText();
    await page.locator("input[name=issue]").first().focus();
    await page.keyboard.press("3");
    await press(page, "Enregistrer");
    await page.getByText("Personne n’est à appeler pour l’instant").waitFor();
    const told = await page.locator("main").innerText();
    for (const state of ["A répondu", "Ne veut pas répondre", "À rappeler", "Personne n’a décroché"]) expect(told.includes(state), `« ${state} » is not counted`);
    expect(!told.includes(refusing), "the number of who refused is still shown");
    expect((await answersOf(page, path)) === 1, "the interview is not one answer");
    refuse(watched.problems);
    await close();
  }],

  ["Channels: on paper, typed twice by two people with the keyboard, differences shown and settled", async ({ browser }) => {
    const leader = await browser.visitor();
    const { page } = leader;
    await signIn(page, "Claire Vidal");
    const path = await questionnaire(page, "Sur papier", form());
    await page.goto(`${path}/papier`);
    const print = await page.request.get(await page.locator("main ul a").first().getAttribute("href"));
    expect((await print.body()).subarray(0, 5).toString() === "%PDF-", "the questionnaire is not printed");
    await page.locator("input[name=lot]").fill("Forum du 12 mars");
    await page.locator("input[name=double]").check();
    await looked(page, "voie-papier");
    await page.getByRole("button", { name: "Ouvrir le lot" }).click();
    await page.getByRole("link", { name: "Saisir des feuilles" }).waitFor();
    const batch = new URL(page.url()).pathname;

    /** A sheet, keys only: figures tick, Enter goes on to the next question. */
    const sheet = async (page, [area, needs, words]) => {
      await page.locator("[name=numero]").waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.press(area);
      await page.keyboard.press("Enter");
      for (const key of needs) await page.keyboard.press(key);
      await page.keyboard.press("Enter");
      await page.keyboard.type(words);
      await page.keyboard.press("Enter");
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    };
    await page.getByRole("link", { name: "Saisir des feuilles" }).click();
    await page.waitForLoadState("load");
    await looked(page, "voie-papier-feuille");
    await page.locator("[name=numero]").focus();
    // Four boxes where three are allowed: told, nothing lost; then corrected.
    await sheet(page, ["1", ["1", "2", "3", "4"], "Des bancs"]);
    await page.locator(".error-summary").waitFor();
    expect((await page.locator("input[name='r.besoins']:checked").count()) === 4, "what was ticked is lost");
    await looked(page);
    for (const code of ["bus", "nsp"]) await page.locator(`input[name='r.besoins'][value=${code}]`).uncheck();
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: /Enregistrer/ }).click()]);
    await sheet(page, ["2", ["3"], "Un bus le soir"]);

    const other = await browser.visitor();
    await signIn(other.page, "Inès Ferrand");
    await other.page.goto(batch);
    await other.page.getByRole("link", { name: "Saisir une seconde fois" }).click();
    await other.page.waitForLoadState("load");
    await other.page.locator("[name=numero]").focus();
    await sheet(other.page, ["2", ["1", "2"], "Des bancs"]);
    await other.page.getByRole("heading", { name: /Feuille 1|deux saisies/ }).first().waitFor();
    await looked(other.page, "voie-papier-ecarts");
    const gaps = await other.page.locator("main fieldset").count();
    expect(gaps === 1, `${gaps} questions differ`);
    for (const told of ["Première saisie", "Les Tilleuls", "Seconde saisie", "La Gare"]) await other.page.getByText(told).first().waitFor();
    // Nothing chosen: told.
    await other.page.getByRole("button", { name: "Enregistrer la feuille" }).click();
    await other.page.locator(".error-summary").waitFor();
    refuse(await axe(other.page));
    await other.page.locator("main fieldset input").first().check();
    await other.page.getByRole("button", { name: "Enregistrer la feuille" }).click();
    await other.page.goto(`${batch}/feuille?passage=seconde`);
    await other.page.locator("[name=numero]").focus();
    await sheet(other.page, ["2", ["3"], "Un bus le soir"]);
    await page.goto(batch);
    await page.getByText(/2\s+feuilles/).first().waitFor();
    await looked(page, "voie-papier-lot");
    expect((await answersOf(page, path)) === 2, "two sheets are not two answers");
    refuse([...leader.watched.problems, ...other.watched.problems]);
    await other.close();
    await leader.close();
  }],

  ["Channels: face to face, a photograph is taken without network and arrives once, apart from the answer", async ({ browser }) => {
    const leader = await browser.visitor();
    await signIn(leader.page, "Claire Vidal");
    const path = await questionnaire(leader.page, "Photos", form(PHOTO));
    const phone = await browser.visitor(PHONE);
    await signIn(phone.page, "Inès Ferrand");
    let { page } = phone;
    await page.goto(`${path}/face-a-face`);
    await kept(page);
    const picture = { name: "banc.png", mimeType: "image/png", buffer: Buffer.from(await page.screenshot({ type: "png" })) };
    await network(phone.context, true);
    await reopened(page);
    const camera = page.locator("input[name='photo.photo']");
    await page.locator("input[name='r.quartier'][value=gare]").check();
    await camera.evaluate((input) => {
      const held = new DataTransfer();
      held.items.add(new File([new Uint8Array(11_000_000)], "lourde.png", { type: "image/png" }));
      input.files = held.files;
    });
    await page.getByRole("button", { name: "Enregistrer l’entretien" }).click();
    await page.getByText("Cette photo est trop lourde").waitFor();
    refuse(await axe(page));
    await camera.setInputFiles(picture);
    await shot(page, "voie-face-photo");
    // The page closed in the middle, opened again: answers and photograph are still there.
    await page.waitForTimeout(600);
    await page.close();
    page = await phone.context.newPage();
    await page.goto(`${path}/face-a-face`);
    await page.getByText("L’entretien commencé est retrouvé").waitFor();
    expect((await page.locator("input[name='photo.photo']").evaluate((input) => input.files.length)) === 1, "the photograph is lost");
    await page.getByRole("button", { name: "Enregistrer l’entretien" }).click();
    await page.getByText("en attente d’envoi : 1").waitFor();
    const code = await page.locator("[data-interview-code]").innerText();
    await network(phone.context, false);
    await page.getByText("Entretiens envoyés : 1.").waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => !document.querySelector("[data-queue-list] li"), null, { timeout: 60_000 });

    // With one question a screen, and without script: the photograph is given once the interview is kept.
    const plain = await browser.visitor({ ...PHONE, javaScriptEnabled: false });
    await signIn(plain.page, "Inès Ferrand");
    await plain.page.goto(`${path}/entretien`);
    await plain.page.locator("input[name='r.quartier'][value=tilleuls]").check();
    await plain.page.getByRole("button", { name: "Continuer" }).click();
    await plain.page.getByRole("button", { name: "Continuer" }).click();
    await plain.page.getByText("une fois l’entretien enregistré").waitFor();
    await plain.page.getByRole("button", { name: "Continuer" }).click();
    await plain.page.getByRole("button", { name: "Continuer" }).click();
    await plain.page.getByRole("button", { name: "Enregistrer l’entretien" }).click();
    await plain.page.getByRole("button", { name: "Garder cette photo" }).click();
    await plain.page.getByText("Choisissez une photo").first().waitFor();
    await plain.page.locator("input[type=file]").setInputFiles(picture);
    await plain.page.getByRole("button", { name: "Garder cette photo" }).click();
    await plain.page.getByText("La photo est gardée.").waitFor();
    await shot(plain.page, "voie-face-photo-gardee");
    await plain.close();

    expect((await answersOf(leader.page, path)) === 2, `${await answersOf(leader.page, path)} answers`);
    await leader.page.getByRole("link", { name: "Photos prises face à face" }).click();
    await leader.page.getByText(/2\s+photos attendent/).waitFor();
    expect((await leader.page.locator("main img").count()) === 0, "a photograph is seen before it is mixed");
    await looked(leader.page, "voie-face-photos");
    await leader.page.goto("/q/suivi");
    await leader.page.locator("input[name=cle]").fill(code);
    await leader.page.getByRole("button", { name: "Voir ce que devient ma réponse" }).click();
    await leader.page.getByText("photo a été prise avec votre réponse").waitFor();
    await leader.page.getByRole("button", { name: "Effacer tout ce que j’ai donné" }).click();
    await leader.page.getByText("est effacée").waitFor();
    await leader.page.goto(`${path}/photos`);
    await leader.page.getByText(/1\s+photo attend/).waitFor();
    refuse(phone.watched.problems.filter(cut));
    await phone.close();
    await leader.close();
  }],

  ["Channels: a partner's file is tried, its columns chosen, then kept once", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    await signIn(page, "Claire Vidal");
    const path = await questionnaire(page, "Fichier d’une association", form());
    const answers = "id;Dans quel quartier vivez-vous ?;Ce dont il faut s’occuper;mot\n1;Les Tilleuls;Propreté, Bus;Des bancs\n2;gare;Santé;\n3;La Lune;Bus;\n";
    const brought = async (text) => {
      await page.goto(`${path}/fichier`);
      await page.locator("input[name=fichier]").setInputFiles(file(text, "association.csv"));
      await Promise.all([page.waitForURL(/\/gestion\/fichiers\//), page.getByRole("button", { name: "Essayer ce fichier" }).click()]);
    };
    await page.goto(`${path}/fichier`);
    await looked(page);
    await page.getByRole("button", { name: "Essayer ce fichier" }).click();
    await page.locator(".error-summary").waitFor();
    await brought(answers);
    await page.locator("select[name='q.besoins']").waitFor();
    await looked(page, "voie-fichier-essai");
    // The question whose column has other words is chosen by hand; the trial is done again, nothing is kept yet.
    await page.locator("select[name='q.besoins']").selectOption({ label: "Ce dont il faut s’occuper" });
    await page.getByRole("button", { name: "Essayer avec ces colonnes" }).click();
    await page.getByText("La Lune").first().waitFor();
    await looked(page, "voie-fichier-colonnes");
    const told = await page.locator("main").innerText();
    expect(/Ligne 4/.test(told), `the line that is wrong is not told: ${told}`);
    expect((await answersOf(page, path)) === 0, "a trial keeps answers");
    await page.goBack();
    const button = page.getByRole("button", { name: /^Importer/ });
    const [, count] = /(\d+)/.exec(await button.innerText());
    await button.click();
    await page.waitForLoadState("load");
    expect((await answersOf(page, path)) === Number(count) && Number(count) >= 2, `${count} announced, ${await answersOf(page, path)} kept`);
    await brought(answers);
    await page.locator("select[name='q.besoins']").selectOption({ label: "Ce dont il faut s’occuper" });
    await page.getByRole("button", { name: "Essayer avec ces colonnes" }).click();
    await page.getByText("Il n’y a rien de nouveau à importer").waitFor();
    refuse(await axe(page));
    await page.getByRole("button", { name: "Abandonner et effacer ce fichier" }).click();
    expect((await answersOf(page, path)) === Number(count), "the same file adds answers");
    refuse(watched.problems);
    await close();
  }],

  ["Channels: a link of an invitation is answered once, and nobody can tell by whom", async ({ browser }) => {
    const leader = await browser.visitor();
    const { page } = leader;
    await signIn(page, "Claire Vidal");
    const path = await questionnaire(page, "Sur invitation", form());
    await page.goto(`${path}/reglages`);
    await page.locator("input[name=acces][value=invited]").check();
    await page.getByRole("button", { name: "Enregistrer les réglages" }).click();
    await page.waitForLoadState("load");
    await page.goto(`${path}/invitations`);
    await page.locator("[name=nombre]").fill("3");
    await looked(page, "voie-invitations");
    const [given] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Télécharger la liste des liens" }).click()]);
    const links = (await readFile(await given.path(), "utf8")).match(/\/q\/[^\s;"]+\/i\/[^\s;"]+/g);
    expect(links.length === 3 && new Set(links).size === 3, `${links}`);

    const resident = await browser.visitor(PHONE);
    const phone = resident.page;
    await phone.goto(links[0].replace(/\/i\/.*/, ""));
    await phone.getByText("se remplit avec un lien reçu").waitFor();
    refuse(await axe(phone));
    await phone.goto(links[0].slice(0, -4) + "AAAA");
    expect((await phone.getByRole("button", { name: "Commencer" }).count()) === 0, "an invented link opens the questionnaire");
    // Opened twice before it is used, on two devices: one answer only.
    const second = await browser.visitor(PHONE);
    for (const device of [phone, second.page]) {
      await device.goto(links[0]);
      await shot(device, "voie-invitation");
      refuse(await axe(device));
      const goes = (name) => Promise.all([device.waitForEvent("load"), device.getByRole("button", { name }).click()]);
      await goes("Commencer");
      await device.locator("input[name='r.quartier']").first().check();
      for (let rank = 0; rank < 3; rank++) await goes("Continuer");
    }
    await phone.getByRole("button", { name: "Envoyer mes réponses" }).click();
    await phone.locator(".given-code").waitFor();
    await second.page.getByRole("button", { name: "Envoyer mes réponses" }).click();
    await second.page.getByText("Ce lien a déjà servi").waitFor();
    await second.page.getByText("Les Tilleuls").waitFor();
    refuse(await axe(second.page));
    await shot(second.page, "voie-invitation-servie");
    await phone.goto(links[0]);
    await phone.getByText("Ce lien a déjà servi").waitFor();
    expect((await phone.getByRole("button", { name: "Commencer" }).count()) === 0, "a link that has served opens again");
    refuse(await axe(phone));

    expect((await answersOf(page, path)) === 1, "one link is not one answer");
    await page.getByText(/3\s+liens, 1\s+utilisé/).waitFor();
    // What is given away of the answers holds neither the link nor its number.
    await page.goto(`${path}/resultats`);
    const addresses = await page.locator("main a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    const files = addresses.filter((one) => /\/fichiers\//.test(one));
    expect(files.length > 0, "no file of answers");
    for (const address of files) {
      const body = (await (await page.request.get(address)).body()).toString("latin1");
      for (const link of links) expect(!body.includes(link.split("/i/")[1]), `${address} names an invitation`);
    }
    refuse([...leader.watched.problems, ...resident.watched.problems]);
    await resident.close();
    await second.close();
    await leader.close();
  }],
];
