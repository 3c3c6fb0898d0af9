// How long a keystroke takes until the preview shows it, on the largest preset. Prints JSON.
import { files, field, launch, visit } from "./browser.mjs";

const browser = await launch();
const page = await visit(browser);

// The largest preset by what it makes.
await page.locator("#menu-presets").click();
const names = await page.locator("#menu-presets-list .menu-name").allTextContents();
await page.keyboard.press("Escape");
let largest = { lines: 0 };
for (const name of names.map((name) => name.replace(/shown$/, ""))) {
  await page.locator("#menu-presets").click();
  await page.getByRole("menuitem", { name }).click();
  const size = await page.locator(".status .size").textContent();
  const lines = Number(size.match(/([\d]+) lines/)?.[1] ?? 0);
  if (lines > largest.lines) largest = { name, lines };
}
await page.locator("#menu-presets").click();
await page.getByRole("menuitem", { name: largest.name }).click();
await field(page, "app").focus();

// Types 200 characters into the app's name, which stands in nearly every line's file. Clocked from the
// event to the last change of the page that it causes, then with the layout that it needs.
const { script, layout } = await page.evaluate(async () => {
  const input = document.getElementById("app");
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const script = [];
  const layout = [];
  let name = "a";
  for (let at = 0; at < 220; at += 1) {
    name = name.length > 30 ? "a" : name + "abcdefgh"[at % 8];
    let last = 0;
    const observer = new MutationObserver(() => { last = performance.now(); });
    observer.observe(document.getElementById("page"), { subtree: true, childList: true, characterData: true, attributes: true });
    const start = performance.now();
    set.call(input, name);
    input.dispatchEvent(new InputEvent("input", { bubbles: true, data: "x", inputType: "insertText" }));
    // The program draws before the next task, or, when it is slow, goes on after it: what it draws in
    // all is the measure.
    let seen = -1;
    for (let turns = 0; turns < 500 && seen !== last; turns += 1) {
      if (last > 0) seen = last;
      await new Promise((done) => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); });
    }
    observer.disconnect();
    if (last === 0) throw new Error(`the page did not change for \`${name}\``);
    const before = performance.now();
    document.getElementById("preview-lines").getBoundingClientRect();
    const forced = performance.now() - before;
    if (at >= 20) {
      script.push(last - start);
      layout.push(last - start + forced);
    }
    await new Promise((done) => setTimeout(done, 4));
  }
  return { script, layout };
});

const percentile = (values, at) => {
  const sorted = [...values].sort((a, b) => a - b);
  return Number(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * at) - 1)].toFixed(2));
};
const figures = (values) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99), max: percentile(values, 1) });
console.log(JSON.stringify({
  preset: largest.name,
  files: (await files(page)).length,
  lines: largest.lines,
  keystrokes: script.length,
  unit: "ms",
  dom: figures(script),
  dom_and_layout: figures(layout),
  ...{ p50: figures(layout).p50, p99: figures(layout).p99 },
}));
await browser.close();
