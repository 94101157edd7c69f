"use strict";
// Documents that are ticked are counted, and all are ticked at once. A list may be brought up to date while somebody looks at it
// (documents_uploads.mjs): nothing here is tied to what stood there first.
{
  const bar = () => document.querySelector("[data-os-selection]");
  const boxes = () => [...document.querySelectorAll(".os-pick input")];

  const count = () => {
    const ticked = boxes().filter((box) => box.checked);
    const all = bar().querySelector("[data-os-select-all]");
    all.checked = ticked.length > 0 && ticked.length === boxes().length;
    all.indeterminate = ticked.length > 0 && !all.checked;
    const said = ticked.length === 0 ? "" : ticked.length === 1 ? bar().dataset.one : bar().dataset.many.replace("%", ticked.length);
    bar().querySelector("[data-os-selected]").textContent = said;
    bar().classList.toggle("os-selection--some", ticked.length > 0);
  };

  customElements.define("os-select-all", class extends HTMLElement {
    connectedCallback() {
      this.hidden = false;
      count();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-os-select-all]")) for (const box of boxes()) box.checked = event.target.checked;
    else if (!event.target.matches(".os-pick input")) return;
    count();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== bar() || boxes().some((box) => box.checked)) return;
    event.preventDefault();
    osmose.toast(bar().dataset.none);
  }, true);
  addEventListener("pageshow", () => { if (bar()) count(); }); // a browser that goes back ticks again what was
}
