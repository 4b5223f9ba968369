/* The address of a question opens its answer. Without this file a reader opens it by hand. */
const open = () => {
  const item = location.hash && document.getElementById(location.hash.slice(1));
  if (item instanceof HTMLDetailsElement) {
    item.open = true;
    item.scrollIntoView();
  }
};
addEventListener("hashchange", open);
open();
