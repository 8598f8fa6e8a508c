// up.view in a real JupyterLab, in an environment of its own that goes away.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { launch, WIDE } from "./browser.mjs";
import { freePort, SCENARIO, workspace } from "./server.mjs";

const python = process.env.PYTHON ?? fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
const PACKAGES = ["jupyterlab==4.6.6", "anywidget==0.11.0"];
const CODE = [
  "import upheaval as up",
  `run = up.simulate("${SCENARIO}", replicates=4, scale=1000, until="2022-01-06", progress=False)`,
  "up.view(run)",
].join("\n");

let work, lab, browser, missing, port;
before(async () => {
  work = workspace();
  const home = join(work.folder, "lab");
  const bin = process.env.JUPYTER_BIN ?? join(home, "bin");
  try {
    if (!process.env.JUPYTER_BIN) {
      execFileSync(python, ["-m", "venv", home]);
      execFileSync(join(bin, "python"), ["-m", "pip", "install", "-q", ...PACKAGES], { stdio: "ignore" });
    }
  } catch {
    missing = "JupyterLab could not be installed";
    return;
  }
  // The notebook server is the new environment's; its kernel is the one that has upheaval.
  const kernel = join(work.folder, "data", "kernels", "upheaval");
  mkdirSync(kernel, { recursive: true });
  const argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"];
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify({ argv, display_name: "upheaval", language: "python" }));
  const cell = { cell_type: "code", id: "view", metadata: {}, execution_count: null, outputs: [], source: CODE };
  const metadata = { kernelspec: { name: "upheaval", display_name: "upheaval", language: "python" } };
  writeFileSync(join(work.folder, "view.ipynb"), JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }));
  port = await freePort();
  const settings = ["--no-browser", "--allow-root", `--port=${port}`, "--IdentityProvider.token=", "--ServerApp.password="];
  lab = spawn(join(bin, "jupyter"), ["lab", ...settings, `--ServerApp.root_dir=${work.folder}`], {
    env: { ...process.env, JUPYTER_DATA_DIR: join(work.folder, "data"), JUPYTER_CONFIG_DIR: join(work.folder, "config") },
    stdio: "ignore",
  });
  for (let left = 200; left; left -= 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/api`).catch(() => null);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (lab) await new Promise((resolve) => (lab.once("exit", resolve), lab.kill("SIGTERM")));
  work?.remove();
});

test("the widget is drawn in JupyterLab, and arrow keys stay inside of it", async (context) => {
  if (missing) return context.skip(missing);
  const page = await browser.newPage({ viewport: WIDE });
  await page.goto(`http://127.0.0.1:${port}/lab/tree/view.ipynb?reset`);
  await page.waitForSelector(".jp-Notebook .jp-CodeCell", { timeout: 60_000 });
  // A cell that is run before its kernel is ready is silently not run.
  await page.waitForSelector("text=/upheaval \\| Idle/", { timeout: 120_000 });
  await page.locator(".jp-CodeCell .cm-content").first().click();
  await page.keyboard.press("Control+Enter");
  try {
    await page.waitForSelector(".upheaval-widget h1", { timeout: 120_000 });
  } catch (error) {
    const shown = await page.locator(".jp-OutputArea").first().innerText().catch(() => "no output");
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "widget.png") });
    throw new Error(`The widget was not drawn. The cell shows: ${shown}`, { cause: error });
  }
  const slider = page.locator(".upheaval-widget .day-slider input").first();
  await slider.focus();
  const start = await slider.inputValue();
  await page.keyboard.press("ArrowRight");
  assert.equal(Number(await slider.inputValue()), Number(start) + 1);
  assert.ok(await slider.evaluate((element) => element === element.getRootNode().activeElement));
  const town = page.locator(".upheaval-widget .city[tabindex='0']").first();
  await town.focus();
  const focused = () => town.evaluate((element) => element.getRootNode().activeElement.dataset.city);
  const first = await focused();
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await focused(), first);
  await page.locator(".upheaval-widget nav a", { hasText: "Method" }).click();
  await page.waitForSelector(".upheaval-widget h1:has-text('Method')");
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "widget.png") });
});
