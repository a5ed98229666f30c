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
import { observatory } from "./observatory.mjs";
import { calls } from "./calls.mjs";
import { circles } from "./circles.mjs";
import { words } from "./words.mjs";
import { offline } from "./offline.mjs";
import { offlineInterviews } from "./offline_interviews.mjs";
import { channels } from "./channels.mjs";
import { matrices } from "./matrices.mjs";
import { doorstep } from "./doorstep.mjs";
import { surveys } from "./surveys.mjs";
import { plan } from "./plan.mjs";
import { planWork } from "./plan_work.mjs";
import { drafts } from "./drafts.mjs";
import { thread } from "./thread.mjs";
import { reports } from "./reports.mjs";
import { guide } from "./guide.mjs";

const asked = process.argv.slice(2).map((word) => word.toLowerCase());
// « two words|others »: the tests that hold the one or the other.
const wanted = asked.filter((word) => !word.startsWith("-")).join(" ").split("|");
const unwanted = asked.filter((word) => word.startsWith("-")).map((word) => word.slice(1));
// Two halves that last about as long; PARVIS_HALF names one of them.
const halves = [
  [...pagesChecks, ...words, ...keyboardChecks, ...paperChecks, ...walks, ...contracts, ...matrices, ...plan, ...planWork, ...drafts, ...thread, ...doorstep, ...guide],
  [...meetings, ...offline, ...offlineInterviews, ...channels, ...surveys, ...reports, ...councils, ...assemblies, ...governance, ...observatory, ...calls, ...circles],
];
const checks = process.env.PARVIS_HALF ? halves[Number(process.env.PARVIS_HALF) - 1] : halves.flat();
const isAsked = ([name]) => wanted.some((words) => name.toLowerCase().includes(words)) && !unwanted.some((word) => name.toLowerCase().includes(word));

// A wait nobody listens to any more must not end the others' walks.
process.on("unhandledRejection", (error) => console.log(`        left waiting: ${error.message ?? error}`));

/** Runs these over a demonstration of their own; gives those that failed, with why. */
async function run(some, word) {
  const house = await start();
  const browser = await open(house);
  const failures = [];
  try {
    for (const [name, check] of some) {
      const begun = Date.now();
      try {
        const told = await check({ house, browser });
        console.log(`${word}${name}${told ? ` (${told})` : ""}, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
      } catch (error) {
        failures.push([name, check]);
        console.log(`FAILED  ${name}\n${indented(error.problems?.join("\n") ?? error.stack ?? String(error))}`);
      }
    }
  } finally {
    await browser.close();
    await house.stop();
  }
  return failures;
}

const chosen = checks.filter(isAsked);
const failures = await run(chosen, "ok      ");
// A walk that fails is walked once more, over a demonstration nobody has touched: what passes then is unsteady, and said so.
const failed = failures.length && failures.length < 6 ? await run(failures, "UNSTEADY, passed when walked again: ") : failures;
const done = chosen.length - failed.length;
console.log(failed.length ? `${failed.length} failed, ${done} passed` : `${done} passed, ${failures.length} of them unsteady`);
process.exitCode = failed.length || !done ? 1 : 0;

function indented(text) {
  return text.split("\n").map((line) => `        ${line}`).join("\n");
}
