// Taking a bundle away and bringing it back.
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { assert, becomes, equal, field, files, open, presets, spec as specOf, text, until, visit } from "./browser.mjs";

async function saved(page, format) {
  await page.locator("#menu-download").click();
  const waiting = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: format }).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), path: await download.path() };
}

// Downloads an edited bundle, opens it in a new page, and compares the specs.
async function roundTrip(browser, keep, format) {
  const page = keep(await visit(browser));
  await field(page, "app").fill("bakery");
  await open(page, "web");
  await field(page, "web.replicas").fill("7");
  const spec = await specOf(page, (text) => text.includes("bakery") && text.includes("replicas: 7"), "the edits");
  const { name, path } = await saved(page, format);
  equal(name, `bakery${format}`, "file name");
  const again = keep(await visit(browser));
  await again.locator("#open-file").setInputFiles({ name, mimeType: "", buffer: await readFile(path) });
  await again.waitForFunction(() => document.getElementById("app").value === "bakery");
  await becomes(() => text(again, "linkspan.yml"), spec, "the spec of the reopened bundle");
  return readFile(path);
}

export const tests = [
  ["a .tar.gz is downloaded and opened again", async (browser, keep) => {
    const bytes = await roundTrip(browser, keep, ".tar.gz");
    assert(gunzipSync(bytes).includes("bakery/deploy.sh"), "deploy.sh is in its folder");
  }],

  ["a .zip is downloaded and opened again", async (browser, keep) => {
    const bytes = await roundTrip(browser, keep, ".zip");
    equal(bytes.subarray(0, 2).toString(), "PK", "signature");
  }],

  ["a preset replaces the spec and can be undone", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("bakery");
    await page.locator("#menu-presets").click();
    await page.getByRole("menuitem", { name: /API only/ }).click();
    await page.waitForFunction(() => document.getElementById("app").value === "orders-api");
    await until(() => files(page), (all) => !all.some((path) => path.includes("sidekiq")), "it has no worker");
    await page.locator("#telling").getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction(() => document.getElementById("app").value === "bakery");
  }],

  ["everything goes back to the preset, and comes back again", async (browser, keep) => {
    const page = keep(await visit(browser));
    equal(await page.locator("#reset-all").count(), 0, "nothing to reset");
    await open(page, "web");
    await field(page, "web.replicas").fill("7");
    await page.locator("#reset-all").click();
    await page.waitForFunction(() => document.getElementById("web.replicas").value === "3");
    await page.locator("#telling").getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction(() => document.getElementById("web.replicas").value === "7");
  }],

  ["every preset is free of errors", async (browser, keep) => {
    const page = keep(await visit(browser));
    const names = await presets(page);
    await page.keyboard.press("Escape");
    await page.locator("#menu-presets-list").waitFor({ state: "detached" });
    for (const [at, name] of names.entries()) {
      await page.locator("#menu-presets").click();
      // One name may be a part of another.
      await page.locator("#menu-presets-list").getByRole("menuitem").nth(at).click();
      await becomes(() => page.locator("#menu-presets .menu-label").textContent(), name, "the preset");
      const errors = await page.locator("#problems-toggle .badge.error").count();
      equal(errors, 0, `errors of ${name}`);
    }
  }],

  ["with an error nothing is downloaded, and it says why", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("Not A Name");
    await page.keyboard.press("Control+s");
    const notice = page.locator(".notice.bad");
    await notice.waitFor();
    assert((await notice.textContent()).includes("Not downloaded"), await notice.textContent());
  }],

  ["a file is copied", async (browser, keep) => {
    const page = keep(await visit(browser));
    const spec = await text(page, "linkspan.yml");
    await page.locator("#copy-file").click();
    await page.locator(".notice").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    equal(copied, `${spec}\n`, "what was copied");
  }],

  ["what is no bundle is refused in words", async (browser, keep) => {
    const page = keep(await visit(browser));
    const buffer = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
    await page.locator("#open-file").setInputFiles({ name: "broken.tar.gz", mimeType: "", buffer });
    await page.locator(".notice.bad").waitFor();
    equal(await field(page, "app").inputValue(), "shop", "the spec stays");
  }],
];
