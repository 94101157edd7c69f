"use strict";
// An open « ⋯ » menu closes when one clicks elsewhere, moves on by keyboard, or presses Escape.
{
  const open = () => document.querySelectorAll("details[data-os-menu][open]");

  const closeOthers = (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
