"use strict";
// Forms: focus on what is wrong, one sending at a time, a warning before unsent text is left, a draft kept in the tab.
{
  document.querySelector("[data-os-focus]")?.focus();

  const dirty = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-os-guard]");
    if (form) dirty.add(form);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty.size > 0) event.preventDefault();
  });

  // A draft belongs to who is signed in: their name is part of its key. What was sent is forgotten once the server has
  // answered with another page than the form's own address, where errors and an ended session are answered.
  const who = document.querySelector(".os-tool--person .os-tool__label")?.textContent ?? "";
  const keyOf = (form) => `osmose.draft.${who}.${form.dataset.osDraft}`;
  const fields = (form) => [...form.querySelectorAll("textarea, input[type=text]")].filter((f) => f.name);
  const store = sessionStorage;

  const sent = JSON.parse(store.getItem("osmose.sent") ?? "null");
  store.removeItem("osmose.sent");
  if (sent && sent.path !== location.pathname) store.removeItem(sent.key);

  const restore = (form) => {
    const draft = JSON.parse(store.getItem(keyOf(form)) ?? "null");
    if (!draft || fields(form).some((f) => f.value)) return;
    for (const f of fields(form)) f.value = draft[f.name] ?? "";
    dirty.add(form);
    if (form.dataset.osFound) osmose.toast(form.dataset.osFound);
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-os-draft]").forEach(restore));

  let timer;
  const save = (form) => {
    const draft = Object.fromEntries(fields(form).filter((f) => f.value).map((f) => [f.name, f.value]));
    if (Object.keys(draft).length) store.setItem(keyOf(form), JSON.stringify(draft));
    else store.removeItem(keyOf(form));
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-os-draft]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(save, 400, form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "osAgain" in form.dataset) return; // a download leaves its page there
    if (form.dataset.osSending) return event.preventDefault();
    form.dataset.osSending = "1";
    dirty.delete(form);
    if (form.closest(".os-menu--person")) {
      Object.keys(store).filter((k) => k.startsWith("osmose.")).forEach((k) => store.removeItem(k));
    } else if ("osDraft" in form.dataset) {
      clearTimeout(timer);
      save(form);
      store.setItem("osmose.sent", JSON.stringify({ key: keyOf(form), path: new URL(form.action).pathname }));
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-os-sending]").forEach((f) => delete f.dataset.osSending);
  });
}
