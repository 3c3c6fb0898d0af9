// Starts the page's program. In a file of its own, for a strict policy runs no script within a page.
import init from "./linkspan-web.js";
await init({ module_or_path: new URL("./linkspan-web_bg.wasm", import.meta.url) });
