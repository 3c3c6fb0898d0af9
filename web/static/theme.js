// The colours of the last visit, before anything is drawn.
try {
  const theme = JSON.parse(localStorage.getItem("linkspan-theme") ?? '"auto"');
  document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows the colours of the system.
}
