/* Menus and appearance, on every page. Every page reads and works without this file. */
const $$ = (s, root = document) => [...root.querySelectorAll(s)];

/* Menus made of <details data-pop>: close on Escape, on a click outside, when focus leaves, and when another opens. */
const pops = $$("details[data-pop]");
const shut = (d, focus) => { d.open = false; if (focus) d.querySelector("summary").focus(); };
for (const d of pops) {
  d.addEventListener("toggle", () => { if (d.open) { pops.forEach((o) => o !== d && shut(o)); d.querySelector("input[type=search]")?.focus(); } });
  d.addEventListener("keydown", (e) => { if (e.key === "Escape" && d.open && !e.defaultPrevented) shut(d, true); });
  d.addEventListener("focusout", (e) => { if (e.relatedTarget && !d.contains(e.relatedTarget)) shut(d); });
}
document.addEventListener("click", (e) => pops.forEach((d) => d.open && !d.contains(e.target) && shut(d)));

/* Main navigation on small screens */
const toggle = document.querySelector(".nav-toggle"), nav = document.getElementById("nav");
if (toggle && nav) {
  const set = (open) => { toggle.setAttribute("aria-expanded", open); nav.toggleAttribute("data-open", open); };
  toggle.addEventListener("click", () => set(toggle.getAttribute("aria-expanded") !== "true"));
  for (const el of [toggle, nav]) el.addEventListener("keydown", (e) => { if (e.key === "Escape" && nav.hasAttribute("data-open")) { set(false); toggle.focus(); } });
  nav.addEventListener("click", (e) => { if (e.target.closest("a")) set(false); });
}

/* Suggestions of a search field: read at once where one is in sight, else when the search is opened */
const fields = $$("input[data-suggest]"), suggest = () => import(fields[0].dataset.script);
if (fields.some((field) => field.checkVisibility())) suggest();
else for (const field of fields) field.closest("details")?.addEventListener("toggle", suggest, { once: true });

/* The language a reader chooses is kept for the site's bare address: languages/views.py */
document.addEventListener("click", (e) => {
  const code = e.target.closest("[data-language]")?.dataset.language;
  if (code) document.cookie = `language=${code}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
});

/* Appearance: automatic, light, dark */
const root = document.documentElement, themes = $$("[data-theme-set]");
const mark = () => themes.forEach((b) => b.setAttribute("aria-pressed", b.dataset.themeSet === (root.dataset.theme || "auto")));
for (const b of themes) b.addEventListener("click", () => {
  const t = b.dataset.themeSet;
  if (t === "auto") delete root.dataset.theme; else root.dataset.theme = t;
  try { if (t === "auto") localStorage.removeItem("theme"); else localStorage.setItem("theme", t); } catch { /* not kept */ }
  mark();
});
mark();
