// Filling in the form.
import { assert, equal, field, files, open, shown, text, visit } from "./browser.mjs";

export const tests = [
  ["the sample app is there from the start", async (browser, keep) => {
    const page = keep(await visit(browser));
    equal(await field(page, "app").inputValue(), "shop", "app name");
    assert((await shown(page)).includes("kind: Deployment"), "the web Deployment is shown");
  }],

  ["a new app name changes every manifest", async (browser, keep) => {
    const page = keep(await visit(browser));
    const manifests = (await files(page)).filter((path) => path.startsWith("config/kube/"));
    assert(manifests.length > 5, `only ${manifests.length} manifests`);
    const before = {};
    for (const path of manifests) before[path] = await text(page, path);
    await field(page, "app").fill("bakery");
    for (const path of manifests) {
      const after = await text(page, path);
      assert(after !== before[path], `${path} did not change`);
      assert(after.includes("bakery"), `${path} does not say the name`);
    }
    const marks = await page.locator("#tree .file.changed").count();
    assert(marks >= manifests.length, `only ${marks} files are marked`);
  }],

  ["changed lines are marked and counted", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "web");
    await field(page, "web.replicas").fill("5");
    const lines = await page.locator("#preview-lines .line.changed code").allTextContents();
    assert(lines.some((line) => line.trim() === "replicas: 5"), `marked: ${lines}`);
    const sign = page.locator("#tree .file", { hasText: /^web\.yml/ }).locator(".sign");
    equal(await sign.textContent(), `~${lines.length}`, "sign in the tree");
  }],

  ["typing keeps the caret and the raw text", async (browser, keep) => {
    const page = keep(await visit(browser));
    const app = field(page, "app");
    await app.fill("shop");
    await app.press("Home");
    await app.pressSequentially("My ");
    equal(await app.inputValue(), "My shop", "raw text");
    equal(await app.evaluate((input) => input.selectionStart), 3, "caret");
    equal(await app.getAttribute("aria-invalid"), "true", "aria-invalid");
    assert((await page.locator("[id='app-note']").textContent()).includes("error"), "the note says the error");
  }],

  ["a problem is listed and leads to its field", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "web");
    await field(page, "web.replicas").fill("many");
    await page.locator("#problems-toggle").click();
    const item = page.locator(".problem-jump", { hasText: "web.replicas" }).first();
    await item.click();
    await page.waitForFunction(() => document.activeElement?.id === "web.replicas");
  }],

  ["a problem in a closed section opens it", async (browser, keep) => {
    const page = keep(await visit(browser, { fragment: "#app=shop&image=a/b&web.port=80" }));
    assert((await field(page, "web.port").count()) === 0, "the section is closed");
    await page.keyboard.press("F8");
    await page.waitForFunction(() => document.activeElement?.id === "web.port");
  }],

  ["the arrow keys count from the default", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "web");
    await field(page, "web.processes").press("ArrowUp");
    equal(await field(page, "web.processes").inputValue(), "3", "one more than the default");
    await page.getByRole("button", { name: "Reset Puma processes per pod" }).click();
    equal(await field(page, "web.processes").inputValue(), "", "back to the default");
    await page.waitForFunction(() => document.activeElement?.id === "web.processes");
  }],

  ["rows come and go", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "hosts[1]").fill("www.example.com");
    await field(page, "hosts[2]").fill("m.example.com");
    await page.getByRole("button", { name: "Remove www.example.com" }).click();
    equal(await field(page, "hosts[1]").inputValue(), "m.example.com", "the rows move up");
    await field(page, "hosts[1]").fill("");
    equal(await field(page, "hosts[2]").count(), 0, "an emptied last row goes");
    assert((await text(page, "linkspan.yml")).includes("hosts: [shop.example.com]"), "one host is left");
  }],

  ["a worker is added and removed", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#section-workers-toggle").click();
    await page.getByRole("button", { name: "Add a worker" }).click();
    await page.waitForFunction(() => document.activeElement?.id === "workers[1].name" || document.activeElement?.closest("[id='workers[1]']"));
    await field(page, "workers[1].name").fill("mailers");
    assert((await files(page)).some((path) => path.includes("mailers")), "it has a file");
    await page.getByRole("button", { name: "Remove worker mailers" }).click();
    assert(!(await files(page)).some((path) => path.includes("mailers")), "its file is gone");
  }],

  ["hostile text stays text", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#section-env-toggle").click();
    const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script> $(id) \`id\` {{x}} yes: [ ' \\u2028`;
    const last = (await page.locator("[id^='env['][id$='.name']").count()) - 1;
    await field(page, `env[${last}].name`).fill("EVIL");
    await field(page, `env[${last}].value`).fill(hostile);
    equal(await field(page, `env[${last}].value`).inputValue(), hostile, "raw text");
    equal(await page.locator("img, #preview script").count(), 0, "elements made of it");
    const manifest = (await files(page)).find((path) => /env/.test(path) && path.startsWith("config/kube/"));
    assert((await text(page, manifest)).includes("<script>alert(2)</script>"), "shown as text");
  }],

  ["selecting a line tells its reason and leads to its field", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#preview-lines .line", { hasText: /replicas: 3/ }).first().click();
    const why = page.locator("#why");
    assert((await why.textContent()).includes("Set by you"), "the reason says who decided");
    await why.getByRole("button", { name: /web\.replicas/ }).click();
    await page.waitForFunction(() => document.activeElement?.id === "web.replicas");
  }],

  ["the focused field marks its lines and shows a file that has some", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "web");
    await field(page, "web.replicas").focus();
    const marked = await page.locator("#preview-lines .line.touched code").allTextContents();
    assert(marked.some((line) => line.includes("replicas: 3")), `marked: ${marked}`);
    await field(page, "web.threads").focus();
    await page.waitForFunction(() => {
      const line = document.querySelector(".line.touched")?.getBoundingClientRect();
      const view = document.getElementById("preview-scroll").getBoundingClientRect();
      return line && line.top >= view.top && line.bottom <= view.bottom;
    });
    await open(page, "rails");
    await field(page, "rails.ruby").focus();
    await page.waitForFunction(() => document.querySelector("#preview-lines").ariaLabel === "Dockerfile");
  }],
];
