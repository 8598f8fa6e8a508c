// Debian's Chromium driven by Playwright-core; nothing is downloaded.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

export async function launch() {
  if (!executablePath) throw new Error("Chromium is missing: apt-get install chromium");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 360, height: 740 };

export const SCREENS = [
  "overview", "days", "power", "explanations", "claims", "what-if", "aftermath", "method", "scenario",
];

/** A page that remembers what went wrong in it and whom it asked. */
export async function open(browser, address, viewport, options = {}) {
  const context = await browser.newContext({ viewport, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const problems = [];
  const foreign = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    const own = ["data:", "blob:", "file:"].includes(protocol) || host === new URL(address).host;
    if (!own) foreign.push(request.url());
  });
  await page.goto(address);
  await page.waitForSelector("h1");
  return { page, context, problems, foreign };
}

/** Go to a screen by its link. */
export async function show(page, screen) {
  await page.evaluate((name) => (location.hash = `#/${name}`), screen);
  await page.waitForSelector(`nav a[href="#/${screen}"][aria-current]`);
  await page.waitForTimeout(60);
}
