"use strict";
// The month by its arrows: from day to day and from week to week, and beyond its ends to the next month. Every day is a link, so
// nothing of it needs this.
{
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

  document.addEventListener("keydown", (event) => {
    const day = event.target.closest?.("[data-os-day]");
    if (!day || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const days = [...day.closest("table").querySelectorAll("[data-os-day]")];
    const at = days.indexOf(day);
    const column = at % 7;
    const to = { Home: at - column, End: at - column + 6 }[event.key] ?? (event.key in steps ? at + steps[event.key] : -2);
    const way = { PageUp: "previous", PageDown: "next" }[event.key] ?? (event.key in steps && !days[to] ? (to < 0 ? "previous" : "next") : "");
    if (days[to]) days[to].focus();
    else if (way) document.querySelector(`[data-os-cal="${way}"]`)?.click();
    else return;
    event.preventDefault();
  });
}
