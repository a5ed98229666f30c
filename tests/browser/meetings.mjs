// Meetings: notes kept on the device when the network goes, sorted with the keyboard alone, on a telephone.
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

export const PHONE = { viewport: { width: 360, height: 740 } };

/** A project manager in front of a workshop of the list. */
export async function atWorkshop(browser, rank = 0) {
  const visitor = await browser.visitor();
  await signIn(visitor.page, "Claire Vidal");
  await visitor.page.goto("/gestion/rencontres");
  await visitor.page.locator("main tbody th a").nth(rank).click();
  await visitor.page.waitForURL(/\/gestion\/rencontres\/[0-9a-f-]{36}$/);
  return visitor;
}

/** Opens the meeting to telephones and gives the path to join by. */
export async function opened(page, what) {
  const close = page.getByRole("button", { name: "Fermer aux téléphones" });
  if (await close.count()) await close.click();
  await page.locator(`input[name=pour][value=${what}]`).check();
  await page.getByRole("button", { name: "Ouvrir aux téléphones" }).click();
  const code = (await page.locator(".join-code").innerText()).trim();
  return `/r/${code.replace("-", "")}`;
}

export const meetings = [
  ["Meetings: sixty lines pasted are sixty notes; offline they wait on the device and go once", async ({ browser }) => {
    const { page, context, watched, close } = await atWorkshop(browser, 1);
    try {
      const list = page.locator("ul[data-queue-sent] li");
      const before = await list.count();
      const box = page.locator("textarea[name=notes]");
      await box.fill(Array.from({ length: 60 }, (_, rank) => `Ligne collée ${rank + 1}`).join("\n"));
      await box.press("Enter");
      await page.getByText("Notes enregistrées : 60.").waitFor();
      expect((await list.count()) === before + 60, `${await list.count()} notes shown`);

      await context.setOffline(true);
      for (const words of ["Sans réseau un", "Sans réseau deux"]) {
        await box.fill(words);
        await box.press("Enter");
        await page.locator("[data-queue-list] li", { hasText: words }).waitFor();
      }
      expect(/en attente d’envoi : 2/.test(await page.locator("[data-queue-status]").innerText()), "it is not said that two notes wait");
      await shot(page, "rencontre-hors-ligne");
      await context.setOffline(false);
      await page.getByText("Notes enregistrées : 62.").waitFor({ timeout: 60_000 });
      expect((await page.locator("[data-queue-list] li").count()) === 0, "something still waits");
      await page.reload();
      for (const words of ["Sans réseau un", "Sans réseau deux"]) {
        expect((await page.locator("ul.notes a", { hasText: words }).count()) === 1, `« ${words} » is not there once`);
      }
      refuse(watched.problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem)));
      refuse(await axe(page));
    } finally {
      await close();
    }
  }],

  ["Meetings: a telephone of 360 pixels joins by the code, with script and without, in Arabic too", async ({ browser }) => {
    const leader = await atWorkshop(browser);
    const join = await opened(leader.page, "notes");
    await shot(leader.page, "rencontre-code");
    refuse(await axe(leader.page));
    for (const javaScriptEnabled of [true, false]) {
      const phone = await browser.visitor({ ...PHONE, javaScriptEnabled });
      await phone.page.goto("/r");
      await phone.page.locator("input[name=rencontre]").fill(join.slice(3).toLowerCase());
      await phone.page.getByRole("button", { name: "Rejoindre" }).click();
      await phone.page.waitForURL(new RegExp(join));
      await phone.page.locator("textarea[name=notes]").fill(`Dit au téléphone ${javaScriptEnabled}`);
      await phone.page.getByRole("button", { name: "Envoyer" }).click();
      await phone.page.getByText(javaScriptEnabled ? "Envoyé : 1" : "C’est envoyé").waitFor();
      if (javaScriptEnabled) {
        await shot(phone.page, "rencontre-telephone");
        refuse(await axe(phone.page));
        await phone.page.goto(`${join}?langue=ar`);
        refuse(await axe(phone.page));
        expect((await phone.page.locator("main [data-fallback]:not(.lead)").count()) === 0, "a sentence is not in Arabic");
      }
      refuse(phone.watched.problems);
      await phone.close();
    }
    await leader.page.reload();
    for (const way of [true, false]) {
      expect((await leader.page.locator("ul.notes", { hasText: `Dit au téléphone ${way}` }).count()) === 1, `the note of the telephone is lost (${way})`);
    }
    await leader.close();
  }],

  ["Meetings: sorted with the keyboard alone, then with the pointer, undone and done again", async ({ browser }) => {
    const { page, watched, close } = await atWorkshop(browser);
    try {
      const box = page.locator("textarea[name=notes]");
      await box.fill("À trier au clavier\nÀ trier à la souris");
      await box.press("Enter");
      await page.locator("[data-queue-status]", { hasText: "Notes enregistrées" }).waitFor();
      await page.getByRole("link", { name: "Trier les notes" }).first().click();
      await page.waitForURL(/\/gestion\/tri\//);
      const card = (words) => page.locator("li[data-note]", { hasText: words }).first();
      const column = (name) => page.locator("section[data-group]", { hasText: name });

      // A group, by keys only: tick, name, press.
      await card("À trier au clavier").locator("input").focus();
      await page.keyboard.press("Space");
      await page.locator("input[name=groupe]").focus();
      await page.keyboard.type("Ombre et bancs");
      await page.getByRole("button", { name: "Créer et y déplacer" }).focus();
      await page.keyboard.press("Enter");
      await column("Ombre et bancs").locator("label", { hasText: "À trier au clavier" }).waitFor();
      refuse(await axe(page));
      await shot(page, "rencontre-tri");

      // Back and forth with Alt and the arrows, told to screen readers.
      await card("À trier au clavier").locator("input").focus();
      await page.keyboard.press("Alt+ArrowLeft");
      await page.locator("[data-board-status]", { hasText: "est déplacée vers « Santé, papiers, langue »" }).waitFor();
      const focus = await page.evaluate(() => document.activeElement.closest("li")?.textContent.includes("À trier au clavier"));
      expect(focus, "the focus does not follow the note");
      await page.keyboard.press("Alt+ArrowRight");
      await page.locator("[data-board-status]", { hasText: "est déplacée vers « Ombre et bancs »" }).waitFor();

      // The pointer.
      await card("À trier à la souris").dragTo(column("Ombre et bancs").locator("h2"));
      await page.locator("[data-board-status]", { hasText: "À trier à la souris" }).waitFor();
      await page.reload();
      expect((await column("Ombre et bancs").locator("li[data-note]").count()) === 2, "a move is not kept");

      // Undone, and done again.
      await page.getByRole("button", { name: /^Annuler/ }).click();
      await page.waitForURL(/fait=annule/);
      expect((await column("Ombre et bancs").locator("li[data-note]").count()) === 1, "the last move is not undone");
      await page.getByRole("button", { name: /^Rétablir/ }).click();
      await page.waitForURL(/fait=modifie/);
      expect((await column("Ombre et bancs").locator("li[data-note]").count()) === 2, "the last move is not done again");

      // One key, told before the name of the group; the focus goes to the next note.
      const groupKey = await column("Santé, papiers, langue").locator("h2 kbd").innerText();
      await card("À trier au clavier").locator("input").focus();
      await page.keyboard.press(groupKey);
      await page.locator("[data-board-status]", { hasText: "est déplacée vers « Santé, papiers, langue »" }).waitFor();
      const next = await page.evaluate(() => document.activeElement.closest("li[data-note]")?.textContent ?? "");
      expect(next && !next.includes("À trier au clavier"), "the focus does not go to the next note");
      await page.setViewportSize(PHONE.viewport);
      refuse(await axe(page));
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(!isWide, "the board is wider than a telephone");
      await shot(page, "rencontre-tri-telephone");
      const board = page.url();
      for (const link of [card("À trier au clavier").getByRole("link"), column("Ombre et bancs").locator("h2 a")]) {
        await link.click();
        await page.waitForURL(/\/(notes|groupes)\//);
        refuse(await axe(page));
        await page.goto(board);
      }
      refuse(watched.problems);
    } finally {
      await close();
    }
  }],

  ["Meetings: a finding of a walk waits offline with its photograph, then is followed", async ({ browser }) => {
    const leader = await atWorkshop(browser);
    const join = await opened(leader.page, "findings");
    const phone = await browser.visitor(PHONE);
    await phone.page.goto(join);
    refuse(await axe(phone.page));
    const picture = Buffer.from(await phone.page.screenshot({ type: "png" }));
    await phone.context.setOffline(true);
    await phone.page.locator("textarea[name=constat]").fill("Un banc cassé, vu hors ligne");
    await phone.page.locator("select[name=categorie]").selectOption("equipment");
    await phone.page.locator("input[name=gravite][value=serious]").check();
    await phone.page.locator("input[name=photo]").setInputFiles({ name: "banc.png", mimeType: "image/png", buffer: picture });
    await phone.page.getByRole("button", { name: "Envoyer" }).click();
    await phone.page.locator("[data-queue-list] li", { hasText: "vu hors ligne" }).waitFor();
    await phone.context.setOffline(false);
    await phone.page.getByText("Envoyé : 1").waitFor({ timeout: 60_000 });
    await phone.close();
    await leader.page.goto("/gestion/constats");
    refuse(await axe(leader.page));
    await leader.page.getByRole("link", { name: "Un banc cassé, vu hors ligne" }).click();
    const drawn = await leader.page.locator("main img").evaluate((image) => image.complete && image.naturalWidth > 0);
    expect(drawn, "the photograph is not shown");
    refuse(await axe(leader.page));
    await shot(leader.page, "rencontre-constat");
    await leader.close();
  }],
];
