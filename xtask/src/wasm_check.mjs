// node wasm_check.mjs MODULE ROUNDS: milliseconds of one of the rounds that the module's `main` makes, as the
// median of several mains, each in an instance of its own.
import { readFile } from "node:fs/promises";

const [path, rounds] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(path));
const times = [];
for (let at = 0; at < 9; at += 1) {
  const { exports } = await WebAssembly.instantiate(module, {});
  const start = performance.now();
  exports.main(0, 0);
  times.push((performance.now() - start) / Number(rounds));
}
times.sort((one, other) => one - other);
console.log(times[4].toFixed(3));
