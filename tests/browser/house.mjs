// The real binary with the demonstration, in a folder thrown away at the end.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE_MS = 120_000;

/** Starts it and waits for the address it prints. `PARVIS_ADDRESS` names one that runs already. */
export async function start() {
  if (process.env.PARVIS_ADDRESS) return { address: process.env.PARVIS_ADDRESS.replace(/\/$/, ""), stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "parvis-browser-"));
  const child = spawn(process.env.PARVIS_BINARY, ["demo", "--data", join(folder, "demo"), "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
    // Everybody here has one address, and reads faster than a town does.
    env: { ...process.env, PARVIS_REQUESTS_PER_SECOND: "2000", PARVIS_REQUESTS_AT_ONCE: "10000" },
  });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error(`no address after ${PATIENCE_MS / 1000} s:\n${said}`)), PATIENCE_MS);
    const listen = (chunk) => {
      said += chunk;
      const found = /http:\/\/[\w.[\]:-]+:\d+/.exec(said);
      if (found) {
        clearTimeout(tooLate);
        resolve(found[0]);
      }
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the binary ended with ${code}:\n${said}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  };
  return { address, mails: join(folder, "demo", "courriels"), stop };
}
