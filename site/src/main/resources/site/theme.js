// before the page is painted: the theme that the reader chose, else the system's
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch { /* no storage, no choice */ }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = chosen === "dark" || chosen === "light" ? chosen : dark ? "dark" : "light";
})();
