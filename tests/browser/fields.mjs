// Every field of the form: entered, told of, taken out again; lists, environments, secrets.
import { assert, becomes, equal, field, files, open, spec as specOf, text, until, visit } from "./browser.mjs";

// A spec in which every list of groups has one, so that all controls are there.
const SPEC = "app: shop\nimage: a/shop\nworkers:\n  - name: mail\ncron:\n  - name: digest\n    schedule: 0 6 * * *\n    command: bin/rails about\n";

async function load(page, spec) {
  await page.locator("#open-file").setInputFiles({ name: "linkspan.yml", mimeType: "", buffer: Buffer.from(spec) });
  await page.locator(".notice", { hasText: "is open" }).waitFor();
}

async function unfold(page) {
  const sections = await page.locator(".section h2 button").evaluateAll((all) => all.map((each) => each.id.slice(8, -7)));
  for (const section of sections) await open(page, section);
  const folded = page.locator(".more[aria-expanded='false']");
  await folded.evaluateAll((all) => all.forEach((each) => each.click()));
  await becomes(() => folded.count(), 0, "folded fields");
}

// Enters something into each control inside `sections`, reads the spec, takes it out, reads it again. Returns what is
// wrong, one text for each control, and how many controls took part.
function everyControl(page) {
  return page.evaluate(async () => {
    const turn = () => new Promise((done) => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); });
    // What is asked for is drawn some turns later; what does not come in this time is not coming.
    const until = async (holds) => {
      for (const end = performance.now() + 30_000; !holds() && performance.now() < end; ) await turn();
    };
    const preview = () => document.getElementById("preview-lines");
    const said = () => [...preview().querySelectorAll(".line code")].map((each) => each.textContent).join("\n");
    // The spec, once this holds for it. A field that gets the focus shows a file of its own, so it is asked for again.
    const spec = async (holds) => {
      await until(() => {
        if (preview().ariaLabel === "linkspan.yml") return holds(said());
        const choose = document.getElementById("choose-file");
        choose.value = "linkspan.yml";
        choose.dispatchEvent(new Event("change", { bubbles: true }));
        return false;
      });
      return said();
    };
    const find = (id) => document.getElementById(id);
    const enter = (id, value) => {
      const control = find(id);
      if (control.type === "checkbox") control.click();
      else {
        const kind = control.tagName === "SELECT" ? HTMLSelectElement : control.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
        Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(control, value);
        control.dispatchEvent(new Event(control.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
      }
    };
    const before = await spec((text) => text.includes("digest"));
    const wrong = [];
    let told = 0;
    const controls = [...document.querySelectorAll("#form .fields :is(input:not([type=file]), select, textarea)")]
      .filter((each) => !each.closest("#environments") && !each.id.startsWith("env["));
    const ids = controls.map((each) => each.id);
    for (const id of ids) {
      const control = find(id);
      const note = () => find(find(id).getAttribute("aria-describedby"));
      if (!note()?.textContent.trim()) wrong.push(`${id}: no help`);
      const kept = control.value;
      const option = control.tagName === "SELECT" && [...control.options].find((each) => each.value !== "" && each.value !== control.value);
      const value = option ? option.value : "7 7!";
      const checkbox = control.type === "checkbox";
      enter(id, value);
      const after = await spec((text) => text !== before);
      if (after === before) wrong.push(`${id}: the spec does not say it`);
      if (!checkbox && find(id)?.value !== value) wrong.push(`${id}: does not keep what was typed`);
      if (find(id)?.getAttribute("aria-invalid") === "true") {
        told += 1;
        if (!note().querySelector(".problem.error")) wrong.push(`${id}: wrong, but its note does not say why`);
      }
      const around = find(id).closest(".item") ?? find(id).closest(".field");
      const out = around.querySelector(".remove, .reset");
      if (out && kept === "" || checkbox) out?.click();
      else enter(id, kept);
      if ((await spec((text) => text === before)) !== before) wrong.push(`${id}: stays in the spec`);
    }
    return { wrong, controls: ids.length, told };
  });
}

