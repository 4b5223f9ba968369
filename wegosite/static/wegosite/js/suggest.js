/* Suggestions beneath a search field: WAI-ARIA APG, editable combobox with list autocomplete. The field keeps what is
   typed; only an option that was chosen leads to its page. Without this file the form searches as it does. */
const PAUSE = 150, LATIN = /[a-z]/i;

const element = (name, properties, attributes = {}) => {
  const made = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const option = (hit, id) => {
  const item = element("li", { id, className: "suggest__option" }, { role: "option", "aria-selected": "false", "data-url": hit.url });
  const title = element("span", { className: "suggest__title", textContent: hit.title });
  let note = hit.kind_name;
  if (hit.language !== document.documentElement.lang) {
    Object.assign(title, { lang: hit.language, dir: hit.direction });
    note += ` · ${hit.language_name}`;
  }
  item.append(title, " ", element("span", { className: "suggest__note", textContent: note }));
  return item;
};

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = element("ul", { className: "suggest", id: `${input.id}-list`, hidden: true }, { role: "listbox", "aria-label": input.dataset.label });
  const said = element("span", { className: "sr-only" }, { "aria-live": "polite" });
  input.after(list, said);
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(key, value);

  let active = null, request, timer;

  const activate = (item) => {
    active?.setAttribute("aria-selected", "false");
    active = item;
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const show = (open) => {
    activate(null);
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
  };
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    said.textContent = "";
    show(false);
  };
  const choose = (item) => { close(); location.assign(item.dataset.url); };

  const load = async () => {
    request?.abort();
    const typed = input.value.trim();
    if (!typed) return close();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal });
      const { suggestions, count } = answer.ok ? await answer.json() : { suggestions: [], count: "" };
      if (signal.aborted) return;
      list.replaceChildren(...suggestions.map((hit, number) => option(hit, `${list.id}-${number}`)));
      show(suggestions.length > 0);
      said.textContent = count;
    } catch {
      if (!signal.aborted) close();
    }
  };
  const loadSoon = () => { clearTimeout(timer); timer = setTimeout(load, PAUSE); };

  input.addEventListener("input", (event) => {
    activate(null);
    // Hangul being composed is what is meant; Latin letters being composed are Pinyin on its way to Han.
    if (!event.isComposing || !LATIN.test(event.data ?? "")) loadSoon();
  });
  input.addEventListener("compositionend", loadSoon);

  const step = (by) => {
    const items = [...list.children], at = items.indexOf(active);
    // One place beyond either end is the field itself.
    activate(items[at < 0 && by < 0 ? items.length - 1 : at + by] ?? null);
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the keys are the input method's
    const wasOpen = !list.hidden;
    if (event.key === "ArrowDown" && !wasOpen && input.value.trim()) load();
    else if (event.key === "ArrowDown" && wasOpen) step(1);
    else if (event.key === "ArrowUp" && wasOpen) step(-1);
    else if (event.key === "Enter" && active) choose(active);
    else {
      if (event.key === "Escape") close(); // also what is on its way
      if (event.key === "Escape" && wasOpen) event.preventDefault();
      // Back in the field, where the key moves the caret.
      if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) activate(null);
      return;
    }
    event.preventDefault();
  });
  input.form.addEventListener("submit", close);
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) choose(item);
  });
  if (input === document.activeElement && input.value !== input.defaultValue) loadSoon(); // typed before this file came
}
