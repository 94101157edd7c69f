"use strict";
// osmose.toast(text) says something once and briefly, to eyes and to assistive technologies.
window.osmose = {
  toast(text) {
    const box = document.createElement("p");
    box.className = "os-toast";
    box.textContent = text;
    document.getElementById("os-toasts").append(box);
    setTimeout(() => box.remove(), 6000 + 40 * text.length);
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-os-toast]");
  if (button) osmose.toast(button.dataset.osToast);
});
