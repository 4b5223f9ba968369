/* The tabs of the home page. Without this file all sections are shown. */
const $$ = (s, root = document) => [...root.querySelectorAll(s)];

/* Tabs: a list of links to sections becomes tabs where the list stands beside the panels */
const wide = matchMedia("(width >= 60rem)");
for (const box of $$("[data-tabs]")) {
  const list = box.querySelector(".tabs__list"), tabs = $$(".tabs__tab", list);
  const panels = tabs.map((t) => document.getElementById(t.hash.slice(1)));
  const select = (i, focus) => {
    tabs.forEach((t, n) => { t.setAttribute("aria-selected", n === i); t.tabIndex = n === i ? 0 : -1; panels[n].hidden = n !== i; });
    if (focus) tabs[i].focus();
  };
  const fromHash = () => Math.max(0, tabs.findIndex((t) => t.hash === location.hash));
  const apply = () => {
    const on = wide.matches;
    for (const [el, role] of [[list, "tablist"], ...tabs.map((t) => [t, "tab"]), ...panels.map((p) => [p, "tabpanel"]), ...tabs.map((t) => [t.parentNode, "none"])])
      on ? el.setAttribute("role", role) : el.removeAttribute("role");
    if (on) {
      list.setAttribute("aria-orientation", "vertical");
      list.setAttribute("aria-label", list.dataset.label);
      tabs.forEach((t, n) => { t.id = panels[n].id + "-tab"; t.setAttribute("aria-controls", panels[n].id); panels[n].setAttribute("aria-labelledby", t.id); panels[n].tabIndex = 0; });
      select(fromHash());
    } else {
      ["aria-orientation", "aria-label"].forEach((a) => list.removeAttribute(a));
      tabs.forEach((t, n) => { ["aria-selected", "aria-controls", "tabindex"].forEach((a) => t.removeAttribute(a)); panels[n].hidden = false; panels[n].removeAttribute("tabindex"); panels[n].removeAttribute("aria-labelledby"); });
    }
    box.setAttribute("data-ready", "");
  };
  list.addEventListener("click", (e) => {
    const i = tabs.indexOf(e.target.closest(".tabs__tab"));
    if (i < 0 || !wide.matches) return;
    e.preventDefault();
    history.replaceState(null, "", tabs[i].hash);
    select(i);
  });
  list.addEventListener("keydown", (e) => {
    if (!wide.matches) return;
    const i = tabs.indexOf(document.activeElement), last = tabs.length - 1;
    const to = { ArrowDown: i === last ? 0 : i + 1, ArrowUp: i ? i - 1 : last, Home: 0, End: last }[e.key];
    if (i < 0 || to === undefined) { if (e.key === " " && i >= 0) { e.preventDefault(); tabs[i].click(); } return; }
    e.preventDefault();
    select(to, true);
  });
  wide.addEventListener("change", apply);
  addEventListener("hashchange", () => { if (wide.matches && tabs.some((t) => t.hash === location.hash)) select(fromHash()); });
  apply();
}
