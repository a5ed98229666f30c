// Telephones without network: a page joined opens again, keeps what is written, and sends each thing once when the network
// comes back; nothing stays after leaving, closing or signing out.
import { axe, expect, refuse, shot } from "./browser.mjs";
import { PHONE, atWorkshop, opened } from "./meetings.mjs";

const cuts = new Map();

/** Cuts or restores the network of the pages of a visitor and of its worker. */
export async function network(context, isOff) {
  await context.setOffline(isOff);
  // What a session cut comes back when the session ends.
  await cuts.get(context)?.detach();
  cuts.delete(context);
  if (!isOff) return;
  const cdp = await context.browser().newBrowserCDPSession();
  cuts.set(context, cdp);
  const { targetInfos } = await cdp.send("Target.getTargets");
  for (const { targetId, type } of targetInfos) {
    if (type !== "service_worker") continue;
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId });
    const tell = (id, method, params = {}) => cdp.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) });
    await tell(1, "Network.enable");
    await tell(2, "Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  }
}
/** The page again, from the device. */
export async function reopened(page) {
  await page.reload();
  await page.locator("h1").waitFor();
}

export const kept = (page) => page.locator("[data-offline-status]", { hasText: "Gardé sur cet appareil" }).waitFor();
export const held = (page) => page.evaluate(async () => {
  const all = [];
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
  return all.filter((path) => !path.startsWith("/a/"));
});
export const cut = (problem) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch|net::ERR_FAILED/.test(problem);

