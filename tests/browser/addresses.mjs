// Which pages are looked at: everything the site map names, every sample of the gallery, pages at the edge, and
// for each account of the demonstration one page of every route of `docs/rights.csv` she can reach.
import { readFile } from "node:fs/promises";

const TABLE = new URL("../../docs/rights.csv", import.meta.url);

/** How many pages of one route are read for their links: what one does not link to, another does. Fewer when somebody read it before. */
const READ_PER_ROUTE = 6;
const READ_AGAIN = 2;

/** Pages of the site map, as paths. */
export async function ofSiteMap(house) {
  const xml = await (await fetch(`${house.address}/sitemap.xml`)).text();
  const found = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address.replaceAll("&amp;", "&"));
  return found.map((address) => new URL(address).pathname);
}

/** Samples of the gallery. */
export async function ofGallery(house) {
  const found = async (path, pattern) => {
    const html = await (await fetch(`${house.address}${path}`)).text();
    return [...new Set([...html.matchAll(pattern)].map(([, one]) => one))];
  };
  const all = [];
  for (const part of await found("/galerie", /href="(\/galerie\?partie=[^"]+)"/g)) all.push(...await found(part, /href="(\/galerie\/[^"]+)"/g));
  return all;
}

/** Pages no map names. */
export const atTheEdge = [
  ...["/galerie", "/connexion", "/demonstration", "/recherche?q=ecole", "/recherche?q=zzzz", "/mon-quartier?q=zzzz", "/nulle-part"],
  ...["fr-facile", "en", "ar"].flatMap((language) => ["/", "/besoins", "/aide", "/connexion", "/nulle-part"].map((path) => `${path}?langue=${language}`)),
];

/** What the door opens for a browser, from the committed table of rights: `{ path, matches }`. */
export async function routes() {
  const lines = (await readFile(TABLE, "utf8")).split("\n").filter((line) => line.startsWith("GET,"));
  return lines.map((line) => line.split(",")[1]).map((path) => {
    const pattern = path.split("/").map((part) => (part.startsWith("{*") ? ".+" : part.startsWith("{") ? "[^/]+" : part.replaceAll(".", "\\.")));
    const whole = new RegExp(`^${pattern.join("/")}$`);
    return { path, fixed: !path.includes("{"), matches: (address) => whole.test(address) };
  });
}

/** The route of an address: one written out before one with a parameter, as the door chooses. */
export function routeOf(all, address) {
  const plain = address.split(/[?#]/)[0];
  return all.find((route) => route.path === plain) ?? all.find((route) => route.matches(plain));
}

/** Reading those would change something or leave the house. */
const LEFT_ALONE = /^\/(galerie|invitation|connexion\/lien)\//;

/**
 * Every route a visitor with these cookies reaches as a page, by its links or because it takes no parameter: gives
 * route to addresses, those read first coming first. Routes in `leftAlone` are not read.
 * Those in `before` were read by somebody else already.
 */
export async function reached(page, leftAlone, before) {
  const all = await routes();
  const read = new Map();
  const queue = all.filter((route) => route.fixed).map((route) => route.path);
  const known = new Set(queue);
  for (let address = queue.shift(); address; address = queue.shift()) {
    const route = routeOf(all, address);
    const found = read.get(route?.path) ?? [];
    if (!route || leftAlone.has(route.path) || found.length >= (before.has(route.path) ? READ_AGAIN : READ_PER_ROUTE) || LEFT_ALONE.test(address)) continue;
    const response = await page.request.get(address, { maxRedirects: 0 });
    const isPage = (response.headers()["content-type"] ?? "").startsWith("text/html");
    if (response.status() !== 200 || !isPage) continue;
    read.set(route.path, [...found, address]);
    for (const [, link] of (await response.text()).matchAll(/href="(\/[^"#]*)/g)) {
      const next = link.replaceAll("&amp;", "&");
      if (!known.has(next) && !/[?&](langue|format|tri)=/.test(next)) queue.push(next);
      known.add(next);
    }
  }
  return read;
}