export const tests = [
  ["every field can be entered, is told of in place, and taken out again", async (browser, keep) => {
    const page = keep(await visit(browser));
    await load(page, SPEC);
    await unfold(page);
    const { wrong, controls, told } = await everyControl(page);
    equal(wrong, [], "fields");
    assert(controls > 120, `only ${controls} controls`);
    assert(told > 70, `only ${told} fields say what is wrong`);
  }],

  ["a scheduled job is entered with all that it needs", async (browser, keep) => {
    const page = keep(await visit(browser));
    await load(page, "app: shop\nimage: a/shop\n");
    await open(page, "cron");
    await page.getByRole("button", { name: "Add a scheduled job" }).click();
    await field(page, "cron[0].name").fill("digest");
    await field(page, "cron[0].schedule").fill("0 25 * * *");
    const note = page.locator("[id='cron[0].schedule-note']");
    await until(() => note.textContent(), (said) => said.includes("hour"), "what is said of the schedule");
    await field(page, "cron[0].schedule").fill("0 5 * * *");
    await field(page, "cron[0].command").fill("bin/rails orders:digest");
    await page.locator("[id='cron[0]-more']").click();
    await field(page, "cron[0].retries").fill("2");
    await becomes(() => text(page, "linkspan.yml"), [
      "app: shop", "image: a/shop", "cron:", "  - name: digest", "    schedule: \"0 5 * * *\"",
      "    command: bin/rails orders:digest", "    retries: 2",
    ].join("\n"), "the spec");
    equal(await page.locator(".section h2 .badge.error").count(), 0, "errors");
    await page.getByRole("button", { name: "Remove scheduled job digest" }).click();
    await becomes(() => text(page, "linkspan.yml"), "app: shop\nimage: a/shop", "the spec without it");
  }],

  ["a worker of two keeps its fields when the first is removed", async (browser, keep) => {
    const page = keep(await visit(browser));
    await load(page, "app: shop\nimage: a/shop\nworkers: [{name: mail, replicas: 2}, {name: pdf, queues: [pdf, low]}]\n");
    await open(page, "workers");
    await page.getByRole("button", { name: "Remove worker mail" }).click();
    await becomes(() => field(page, "workers[0].name").inputValue(), "pdf", "the name");
    equal(await field(page, "workers[0].replicas").inputValue(), "", "pods");
    equal(await field(page, "workers[0].queues[1]").inputValue(), "low", "the second queue");
    await specOf(page, (text) => text.endsWith("workers:\n  - name: pdf\n    queues: [pdf, low]"), "the spec");
  }],

  ["an environment is entered, told of in place, and removed", async (browser, keep) => {
    const page = keep(await visit(browser));
    await load(page, "app: shop\nimage: a/shop\nworkers: [{name: mail}]\n");
    await open(page, "environments");
    const names = () => page.locator("[id^='environments['][id$='.name']").evaluateAll((all) => all.map((each) => each.value));
    await page.getByRole("button", { name: "Add an environment" }).click();
    await becomes(names, ["staging"], "names");
    await page.getByRole("button", { name: "Add an environment" }).click();
    await becomes(names, ["staging", "production"], "names");
    const paths = await page.locator("#environment-paths option").evaluateAll((all) => all.map((each) => each.value));
    assert(["web.replicas", "workers[mail].replicas", "env."].every((path) => paths.includes(path)), `${paths}`);
    assert(!paths.some((path) => /^(app|image|rails)\b/.test(path)), `${paths}`);
    await field(page, "environments.staging[0].name").fill("web.replicas");
    await field(page, "environments.staging[0].value").fill("many");
    const note = page.locator("[id='environments.staging[0]-note']");
    await until(() => note.textContent(), (said) => said.includes("error"), "what is said of the row");
    await field(page, "environments.staging[0].value").fill("1");
    await becomes(() => note.textContent(), "Web pods", "what the row is about");
    await field(page, "environments.staging[1].name").fill("workers[mail].replicas");
    await field(page, "environments.staging[1].value").fill("2");
    await field(page, "environments.staging[2].name").fill("expose.via");
    await becomes(() => page.locator("[id='environments.staging[2].value-words'] option[value='gateway']").count(), 1, "words to choose from");
    await field(page, "environments.staging[2].value").fill("none");
    const spec = await specOf(page, (text) => text.includes("via: none"), "the last row");
    const differs = page.locator(".differences tr", { hasText: "web.replicas" });
    equal(await differs.locator("td").allTextContents(), ["2", "1", "2"], "in common, staging, production");
    const all = await files(page);
    for (const folder of ["config/kube/staging/", "config/kube/production/"]) {
      assert(all.some((path) => path.startsWith(folder)), `no ${folder}`);
    }
    const again = keep(await visit(browser));
    await load(again, spec);
    await becomes(() => text(again, "linkspan.yml"), spec, "the spec, read again");
    await page.getByRole("button", { name: "Remove field expose.via" }).click();
    await specOf(page, (text) => !text.includes("expose"), "a removed row is gone");
    await page.getByRole("button", { name: "Remove environment staging" }).click();
    await page.getByRole("button", { name: "Remove environment production" }).click();
    await specOf(page, (text) => !text.includes("environments"), "all are gone");
  }],

  ["a heavy spec keeps what is typed, and its files follow in a pause", async (browser, keep) => {
    const page = keep(await visit(browser));
    const names = ["a", "b", "c", "d", "e", "f"];
    await load(page, `app: shop\nimage: a/shop\nenvironments: {${names.map((name) => `${name}: {}`).join(", ")}}\n`);
    const app = field(page, "app");
    await app.fill("");
    await app.pressSequentially("bakery");
    equal(await app.inputValue(), "bakery", "what was typed");
    await specOf(page, (text) => text.startsWith("app: bakery\n"), "the spec follows");
    await app.fill("mill");
    const waiting = page.waitForEvent("download");
    await page.keyboard.press("Control+s");
    const download = await waiting;
    assert(/^mill\./.test(download.suggestedFilename()), `${download.suggestedFilename()} is of what was typed last`);
  }],

  ["a secret is a name: its value is refused, whatever field it is typed into", async (browser, keep) => {
    const page = keep(await visit(browser));
    await load(page, "app: shop\nimage: a/shop\nenvironments: {staging: {}}\n");
    await unfold(page);
    equal(await page.locator("#form input[type=password]").count(), 0, "fields for passwords");
    await field(page, "secrets[0]").fill("STRIPE_KEY=sk-live-123");
    await becomes(() => field(page, "secrets[0]").getAttribute("aria-invalid"), "true", "a name with a value");
    await page.keyboard.press("Control+s");
    await page.locator(".notice.bad", { hasText: "Not downloaded" }).waitFor();
    await field(page, "secrets[0]").fill("STRIPE_KEY");
    await becomes(() => page.locator("[id='secrets-note'] .problem").count(), 0, "problems of a name alone");
    for (const [name, value] of [["env[0].name", "env[0].value"], ["environments.staging[0].name", "environments.staging[0].value"]]) {
      await field(page, name).fill(name.startsWith("env[") ? "STRIPE_SECRET" : "env.STRIPE_SECRET");
      await field(page, value).fill("sk-live-123");
      await page.locator(".problem", { hasText: "secret" }).first().waitFor();
      await page.locator("#share").click();
      const notice = page.locator(".notice.bad", { hasText: "No link made" });
      await notice.waitFor();
      await notice.getByRole("button", { name: "Dismiss" }).click();
      await notice.waitFor({ state: "detached" });
      assert(!page.url().includes("#"), page.url());
      await field(page, value).fill("");
      await field(page, name).fill("");
    }
    await field(page, "secrets[0]").fill("STRIPE_KEY");
    await open(page, "secret_store");
    await field(page, "secret_store.kind").selectOption({ index: 1 });
    const spec = await specOf(page, (text) => text.includes("secret_store:"), "where secrets come from");
    assert(!spec.includes("sk-live"), spec);
  }],
];