export const offline = [
  ["Offline: a page joined opens again without network, and each note goes once", async ({ browser }) => {
    const leader = await atWorkshop(browser);
    const join = await opened(leader.page, "notes");
    const phone = await browser.visitor(PHONE);
    const { page, context } = phone;
    await page.goto(join);
    await kept(page);
    refuse(await axe(page));
    await network(context, true);
    await reopened(page);
    const box = page.locator("textarea[name=notes]");
    for (const words of ["Rouverte sans réseau, un", "Rouverte sans réseau, deux"]) {
      await box.fill(words);
      await box.press("Enter");
      await page.locator("[data-queue-list] li", { hasText: words }).waitFor();
    }
    await reopened(page);
    expect((await page.locator("[data-queue-list] li").count()) === 2, "what was written is lost by reloading");
    await shot(page, "hors-ligne-telephone");
    refuse(await axe(page));
    const elsewhere = await page.evaluate(() => fetch("/besoins").then(() => true, () => false));
    expect(!elsewhere, "the network is not cut");
    await network(context, false);
    await page.getByText("Envoyé : 2").waitFor({ timeout: 60_000 });
    expect((await page.locator("[data-queue-list] li").count()) === 0, "something still waits");
    await leader.page.reload();
    for (const words of ["Rouverte sans réseau, un", "Rouverte sans réseau, deux"]) {
      expect((await leader.page.locator("ul.notes a", { hasText: words }).count()) === 1, `« ${words} » is not there once`);
    }

    // The way in opens without network too, and leads back.
    await page.goto("/r");
    await page.locator("[data-offline-status]", { hasText: "se rouvre sans réseau" }).waitFor();
    await network(context, true);
    await reopened(page);
    await page.locator("[data-offline-list] a").click();
    await page.locator("textarea[name=notes]").waitFor();

    // Leaving warns of what waits, then erases page and words.
    await page.locator("textarea[name=notes]").fill("Jamais envoyée");
    await page.locator("textarea[name=notes]").press("Enter");
    await page.locator("[data-queue-list] li", { hasText: "Jamais envoyée" }).waitFor();
    const leave = page.getByRole("button", { name: "Quitter et effacer de cet appareil" });
    await leave.click();
    await page.getByText("Encore en attente d’envoi : 1.").waitFor();
    await leave.click();
    await page.getByText("La page et vos mots sont effacés").waitFor();
    expect(!(await held(page)).includes(join), `still kept: ${await held(page)}`);
    await network(context, false);
    await page.goto(join);
    await page.waitForTimeout(1500);
    await leader.page.reload();
    expect((await leader.page.locator("ul.notes a", { hasText: "Jamais envoyée" }).count()) === 0, "what was erased was sent");

    // Closed by whoever leads: at the next visit the telephone forgets the page.
    await kept(page);
    await leader.page.getByRole("button", { name: "Fermer aux téléphones" }).click();
    await page.reload();
    await page.waitForTimeout(500);
    expect(!(await held(page)).includes(join), "a closed meeting is still kept");
    refuse(phone.watched.problems.filter(cut));
    await phone.close();
    await leader.close();
  }],

  ["Offline: a finding with its photograph survives a reload without network and goes once", async ({ browser }) => {
    const leader = await atWorkshop(browser);
    const join = await opened(leader.page, "findings");
    const phone = await browser.visitor(PHONE);
    const { page, context } = phone;
    await page.goto(join);
    await kept(page);
    const picture = Buffer.from(await page.screenshot({ type: "png" }));
    await network(context, true);
    await reopened(page);
    await page.locator("textarea[name=constat]").fill("Une fuite, photographiée sans réseau");
    await page.locator("select[name=categorie]").selectOption("equipment");
    await page.locator("input[name=gravite][value=serious]").check();
    await page.locator("input[name=photo]").setInputFiles({ name: "fuite.png", mimeType: "image/png", buffer: picture });
    await page.getByRole("button", { name: "Envoyer" }).click();
    await page.locator("[data-queue-list] li", { hasText: "Une fuite" }).waitFor();
    await reopened(page);
    await page.locator("[data-queue-list] li", { hasText: "Une fuite" }).waitFor();
    await network(context, false);
    await page.getByText("Envoyé : 1").waitFor({ timeout: 60_000 });
    await leader.page.goto("/gestion/constats");
    const links = leader.page.getByRole("link", { name: "Une fuite, photographiée sans réseau" });
    expect((await links.count()) === 1, `${await links.count()} findings`);
    await links.click();
    const drawn = await leader.page.locator("main img").evaluate((image) => image.complete && image.naturalWidth > 0);
    expect(drawn, "the photograph is not shown");
    refuse(phone.watched.problems.filter(cut));
    await phone.close();
    await leader.close();
  }],

  ["Offline: the page of a walk opens again for its facilitator, and goes with her session", async ({ browser }) => {
    const leader = await atWorkshop(browser);
    const { page, context } = leader;
    await page.getByRole("link", { name: "Marche : arrêts et constats" }).click();
    await page.waitForURL(/\/marche$/);
    const path = new URL(page.url()).pathname;
    await kept(page);
    await page.setViewportSize(PHONE.viewport);
    refuse(await axe(page));
    await network(context, true);
    await reopened(page);
    await page.locator("textarea[name=constat]").fill("Un trou, noté sans réseau");
    await page.locator("select[name=categorie]").selectOption("roads");
    await page.locator("input[name=gravite][value=minor]").check();
    await page.getByRole("button", { name: "Noter ce constat" }).click();
    await page.locator("[data-queue-list] li", { hasText: "Un trou" }).waitFor();
    await shot(page, "hors-ligne-marche");
    await network(context, false);
    await page.getByText("Constats enregistrés : 1.").waitFor({ timeout: 60_000 });
    await page.goto("/gestion/constats");
    expect((await page.getByRole("link", { name: "Un trou, noté sans réseau" }).count()) === 1, "the finding is not there once");
    expect((await held(page)).includes(path), "the page of the walk is not kept");
    await page.getByRole("button", { name: "Se déconnecter" }).click();
    await page.waitForLoadState("load");
    await page.waitForTimeout(300);
    expect(!(await held(page)).includes(path), "the page of the walk stays after signing out");
    refuse(leader.watched.problems.filter(cut));
    await leader.close();
  }],

  ["Offline: telephones may put the platform among their applications", async ({ browser }) => {
    const phone = await browser.visitor(PHONE);
    await phone.page.goto("/r");
    const told = await phone.page.evaluate(async () => {
      const manifest = await (await fetch(document.querySelector("link[rel=manifest]").href)).json();
      const drawn = [];
      for (const { src, sizes } of manifest.icons) {
        const image = new Image();
        image.src = src;
        await image.decode();
        drawn.push(sizes === "any" || `${image.naturalWidth}x${image.naturalHeight}` === sizes);
      }
      return { start: manifest.start_url, drawn };
    });
    expect(told.start === "/r" && told.drawn.length === 4 && told.drawn.every(Boolean), JSON.stringify(told));
    const cdp = await phone.context.newCDPSession(phone.page);
    const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
    // A window thrown away at the end installs nothing: that is its own reason, not ours.
    const ours = installabilityErrors.map((error) => error.errorId).filter((error) => error !== "in-incognito");
    expect(ours.length === 0, `not installable: ${ours}`);
    refuse(phone.watched.problems);
    await phone.close();
  }],
];
