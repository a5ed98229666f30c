// Which pages are looked at: everything the site map names, every sample of the gallery, pages at the edge, and
// what the back office links to.

/** Pages of the site map, as paths. */
export async function ofSiteMap(house) {
  const xml = await (await fetch(`${house.address}/sitemap.xml`)).text();
  const found = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address.replaceAll("&amp;", "&"));
  return found.map((address) => new URL(address).pathname);
}

/** Samples of the gallery. */
export async function ofGallery(house) {
  const html = await (await fetch(`${house.address}/galerie`)).text();
  return [...new Set([...html.matchAll(/href="(\/galerie\/[^"]+)"/g)].map(([, path]) => path))];
}

/** Pages no map names. */
export const atTheEdge = ["/galerie", "/connexion", "/demonstration", "/recherche?q=ecole", "/recherche?q=zzzz", "/mon-quartier?q=zzzz", "/nulle-part", "/?langue=en", "/?langue=ar", "/besoins?langue=ar", "/aide?langue=fr-facile"];

/** Pages a signed-in person reaches from the home of the back office and her account, at most `most`. */
export async function behindTheCounter(page, most = 60) {
  const known = new Set(["/gestion", "/compte"]);
  for (const path of known) {
    if (known.size >= most) break;
    const response = await page.goto(path);
    if (!(response.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    const links = await page.locator("main a[href]").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    for (const link of links) {
      const plain = link.split("#")[0];
      const isPage = /^\/(gestion|compte)(\/|\?|$)/.test(plain) && !/format=|\.(csv|xlsx|pdf|ics|zip)|export|fait=|tri=|avant=|page=/.test(plain);
      if (isPage && known.size < most) known.add(plain);
    }
  }
  return [...known];
}
