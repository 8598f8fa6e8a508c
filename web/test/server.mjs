// A real `upheaval serve` and a real report of the flagship, small, in a folder that goes away.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const SCENARIO = "kazakhstan-2022";
const SMALL = ["--scale", "1000", "--until", "2022-01-05", "--replicates", "12"];
const program = process.env.UPHEAVAL ?? join(root, ".venv/bin/upheaval");

export function workspace() {
  const folder = mkdtempSync(join(tmpdir(), "upheaval-web-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const environment = (folder) => ({ ...process.env, UPHEAVAL_CACHE: join(folder, "cache") });

/** Start the server and wait until its baseline is there. */
export async function serve(folder) {
  const port = await freePort();
  const child = spawn(
    program,
    ["serve", SCENARIO, "--port", String(port), "--preview", "0", "--scenarios", join(folder, "scenarios"), ...SMALL],
    { env: environment(folder), stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  child.stdout.on("data", (data) => (log += data));
  child.stderr.on("data", (data) => (log += data));
  const address = `http://127.0.0.1:${port}/`;
  const page = `${address}api/page/${SCENARIO}`;
  for (let left = 600; ; left -= 1) {
    if (child.exitCode !== null || left === 0) throw new Error(`The server did not answer.\n${log}`);
    const answer = await fetch(page).catch(() => null);
    if (answer?.status === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return { address, folder, stop: () => stop(child) };
}

/** Answers that commands gave of the flagship from 20,000 simulations, cut to a few rows each. */
const ANSWERS = ["explain", "verify", "foresee", "hindcast", "sensitivity"].flatMap((name) => [
  "--answer",
  join(root, "web/test/answers", `${name}.json`),
]);

export function report(folder) {
  const file = join(folder, "report.html");
  execFileSync(program, ["report", SCENARIO, file, "--preview", "256", "--whatifs", "2", ...ANSWERS, ...SMALL], {
    env: environment(folder),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return file;
}

const stop = (child) =>
  new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });

export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
