// Every change of the spec is taken back and done again.
import { assert, becomes, equal, field, focused, open, until, visit } from "./browser.mjs";

const value = (page, path) => () => field(page, path).inputValue();

export const tests = [
  ["Ctrl Z takes back what was chosen, typed or removed, and only that", async (browser, keep) => {
    const page = keep(await visit(browser));
    const before = await value(page, "app")();
    await field(page, "app").fill("bakery");
    await field(page, "database.adapter").selectOption("mysql");
    await field(page, "database.adapter").focus();
    await page.keyboard.press("Control+z");
    await until(value(page, "database.adapter"), (adapter) => adapter !== "mysql", "the database before");
    equal(await value(page, "app")(), "bakery", "the name is not touched");
    await field(page, "app").focus();
    await page.keyboard.press("Control+z");
    await becomes(value(page, "app"), before, "the name before");
    equal(await focused(page), "app", "the focus stays");
    await page.keyboard.press("Control+Shift+z");
    await becomes(value(page, "app"), "bakery", "the name again");
    await page.locator("#redo").click();
    await becomes(value(page, "database.adapter"), "mysql", "the database again");
    equal(await page.locator("#redo").getAttribute("aria-disabled"), "true", "nothing more");
  }],

  ["a removed worker and a replaced spec come back", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "workers");
    const name = await value(page, "workers[0].name")();
    await page.locator("[id='workers[0]']").getByRole("button", { name: /Remove/ }).first().click();
    await page.locator("#undo[title*='Workers']").waitFor();
    await page.locator("#undo").click();
    await becomes(value(page, "workers[0].name"), name, "the worker");
    await page.locator("#menu-presets").click();
    await page.locator("#menu-presets-3").click();
    await becomes(value(page, "app"), "orders-api", "the preset");
    await page.locator("#undo").click();
    await becomes(value(page, "app"), "shop", "the spec before");
    const title = await page.locator("#redo").getAttribute("title");
    assert(title.includes("the whole spec"), title);
  }],
];
