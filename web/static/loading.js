// Says that the program is still on its way, or that it will not come. `#loading` has the words for both.
const page = document.documentElement;
page.dataset.load = "loading";
const failed = () => {
  // After its start the program tells of its own faults.
  if (document.querySelector("#page:not([inert])") === null) page.dataset.load = "failed";
};
addEventListener("unhandledrejection", failed);
// Scripts that do not come tell themselves alone, and not the window.
addEventListener("error", (event) => (event.target === window || event.target.tagName === "SCRIPT") && failed(), true);
