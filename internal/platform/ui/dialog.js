"use strict";
// Opens the window that a link names instead of following it, and asks before what destroys.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-os-dialog]");
  const dialog = link && document.getElementById(link.dataset.osDialog);
  if (!dialog) return;
  event.preventDefault();
  link.closest("details[data-os-menu]")?.removeAttribute("open");
  dialog.showModal();
});

// In the capture phase, so that other listeners see only what was confirmed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const question = button?.dataset.osConfirm;
  const dialog = document.getElementById("os-confirm");
  if (!question || !dialog || form.dataset.osConfirmed) return;
  event.preventDefault();
  event.stopPropagation();
  document.getElementById("os-confirm-text").textContent = question;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.osConfirmed = "1";
    form.requestSubmit(button);
    delete form.dataset.osConfirmed;
  }, { once: true });
  dialog.showModal();
}, true);
