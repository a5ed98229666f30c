// Private groups: two associations of the demonstration, one on a telephone without script; a third party sees nothing.
import { expect, readable, refuse, shot, signIn } from "./browser.mjs";

const LIST = "/mon-association/groupes";

async function press(page, name) {
  await page.getByRole("button", { name }).first().click();
  await page.waitForLoadState("load");
  const problems = await page.locator(".error-summary li").allInnerTexts();
  refuse(problems.map((problem) => `« ${name} » is refused: ${problem}`));
}

async function main(page) {
  return page.locator("main").innerText();
}

export const circles = [
  ["Circles: two associations write to each other in a private group that nobody else finds", async ({ browser }) => {
    const josiane = await browser.visitor();
    const khadija = await browser.visitor({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    const claire = await browser.visitor();
    try {
      const [ours, theirs, agent] = [josiane.page, khadija.page, claire.page];
      await signIn(ours, "Josiane Marty");
      await ours.goto("/mon-association");
      await ours.getByRole("link", { name: "Les groupes entre associations" }).click();
      await readable(ours, LIST, "groupes");
      await ours.getByRole("link", { name: "Créer un groupe" }).click();
      await ours.getByRole("button", { name: "Créer le groupe" }).click();
      expect((await ours.locator(".error-summary li").count()) === 2, "an empty group is founded");
      await ours.locator("[name=nom]").fill("Couture et familles");
      await ours.locator("[name=objet]").fill("Se prêter des machines et des salles.");
      await ours.getByRole("checkbox").first().check();
      await press(ours, "Créer le groupe");
      const group = new URL(ours.url()).pathname;
      await ours.getByRole("link", { name: "Inviter une association" }).click();
      await ours.locator("main [name=q]").fill("ouvrage");
      await ours.locator("main").getByRole("button", { name: "Chercher" }).click();
      await ours.waitForLoadState("load");
      await shot(ours, "groupe-inviter");
      await press(ours, /^Inviter Exemple – Le Fil/);
      expect(/invitée/.test(await main(ours)), "nobody is said to be invited");

      await signIn(theirs, "Khadija Ouali");
      await theirs.goto(LIST);
      await theirs.getByRole("link", { name: "Couture et familles" }).click();
      expect(/Se prêter des machines/.test(await main(theirs)), "the invitation does not say what the group is for");
      await shot(theirs, "groupe-invitation");
      await press(theirs, "Accepter l’invitation");
      await theirs.locator("[name=message]").fill("Nous avons deux machines.\nLe jeudi vous irait ?");
      await press(theirs, "Envoyer le message");
      expect(new URL(theirs.url()).pathname === group, "the message leads elsewhere");
      expect(/Khadija Ouali/.test(await main(theirs)), "the message does not say who wrote it");

      await ours.goto(group);
      expect(/deux machines/.test(await main(ours)), "the other association does not read the message");
      await ours.locator("[name=message]").fill("Parfait, merci.");
      await press(ours, "Envoyer le message");
      for (const part of ["", "/membres", "/inviter", "/reglages", "/depart"]) await readable(ours, group + part, `groupe${part.replace("/", "-")}`);

      await signIn(agent, "Claire Vidal");
      const reply = await agent.goto(group);
      expect(reply.status() === 404, `an agent reads ${reply.status()}`);
      expect(!/Couture et familles/.test(await agent.locator("body").innerText()), "the page that refuses names the group");
      claire.watched.problems.length = 0;

      await theirs.goto(group);
      await press(theirs, /^Retirer le message de Khadija/);
      expect(/Message retiré/.test(await main(theirs)), "the message stands");
      await theirs.getByRole("link", { name: "Quitter le groupe" }).click();
      await press(theirs, "Quitter le groupe");
      expect((await theirs.goto(group)).status() === 404, "whoever left still reads");
      khadija.watched.problems.length = 0;

      await ours.goto(`${group}/depart`);
      await ours.getByRole("checkbox").check();
      await press(ours, "Fermer le groupe");
      expect(/est fermé/.test(await main(ours)), "the group is not closed");
      refuse([...josiane.watched.problems, ...khadija.watched.problems]);
    } finally {
      for (const one of [josiane, khadija, claire]) await one.close();
    }
  }],
];
