// The pictures of the README and of the guide, made from the demonstration:
//   PARVIS_SHOTS=docs/guide/images PARVIS_BINARY=target/debug/parvis tests/browser/run.sh guide:
import { expect, shot, signIn } from "./browser.mjs";

const PICTURES = [
  ["accueil", "/", 860, "Trouver mon quartier"],
  ["quartier", "/quartiers/QN01102I", 980, "La Conte - Ozanam"],
  ["besoins", "/besoins", 980, "Besoins des quartiers"],
  ["preuves", "/besoins/B01/QN01105I", 860, "Logements en mauvais état ou humides"],
  ["fil", "/fil/besoin/B01", 1180, "Voici où on en est"],
];

/** Pictures of the life of a call: who reads, from which page, by which link, and what must be there. */
const OF_CALLS = [
  ["appel", null, "/appels", /contrat de ville/, 980, "Préfecture de l’Aude"],
  ["dossier", "Yannick Diallo", "/dossiers", /Initiatives de proximité/, 900, "À déposer avant"],
  ["instruction", "Lucie Armengol", "/gestion/dossiers?appel=appel-a-projets-2027-du-contrat-de-ville", null, 1100, "Confier les projets cochés"],
  ["comite", "Claire Vidal", "/gestion/programmation", /Comité des financeurs/, 1100, "Total de la liste"],
];

/** Pictures of what follows decisions: agreements, reports, small funds, one amount followed. */
const OF_MONEY = [
  ["convention", "Claire Vidal", "/gestion/conventions?etat=signed", /^C\d{4}-/, 1100, "Versements prévus"],
  ["compte-rendu", "Claire Vidal", "/gestion/comptes-rendus", null, 1000, "Comptes rendus"],
  ["paiements", "Claire Vidal", "/gestion/paiements", null, 1000, "À proposer"],
  ["fonds", "Claire Vidal", "/gestion/fonds", /Fonds/, 1100, "Enveloppes"],
  ["fonds-public", null, "/fonds", /Fonds/, 980, "Projets aidés"],
  ["argent", null, "/argent", /./, 1180, "Le besoin auquel il répond"],
];

export const guide = [
  ["Guide: the pictures of the guide", async ({ browser }) => {
    const desk = await browser.visitor({ viewport: { width: 1280, height: 980 } });
    for (const [name, path, height, words] of PICTURES) {
      await desk.page.setViewportSize({ width: 1280, height });
      await desk.page.goto(path);
      expect((await desk.page.locator("main").innerText()).includes(words), `${path} does not show « ${words} »`);
      await shot(desk.page, name, { fullPage: false });
    }
    await signIn(desk.page, "Claire Vidal");
    await desk.page.setViewportSize({ width: 1280, height: 860 });
    await desk.page.goto("/gestion");
    await shot(desk.page, "gestion", { fullPage: false });
    await desk.close();
    const phone = await browser.visitor({ viewport: { width: 360, height: 740 } });
    await phone.page.goto("/besoins?quartier=QN01102I");
    expect((await phone.page.locator("main").innerText()).includes("La Conte - Ozanam"), "the neighbourhood chosen is not shown");
    await shot(phone.page, "telephone", { fullPage: false });
    await phone.close();
    for (const [name, who, path, link, height, words] of [...OF_CALLS, ...OF_MONEY]) {
      const reader = await browser.visitor({ viewport: { width: 1280, height } });
      if (who) await signIn(reader.page, who);
      await reader.page.goto(path);
      if (link) {
        await reader.page.locator("main").getByRole("link", { name: link }).first().click();
        await reader.page.waitForLoadState("load");
      }
      expect((await reader.page.locator("main").innerText()).includes(words), `${reader.page.url()} does not show « ${words} »`);
      await shot(reader.page, name, { fullPage: false });
      await reader.close();
    }
    return `${PICTURES.length + 2 + OF_CALLS.length + OF_MONEY.length} pictures`;
  }],
];
