// Chromium, with an eye on everything a page may do wrong while it loads.
import { createRequire } from "node:module";
import { readFile, mkdir } from "node:fs/promises";
import { join } from "node:path";

const require = createRequire(join(process.env.PARVIS_MODULES, "index.js"));
const { chromium } = require("playwright-core");
const axeSource = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** A failure with one line a problem. */
export class Problems extends Error {
  constructor(problems) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** Ends with every problem at once, when there is one. */
export function refuse(problems) {
  if (problems.length) throw new Problems(problems.length > 40 ? [...problems.slice(0, 40), `… ${problems.length} in all`] : problems);
}

export function expect(isTrue, sentence) {
  if (!isTrue) throw new Problems([sentence]);
}

export async function open(house) {
  const engine = await chromium.launch({
    executablePath: process.env.PARVIS_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    /** A visitor of her own: cookies, size, JavaScript or not. `watched` gathers what goes wrong. */
    async visitor(options = {}) {
      const context = await engine.newContext({
        baseURL: house.address,
        locale: "fr-FR",
        timezoneId: "Europe/Paris",
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      const watched = watch(page, house);
      return { context, page, watched, close: () => context.close() };
    },
    close: () => engine.close(),
  };
}

/** Console errors, page errors, requests to another host, answers that failed. */
function watch(page, house) {
  const watched = { problems: [] };
  const note = (text) => watched.problems.push(`${new URL(page.url(), house.address).pathname}: ${text}`);
  page.on("console", (message) => {
    // A page told with an error status logs one line of its own; the status is checked where it matters.
    const isStatus = /Failed to load resource: the server responded with a status of (4\d\d)/.test(message.text());
    if (message.type() === "error" && !isStatus) note(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => note(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== house.address) note(`asks another host: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "net::ERR_ABORTED") note(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    const isAsset = response.request().resourceType() !== "document";
    if (isAsset && response.status() >= 400) note(`${response.status()} for ${response.url()}`);
  });
  return watched;
}

/** What axe finds, one line a rule. It needs scripts: where a walk has none, the gallery looks at the same pages with them. */
export async function axe(page) {
  if (!(await page.evaluate(() => matchMedia("(scripting: enabled)").matches))) return [];
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  const found = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] }), RULES);
  return found.violations.map((violation) => {
    const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
    return `axe ${violation.id}: ${violation.help} [${where}${violation.nodes.length > 3 ? `, ${violation.nodes.length} in all` : ""}]`;
  });
}

/** Keeps a picture when somebody wants it. */
export async function shot(page, name, options = {}) {
  if (!process.env.PARVIS_SHOTS) return;
  await mkdir(process.env.PARVIS_SHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.PARVIS_SHOTS, `${name}.png`), fullPage: true, ...options });
}

/** Signs in as a person of the demonstration, by her name. */
export async function signIn(page, name) {
  await page.goto("/demonstration");
  await page.getByRole("button", { name: new RegExp(name) }).first().click();
  await page.waitForLoadState("load");
  const header = await page.locator("header").innerText();
  expect(header.includes(name), `the header does not say that ${name} is signed in: ${header}`);
}

const SIZES = [["telephone", { width: 360, height: 740 }], ["bureau", { width: 1280, height: 900 }]];

/** Nothing for axe, nothing wider than the screen. */
export async function readable(page, path, name) {
  await page.goto(path);
  for (const [size, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    refuse(await axe(page));
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(!isWide, `${path} is wider than ${viewport.width} pixels`);
    await shot(page, `${name}-${size}`);
  }
}
