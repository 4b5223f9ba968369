/* In the admin: text fields that are made in the browser (blocks, rich text, wagtail-localize's editor)
   carry the language and direction of the content, as core/forms.py does for the others. */
const TEXT = "input:is([type=text], [type=search], :not([type])):not([name$=slug]), textarea, [contenteditable=true]";
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

const mark = (field, code) => {
  if (field.lang === code) return;
  field.lang = code;
  field.dir = RIGHT_TO_LEFT.test(code) ? "rtl" : "ltr";
};

const watch = (root, code) => {
  const all = () => root.querySelectorAll(TEXT).forEach((field) => mark(field, code));
  new MutationObserver(all).observe(root, { childList: true, subtree: true });
  all();
};

const field = document.querySelector("form [data-content-language]");
if (field) watch(field.form, field.dataset.contentLanguage);

const editor = document.querySelector(".js-translation-editor");
if (editor) watch(editor, JSON.parse(editor.dataset.props).locale.code);
