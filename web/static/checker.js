// Starts the second thread of the checker.
importScripts("judge.js");
wasm_bindgen({ module_or_path: "judge_bg.wasm" }).catch((error) => {
  // The page hears of errors, and not of promises.
  setTimeout(() => {
    throw error;
  });
});
