// For everybody: keyboard, contrast, names, small screens.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { address, assert, becomes, equal, field, files, focused, presets, ready, until, visit } from "./browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function judged(page, where) {
  const violations = await page.evaluate(async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations
      .filter((each) => ["serious", "critical"].includes(each.impact))
      .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
  });
  equal(violations, [], where);
}

async function inState(page, width) {
  await judged(page, "as it starts");
  await field(page, "app").fill("Not A Name");
  await page.locator("#app[aria-invalid]").waitFor();
  await page.locator("#section-environments-toggle").click();
  await page.getByRole("button", { name: "Add an environment" }).click();
  await field(page, "environments.staging[0].name").fill("web.replicas");
  await field(page, "environments.staging[0].value").fill("many");
  await page.locator("[id='environments.staging[0].value'][aria-invalid]").waitFor();
  await judged(page, "with an environment and its differences");
  if (width > 700) {
    await page.locator("#section-workers-toggle").click();
    await page.locator("#preview-lines .line").nth(4).click();
    await page.locator("#preview-lines .line.selected").waitFor();
    await page.locator("#problems-toggle").click();
    await page.locator("#problem-list").waitFor();
    await judged(page, "with problems, workers and a line");
    await page.locator("#problems-toggle").click();
    await page.locator("#problem-list").waitFor({ state: "detached" });
  } else {
    await page.locator("#pane-files").click();
    await page.locator("#preview").waitFor();
    await judged(page, "files");
    await page.locator("#pane-problems").click();
    await page.locator("#problem-list").waitFor();
    await judged(page, "problems");
  }
  await presets(page);
  await judged(page, "with a menu");
}

async function checking(page, width) {
  await page.locator("#mode-check").click();
  await page.locator("#ways-example").waitFor();
  await judged(page, "the empty checker");
  await page.locator("#ways-example").click();
  await page.locator(".sheet-row .wrong").first().waitFor();
  if (width <= 700) await page.locator("#sheet-findings").click();
  await page.locator(".findings .finding .link").first().click();
  await page.locator(".findings .explain").waitFor();
  await judged(page, "findings, one of them explained");
  await page.locator(".findings .finding-jump").first().click();
  await page.locator(".editor .sheet-row.selected").waitFor();
  await judged(page, "a finding in its text");
  if (width <= 700) {
    await page.locator("#sheet-texts").click();
    await page.locator("#choose").waitFor();
    await judged(page, "the checked files");
  }
}

const everyLook = [400, 900, 1600].flatMap((width) => ["light", "dark"].flatMap((theme) => [[
  `nothing bars the way at ${width} px, ${theme}`,
  async (browser, keep) => {
    // axe is put into the page past its policy, so that the page itself can keep a strict one.
    const page = keep(await visit(browser, { width, theme }));
    await page.evaluate(axe);
    await inState(page, width);
  },
], [
  `nothing bars the way in the checker at ${width} px, ${theme}`,
  async (browser, keep) => {
    const page = keep(await visit(browser, { width, theme }));
    await page.evaluate(axe);
    await checking(page, width);
  },
]]));

export const tests = [
  ...everyLook,

  ["the keyboard is enough", async (browser, keep) => {
    const page = keep(await visit(browser));
    const at = () => focused(page);
    for (let step = 0; step < 30 && (await at()) !== "app"; step += 1) await page.keyboard.press("Tab");
    equal(await at(), "app", "Tab reaches the first field");
    await page.keyboard.type("x");
    for (let step = 0; step < 80 && (await at()) !== "preview-lines"; step += 1) await page.keyboard.press("Tab");
    equal(await at(), "preview-lines", "Tab reaches the preview");
    const paths = await files(page);
    const shownAt = async () => paths.indexOf(await page.locator("#preview-lines").getAttribute("aria-label"));
    const wanted = paths.findIndex((path) => path.endsWith("/web.yml"));
    for (let shown = await shownAt(); shown !== wanted; ) {
      const next = shown + Math.sign(wanted - shown);
      await page.keyboard.press(next < shown ? "[" : "]");
      await becomes(shownAt, next, "the file that is shown");
      shown = next;
    }
    const selected = () => page.locator(".line.selected").evaluateAll(([line]) => [line?.id, line?.textContent]);
    for (let step = 1, line = ""; step < 80 && !line.includes(" replicas:"); step += 1) {
      await page.keyboard.press("ArrowDown");
      [, line] = await until(selected, ([id]) => id === `line-${step}`, `line ${step} is selected`);
    }
    await page.waitForFunction(() => document.getElementById("why").textContent.includes("web.replicas"));
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "web.replicas");
    await page.keyboard.press("ArrowUp");
    await becomes(() => field(page, "web.replicas").inputValue(), "4", "one more");
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.keyboard.press("p");
    await becomes(at, "menu-presets-0", "the first preset");
    await page.keyboard.press("ArrowDown");
    await becomes(at, "menu-presets-1", "the second preset");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.getElementById("app").value !== "shopx");
  }],

  ["the five fields that make an app come first, and the rest says what is set", async (browser, keep) => {
    const page = keep(await visit(browser));
    const ids = await page.locator("#form .fields").locator("input, select, textarea").evaluateAll((all) =>
      [...new Set(all.map((each) => each.id.replace(/\[\d+\]$/, "")))]);
    equal(ids, ["app", "image", "hosts", "provider", "database.adapter"], "the open fields");
    const bottom = await field(page, "database.adapter").evaluate((last) => last.closest(".field").getBoundingClientRect().bottom);
    assert(bottom <= 520, `the last one ends at ${bottom} of 900`);
    const said = await page.locator("#section-web-toggle .said").textContent();
    equal(said, "Web pods 3", "what is set in a folded section");
  }],

  ["nothing jumps when the program takes over", async (browser) => {
    const still = await browser.newContext({ viewport: { width: 1600, height: 900 } });
    const frame = await still.newPage();
    await frame.route(/\.wasm$/, (route) => route.abort());
    await frame.goto(address);
    const boxes = (page) => page.locator(".bar, .form, .tree, .preview, .field, .line, .problems").evaluateAll((all) =>
      all.map((each) => { const box = each.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; }));
    const before = await boxes(frame);
    const page = await visit(browser);
    const after = await until(() => boxes(page), (all) => all.length === before.length, "as many boxes");
    assert(before.length > 50, `${before.length} boxes`);
    const moved = after.filter((box, at) => JSON.stringify(box) !== JSON.stringify(before[at]));
    equal([after.length, moved.length], [before.length, 0], "boxes, and how many moved");
  }],

  ["colours are chosen and remembered", async (browser, keep) => {
    const page = keep(await visit(browser));
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    for (const theme of ["light", "dark"]) {
      await page.locator("#theme").click();
      await becomes(() => page.locator("html").getAttribute("data-theme"), theme, "the theme");
    }
    const dark = await ground();
    assert(light !== dark, "dark differs from light");
    await page.reload();
    await ready(page);
    equal(await ground(), dark, "after a reload");
  }],

  ["a small screen shows one pane, and the rest is a thumb away", async (browser, keep) => {
    const page = keep(await visit(browser, { width: 400, height: 800, hasTouch: true }));
    assert(!(await page.locator("#preview").isVisible()), "the form alone");
    await page.locator("#pane-files").tap();
    await page.locator("#preview").waitFor();
    assert(!(await page.locator("#form").isVisible()), "the preview alone");
    const box = await page.locator("#menu-download").boundingBox();
    assert(box.y > 700 && box.height >= 44, `download at ${JSON.stringify(box)}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 400, `the page is ${wide} px wide`);
  }],
];
