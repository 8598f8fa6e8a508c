// Pictures of every screen, wide and narrow, to look at:  node tools/shots.mjs ADDRESS [SCREEN...]
import { mkdirSync } from "node:fs";
import { launch, NARROW, open, SCREENS, show, WIDE } from "../test/browser.mjs";

const [address, ...chosen] = process.argv.slice(2);
mkdirSync("shots", { recursive: true });
const browser = await launch();
for (const [name, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
  const { page, problems } = await open(browser, address, viewport);
  for (const screen of chosen.length ? chosen : SCREENS) {
    await show(page, screen);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) console.log(`${screen} ${name}: ${over} px too wide`);
    await page.screenshot({ path: `shots/${screen}-${name}.png`, fullPage: true });
  }
  if (problems.length) console.log(name, problems);
}
await browser.close();
