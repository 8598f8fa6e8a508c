// The report: one file from the disk, with the network off.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { transformWithEsbuild } from "vite";
import { launch, NARROW, open, SCREENS, show, WIDE } from "./browser.mjs";
import { axeClean, fits, labelsApart, tabWalk } from "./checks.mjs";
import { report, workspace } from "./server.mjs";

let work, file, browser;
before(async () => {
  work = workspace();
  file = process.env.REPORT ?? report(work.folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  work?.remove();
});

const enter = (viewport) => open(browser, pathToFileURL(file).href, viewport, { offline: true });

test("the report is smaller than two megabytes", () => {
  assert.ok(statSync(file).size < 2 * 1024 * 1024, `${statSync(file).size} bytes`);
});

for (const [name, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
  test(`every screen is readable, clean for axe and alone with itself, ${name}`, async () => {
    const { page, context, problems, foreign } = await enter(viewport);
    for (const screen of SCREENS) {
      await show(page, screen);
      await fits(page, screen);
      await labelsApart(page, `${screen} ${name}`);
      await axeClean(page, screen);
    }
    assert.deepEqual(problems, []);
    assert.deepEqual(foreign, []);
    await context.close();
  });
}

test("Tab reaches everything on every screen", async () => {
  const { page, context } = await enter(WIDE);
  for (const screen of SCREENS) {
    await show(page, screen);
    await tabWalk(page, screen);
  }
  await context.close();
});

test("a slider gives a preview with its error in less than 100 ms", async () => {
  const { page, context } = await enter(WIDE);
  const before = await page.textContent("h1");
  const times = await page.evaluate(async () => {
    const slider = document.querySelector(".rail input[type=range]");
    const times = [];
    for (const value of [20, 60, 120, 160, 200]) {
      const begun = performance.now();
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      times.push(performance.now() - begun);
    }
    return times;
  });
  const [, , middle, , worst] = times.sort((a, b) => a - b);
  console.log(`slider to preview: median of five ${middle.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`);
  const heading = await page.textContent("h1");
  assert.notEqual(heading, before);
  assert.match(heading, /preview, ±\d+ points/);
  assert.ok(middle < 100, `${middle} ms`);
  await page.getByRole("button", { name: "Reset" }).click();
  assert.equal(await page.textContent("h1"), before);
  await context.close();
});

test("the preview reads the fit as Python does", async () => {
  const text = readFileSync(file, "utf8");
  const found = text.match(/<script type="application\/json" id="page">(.*?)<\/script>/s);
  const { surrogate } = JSON.parse(found[1]);
  const code = readFileSync(new URL("../src/numbers/surrogate.ts", import.meta.url), "utf8");
  const script = (await transformWithEsbuild(code, "surrogate.ts")).code;
  const { evaluate } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
  assert.ok(surrogate.check.length > 0);
  for (const { inputs, shares } of surrogate.check) {
    const found = evaluate(surrogate, inputs);
    surrogate.classes.forEach((name, at) => assert.ok(Math.abs(found[name] - shares[at]) < 1e-4, name));
  }
});

test("explanations have probabilities with ranges, and what remains without one observation", async () => {
  const { page, context, problems } = await enter(WIDE);
  await show(page, "explanations");
  const main = page.locator("main");
  assert.match(await main.textContent(), /Guard rails hold\./);
  const chart = main.locator("figure", { hasText: "From prior to posterior" });
  assert.match(await chart.textContent(), /likely .*\d+% \(\d+–\d+%\)/);
  assert.match(await chart.textContent(), /not told by the record: \d+%/);
  assert.ok(await main.getByText("Without evidence of its own").isVisible());
  const matrix = main.locator("figure", { hasText: "Which observations tell" });
  assert.match(await matrix.locator("td.ratio").allTextContents().then((all) => all.join(" ")), /[×÷]/);
  await matrix.getByRole("button", { name: "Left out singly" }).click();
  const cells = await matrix.locator("td.ratio").allTextContents();
  assert.ok(cells.some((cell) => /^[+−]\d+\*?$/.test(cell)), cells.join(" "));
  assert.ok(!cells.some((cell) => /[×÷]/.test(cell)));
  await matrix.locator("tbody input[type=checkbox]").first().check();
  const left = main.locator("figure", { hasText: "Without one observation" });
  assert.match(await left.textContent(), /\d+% → \d+%: [+−]\d+ points/);
  // A file cannot weigh anew.
  assert.equal(await page.getByRole("button", { name: /Weigh/ }).count(), 0);
  await page.getByRole("button", { name: "Show the whole record again" }).click();
  assert.ok(await chart.isVisible());
  assert.deepEqual(problems, []);
  await context.close();
});

test("what checking would change is told: what would be found, and what would move", async () => {
  const { page, context } = await enter(WIDE);
  await show(page, "claims");
  const table = page.locator("figure", { hasText: "What to check first" });
  assert.match(await table.locator("tbody tr").first().textContent(), /\d\.\d\d \(.*\).*\d+% true.*[+−]\d+ to \d+%/);
  await table.getByLabel("Show").selectOption("claim");
  assert.ok((await table.locator("tbody tr").count()) >= 3);
  await page.getByLabel("Order").selectOption("value");
  await page.locator(".ledger button").first().click();
  assert.match(await page.locator(".panel").textContent(), /Value of verifying.*bits.*If it were checked/s);
  await context.close();
});

test("the method screen lists every answer, and how to make what is missing", async () => {
  const { page, context } = await enter(WIDE);
  await show(page, "method");
  const rows = page.locator("section", { hasText: "Answers on this page" }).locator("tbody tr");
  const told = await rows.allTextContents();
  assert.equal(told.filter((row) => row.includes("✓ yes")).length, 5, told.join(" | "));
  assert.ok(told.some((row) => /Parts.*✗ no.*upheaval parts kazakhstan-2022 --json > parts.json/.test(row)));
  const missing = page.locator(".missing", { hasText: "each part of the system" });
  assert.match(await missing.textContent(), /upheaval report kazakhstan-2022 report\.html --answer parts\.json/);
  assert.ok(await page.getByText("Hindcast: foreseen from several days").isVisible());
  assert.ok(await page.getByText("Which uncertain parameters the results hang on").isVisible());
  await show(page, "overview");
  const foreseen = page.locator("figure", { hasText: "Foreseen from" });
  const before = await foreseen.locator("h2").textContent();
  await foreseen.locator("input[type=range]").fill("2");
  assert.notEqual(await foreseen.locator("h2").textContent(), before);
  await context.close();
});

test("charts are saved as PNG, SVG and CSV", async () => {
  const { page, context } = await enter(WIDE);
  const figure = page.locator("figure", { hasText: "People in the streets of the country" });
  for (const [button, start] of [["PNG", "\x89PNG"], ["SVG", "<svg"], ["CSV", "day,"]]) {
    const waiting = page.waitForEvent("download");
    await figure.getByRole("button", { name: button, exact: true }).click();
    const download = await waiting;
    const content = readFileSync(await download.path(), "latin1");
    assert.ok(content.startsWith(start), `${button}: ${content.slice(0, 20)}`);
  }
  await figure.getByRole("button", { name: "Table" }).click();
  assert.ok((await figure.locator("table tbody tr").count()) >= 5);
  await context.close();
});

test("arrow keys walk the towns of the map and Enter chooses one", async () => {
  const { page, context } = await enter(WIDE);
  await show(page, "days");
  await page.locator(".city[tabindex='0']").focus();
  const first = await page.evaluate(() => document.activeElement.dataset.city);
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement.dataset.city);
  assert.notEqual(second, first);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".city[aria-pressed='true']").getAttribute("data-city"), second);
  await context.close();
});
