// Fields are found, lists filled and everything skipped to by keyboard; examples are told from values.
import { assert, becomes, equal, field, focused, until, visit } from "./browser.mjs";

export const tests = [
  ["a field is found by a word and the keyboard alone", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("/");
    await becomes(() => focused(page), "search", "the search");
    await page.keyboard.type("web pods");
    await page.locator("#search-0[aria-selected=true]", { hasText: "web.replicas" }).waitFor();
    await page.keyboard.press("Enter");
    await becomes(() => focused(page), "web.replicas", "the field");
    equal(await page.locator("#search").inputValue(), "", "the search is over");
    await page.locator("#search").fill("queues");
    const at = await page.locator("#search-list li").evaluateAll((all) => all.findIndex((each) => each.textContent.includes("workers[].queues")));
    for (let step = 0; step < at; step += 1) await page.keyboard.press("ArrowDown");
    await page.locator(`#search-${at}[aria-selected=true]`).waitFor();
    await page.keyboard.press("Enter");
    await until(() => focused(page), (id) => id.startsWith("workers"), "a field in a group");
    await page.locator("#search").fill("no such field");
    await page.locator(".search-none").waitFor();
  }],

  ["lists are filled, ordered and pasted into by keyboard", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "hosts[0]").fill("a.io");
    await page.keyboard.press("Enter");
    await becomes(() => focused(page), "hosts[1]", "the next row");
    await page.evaluate(() => navigator.clipboard.writeText("b.io\nc.io, \nd.io"));
    await page.keyboard.press("Control+v");
    await becomes(() => field(page, "hosts[3]").inputValue(), "d.io", "the last pasted row");
    await becomes(() => focused(page), "hosts[4]", "the row behind");
    await field(page, "hosts[3]").focus();
    await page.keyboard.press("Alt+ArrowUp");
    await becomes(() => field(page, "hosts[2]").inputValue(), "d.io", "moved up");
    await becomes(() => focused(page), "hosts[2]", "the focus goes along");
    await page.evaluate(() => navigator.clipboard.writeText("x.io, y.io"));
    await field(page, "hosts[4]").focus();
    await page.keyboard.press("Control+v");
    await becomes(() => field(page, "hosts[5]").inputValue(), "y.io", "a list with commas");
  }],

  ["keys without Ctrl are switched off for good, and what stands before is skipped", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const skip = page.getByRole("button", { name: "Skip to the preview" });
    await skip.waitFor();
    await page.keyboard.press("Enter");
    await becomes(() => focused(page), "preview-lines", "the preview");
    await page.keyboard.press("c");
    await page.locator("#checker").waitFor();
    await becomes(() => focused(page), "mode-check", "the focus is not lost");
    await page.keyboard.press("c");
    await page.locator("#form").waitFor();
    await page.locator("#keys-open").click();
    await page.locator("#letters").uncheck();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.reload();
    await page.locator("#page:not([inert]) .app").waitFor();
    await page.evaluate(() => document.activeElement.blur());
    for (const key of ["c", "p", "/", "?"]) await page.keyboard.press(key);
    await page.keyboard.press("F8");
    await page.locator(".notice").waitFor();
    assert(await page.locator("#form").isVisible(), "still the form");
    equal(await page.locator("dialog[open], #menu-presets-0").count(), 0, "what letters would open");
    equal(await focused(page), "", "nor the focus");
  }],

  ["examples are told before the download, and what a person set is told from what the preset did", async (browser, keep) => {
    const page = keep(await visit(browser));
    assert((await page.locator("#preview-lines").textContent()).includes("app, set in the preset"), "the preset's");
    await page.locator("#menu-download").click();
    await page.getByRole("menuitem", { name: /Host names/ }).click();
    await until(() => focused(page), (id) => id.startsWith("hosts"), "the way to it");
    await field(page, "app").fill("bakery");
    await page.locator("#preview-lines", { hasText: "app, set by you" }).waitFor();
    await field(page, "hosts[0]").fill("bakery.io");
    await field(page, "image").fill("ghcr.io/bakery/bakery");
    await page.locator("#examples").waitFor({ state: "detached" });
  }],
];
