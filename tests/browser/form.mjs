// Filling in the form.
import { assert, becomes, equal, field, files, focused, open, shown, spec, text, until, visit } from "./browser.mjs";

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
      const after = await until(() => text(page, path), (text) => text.includes("bakery"), `${path} says the name`);
      assert(after !== before[path], `${path} did not change`);
    }
    await until(() => page.locator("#tree .file.changed").count(), (marks) => marks >= manifests.length, "marked files");
  }],

  ["changed lines are marked and counted", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "web");
    await field(page, "web.replicas").fill("5");
    const marked = () => page.locator("#preview-lines .line.changed code").allTextContents();
    const lines = await until(marked, (all) => all.some((line) => line.trim() === "replicas: 5"), "marked lines");
    const sign = page.locator("#tree .file", { hasText: /^web\.yml/ }).locator(".sign");
    await becomes(() => sign.textContent(), `~${lines.length}`, "sign in the tree");
  }],

  ["typing keeps the caret and the raw text", async (browser, keep) => {
    const page = keep(await visit(browser));
    const app = field(page, "app");
    await app.fill("shop");
    await app.press("Home");
    await app.pressSequentially("My ");
    await becomes(() => app.getAttribute("aria-invalid"), "true", "aria-invalid");
    equal(await app.inputValue(), "My shop", "raw text");
    equal(await app.evaluate((input) => input.selectionStart), 3, "caret");
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
    await becomes(() => field(page, "web.processes").inputValue(), "3", "one more than the default");
    await page.getByRole("button", { name: "Reset Puma processes per pod" }).click();
    await becomes(() => field(page, "web.processes").inputValue(), "", "back to the default");
    await page.waitForFunction(() => document.activeElement?.id === "web.processes");
  }],

  ["rows come and go", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "hosts[1]").fill("www.example.com");
    await field(page, "hosts[2]").fill("m.example.com");
    await page.getByRole("button", { name: "Remove www.example.com" }).click();
    await becomes(() => field(page, "hosts[1]").inputValue(), "m.example.com", "the rows move up");
    await field(page, "hosts[1]").fill("");
    await becomes(() => field(page, "hosts[2]").count(), 0, "an emptied last row goes");
    await spec(page, (text) => text.includes("hosts: [shop.example.com]"), "one host is left");
  }],

  ["a worker is added and removed", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#section-workers-toggle").click();
    await page.getByRole("button", { name: "Add a worker" }).click();
    await becomes(() => focused(page), "workers[1].name", "the focus");
    await field(page, "workers[1].name").fill("mailers");
    await until(() => files(page), (all) => all.some((path) => path.includes("mailers")), "it has a file");
    await page.getByRole("button", { name: "Remove worker mailers" }).click();
    await until(() => files(page), (all) => !all.some((path) => path.includes("mailers")), "its file is gone");
  }],

  ["what is added by keyboard has the focus in its first field, and a second Enter removes nothing", async (browser, keep) => {
    const page = keep(await visit(browser));
    for (const [section, button, first] of [
      ["workers", "Add a worker", "workers[1].name"],
      ["cron", "Add a scheduled job", "cron[1].name"],
      ["environments", "Add an environment", "environments[0].name"],
    ]) {
      await open(page, section);
      await page.getByRole("button", { name: button }).focus();
      await page.keyboard.press("Enter");
      await becomes(() => focused(page), first, button);
      await page.keyboard.press("Enter");
      await page.keyboard.type("x");
      await until(() => field(page, first).inputValue(), (name) => name.includes("x"), `${button}: what is typed next`);
    }
  }],

  ["hostile text stays text", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#section-env-toggle").click();
    const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script> $(id) \`id\` {{x}} yes: [ ' \\u2028`;
    const last = (await page.locator("[id^='env['][id$='.name']").count()) - 1;
    await field(page, `env[${last}].name`).fill("EVIL");
    await field(page, `env[${last}].value`).fill(hostile);
    const manifest = (await files(page)).find((path) => /env/.test(path) && path.startsWith("config/kube/"));
    await until(() => text(page, manifest), (text) => text.includes("<script>alert(2)</script>"), "shown as text");
    equal(await field(page, `env[${last}].value`).inputValue(), hostile, "raw text");
    equal(await page.locator("img, #preview script").count(), 0, "elements made of it");
  }],

  ["selecting a line tells its reason and leads to its field", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#preview-lines .line", { hasText: /replicas: 3/ }).first().click();
    const why = page.locator("#why");
    await until(() => why.textContent(), (text) => text.includes("Set in the preset"), "the reason says who decided");
    await why.getByRole("button", { name: /web\.replicas/ }).click();
    await page.waitForFunction(() => document.activeElement?.id === "web.replicas");
  }],

  ["the focused field marks its lines and shows a file that has some", async (browser, keep) => {
    const page = keep(await visit(browser));
    await open(page, "web");
    await field(page, "web.replicas").focus();
    const marked = () => page.locator("#preview-lines .line.touched code").allTextContents();
    await until(marked, (all) => all.some((line) => line.includes("replicas: 3")), "marked lines");
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
