// A headless Chromium and pages that keep a record of everything that went wrong in them.
import { chromium } from "playwright-core";

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
  page.setDefaultTimeout(10_000);
  page.wrongs = [];
  const origin = new URL(address).origin;
  page.on("console", (message) => {
    if (message.type() === "error") page.wrongs.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.wrongs.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => page.wrongs.push(`failed: ${request.url()}`));
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

// The program has taken the place of the frame.
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
  const more = page.locator(`[id="${section}-more"][aria-expanded="false"]`);
  if ((await more.count()) > 0) await more.click();
}

// The files have followed what was typed; those of a heavy spec wait for a pause.
export function settled(page) {
  return page.waitForSelector(".app:not([aria-busy])");
}

// The paths of all files, and the text of the one that is shown.
export async function files(page) {
  await settled(page);
  return page.locator("#choose-file option").evaluateAll((all) => all.map((each) => each.value));
}

export async function shown(page) {
  await settled(page);
  return page.locator("#preview-lines .line code").evaluateAll((all) => all.map((each) => each.textContent).join("\n"));
}

// The text of a file, which is shown for it.
export async function text(page, path) {
  await page.locator("#choose-file").selectOption(path, { force: true });
  await page.waitForFunction((path) => document.querySelector("#preview-lines")?.ariaLabel === path, path);
  return shown(page);
}

export function assert(holds, what) {
  if (!holds) throw new Error(what);
}

export function equal(found, expected, what) {
  const [left, right] = [found, expected].map((value) => JSON.stringify(value));
  assert(left === right, `${what}: found ${left}, expected ${right}`);
}
