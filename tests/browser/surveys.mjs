// Questionnaires: a resident answers on a telephone of 360 pixels, with script and without, with the keyboard alone, in Arabic;
// a project manager writes one and reads its figures.
import { axe, expect, readable, refuse, shot, signIn } from "./browser.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };
const SURVEY = "/q/comment-va-votre-quartier";

/** Presses a button that leads to another page: the device first asks whether the server is there. */
async function leads(page, name) {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name }).click()]);
}

/** Answers every page as it comes: the first answer offered, some words, and on. */
async function answersAll(page, each) {
  for (let rank = 0; rank < 30; rank++) {
    if (await page.getByRole("heading", { name: /Relisez vos réponses/ }).count()) return rank;
    await each(page, rank);
    const choice = page.locator("main input[type=radio], main input[type=checkbox]").first();
    const words = page.locator("main textarea");
    if (await words.count()) await words.fill("Des bancs à l’ombre près de l’arrêt de bus");
    else if (await choice.count()) await choice.check();
    await leads(page, "Continuer");
  }
  throw new Error("the questionnaire does not end");
}

export const surveys = [
  ["Questionnaires: a telephone answers, with script and without, sees its answer again and takes it back", async ({ browser }) => {
    for (const javaScriptEnabled of [true, false]) {
      const phone = await browser.visitor({ ...PHONE, javaScriptEnabled });
      const { page } = phone;
      await page.goto("/questionnaires");
      if (javaScriptEnabled) refuse(await axe(page));
      await page.getByRole("link", { name: "Comment va votre quartier" }).click();
      await page.waitForURL(new RegExp(SURVEY));
      if (javaScriptEnabled) {
        await shot(page, "questionnaire-debut");
        refuse(await axe(page));
      }
      await leads(page, "Commencer");
      const asked = await answersAll(page, async (page, rank) => {
        if (!javaScriptEnabled) return;
        if (rank === 0) await shot(page, "questionnaire-question");
        if (rank === 4) await shot(page, "questionnaire-trois");
        refuse(await axe(page));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(!wide, `question ${rank + 1} is wider than the screen`);
      });
      expect(asked === 9, `${asked} questions`);
      if (javaScriptEnabled) {
        await shot(page, "questionnaire-relire");
        refuse(await axe(page));
      }
      await leads(page, "Envoyer mes réponses");
      const code = (await page.locator(".given-code").innerText()).trim();
      expect(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/.test(code), `« ${code} » is no code`);
      if (javaScriptEnabled) {
        await shot(page, "questionnaire-envoye");
        refuse(await axe(page));
      }
      await page.goto("/q/suivi");
      await page.locator("input[name=cle]").fill(code.toLowerCase());
      await page.getByRole("button", { name: "Voir ce que devient ma réponse" }).click();
      await page.getByText("Dans quel quartier vivez-vous ?").waitFor();
      if (javaScriptEnabled) {
        await shot(page, "questionnaire-suivi");
        refuse(await axe(page));
      }
      await page.getByRole("button", { name: "Effacer tout ce que j’ai donné" }).click();
      await page.getByText("est effacée").waitFor();
      if (javaScriptEnabled) refuse(phone.watched.problems);
      await phone.close();
    }
  }],

  ["Questionnaires: four answers where three are allowed, put aside, taken up again in Arabic", async ({ browser }) => {
    const phone = await browser.visitor(PHONE);
    const { page } = phone;
    await page.goto(SURVEY);
    await leads(page, "Commencer");
    for (let rank = 0; rank < 4; rank++) {
      await page.locator("main input[type=radio]").first().check();
      await leads(page, "Continuer");
    }
    for (let rank = 0; rank < 4; rank++) await page.locator("main input[type=checkbox]").nth(rank).check();
    await leads(page, "Continuer");
    await page.locator(".error-summary").waitFor();
    expect((await page.locator("main input:checked").count()) === 4, "what was ticked is not given back");
    expect(await page.evaluate(() => document.activeElement.classList.contains("error-summary")), "the error is not read first");
    await shot(page, "questionnaire-quatre");
    refuse(await axe(page));
    await page.locator("main input[type=checkbox]").nth(3).uncheck();
    await page.getByRole("button", { name: /Mettre de côté/ }).click();
    const letters = (await page.locator(".given-code").innerText()).trim();
    refuse(await axe(page));

    const other = await browser.visitor(PHONE);
    await other.page.goto(`${SURVEY}?langue=ar`);
    refuse(await axe(other.page));
    await other.page.locator("input[name=lettres]").fill(letters);
    await Promise.all([other.page.waitForEvent("load"), other.page.locator("form").last().getByRole("button").click()]);
    expect((await other.page.locator("main input:checked").count()) === 3, "three answers were put aside");
    expect((await other.page.locator("html").getAttribute("dir")) === "rtl", "the page is not read from right to left");
    await shot(other.page, "questionnaire-arabe");
    refuse(await axe(other.page));
    refuse(other.watched.problems);
    await other.close();
    await phone.close();
  }],

  ["Questionnaires: answered with the keyboard alone", async ({ browser }) => {
    const { page, close } = await browser.visitor();
    await page.goto(SURVEY);
    const press = async (name) => {
      for (let tries = 0; tries < 60; tries++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((name) => document.activeElement.textContent.trim() === name, name)) return page.keyboard.press("Enter");
      }
      throw new Error(`« ${name} » cannot be reached`);
    };
    await press("Commencer");
    for (let rank = 0; rank < 9; rank++) {
      await page.getByRole("heading", { name: new RegExp(`Question ${rank + 1} sur`) }).waitFor();
      for (let tries = 0; tries < 60; tries++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(() => document.activeElement.matches("main input, main textarea"))) break;
      }
      if (await page.evaluate(() => document.activeElement.matches("textarea"))) await page.keyboard.type("Un marché");
      else await page.keyboard.press("Space");
      await press("Continuer");
    }
    await page.getByRole("heading", { name: "Relisez vos réponses" }).waitFor();
    await press("Envoyer mes réponses");
    await page.locator(".given-code").waitFor();
    await close();
  }],

  ["Questionnaires: a project manager writes one, publishes, opens, and reads figures", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    await signIn(page, "Claire Vidal");
    await page.goto("/gestion/questionnaires");
    await shot(page, "questionnaires");
    refuse(await axe(page));
    await page.getByRole("link", { name: "Écrire un questionnaire" }).click();
    await page.locator("input[name=titre]").fill("Le marché du samedi");
    await page.locator("textarea[name=but]").fill("Choisir où l’installer.");
    await page.locator("input[name=depart][value=vide]").check();
    refuse(await axe(page));
    await page.getByRole("button", { name: "Écrire les questions" }).click();
    await page.getByRole("link", { name: "Ajouter une question" }).click();
    await page.locator("textarea[name=question]").fill("Où le voulez-vous ?");
    await page.locator("textarea[name=reponses]").fill("Place de la Gare");
    await shot(page, "questionnaire-ecrire");
    refuse(await axe(page));
    await page.getByRole("button", { name: "Enregistrer la question" }).click();
    await page.getByText("Écrivez au moins deux réponses").first().waitFor();
    await page.locator("textarea[name=reponses]").fill("Place de la Gare\nAvenue des Tilleuls");
    await page.getByRole("button", { name: "Enregistrer la question" }).click();
    await page.getByText("Une réponse au choix").waitFor();
    refuse(await axe(page));
    await page.getByRole("link", { name: "Le marché du samedi" }).click();
    await page.getByRole("button", { name: "Publier cette version" }).click();
    await page.getByRole("button", { name: "Ouvrir le questionnaire" }).click();
    await page.getByRole("button", { name: "Fermer le questionnaire" }).waitFor();
    await shot(page, "questionnaire-fiche");
    refuse(await axe(page));

    await page.goto("/gestion/questionnaires");
    await page.getByRole("link", { name: "Enquête en ligne, 2023" }).click();
    await page.getByRole("link", { name: "Les résultats" }).click();
    await page.getByText("216").first().waitFor();
    await shot(page, "questionnaire-resultats");
    refuse(await axe(page));
    await page.getByRole("link", { name: "Sur quels sujets" }).click();
    await page.locator("select[name=par]").selectOption({ label: "Vous êtes…" });
    await page.getByRole("button", { name: "Croiser" }).click();
    await page.getByText("Une femme, effectif").first().waitFor();
    await shot(page, "questionnaire-croiser");
    refuse(await axe(page));
    await page.goto("/concertations");
    await shot(page, "concertations");
    refuse(await axe(page));
    await page.goto("/q/enquete-en-ligne-2023/resultats?question=bien_etre");
    await shot(page, "questionnaire-publie");
    refuse(await axe(page));
    refuse(watched.problems);
    await close();
  }],

  ["Questionnaires: two waves of one questionnaire side by side, and what is wanted of each neighbourhood", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    await signIn(page, "Claire Vidal");
    await page.goto("/gestion/questionnaires");
    await page.getByRole("link", { name: "Enquête en ligne, 2025 (exemple)" }).click();
    await page.getByRole("link", { name: "Les résultats" }).click();
    await page.getByRole("link", { name: "Comment vous sentez-vous dans votre quartier" }).click();
    await page.getByRole("link", { name: "D’une vague à l’autre" }).click();
    await page.getByText("de moins qu’à la vague précédente").waitFor();
    await readable(page, new URL(page.url()).pathname, "questionnaire-vagues");
    await page.goto("/gestion/questionnaires");
    await page.getByRole("link", { name: "Comment va votre quartier" }).click();
    await page.getByRole("link", { name: "Quotas et avancement" }).click();
    await page.getByText("Part des habitants").first().waitFor();
    await readable(page, new URL(page.url()).pathname, "questionnaire-quotas");
    refuse(watched.problems);
    await close();
  }],

  ["Questionnaires: a voice of the device reads the question in its language, and only such a voice", async ({ browser }) => {
    const voices = (list) => `speechSynthesis.getVoices = () => ${JSON.stringify(list)}; speechSynthesis.speak = (said) => { window.said = [said.lang, said.text]; };
      Object.defineProperty(SpeechSynthesisUtterance.prototype, "voice", { set() {}, get() { return null; } });`;
    const heard = async (list, language) => {
      const { context, page, watched, close } = await browser.visitor(PHONE);
      await context.addInitScript(voices(list));
      await page.goto(`${SURVEY}?langue=${language}`);
      await Promise.all([page.waitForEvent("load"), page.locator("main form button.button").first().click()]);
      const buttons = page.locator("button.listen");
      const count = await buttons.count();
      let said = null;
      if (count) {
        await buttons.first().click();
        said = await page.evaluate(() => window.said);
        refuse(await axe(page));
      }
      refuse(watched.problems);
      await close();
      return { count, said };
    };
    const arabic = { name: "Laila", lang: "ar-SA", localService: true };
    const lent = { name: "Google français", lang: "fr-FR", localService: false };
    const one = await heard([arabic, lent], "ar");
    expect(one.count === 1 && one.said[0] === "ar" && one.said[1].includes("في أيّ حيّ تسكنون؟"), JSON.stringify(one));
    expect((await heard([arabic, lent], "fr")).count === 0, "a voice lent by another host is offered");
    expect((await heard([], "fr")).count === 0, "a button speaks with no voice");
  }],
];
