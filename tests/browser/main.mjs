// Runs every check over a demonstration started for the occasion, prints one line a check, and ends with
// status 1 when one failed.
import { start } from "./house.mjs";
import { open } from "./browser.mjs";
import { pagesChecks } from "./pages.mjs";
import { keyboardChecks } from "./keyboard.mjs";
import { paperChecks } from "./paper.mjs";
import { walks } from "./walks.mjs";
import { contracts } from "./contracts.mjs";
import { meetings } from "./meetings.mjs";
import { councils } from "./councils.mjs";
import { assemblies } from "./assemblies.mjs";
import { governance } from "./governance.mjs";
import { calls } from "./calls.mjs";
import { words } from "./words.mjs";
import { offline } from "./offline.mjs";
import { offlineInterviews } from "./offline_interviews.mjs";
import { channels } from "./channels.mjs";
import { matrices } from "./matrices.mjs";
import { doorstep } from "./doorstep.mjs";
import { surveys } from "./surveys.mjs";
import { plan } from "./plan.mjs";
import { planWork } from "./plan_work.mjs";
import { thread } from "./thread.mjs";
import { reports } from "./reports.mjs";
import { guide } from "./guide.mjs";

const asked = process.argv.slice(2).map((word) => word.toLowerCase());
// « two words|others »: the tests that hold the one or the other.
const wanted = asked.filter((word) => !word.startsWith("-")).join(" ").split("|");
const unwanted = asked.filter((word) => word.startsWith("-")).map((word) => word.slice(1));
const house = await start();
const browser = await open(house);
const checks = [
  ...pagesChecks, ...words, ...keyboardChecks, ...paperChecks, ...walks, ...contracts, ...meetings, ...offline, ...offlineInterviews, ...channels, ...matrices, ...plan, ...planWork, ...thread, ...surveys, ...reports, ...councils, ...assemblies, ...governance, ...calls,
  ...doorstep, ...guide,
];
let failed = 0;
let done = 0;
try {
  for (const [name, check] of checks) {
    if (!wanted.some((words) => name.toLowerCase().includes(words)) || unwanted.some((word) => name.toLowerCase().includes(word))) continue;
    const begun = Date.now();
    try {
      const told = await check({ house, browser });
      console.log(`ok      ${name}${told ? ` (${told})` : ""}, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
      done += 1;
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${indented(error.problems?.join("\n") ?? error.stack ?? String(error))}`);
    }
  }
} finally {
  await browser.close();
  await house.stop();
}
console.log(failed ? `${failed} failed, ${done} passed` : `${done} passed`);
process.exitCode = failed || !done ? 1 : 0;

function indented(text) {
  return text.split("\n").map((line) => `        ${line}`).join("\n");
}
