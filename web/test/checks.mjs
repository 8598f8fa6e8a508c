// What holds on every screen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function axeClean(page, screen) {
  // Evaluated by the driver, so that the page's own policy against scripts stays as it is.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
  assert.deepEqual(found, [], `axe on ${screen}`);
}

export async function fits(page, screen) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${screen} is ${over} px wider than the window`);
}

/** Texts of charts that lie on each other: boxes that overlap by more than a hair. */
export async function labelsApart(page, screen) {
  const found = await page.evaluate(() => {
    const touching = [];
    for (const chart of document.querySelectorAll("svg.chart")) {
      const texts = [...chart.querySelectorAll("text")].filter((text) => text.textContent.trim());
      const boxes = texts.map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
      boxes.forEach((a, i) =>
        boxes.slice(i + 1).forEach((b) => {
          const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
          const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          if (wide > 3 && high > 5) touching.push(`${a.text} / ${b.text}`);
        }),
      );
    }
    return touching;
  });
  assert.deepEqual(found, [], `labels on each other: ${screen}`);
}

/** Walk with Tab; every control that is seen must be met. */
export async function tabWalk(page, screen) {
  const wanted = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
    const seen = controls.filter(
      (item) => !item.disabled && item.type !== "radio" && item.checkVisibility() && item.getBoundingClientRect().width > 0,
    );
    seen.forEach((item, at) => (item.dataset.walk = at));
    document.body.focus();
    return seen.length;
  });
  const met = new Set();
  for (let step = 0; step < wanted + 30; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => document.activeElement?.dataset?.walk ?? null);
    if (at !== null) met.add(at);
    if (met.size === wanted) break;
  }
  assert.equal(met.size, wanted, `Tab reaches ${met.size} of ${wanted} controls on ${screen}`);
}
