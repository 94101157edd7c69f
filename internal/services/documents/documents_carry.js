"use strict";
// What may move is dragged onto a folder. All of it can be done by the boxes and the buttons beside them.
{
  // What is being dragged: documents by id, or a folder by where moving it is asked for.
  let carried = null;
  const itemOf = (target) => target.closest?.("[data-os-item]");
  const taken = (item) => item?.querySelector("[data-os-carry], [data-os-carry-folder]");

  document.addEventListener("pointerdown", (event) => {
    const item = itemOf(event.target);
    if (event.pointerType === "mouse" && taken(item)) item.draggable = true;
  });

  document.addEventListener("dragstart", (event) => {
    const item = itemOf(event.target);
    const handle = taken(item);
    if (!handle) return;
    const folder = handle.dataset.osCarryFolder;
    const ticked = [...document.querySelectorAll("[data-os-carry]:has(input:checked)")].map((one) => one.dataset.osCarry);
    const id = handle.dataset.osCarry;
    carried = folder ? { folder, item } : { documents: ticked.includes(id) ? ticked : [id] };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    item.classList.add("os-carried");
  });

  const target = (event) => {
    const item = carried && itemOf(event.target);
    return item && item !== carried.item && item.querySelector("[data-os-drop]") ? item : null;
  };
  const mark = (item) => {
    for (const old of document.querySelectorAll(".os-drop")) if (old !== item) old.classList.remove("os-drop");
    item?.classList.add("os-drop");
  };

  document.addEventListener("dragover", (event) => {
    const item = target(event);
    mark(item);
    if (!item) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
  });

  document.addEventListener("dragend", () => {
    carried = null;
    mark(null);
    for (const item of document.querySelectorAll(".os-carried")) item.classList.remove("os-carried");
  });

  document.addEventListener("drop", (event) => {
    const item = target(event);
    if (!item) return;
    event.preventDefault();
    const form = document.createElement("form");
    form.method = "post";
    const say = (name, value) => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    };
    const folder = item.querySelector("[data-os-drop]").dataset.osDrop;
    if (carried.folder) {
      form.action = carried.folder;
      say("parent", folder);
    } else {
      form.action = document.querySelector("[data-os-selection]").dataset.move;
      for (const id of carried.documents) say("document", id);
      say("folder", folder);
    }
    document.body.append(form);
    form.requestSubmit();
  });
}
