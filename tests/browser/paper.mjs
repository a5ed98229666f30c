// On paper: no navigation, nothing folded, and a PDF that can be kept.
import { ofSiteMap } from "./addresses.mjs";
import { expect } from "./browser.mjs";

export const paperChecks = [
  ["Paper: main pages print", async ({ house, browser }) => {
    const area = (await ofSiteMap(house)).find((path) => /^\/quartiers\/./.test(path));
    const { page, close } = await browser.visitor();
    const paths = ["/", "/besoins", "/contrat", area].filter(Boolean);
    for (const path of paths) {
      await page.goto(path);
      const pdf = await page.pdf({ format: "A4" });
      expect(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 2000, `${path}: no PDF`);
      expect(pdf.length < 1_000_000, `${path}: a PDF of ${pdf.length} bytes`);
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("main").isVisible(), `${path}: the content is not printed`);
      expect(!(await page.locator("nav.doors").isVisible().catch(() => false)), `${path}: the navigation is printed`);
      await page.emulateMedia({ media: "screen" });
    }
    await close();
    return `${paths.length} pages`;
  }],
];
