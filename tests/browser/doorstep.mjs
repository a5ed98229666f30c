// Coming in for the first time: an invitation by mail, a password, a second code, a link; and a file to be checked.
import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { axe, expect, refuse, shot, signIn } from "./browser.mjs";

const PATIENCE_MS = 30_000;

/** The address of our own a mail to this person holds, waited for; `known` are mails read before. */
async function mailed(house, to, path, known) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 300))) {
    for (const name of await readdir(house.mails).catch(() => [])) {
      if (known.has(name) || !name.endsWith(".eml")) continue;
      const mail = await readFile(join(house.mails, name), "utf8");
      const text = mail.replace(/=\r?\n/g, "").replaceAll("=3D", "=");
      const found = text.includes(to) && new RegExp(`https?://[^/\\s]+(${path}[\\w.~%-]+)`).exec(text);
      if (found) {
        known.add(name);
        return found[1];
      }
    }
  }
  throw new Error(`no mail with ${path} reached ${to}`);
}

/** The code an application of codes shows now for this secret (RFC 6238, SHA-1, 30 s, six digits). */
function totp(secret) {
  const bits = [...secret.replace(/[\s=]/g, "").toUpperCase()].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function press(page, name) {
  await page.getByRole("button", { name }).click();
  await page.waitForLoadState("load");
  refuse((await page.locator(".error-summary li").allInnerTexts()).map((problem) => `${page.url()} refused: ${problem}`));
}

/** A page is what it should be: headed so, and axe has nothing to report. */
async function seen(page, words, name) {
  const heading = (await page.locator("h1").innerText()).trim();
  expect(words.test(heading), `${page.url()} is headed « ${heading} »`);
  refuse((await axe(page)).map((problem) => `${page.url()}: ${problem}`));
  await shot(page, name);
}

export const doorstep = [
  ["Walk: somebody invited takes her place on a phone, with a password, a second code, a link", async ({ house, browser }) => {
    const known = new Set();
    const person = { email: "lea.moreau@demo.parvis.example", name: "Léa Moreau", password: "quatre mots sans aucun lien" };
    const host = await browser.visitor();
    await signIn(host.page, "Nadège Pons");
    await host.page.goto("/gestion/invitations/nouvelle");
    await host.page.locator("[name=email]").fill(person.email);
    await host.page.getByLabel(/Chef·fe de projet|Cheffe ou chef de projet|chef.* de projet/i).first().check();
    await press(host.page, "Envoyer l’invitation");
    refuse(host.watched.problems);
    await host.close();

    const { page, watched, close } = await browser.visitor({ viewport: { width: 360, height: 740 } });
    await page.goto(await mailed(house, person.email, "/invitation/", known));
    await seen(page, /invit/i, "porte-invitation");
    await page.locator("[name=nom]").fill(person.name);
    await page.locator("[name=mot-de-passe]").fill(person.password);
    await press(page, "Accepter l’invitation");

    await page.goto("/compte/second-facteur");
    await press(page, "Commencer");
    await seen(page, /code/i, "porte-second-code");
    const secret = await page.locator("main code").first().innerText();
    await page.locator("[name=code]").fill(totp(secret));
    await press(page, "Mettre en place le second code");
    await seen(page, /code/i, "porte-codes-de-secours");
    const spare = /\b[\w]{4,}-[\w]{4,}(-[\w]{4,})*\b/.exec(await page.locator("main").innerText());
    expect(spare, "no recovery code is shown");

    await press(page, "Se déconnecter");
    await page.goto("/connexion/mot-de-passe");
    await page.locator("[name=email]").fill(person.email);
    await page.locator("[name=mot-de-passe]").fill(person.password);
    await press(page, "Se connecter");
    expect(new URL(page.url()).pathname === "/connexion/code", `a password alone leads to ${page.url()}`);
    await seen(page, /code/i, "porte-code");
    await page.locator("[name=code]").fill(spare[0]);
    await press(page, "Continuer");
    expect((await page.goto("/gestion")).status() === 200, "the back office stays closed");
    expect((await page.locator("header").innerText()).includes(person.name), "the header does not name her");

    await press(page, "Se déconnecter");
    await page.goto("/connexion");
    await page.locator("[name=email]").fill(person.email);
    await press(page, "Recevoir un lien de connexion");
    await seen(page, /courriel/i, "porte-lien-envoye");
    const link = await mailed(house, person.email, "/connexion/lien/", known);
    await page.goto(link);
    await seen(page, /Entrer/, "porte-lien");
    await press(page, "Entrer");
    expect(new URL(page.url()).pathname === "/connexion/code", `a link alone leads to ${page.url()}`);
    await page.locator("[name=code]").fill(spare[0]);
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.waitForLoadState("load");
    expect((await page.locator(".error-summary li").count()) === 1, "a recovery code serves twice");
    await page.goto(link);
    await seen(page, /ne sert plus/, "porte-lien-use");
    refuse(watched.problems);
    await close();
  }],

  ["Walk: a file of perimeters is checked line by line before anything is written", async ({ browser }) => {
    const { page, watched, close } = await browser.visitor();
    await signIn(page, "Claire Vidal");
    await page.goto("/gestion/territoire/import");
    const square = (x) => ({ type: "Polygon", coordinates: [[[x, 43.2], [x + 0.01, 43.2], [x + 0.01, 43.21], [x, 43.2]]] });
    const feature = (code, geometry) => ({ type: "Feature", properties: { code_qp: code, lib_qp: `Essai ${code}` }, geometry });
    const features = [feature("QN01191N", square(2.31)), feature("QN01191N", square(2.33)), feature("QN01192N", null)];
    const buffer = Buffer.from(JSON.stringify({ type: "FeatureCollection", features }));
    await page.locator("[name=nature][value=contours]").check();
    await page.locator("[name=fichier]").setInputFiles({ name: "perimetres.geojson", mimeType: "application/geo+json", buffer });
    await page.locator("[name=source]").fill("ANCT");
    await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
    await page.waitForURL(/\/gestion\/territoire\/imports\//);
    const text = await page.locator("main").innerText();
    for (const words of ["1 nouveau", "2 refusés"]) expect(text.includes(words), `the trial does not say « ${words} »: ${text.slice(0, 300)}`);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await seen(page, /./, `import-essai-${width}`);
    }
    await press(page, "Supprimer ce fichier");
    expect(!(await (await page.request.get("/quartiers")).text()).includes("QN01191N"), "something was written");
    refuse(watched.problems);
    await close();
  }],
];
