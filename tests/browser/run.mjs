// A person's paths through the page. Needs LINKSPAN_URL, and CHROMIUM where it is elsewhere.
import { launch } from "./browser.mjs";
import { tests as form } from "./form.mjs";
import { tests as fields } from "./fields.mjs";
import { tests as bundle } from "./bundle.mjs";
import { tests as checker } from "./checker.mjs";
import { tests as link } from "./link.mjs";
import { tests as access } from "./access.mjs";
import { tests as start } from "./start.mjs";
import { tests as aboard } from "./aboard.mjs";
import { tests as undo } from "./undo.mjs";
import { tests as find } from "./find.mjs";
import { tests as keep } from "./keep.mjs";

const all = [...form, ...fields, ...bundle, ...checker, ...link, ...access, ...start, ...keep, ...aboard, ...undo, ...find];
const only = process.argv[2];
let browser = await launch();
let failed = 0;
let passed = 0;
for (const [name, test] of all) {
  if (only && !name.includes(only)) continue;
  if (!browser.isConnected()) {
    console.log("      the browser ended by itself; another one is started");
    browser = await launch();
  }
  const before = Date.now();
  const pages = [];
  try {
    await test(browser, (page) => (pages.push(page), page));
    const wrongs = new Set(pages.flatMap((page) => page.wrongs));
    if (wrongs.size > 0) throw new Error([...wrongs].join("\n      "));
    passed += 1;
    console.log(`ok    ${name} (${Date.now() - before} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}: ${error.message}`);
  }
  for (const context of browser.contexts()) await context.close();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
