"use strict";
// The button that copies a line. Browsers lend their clipboard to secure addresses only; elsewhere the old command does.
{
  for (const button of document.querySelectorAll("button[data-os-copy]")) button.hidden = false;

  const copy = async (field) => {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      field.select(); // stays selected when that fails too: the keyboard copies it
      return document.execCommand("copy");
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-os-copy]");
    if (!button) return;
    const { osCopy, osDone, osFailed } = button.dataset;
    osmose.toast((await copy(document.getElementById(osCopy))) ? osDone : osFailed);
  });
}
