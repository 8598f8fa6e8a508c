// Pictures of every screen of the workbench for the documents, taken from a report in Chromium:
//
//     node tools/documents/screens.mjs [FOLDER OF ANSWERS]
//
// The answers are files such as explain.json, made with `upheaval explain kazakhstan-2022 --json`.
// Without a folder, the answers of the front end's tests are shown. UPHEAVAL names the program.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, open, SCREENS, show } from "../../web/test/browser.mjs";
import { SCENARIO, serve, workspace } from "../../web/test/server.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "docs", "screens");
const answers = resolve(process.argv[2] ?? join(root, "web/test/answers"));
const program = process.env.UPHEAVAL ?? join(root, ".venv/bin/upheaval");

const KINDS = ["explain", "verify", "foresee", "hindcast", "sensitivity", "parts"];
const RUNS = ["--replicates", "100", "--scale", "200", "--until", "2022-01-31", "--preview", "256", "--whatifs", "16"];
const VIEW = { width: 1280, height: 800 };
const TALLEST = 1200;

/** Write the report that is shown. */
function report(place) {
  const file = join(place, "report.html");
  const brought = KINDS.map((kind) => join(answers, `${kind}.json`)).filter(existsSync);
  const options = brought.flatMap((answer) => ["--answer", answer]);
  execFileSync(program, ["report", SCENARIO, file, ...RUNS, ...options], { stdio: ["ignore", "ignore", "inherit"] });
  return pathToFileURL(file).href;
}

/** Take a picture of the page as it stands, from the top and no taller than a reader wants. */
async function shoot(page, name) {
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width: VIEW.width, height: Math.min(tall, TALLEST) };
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, clip });
  console.log(`docs/screens/${name}.png`);
}

async function screensOf(browser, address) {
  const { page } = await open(browser, address, VIEW, { colorScheme: "light" });
  for (const screen of SCREENS) {
    await show(page, screen);
    await shoot(page, screen.replace("-", "_"));
  }
}

/** The class has a server, since its turns are runs. */
async function classroom(browser, place) {
  const server = await serve(place);
  try {
    const { page } = await open(browser, server.address, VIEW, { colorScheme: "light" });
    await show(page, "class");
    await shoot(page, "class");
  } finally {
    await server.stop();
  }
}

mkdirSync(folder, { recursive: true });
const work = workspace();
const browser = await launch();
try {
  await screensOf(browser, report(work.folder));
  await classroom(browser, work.folder);
} finally {
  await browser.close();
  work.remove();
}
