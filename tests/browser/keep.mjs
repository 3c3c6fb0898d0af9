// What is there again after a reload, on the way back, and at the next visit.
import { address, assert, becomes, equal, field, open, ready, spec, until, visit } from "./browser.mjs";

// Everything that the browser keeps, as one text.
const stored = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

const app = (page) => () => field(page, "app").inputValue();

async function reload(page) {
  await page.reload();
  await ready(page);
}

// A key in parts, so that no scanner of this repository takes it for a real one.
const KEY = `sk_${"live_51Hqz0aBcDeFgHiJkLmNoP"}`;
const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwok: true, containers: [{name: a}]}\n";

export const tests = [
  ["a reload keeps the spec, and so do leaving and the way back", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("bakery");
    await open(page, "web");
    await field(page, "web.replicas").fill("7");
    await reload(page);
    await becomes(app(page), "bakery", "after a reload");
    await spec(page, (text) => text.includes("replicas: 7"), "the other field");
    equal(await page.locator(".notice").count(), 0, "notices");
    await page.goto("about:blank");
    await page.goBack();
    await ready(page);
    await becomes(app(page), "bakery", "after the way back");
    const later = await page.context().newPage();
    await later.goto(address);
    await ready(later);
    await becomes(app(later), "bakery", "in another tab");
  }],

  ["a reload keeps the checker's texts, and judges them", async (browser, keep) => {
    const page = keep(await visit(browser, { fragment: "#check" }));
    await page.locator("#sheet").fill(POD);
    await reload(page);
    await becomes(() => page.locator("#sheet").inputValue(), POD, "the text");
    await page.locator(".findings .finding", { hasText: "hostNetwok" }).first().waitFor();
  }],

  ["what looks like a secret is not kept, and that is said", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "env");
    const last = (await page.locator("[id^='env['][id$='.name']").count()) - 1;
    for (const [at, name, value] of [[last, "STRIPE_SECRET", "hunter2hunter2"], [last + 1, "LICENSE", KEY], [last + 2, "GREETING", "hello"]]) {
      await field(page, `env[${at}].name`).fill(name);
      await field(page, `env[${at}].value`).fill(value);
    }
    await page.locator("#mode-check").click();
    await page.locator("#sheet").fill(`kind: ConfigMap\napiVersion: v1\ndata:\n  A_PASSWORD: hunter2hunter2\n`);
    await reload(page);
    const kept = await stored(page);
    assert(kept.includes("hello"), "the rest is kept");
    assert(!kept.includes("hunter2") && !kept.includes(KEY), kept);
    const notice = await page.locator(".notice").textContent();
    assert(notice.includes("env.STRIPE_SECRET") && notice.includes("env.LICENSE") && notice.includes("manifests.yml"), notice);
    assert(!notice.includes("hunter2") && !notice.includes(KEY), notice);
  }],

  ["of a draft and a link it is said which is shown, and the other is one action away", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("mine");
    await spec(page, (text) => text.includes("app: mine"), "the edit");
    // A link to another spec, opened later: it is shown, the draft is kept.
    await page.goto("about:blank");
    await page.goto(`${address}#app=theirs&image=a/b`);
    await ready(page);
    await becomes(app(page), "theirs", "the link");
    await page.locator(".notice").getByRole("button", { name: "Show mine" }).click();
    await becomes(app(page), "mine", "one's own");
    await page.locator("#menu-presets").click();
    await page.getByRole("menuitem", { name: /The spec before/ }).click();
    await becomes(app(page), "theirs", "the link again");
    // Changed, it does not give way to the link as it was.
    await field(page, "app").fill("changed");
    await page.goto(`${address}#app=theirs&image=a/b`);
    await reload(page);
    await becomes(app(page), "changed", "the newer one");
    await page.locator(".notice").getByRole("button", { name: "Show the link's" }).click();
    await becomes(app(page), "theirs", "the older one");
  }],

  ["after a link was made the newer draft is shown, and said to be", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("shared");
    await page.locator("#share").click();
    await page.locator(".notice", { hasText: "link is copied" }).waitFor();
    await field(page, "app").fill("later");
    await reload(page);
    await becomes(app(page), "later", "the newer one");
    await page.locator(".notice", { hasText: "not the one that the link holds" }).waitFor();
  }],

  ["back and forward follow what the page is used for", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("bakery");
    await page.locator("#mode-check").click();
    await page.locator("#sheet").fill(POD);
    await page.goBack();
    await page.locator("#form").waitFor();
    await becomes(app(page), "bakery", "the form");
    await page.goForward();
    await becomes(() => page.locator("#sheet").inputValue(), POD, "the checker");
    await reload(page);
    await becomes(() => page.locator("#sheet").inputValue(), POD, "the checker after a reload");
    await page.goBack();
    await page.locator("#form").waitFor();
    await becomes(app(page), "bakery", "the form after a reload");
  }],

  ["where nothing may be stored the page works without", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
      }
    });
    await reload(page);
    await field(page, "app").fill("bakery");
    await spec(page, (text) => text.includes("app: bakery"), "it works");
    await reload(page);
    await becomes(app(page), "shop", "nothing is kept");
    await until(() => page.locator(".notice").count(), (count) => count === 0, "nothing is said");
  }],
];
