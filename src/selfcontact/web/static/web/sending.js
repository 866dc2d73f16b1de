// The page works without this; it only keeps what one reads from closing while the page renews itself.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.querySelector("details[open]")) event.detail.shouldSwap = false;
});
