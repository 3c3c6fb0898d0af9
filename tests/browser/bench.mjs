// How long a keystroke takes until the preview shows it: on the largest preset, and on the two golden specs that make
// the most. The first with the form as it starts, the second with all sections open. Prints a line of JSON for each.
import { readFile } from "node:fs/promises";
import { becomes, files, field, launch, presets, visit } from "./browser.mjs";

const KEYS = Number(process.argv[2] ?? 200);
// So many keys before the clock counts.
const WARM = 20;

async function largestPreset(page) {
  const names = await presets(page);
  await page.keyboard.press("Escape");
  let largest = { lines: 0 };
  for (const name of names) {
    await start(page, name);
    const lines = await size(page);
    if (lines > largest.lines) largest = { name, lines };
  }
  await start(page, largest.name);
  return largest.name;
}

async function start(page, name) {
  // Other names and their explanations may hold this name.
  const at = (await presets(page)).indexOf(name);
  await page.locator("#menu-presets-list .menu-name").nth(at).click();
  await becomes(() => page.locator("#menu-presets .menu-label").textContent(), name, "the preset");
}

async function size(page) {
  return Number((await page.locator(".status .size").textContent()).match(/(\d+) lines/)?.[1] ?? 0);
}

async function golden(page, name) {
  const buffer = await readFile(new URL(`../golden/${name}/linkspan.yml`, import.meta.url));
  await page.locator("#open-file").setInputFiles({ name: "linkspan.yml", mimeType: "", buffer });
  await page.locator(".notice", { hasText: "is open" }).waitFor();
  await page.locator(".section h2 button[aria-expanded='false']").evaluateAll((all) => all.forEach((each) => each.click()));
  return `${name}, all sections open`;
}

// Types into the app's name, which stands in nearly every file. Clocked from the event to the last change of the page
// that it causes, then with the layout that it needs.
function type(page) {
  return page.evaluate(async ([keys, warm]) => {
    const turn = () => new Promise((done) => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); });
    const input = document.getElementById("app");
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const script = [];
    const layout = [];
    let name = "a";
    for (let at = 0; at < keys + warm; at += 1) {
      name = name.length > 30 ? "a" : name + "abcdefgh"[at % 8];
      let last = 0;
      const observer = new MutationObserver(() => { last = performance.now(); });
      observer.observe(document.getElementById("page"), { subtree: true, childList: true, characterData: true, attributes: true });
      const start = performance.now();
      set.call(input, name);
      input.dispatchEvent(new InputEvent("input", { bubbles: true, data: "x", inputType: "insertText" }));
      await turn();
      const taken = performance.now();
      // The program draws before the next task, or, when it is slow, goes on after it: what it draws in all is the
      // measure.
      let seen = -1;
      for (let turns = 0; turns < 500 && seen !== last; turns += 1) {
        if (last > 0) seen = last;
        await turn();
      }
      observer.disconnect();
      // The files of a heavy spec wait for a pause in the typing: then taking the key in is all that a keystroke does.
      if (last === 0 && document.querySelector(".app[aria-busy]")) last = taken;
      if (last === 0) throw new Error(`the page did not change for \`${name}\``);
      const before = performance.now();
      document.getElementById("preview-lines").getBoundingClientRect();
      const forced = performance.now() - before;
      if (at >= warm) {
        script.push(last - start);
        layout.push(last - start + forced);
      }
      await new Promise((done) => setTimeout(done, 4));
    }
    return { script, layout };
  }, [KEYS, WARM]);
}

function figures(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => Number(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)].toFixed(2));
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

const browser = await launch();
const specs = [largestPreset, (page) => golden(page, "everything"), (page) => golden(page, "environments")];
for (const load of specs) {
  const page = await visit(browser);
  const spec = await load(page);
  await field(page, "app").focus();
  const { script, layout } = await type(page);
  console.log(JSON.stringify({
    spec,
    files: (await files(page)).length,
    lines: await size(page),
    keystrokes: script.length,
    unit: "ms",
    dom: figures(script),
    dom_and_layout: figures(layout),
  }));
  await page.context().close();
}
await browser.close();
