// The keyboard alone: the skip link comes first, everything is reached, and one always sees where one is.
import { ofSiteMap } from "./addresses.mjs";
import { expect, refuse, shot } from "./browser.mjs";

/** What has the focus, as a person would see it. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const hasRing = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  return {
    name: `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""} « ${(element.textContent || element.value || "").trim().slice(0, 40)} »`,
    rank: [...document.querySelectorAll("*")].indexOf(element),
    isSkip: element.classList.contains("skip"),
    hasRing,
    isVisible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}

/** What Tab should reach: one radio of a group, nothing hidden. */
function reachable() {
  const groups = new Set();
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((element) => {
    if (element.disabled || !element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.type !== "radio") return true;
    const isFirst = !groups.has(element.name);
    groups.add(element.name);
    return isFirst;
  }).length;
}

async function walkThrough(page, path) {
  const problems = [];
  await page.goto(path);
  const total = await page.evaluate(reachable);
  const seen = new Set();
  for (let step = 0; step < total + 5; step += 1) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(focused);
    if (!now) break;
    if (step === 0 && !now.isSkip) problems.push(`${path}: the first Tab reaches ${now.name}, not the skip link`);
    if (seen.has(now.rank)) break;
    seen.add(now.rank);
    if (!now.hasRing) problems.push(`${path}: no visible focus on ${now.name}`);
    if (!now.isVisible) problems.push(`${path}: out of sight with the focus: ${now.name}`);
  }
  if (seen.size < total) problems.push(`${path}: Tab reaches ${seen.size} of ${total} elements`);
  return problems;
}

export const keyboardChecks = [
  ["Keyboard: Tab reaches everything, and shows where it is", async ({ house, browser }) => {
    const area = (await ofSiteMap(house)).find((path) => /^\/quartiers\/./.test(path));
    const { page, close } = await browser.visitor();
    const problems = [];
    const paths = ["/", "/besoins", "/connexion", "/demonstration", "/recherche", "/mon-quartier", "/contrat", area].filter(Boolean);
    for (const path of paths) problems.push(...(await walkThrough(page, path)));
    await close();
    refuse(problems);
    return `${paths.length} pages`;
  }],
  ["Keyboard: the skip link leads to the content, a form is sent with Enter", async ({ browser }) => {
    const { page, close } = await browser.visitor();
    await page.goto("/");
    await page.keyboard.press("Tab");
    await shot(page, "lien-d-evitement", { fullPage: false });
    await page.keyboard.press("Enter");
    expect((await page.evaluate(() => document.activeElement.id)) === "contenu", "the skip link does not move the focus to the content");
    await page.goto("/recherche");
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("école");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=/);
    await close();
  }],
];
