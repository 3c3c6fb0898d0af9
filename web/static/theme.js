// The colours of the last visit, before anything is drawn.
try {
  document.documentElement.dataset.theme = localStorage.getItem("linkspan-theme") ?? "auto";
} catch {
  // A browser that keeps nothing shows the colours of the system.
}
