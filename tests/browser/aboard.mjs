// From the files of an app to its spec.
import { address, assert, becomes, equal, field, focused, ready, until, visit } from "./browser.mjs";

const FILES = {
  ".ruby-version": "3.4.4\n",
  "config/database.yml": "production:\n  adapter: mysql2\n",
  "Procfile": "web: bin/rails server\nmailer: bundle exec sidekiq -q mailers\n",
  ".env": "SECRET=hunter2hunter2\n",
  "node_modules/a/package.json": "{}",
};
const DATABASE = { name: "database.yml", mimeType: "", buffer: Buffer.from(FILES["config/database.yml"]) };

const verdict = (page) => page.locator("#aboard-verdict");
const row = (page, text) => page.locator(".aboard-row", { hasText: text });

// Drops a folder as a browser hands it over: entries that are asked for their children. `opened` names what was read.
function dropFolder(page, files) {
  return page.evaluate((files) => {
    globalThis.opened = [];
    const file = (name, path, text) => ({
      isDirectory: false, isFile: true, name,
      file: (done) => { globalThis.opened.push(path); done(new File([text], name)); },
    });
    const folder = (name, path) => {
      const below = path === "" ? "" : `${path}/`;
      const names = new Set(Object.keys(files).filter((each) => each.startsWith(below)).map((each) => each.slice(below.length).split("/")[0]));
      const inner = [...names].map((each) => {
        const at = `${below}${each}`;
        return at in files ? file(each, at, files[at]) : folder(each, at);
      });
      return {
        isDirectory: true, isFile: false, name,
        createReader: () => {
          const portions = [inner.slice(0, 2), inner.slice(2), []];
          return { readEntries: (done) => { globalThis.opened.push(`${path}/`); done(portions.shift() ?? []); } };
        },
      };
    };
    const root = folder("shop", "");
    const data = new DataTransfer();
    Object.defineProperty(data, "items", { value: [{ kind: "file", webkitGetAsEntry: () => root }] });
    const event = new DragEvent("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: data });
    document.body.dispatchEvent(event);
  }, files);
}

export const tests = [
  ["a dropped folder is read for what it says, and only what is named is opened", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("mine");
    await dropFolder(page, FILES);
    await page.locator("#aboard-use").waitFor();
    const opened = await page.evaluate(() => globalThis.opened.filter((each) => !each.endsWith("/")).sort());
    equal(opened, [".ruby-version", "Procfile", "config/database.yml"], "what was opened");
    const entered = await page.evaluate(() => globalThis.opened.filter((each) => each.endsWith("/")));
    assert(!entered.some((each) => each.startsWith("node_modules")), `entered ${entered}`);
    assert((await row(page, "database.adapter").textContent()).includes("config/database.yml:2"), "where it was read");
    assert((await verdict(page).textContent()).includes("read"), "counts");
    equal(await field(page, "app").inputValue(), "mine", "the form waits");
    await page.locator("#aboard-use").click();
    await becomes(() => field(page, "app").inputValue(), "shop", "the form");
    await row(page, "workers[mailer].queues").getByRole("button").first().click();
    await until(() => focused(page), (id) => id.startsWith("workers[0].queues"), "the focus is at the field");
    await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
    await becomes(() => field(page, "app").inputValue(), "mine", "the spec before");
    await page.locator("#aboard-close").click();
    await page.locator("#preview").waitFor();
  }],

  ["picked files and a pasted one join, and no Procfile or deploy.yml becomes a spec", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.locator("#open-file").setInputFiles({ name: "Procfile", mimeType: "", buffer: Buffer.from(FILES.Procfile) });
    await row(page, "workers[mailer].queues").waitFor();
    equal(await field(page, "app").inputValue(), "shop", "the sample is untouched");
    await page.locator("#choose-app-files").setInputFiles(DATABASE);
    await row(page, "database.adapter").waitFor();
    await row(page, "workers[mailer].queues").waitFor();
    await page.getByRole("button", { name: "Start over" }).click();
    await page.locator("#aboard-paste").fill("service: bakery\nimage: bakery/bakery\nservers:\n  web: [10.0.0.1]\n");
    await page.locator(".aboard-report").waitFor();
    await until(() => page.locator("#aboard[aria-busy]").count(), (count) => count === 0, "it is read");
    equal(await field(page, "app").inputValue(), "shop", "the sample is untouched");
    await page.locator("#aboard-close").click();
    await page.locator("#open-file").setInputFiles({ name: "notes.yml", mimeType: "", buffer: Buffer.from("a: b\n") });
    await page.locator(".notice.bad", { hasText: "is no spec" }).waitFor();
  }],

  ["a folder dropped on the checker is checked", async (browser, keep) => {
    const page = keep(await visit(browser, { fragment: "#check" }));
    await dropFolder(page, {
      "k8s/web.yml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwok: true, containers: [{name: a}]}\n",
      "README.md": "#", "node_modules/a/b.yml": "a: b\n",
    });
    await page.locator(".findings .finding", { hasText: "hostNetwok" }).first().waitFor();
    equal(await page.locator("#texts .file").count(), 1, "files");
  }],

  ["without its program nothing is called read", async (browser) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.route(/\/judge\.js$/, (route) => route.abort());
    await page.goto(address);
    await ready(page);
    await page.locator("#aboard-open").click();
    await page.locator("#choose-app-files").setInputFiles(DATABASE);
    await page.locator("#aboard-verdict .badge.error", { hasText: "Not read" }).waitFor();
    equal(await page.locator("#aboard-use").count(), 0, "nothing to take");
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await row(page, "database.adapter").waitFor();
  }],
];
