// Links, and what may not leave the page.
import { address, assert, becomes, equal, field, open, spec as specOf, text, until, visit } from "./browser.mjs";

export const tests = [
  ["a link carries the spec to another page", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("bakery");
    const spec = await specOf(page, (text) => text.includes("app: bakery"), "the edit");
    await page.locator("#share").click();
    await page.locator(".notice").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert(link.startsWith(`${address}#v1.`), link);
    const again = keep(await visit(browser, { fragment: link.slice(address.length) }));
    await becomes(() => text(again, "linkspan.yml"), spec, "the spec of the link");
  }],

  ["another fragment is followed without a reload", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.evaluate(() => { location.hash = "#app=tiny&image=a/tiny"; });
    await page.waitForFunction(() => document.getElementById("app").value === "tiny");
  }],

  ["a broken link loads the sample app and says so", async (browser, keep) => {
    const page = keep(await visit(browser, { fragment: "#v1.notalink" }));
    await page.locator(".notice.bad").waitFor();
    equal(await field(page, "app").inputValue(), "shop", "app name");
  }],

  ["a secret does not go into a link", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#section-env-toggle").click();
    const last = (await page.locator("[id^='env['][id$='.name']").count()) - 1;
    await field(page, `env[${last}].name`).fill("STRIPE_SECRET");
    await field(page, `env[${last}].value`).fill("sk-live-123");
    await page.locator("#share").click();
    await page.locator(".notice.bad").waitFor();
    assert(!page.url().includes("#"), page.url());
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert(!kept.includes("sk-live"), kept);
  }],

  ["the page works without the network", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.context().setOffline(true);
    await open(page, "web");
    await field(page, "web.replicas").fill("9");
    await specOf(page, (text) => text.includes("replicas: 9"), "it goes on");
  }],
];
