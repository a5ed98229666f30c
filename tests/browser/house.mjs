// The real binary with the demonstration, in a folder thrown away at the end; on SQLite, or with PARVIS_BROWSER_DATABASE=postgres
// on a database of its own of the server that PARVIS_TEST_POSTGRES names.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const PATIENCE_MS = 120_000;

/** Starts it and waits for the address it prints. `PARVIS_ADDRESS` names one that runs already. */
export async function start() {
  if (process.env.PARVIS_ADDRESS) return { address: process.env.PARVIS_ADDRESS.replace(/\/$/, ""), stop: async () => {} };
  const database = await made(process.env.PARVIS_BROWSER_DATABASE || "sqlite");
  const folder = await mkdtemp(join(tmpdir(), "parvis-browser-"));
  const words = ["demo", "--data", join(folder, "demo"), "--listen", "127.0.0.1:0", ...database.words];
  const child = spawn(process.env.PARVIS_BINARY, words, {
    stdio: ["ignore", "pipe", "pipe"],
    // Everybody here has one address, and reads faster than a town does.
    env: { ...process.env, PARVIS_REQUESTS_PER_SECOND: "2000", PARVIS_REQUESTS_AT_ONCE: "10000" },
  });
  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
      child.kill("SIGKILL");
    }
    await rm(folder, { recursive: true, force: true });
    await database.dropped();
  };
  try {
    return { address: await told(child), mails: join(folder, "demo", "courriels"), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address the binary prints once it is ready. */
function told(child) {
  let said = "";
  return new Promise((resolve, reject) => {
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
}

/** A database of the kind asked for: how the binary is told of it, and how it goes away. */
async function made(kind) {
  if (kind === "sqlite") return { words: [], dropped: async () => {} };
  const server = process.env.PARVIS_TEST_POSTGRES;
  if (kind !== "postgres" || !server) throw new Error("PARVIS_BROWSER_DATABASE is sqlite, or postgres beside PARVIS_TEST_POSTGRES");
  const name = `parvis_browser_${randomBytes(6).toString("hex")}`;
  const order = (sql) => promisify(execFile)("psql", ["-q", "-v", "ON_ERROR_STOP=1", server, "-c", sql]);
  await order(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { words: ["--database", url.href], dropped: () => order(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
