// The page before its program is there, and without it; the checker without its own.
import { address, assert, becomes, equal, field, focused, ready, visit } from "./browser.mjs";

// A page whose requests of a kind wait, or fail. Of what goes wrong then nothing is recorded.
async function behind(browser, pattern, handle, fragment = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.route(pattern, handle);
  await page.goto(address + fragment, { waitUntil: "commit" });
  return page;
}

const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwok: true, containers: [{name: a}]}\n";

// What the page says of the texts of the checker.
const said = (page) => page.locator("#checker").textContent();

export const tests = [
  ["while the program is on its way the page says so and takes nothing", async (browser) => {
    let come;
    const comes = new Promise((done) => { come = done; });
    const page = await behind(browser, /\.wasm$/, (route) => comes.then(() => route.continue()));
    await page.locator("#loading .comes").waitFor();
    assert(!(await page.locator("#loading .fails").isVisible()), "it has not failed");
    await becomes(() => page.locator("#form").evaluate((form) => getComputedStyle(form).opacity), "0.55", "a form that takes nothing");
    await page.evaluate(() => document.getElementById("app").focus());
    assert((await focused(page)) !== "app", "nothing can be typed into the frame");
    come();
    await ready(page);
    await page.locator("#loading").waitFor({ state: "hidden" });
    await field(page, "app").fill("bakery");
    await becomes(() => page.locator("#form").evaluate((form) => getComputedStyle(form).opacity), "1", "a form that takes all");
  }],

  ...[["its program", /\.wasm$/], ["its module", /linkspan-web[^/]*\.js$/], ["its start script", /start-[^/]*\.js$/]].map(([what, pattern]) => [
    `without ${what} the page says that it failed, and what to do`,
    async (browser) => {
      const page = await behind(browser, pattern, (route) => route.abort());
      const told = page.locator("#loading .fails");
      await told.waitFor();
      const words = await told.textContent();
      assert(/could not be loaded/.test(words) && /linkspan new/.test(words) && /Reload/.test(words), words);
      assert(!(await page.locator("#loading .comes").isVisible()), "it says one thing");
    },
  ]),

  ["a program that is no program is told as one that does not come", async (browser) => {
    const page = await behind(browser, /\.wasm$/, (route) => route.fulfill({ contentType: "application/wasm", body: "<html>" }));
    await page.locator("#loading .fails").waitFor();
  }],

  ...[["checker.js", /\/checker\.js$/], ["judge.js", /\/judge\.js$/], ["judge_bg.wasm", /\/judge_bg\.wasm$/]].map(([what, pattern]) => [
    `without ${what} nothing is called clean, and it can be tried again`,
    async (browser) => {
      const page = await behind(browser, pattern, (route) => route.abort(), "#check");
      await ready(page);
      await page.locator("#sheet").fill(POD);
      await page.locator("#unjudged").waitFor();
      equal(await page.locator("#verdict").textContent(), "✕ Not checked", "the verdict");
      assert((await page.locator("#unjudged").textContent()).includes("linkspan check"), "the way on");
      await page.locator("#telling").getByRole("button", { name: "Dismiss" }).click();
      await page.locator(".notice").waitFor({ state: "detached" });
      await page.locator("#mode-make").click();
      await page.locator("#mode-check").click();
      await page.locator("#unjudged").waitFor();
      assert(!/No findings|Nothing found|No Kubernetes/.test(await said(page)), await said(page));
      await page.locator("#sheet").press("End");
      await page.keyboard.type("# more");
      await page.locator("#unjudged").waitFor();
      assert(!/No findings|Nothing found|No Kubernetes/.test(await said(page)), await said(page));
      await page.unrouteAll();
      await page.locator("#check-again").click();
      await page.locator(".findings .finding", { hasText: "hostNetwok" }).first().waitFor();
    },
  ]),

  ["every control of the frame can be reached at every width", async (browser, keep) => {
    const page = keep(await visit(browser, { height: 640 }));
    // Edited, so that all there ever is stands there.
    await field(page, "app").fill("bakery-with-a-long-name");
    await page.locator("#reset-all").waitFor();
    for (const mode of ["make", "check"]) {
      await page.locator(`#mode-${mode}`).click();
      await page.locator(mode === "make" ? "#form" : "#checker").waitFor();
      // The last is a window of 1440 by 900 at 200 %.
      const sizes = [...Array(57).keys()].map((step) => ({ width: 320 + 20 * step, height: 640 }));
      for (const size of [...sizes, { width: 720, height: 450 }]) {
        await page.setViewportSize(size);
        const { width } = size;
        const hidden = await page.evaluate(() => {
          const parts = ".bar, .preview-head, .findings-head, .bottom, .status, .adds, .ways";
          const all = [...document.querySelectorAll(parts)].flatMap((part) => [...part.querySelectorAll("button, select")]);
          // A skip link is seen only where it has the focus.
          const seen = all.filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.matches(".skip"));
          return seen.filter((each) => {
            each.scrollIntoView({ block: "nearest", inline: "nearest" });
            const box = each.getBoundingClientRect();
            const inside = box.left >= 0 && box.right <= innerWidth + 0.5 && box.top >= 0 && box.bottom <= innerHeight + 0.5;
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return !inside || !each.contains(top);
          }).map((each) => each.id || each.textContent);
        });
        equal(hidden, [], `hidden at ${width} px, ${mode}`);
        const wide = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
        assert(wide <= width, `at ${width} px the page is ${wide} px wide`);
      }
    }
  }],

  ["menus open within the window at every width", async (browser, keep) => {
    const page = keep(await visit(browser, { height: 640 }));
    for (const width of [320, 400, 480, 640, 720, 900, 1020, 1440]) {
      await page.setViewportSize({ width, height: 640 });
      for (const menu of ["menu-presets", "menu-download"]) {
        await page.locator(`#${menu}`).click();
        const list = page.locator(`#${menu}-list`);
        await list.waitFor();
        const box = await list.boundingBox();
        assert(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= 640, `${menu} at ${width} px: ${JSON.stringify(box)}`);
        await page.keyboard.press("Escape");
        await list.waitFor({ state: "detached" });
      }
    }
  }],
];
