// Checking manifests in the page.
import { readFile } from "node:fs/promises";
import { assert, becomes, equal, field, focused, ready, until, visit } from "./browser.mjs";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replica: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          ports:
            - containerPort: 3000
              protocol: tcp
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: wrong}
  ports:
    - port: 80
      targetPort: 3000
`;
const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: many\ndata:\n";

const sheet = (page) => page.locator("#sheet");

async function check(browser, keep, options = {}) {
  return keep(await visit(browser, { fragment: "#check", ...options }));
}

// The first judgement of texts is there: until then nothing is said of them.
function judged(page) {
  return until(() => page.locator("#verdict").textContent(), (said) => /No findings|error|warning|hint/.test(said), "the verdict");
}

// A finding, by its rule or by what it says.
const finding = (page, hasText) => page.locator(".findings .finding", { hasText });

async function paste(page, text) {
  await sheet(page).focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("Control+v");
  await becomes(() => sheet(page).inputValue(), text, "the pasted text");
}

const file = (name, text) => ({ name, mimeType: "", buffer: Buffer.from(text) });

async function drop(page, files) {
  await page.evaluate((files) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
}

// The row of a line, and how its marked part stands to the characters it marks.
const row = (page, number) => page.locator(`[data-row="${number}"]`);

export const tests = [
  ["what is pasted is marked at its columns, and a fix ends it", async (browser, keep) => {
    const page = await check(browser, keep);
    assert((await page.locator("#verdict").textContent()).includes("Nothing to check"), "it says so");
    await paste(page, DEPLOYMENT);
    const marked = row(page, 6).locator(".wrong");
    await becomes(async () => (await marked.allTextContents()).join(""), "replica", "the marked characters");
    const mark = await marked.first().boundingBox();
    mark.width = (await marked.last().boundingBox()).x + (await marked.last().boundingBox()).width - mark.x;
    const caret = await page.evaluate(() => {
      // Where the field itself would draw the word: its padding, two characters of indent, 20 px a line.
      const field = document.getElementById("sheet").getBoundingClientRect();
      return { x: field.x + 64, y: field.y + 8 + 5 * 20 };
    });
    const wide = mark.width / "replica".length;
    assert(Math.abs(mark.x - (caret.x + 2 * wide)) < 1.5, `the mark stands at ${mark.x}, the text at ${caret.x + 2 * wide}`);
    assert(Math.abs(mark.y + mark.height / 2 - caret.y - 10) < 4, "on its line");
    const unknown = finding(page, "unknown-field");
    assert((await unknown.textContent()).includes("6:3"), "its place");
    await unknown.getByRole("button", { name: /^Fix/ }).click();
    await page.waitForFunction(() => document.getElementById("sheet").value.includes("replicas: 2"));
    await becomes(() => unknown.count(), 0, "it is gone");
    await page.locator("#telling").getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction(() => document.getElementById("sheet").value.includes("replica: 2"));
    await unknown.waitFor();
    await page.locator("#fix-all").click();
    await page.waitForFunction(() => /replicas: 2[^]*protocol: TCP/.test(document.getElementById("sheet").value));
    await page.locator("#fix-all").waitFor({ state: "detached" });
  }],

  ["typing is judged, and broken YAML is shown at its place", async (browser, keep) => {
    const page = await check(browser, keep);
    await sheet(page).focus();
    await page.keyboard.type("apiVersion: v1\nkind: [ConfigMap\n");
    await finding(page, "yaml-syntax").waitFor();
    await page.locator(".sheet-row.error").first().waitFor();
    equal(await sheet(page).evaluate((field) => field.selectionStart), 32, "the caret stays");
  }],

  ["several files are dropped, judged together, and mended ones are taken away", async (browser, keep) => {
    const page = keep(await visit(browser));
    await drop(page, [["web.yml", DEPLOYMENT], ["service.yml", SERVICE], ["Dockerfile", "FROM ruby\nUSER root\n"]]);
    await finding(page, "selects-nothing").first().waitFor();
    equal(await page.locator("#texts .file-name").allTextContents(), ["Dockerfile", "service.yml", "web.yml"], "files");
    const marks = await page.locator("#texts .badge").count();
    assert(marks >= 2, `${marks} files are marked`);
    await page.locator("#fix-all").click();
    await page.locator(".notice", { hasText: "Fixed" }).waitFor();
    const waiting = page.waitForEvent("download");
    await page.locator("#save-texts").click();
    const download = await waiting;
    equal(download.suggestedFilename(), "manifests.zip", "name");
    equal((await readFile(await download.path())).subarray(0, 2).toString(), "PK", "an archive");
    await page.locator("#texts .file", { hasText: "web.yml" }).click();
    await becomes(() => sheet(page).getAttribute("aria-label"), "web.yml", "the file that is shown");
    await page.locator("#copy-text").click();
    await page.locator(".notice", { hasText: "is copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    equal(copied, DEPLOYMENT.replace("replica:", "replicas:").replace("tcp", "TCP"), "the mended text");
  }],

  ["files and archives are chosen, and what is none is said", async (browser, keep) => {
    const page = await check(browser, keep);
    await page.locator("#choose-texts").setInputFiles([file("a.yml", SERVICE), { name: "b.tar.gz", mimeType: "", buffer: Buffer.from([0x1f, 0x8b, 8, 0, 1]) }]);
    await page.locator(".notice.bad", { hasText: "b.tar.gz" }).waitFor();
    equal(await page.locator("#texts .file-name").allTextContents(), ["a.yml"], "the good one");
  }],

  ["a spec that is being typed survives, and its bundle can be checked", async (browser, keep) => {
    const page = keep(await visit(browser));
    await field(page, "app").fill("bakery");
    await page.locator("#mode-check").click();
    await page.locator("#ways-bundle").click();
    await judged(page);
    assert((await page.locator("#texts .file").count()) > 5, "the bundle's files");
    equal(await page.locator("#verdict .badge.error").count(), 0, "no errors in what we write");
    await page.locator("#mode-make").click();
    equal(await field(page, "app").inputValue(), "bakery", "the spec");
    await page.locator("#mode-check").click();
    await until(() => page.locator("#texts .file").count(), (files) => files > 5, "the checker keeps its files too");
  }],

  ["the version changes a verdict", async (browser, keep) => {
    const page = await check(browser, keep);
    await paste(page, DEPLOYMENT.replace("replica: 2", "replicas: 2").replace("tcp", "TCP").replace("      containers:", "      hostUsers: false\n      hostNetwork: true\n      containers:"));
    await judged(page);
    const said = async () => (await page.locator(".findings .finding-message").allTextContents()).join("\n");
    const all = new Set();
    for (const version of ["1.33", "1.34", "1.35", "1.37"]) {
      await page.locator("#version").selectOption(version);
      await page.locator(".findings-empty", { hasText: `for Kubernetes ${version}` }).waitFor();
      await page.locator("#checker:not([aria-busy])").waitFor();
      all.add(await said());
    }
    assert(all.size > 1, `every version says: ${[...all]}`);
  }],

  ["the keyboard is enough to find and to mend", async (browser, keep) => {
    const page = keep(await visit(browser));
    await page.keyboard.press("c");
    await page.waitForSelector("#checker");
    const at = () => focused(page);
    for (let step = 0; step < 30 && (await at()) !== "ways-example"; step += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await judged(page);
    const count = () => page.locator(".findings .finding").count();
    const before = await count();
    const chosen = page.locator(".findings .finding.selected");
    for (let step = 0; step < before; step += 1) {
      await page.keyboard.press("F8");
      const place = await page.locator(".findings .finding-place").nth(step).textContent();
      await becomes(() => chosen.locator(".finding-place").allTextContents(), [place], `finding ${step} is chosen`);
      if ((await page.locator(".sheet-row.selected .sheet-fix").count()) > 0) break;
    }
    await becomes(at, "sheet", "the focus is at the place");
    const marked = (await page.locator(".sheet-row.selected .wrong").allTextContents()).join("");
    const selected = () => sheet(page).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
    await becomes(selected, marked, "what is selected");
    await page.keyboard.press("Control+.");
    await page.waitForFunction((before) => document.querySelectorAll(".findings .finding").length < before, before);
    equal(await at(), "sheet", "the focus stays");
  }],

  ["a rule is explained", async (browser, keep) => {
    const page = await check(browser, keep);
    await page.locator("#ways-example").click();
    await judged(page);
    const rule = page.locator(".findings .finding .link").first();
    await rule.click();
    await becomes(() => rule.getAttribute("aria-expanded"), "true", "open");
    assert((await page.locator(".findings .explain").textContent()).length > 80, "says and why");
  }],

  ["nothing found says what was checked", async (browser, keep) => {
    const page = await check(browser, keep);
    await paste(page, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: a\ndata:\n  a: b\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n");
    await judged(page);
    const said = await page.locator(".findings").textContent();
    const found = await page.locator(".findings .finding").count();
    if (found === 0) assert(/No findings.*2 objects in 1 file, judged by \d+ rules/.test(said), said);
    assert(/2 objects in 1 file, judged by \d+ rules for Kubernetes 1\.\d+/.test(said), said);
  }],

  ["a big file is checked and shown without choking the page", async (browser, keep) => {
    const page = await check(browser, keep);
    const entries = Array.from({ length: 4_000 }, (_, at) => `  key-${at}: |\n${"    a\n".repeat(29)}`).join("");
    await drop(page, [["big.yml", `${CONFIG}${entries}  last: 1\n`]]);
    await page.locator(".sheet-note").waitFor();
    await finding(page, "wrong-type").waitFor();
    assert((await page.locator(".sheet-row").count()) <= 200, "few lines are drawn");
    await finding(page, "wrong-type").locator(".finding-jump").click();
    await row(page, 120_006).locator(".wrong").waitFor();
    await finding(page, "wrong-type").getByRole("button", { name: /^Fix/ }).click();
    await finding(page, "wrong-type").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.querySelector('[data-row="120006"]')?.textContent.includes('last: "1"'));
    // Far too big, and no text.
    await page.locator("#choose-texts").setInputFiles([{ name: "huge.yml", mimeType: "", buffer: Buffer.alloc(9 * 1024 * 1024, 32) }]);
    await page.locator(".notice.bad", { hasText: "huge.yml" }).waitFor();
  }],

  ["hostile text stays text, and nothing leaves", async (browser, keep) => {
    const page = await check(browser, keep);
    await paste(page, `apiVersion: v1\nkind: "<img src=x onerror=alert(1)><script>alert(2)</script>"\nmetadata:\n  name: "\u202e{{x}}"\n`);
    await judged(page);
    await until(() => row(page, 2).textContent(), (said) => said.includes("<script>alert(2)"), "shown as text");
    equal(await page.locator("#checker img, #checker script").count(), 0, "elements made of it");
    assert(!page.url().includes("alert"), page.url());
    await page.reload();
    await ready(page);
    await until(() => row(page, 2).textContent(), (said) => said.includes("<script>alert(2)"), "kept as text");
    equal(await page.locator("#checker img, #checker script").count(), 0, "elements made of what was kept");
  }],

  ["line ends stay as they are", async (browser, keep) => {
    const page = await check(browser, keep);
    const text = DEPLOYMENT.replaceAll("\n", "\r\n");
    await page.locator("#choose-texts").setInputFiles([file("web.yml", text)]);
    await finding(page, "unknown-field").waitFor();
    await sheet(page).focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("# end");
    await until(() => page.locator(".sheet-row").last().textContent(), (said) => said.includes("# end"), "what is typed");
    await page.locator("#fix-all").click();
    await page.locator(".notice", { hasText: "Fixed" }).waitFor();
    const waiting = page.waitForEvent("download");
    await page.locator("#save-texts").click();
    const download = await waiting;
    equal(download.suggestedFilename(), "web.yml", "one file is itself");
    equal((await readFile(await download.path())).toString(), `${text.replace("replica:", "replicas:").replace("tcp", "TCP")}# end`, "its bytes");
  }],

  ["a small screen shows text, findings and files one at a time", async (browser, keep) => {
    const page = await check(browser, keep, { width: 360, height: 740, hasTouch: true });
    await page.locator("#ways-example").tap();
    await page.locator("#sheet-findings .badge").waitFor();
    assert(!(await page.locator("#findings").isVisible()), "the text alone");
    await page.locator("#sheet-findings").tap();
    await page.locator("#findings").waitFor();
    await page.locator(".findings .finding-jump").first().tap();
    await page.locator(".chosen").waitFor();
    await page.locator("#sheet-texts").tap();
    await page.locator("#choose").waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  }],
];
