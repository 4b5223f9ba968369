/* A film plays on the page when its button is used; nothing is loaded from its host before. */
for (const button of document.querySelectorAll("[data-embed-frame]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "embed__frame";
    frame.src = button.dataset.embedFrame;
    frame.title = button.dataset.embedTitle;
    frame.allow = "fullscreen; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    button.parentNode.replaceWith(frame);
    frame.focus();
  });
}
