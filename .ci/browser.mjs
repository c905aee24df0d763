// Uses the HTML report as a reader would; any surprise ends it with an error.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [file, shots, executablePath] = process.argv.slice(2);
const quiet = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...quiet] });

async function open(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) said.push(`asked for ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  return { page, said };
}

const visible = (page) => page.locator("article:visible").count();

const { page, said } = await open({ viewport: { width: 1000, height: 900 } });
const all = await page.locator("article").count();
const first = await visible(page);
assert.ok(first > 0 && first < all, "what passes is hidden at first");
await page.getByLabel("unknown", { exact: true }).click();
const without = await visible(page);
assert.ok(without < first, "a click on a status hides its findings");
assert.equal(await page.locator('article[data-status="unknown"]:visible').count(), 0);
assert.match(await page.locator("#shown").textContent(), new RegExp(`^${without} .* ${all} `));
await page.keyboard.press("Tab");
await page.keyboard.press("Tab");
await page.keyboard.press("Space");
assert.ok((await visible(page)) > without, "the same works with keys alone");
await page.locator("select[name=server]").selectOption({ index: 1 });
assert.equal(await page.locator("section[data-server]:visible").count(), 1);
await page.screenshot({ path: `${shots}/light.png` });
await page.emulateMedia({ media: "print" });
await page.pdf({ path: `${shots}/print.pdf` });
assert.deepEqual(said, [], "the console is silent");

const dark = await open({ colorScheme: "dark", viewport: { width: 390, height: 800 } });
const wide = await dark.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
assert.ok(!wide, "a phone needs no scrolling to the side");
await dark.page.screenshot({ path: `${shots}/dark.png` });

const plain = await open({ javaScriptEnabled: false });
assert.equal(await visible(plain.page), all, "without scripts everything is shown");
assert.equal(await plain.page.locator("#filter:visible").count(), 0);

await browser.close();
console.log(`${all} findings, ${first} of them shown at first: filter, keys, dark mode, print, no script: as wanted`);
