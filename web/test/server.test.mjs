// The app on a real server: runs, progress, cancel, games, scenarios.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, NARROW, open, SCREENS, show, WIDE } from "./browser.mjs";
import { axeClean, fits } from "./checks.mjs";
import { SCENARIO, serve, workspace } from "./server.mjs";

let work, server, browser;
before(async () => {
  work = workspace();
  server = await serve(work.folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  work?.remove();
});

const enter = (viewport) => open(browser, server.address, viewport);

const slide = (page, value) =>
  page.evaluate((to) => {
    const slider = document.querySelector(".rail input[type=range]");
    slider.value = to;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, value);

test("the first screen comes in less than a second and 500 KB", async () => {
  // The best of three: what else the machine does is not the page's time.
  const loads = [];
  for (let time = 0; time < 3; time += 1) loads.push(await firstLoad());
  const milliseconds = Math.min(...loads.map((load) => load.milliseconds));
  const { bytes } = loads[0];
  console.log(`first screen: ${milliseconds} ms, ${(bytes / 1024).toFixed(0)} KB uncompressed`);
  assert.ok(milliseconds < 1000, `${milliseconds} ms`);
  assert.ok(bytes < 500 * 1024, `${bytes} bytes`);
});

async function firstLoad() {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  let bytes = 0;
  const sizes = [];
  page.on("response", async (response) => {
    if (/part=first|assets|\/$/.test(response.url())) sizes.push(response.body().then((body) => (bytes += body.length)));
  });
  const begun = Date.now();
  await page.goto(server.address);
  await page.waitForSelector(".map .region");
  const milliseconds = Date.now() - begun;
  await Promise.all(sizes);
  await context.close();
  return { milliseconds, bytes };
}

for (const [name, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
  test(`every screen of the app is clean, ${name}`, async () => {
    const { page, context, problems, foreign } = await enter(viewport);
    await page.waitForLoadState("networkidle");
    for (const screen of [...SCREENS, "class"]) {
      await show(page, screen);
      await fits(page, screen);
      await axeClean(page, screen);
    }
    assert.deepEqual(problems, []);
    assert.deepEqual(foreign, []);
    await context.close();
  });
}

test("a slider at rest runs the engine, shows progress and redraws against the baseline", async () => {
  const { page, context, problems } = await enter(WIDE);
  await page.waitForLoadState("networkidle");
  await slide(page, 200);
  await page.waitForSelector(".status progress");
  await page.waitForSelector(".status :text('Changed world.')", { timeout: 120_000 });
  assert.match(await page.textContent(".outcomes"), /points/);
  await show(page, "what-if");
  assert.ok(await page.getByRole("button", { name: /The run as you set it/ }).isVisible());
  assert.deepEqual(problems, []);
  await context.close();
});

test("a run can be cancelled", async () => {
  const { page, context, problems } = await enter(WIDE);
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Number of runs").selectOption("1000");
  await slide(page, 90);
  const cancelled = page.waitForRequest((request) => request.method() === "DELETE");
  await page.waitForResponse((response) => response.url().endsWith("/api/runs") && response.ok());
  await page.getByRole("button", { name: "Cancel" }).click();
  await cancelled;
  await page.waitForSelector(".status progress", { state: "detached" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("a table of the run comes as Parquet", async () => {
  const { page, context } = await enter(WIDE);
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Parquet" }).first().click();
  const content = readFileSync(await (await waiting).path(), "latin1");
  assert.equal(content.slice(0, 4), "PAR1");
  await context.close();
});

test("what was not computed says so, with the command that makes it", async () => {
  const { page, context } = await enter(WIDE);
  await page.waitForLoadState("networkidle");
  for (const [screen, command] of [["explanations", "explain"], ["claims", "verify"], ["method", "parts"]]) {
    await show(page, screen);
    const words = await page.locator(".missing").allTextContents();
    const wanted = `upheaval ${command} ${SCENARIO} --json > ${command}.json && upheaval serve ${SCENARIO} --answer ${command}.json`;
    assert.ok(words.some((text) => text.includes("Not computed") && text.includes(wanted)), words.join(" | "));
  }
  // There is no table to weigh with, and the server says what makes one.
  await show(page, "explanations");
  await page.getByRole("button", { name: "Weigh the explanations" }).click();
  assert.match(await page.locator("main [role=alert]").textContent(), /upheaval prepare kazakhstan-2022/);
  await context.close();
});

test("a game is played, saved as a file, and goes on", async () => {
  const { page, context, problems } = await enter(WIDE);
  await page.waitForLoadState("networkidle");
  await show(page, "class");
  await page.getByRole("button", { name: "Begin" }).click();
  // Nothing is shown before the class has predicted.
  await page.getByRole("button", { name: "Reveal" }).click();
  assert.equal(await page.locator("section[aria-label='What happens']").count(), 0);
  assert.ok(await page.getByText("Day 1 of").isVisible());
  await page.getByLabel("People on the fullest day").fill("5000");
  await page.getByLabel("How will it end?").selectOption({ index: 2 });
  await page.locator("fieldset input[type=radio]").nth(1).check();
  await page.getByRole("button", { name: "Reveal" }).click();
  await page.waitForSelector("h2:has-text('What happens until')", { timeout: 120_000 });
  assert.match(await page.textContent(".chains"), /The class expected: .*; now in .*% of runs \(.*%\)\. Fullest day: 5,000 people/);
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save as a file" }).click();
  const file = await (await waiting).path();
  assert.equal(JSON.parse(readFileSync(file, "utf8")).turns.length, 1);
  await page.getByRole("button", { name: "Leave" }).click();
  await page.locator("input[type=file]").setInputFiles({ name: "game.json", mimeType: "application/json", buffer: readFileSync(file) });
  await page.waitForSelector("text=Day 2 of");
  await page.reload();
  await page.waitForSelector("h1");
  await page.getByRole("button", { name: "Go on with the last game" }).click();
  await page.waitForSelector("text=Day 2 of");
  assert.deepEqual(problems, []);
  await context.close();
});

test("an edited copy is saved as a new scenario", async () => {
  const { page, context } = await enter(WIDE);
  await page.waitForLoadState("networkidle");
  await show(page, "scenario");
  await slide(page, 150);
  await page.getByLabel("Save as new scenario").fill("edited-by-test");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForSelector("text=upheaval check");
  assert.ok(existsSync(join(work.folder, "scenarios", "edited-by-test", "scenario.yaml")));
  await context.close();
});
