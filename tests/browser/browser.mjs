// A headless Chromium and pages that keep a record of everything that went wrong in them.
import { chromium } from "playwright-core";

// How long anything that has to come is waited for, in milliseconds: a limit for what never comes, on a machine that is
// busy with other things. What is there is seen at once.
const PATIENCE = 60_000;

export const address = process.env.LINKSPAN_URL ?? "http://127.0.0.1:8080/";

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// A fresh visitor. `page.wrongs` lists console errors, failed and foreign requests, and what the policy stopped.
export async function visit(browser, options = {}) {
  const { fragment = "", width = 1600, height = 900, theme = "light", ...rest } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    permissions: ["clipboard-read", "clipboard-write"],
    acceptDownloads: true,
    ...rest,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.wrongs = [];
  const origin = new URL(address).origin;
  page.on("console", (message) => {
    if (message.type() === "error") page.wrongs.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.wrongs.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => {
    // What a page asked for when it was left does not come, and nobody misses it.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") page.wrongs.push(`failed: ${request.url()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(blob|data):/.test(url)) page.wrongs.push(`elsewhere: ${url}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(address + fragment);
  await ready(page);
  return page;
}

// The program has taken the place of the frame, and hears.
export function ready(page) {
  return page.waitForSelector("#page:not([inert]) .app");
}

// A control by the path of its field.
export function field(page, path) {
  return page.locator(`[id="${path}"]`);
}

// Opens a section of the form, and shows its fields that few people need.
export async function open(page, section) {
  const toggle = page.locator(`#section-${section}-toggle`);
  if ((await toggle.getAttribute("aria-expanded")) === "false") await toggle.click();
  await page.locator(`#section-${section} > *`).first().waitFor();
  const more = page.locator(`[id="${section}-more"]`);
  if ((await more.count()) === 0) return;
  if ((await more.getAttribute("aria-expanded")) === "false") await more.click();
  await becomes(() => more.getAttribute("aria-expanded"), "true", `all fields of ${section}`);
}

// Opens the menu of presets and gives their names.
export async function presets(page) {
  await page.locator("#menu-presets").click();
  await page.locator("#menu-presets-0").waitFor();
  const names = await page.locator("#menu-presets-list .menu-name").allTextContents();
  // Behind the presets stand other ways to begin.
  return names.map((name) => name.replace(/shown$/, "")).filter((name) => name !== "An app of yours");
}

// Reads until what is read holds, and gives it. The page draws what was done some turns after it was done, so what a
// test is to see is waited for; an absence is looked for only once something is there that comes no earlier.
export async function until(read, holds, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await read();
    if (holds(found)) return found;
    assert(Date.now() < end, `${what}: found ${JSON.stringify(found)}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

// The same, for a value that is known.
export function becomes(read, expected, what) {
  const wanted = JSON.stringify(expected);
  return until(read, (found) => JSON.stringify(found) === wanted, `${what}, expected ${wanted}`);
}

// The id of what has the focus.
export function focused(page) {
  return page.evaluate(() => document.activeElement?.id ?? "");
}

// The paths of all files, and the text of the one that is shown, as they are drawn now.
export function files(page) {
  return page.locator("#choose-file option").evaluateAll((all) => all.map((each) => each.value));
}

export function shown(page) {
  return page.locator("#preview-lines .line code").evaluateAll((all) => all.map((each) => each.textContent).join("\n"));
}

// The text of a file, which is shown for it.
export async function text(page, path) {
  await page.locator("#choose-file").selectOption(path, { force: true });
  await page.waitForFunction((path) => document.querySelector("#preview-lines")?.ariaLabel === path, path);
  return shown(page);
}

// The spec as `linkspan.yml` says it, once it says this.
export function spec(page, holds, what) {
  return until(() => text(page, "linkspan.yml"), holds, what);
}

export function assert(holds, what) {
  if (!holds) throw new Error(what);
}

export function equal(found, expected, what) {
  const [left, right] = [found, expected].map((value) => JSON.stringify(value));
  assert(left === right, `${what}: found ${left}, expected ${right}`);
}
