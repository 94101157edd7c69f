"use strict";
// Files dropped on a page that takes them, or chosen in its zone: what sends them is loaded for the first.
{
  const zones = [...document.querySelectorAll("[data-os-upload]")];
  const take = (zone, items) => import("./documents_uploads.mjs").then(({ send }) => send(zone, items), () => osmose.toast(zone.dataset.failed));

  for (const zone of zones) {
    zone.hidden = false;
    const form = zone.closest("form");
    if (form) { // what the zone takes, the field need not
      const field = form.elements.namedItem("files");
      if (field) field.closest(".fr-upload-group").hidden = true;
      if (field) field.required = false;
    }
    zone.addEventListener("click", (event) => {
      const button = event.target.closest("[data-os-choose]");
      if (!button) return;
      const input = document.createElement("input");
      Object.assign(input, { type: "file", multiple: zone.dataset.most !== "1", webkitdirectory: button.dataset.osChoose === "folder" });
      input.addEventListener("change", () => take(zone, [...input.files]));
      input.click();
    });
  }

  const [zone] = zones;
  const wanted = (event) => zone && !event.defaultPrevented && event.dataTransfer?.types.includes("Files") && !event.target.closest?.("form[data-os-desk]");
  const mark = (on) => document.documentElement.classList.toggle("os-dropping", on);
  document.addEventListener("dragover", (event) => {
    if (!wanted(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    mark(true);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(false); });
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!wanted(event)) return;
    event.preventDefault();
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const found = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean); // gone after this event
    const hidden = zone.closest("[data-os-dropped]");
    if (hidden) hidden.hidden = false;
    zone.scrollIntoView({ block: "nearest" });
    take(zone, found);
  });
}
