(() => {
  const root = document.currentScript.dataset.root;
  const page = document.documentElement;

  const theme = document.getElementById("theme");
  const showTheme = () => { theme.textContent = page.dataset.theme === "dark" ? "Light" : "Dark"; };
  theme.addEventListener("click", () => {
    page.dataset.theme = page.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", page.dataset.theme); } catch { /* it lasts for this page */ }
    showTheme();
  });
  showTheme();

  // on a narrow screen the list of pages is closed until it is wanted
  const narrow = matchMedia("(max-width: 800px)");
  const pages = document.getElementById("pages");
  const fold = () => { pages.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  const current = pages.querySelector("[aria-current]");
  if (current && pages.open) pages.scrollTop = current.offsetTop - pages.clientHeight / 2;

  const input = document.getElementById("search");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  let index = null;
  let loading = null;
  let selected = -1;

  const load = () => loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = root + "search-index.js";
    script.onload = () => {
      index = window.searchIndex.map(([title, heading, target, text]) => ({
        title, heading, target, text,
        names: (title + " " + heading).toLowerCase(), words: text.toLowerCase(),
      }));
      done();
    };
    script.onerror = () => { loading = null; failed(); };
    document.head.append(script);
  });

  const score = (entry, terms) => {
    let sum = 0;
    for (const term of terms) {
      const at = entry.names.indexOf(term);
      if (at >= 0) sum += at === 0 || /\W/.test(entry.names[at - 1]) ? 20 : 8;
      else if (entry.words.includes(term)) sum += Math.min(5, entry.words.split(term).length - 1);
      else return 0;
    }
    return entry.heading === "" ? sum + 3 : sum;
  };

  const part = (entry, terms) => {
    const at = Math.max(0, entry.words.indexOf(terms[0]) - 40);
    return (at > 0 ? "… " : "") + entry.text.slice(at, at + 130);
  };

  const select = (next) => {
    const options = results.children;
    if (options[selected]) options[selected].setAttribute("aria-selected", "false");
    selected = options.length ? (next + options.length) % options.length : -1;
    if (selected < 0) return input.removeAttribute("aria-activedescendant");
    options[selected].setAttribute("aria-selected", "true");
    options[selected].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[selected].id);
  };

  const show = (entries, terms) => {
    results.replaceChildren(...entries.map((entry, i) => {
      const item = document.createElement("li");
      item.id = "result-" + i;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const link = document.createElement("a");
      link.href = root + entry.target;
      link.tabIndex = -1;
      const name = document.createElement("strong");
      name.textContent = entry.heading ? entry.title + " › " + entry.heading : entry.title;
      const text = document.createElement("span");
      text.textContent = part(entry, terms);
      link.append(name, text);
      item.append(link);
      return item;
    }));
    results.hidden = entries.length === 0;
    input.setAttribute("aria-expanded", String(entries.length > 0));
    selected = -1;
    input.removeAttribute("aria-activedescendant");
    found.textContent = terms.length ? entries.length + " results" : "";
  };

  const search = async () => {
    try { await load(); } catch { found.textContent = "The search index is missing"; return; }
    // read only now: what was typed while the index came counts, too
    const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!terms.length) return show([], terms);
    show(index.map((entry) => [score(entry, terms), entry]).filter(([points]) => points > 0)
      .sort((a, b) => b[0] - a[0]).slice(0, 12).map(([, entry]) => entry), terms);
  };

  const close = () => { show([], []); };

  input.addEventListener("input", search);
  input.addEventListener("focus", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); select(selected + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); select(selected - 1); }
    if (event.key === "Escape") close();
    if (event.key === "Enter") results.children[Math.max(0, selected)]?.querySelector("a").click();
  });
  results.addEventListener("click", close);
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
})();
