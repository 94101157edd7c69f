"use strict";
// Where people write: the editor comes when an empty text area gets the focus, and at once in the place of one that holds words,
// whose Markdown is nothing to read; what is written is kept as a draft on the server; files leave as soon as they are chosen.
{
  const choice = "osmose.writing"; // « markdown » for whoever prefers the text area
  const deskOf = (element) => element.closest?.("form[data-os-desk]");
  const module = (name) => import(`./${name}.mjs`);

  const loading = new WeakSet();
  function load(area) {
    if (loading.has(area)) return;
    loading.add(area);
    const form = deskOf(area);
    form.dataset.osEditor = "loading";
    module("editor").then(({ mount }) => mount(area)).then(
      () => { form.dataset.osEditor = "ready"; },
      ({ words }) => { // the text area stays, and takes Markdown; its next focus tries again
        form.dataset.osEditor = "failed";
        loading.delete(area);
        if (words) osmose.toast(words);
      },
    );
  }

  // A browser may put back what these held in the page before: the text area holds Markdown again.
  for (const form of document.querySelectorAll("form[data-os-desk]")) {
    for (const name of ["format", "saved"]) form.elements.namedItem(name).value = form.elements.namedItem(name).defaultValue;
    mark(form);
  }

  /** Names this showing of a form: once it is sent, the server refuses a draft of it that was on its way. */
  function mark(form) {
    form.elements.namedItem("feuille").value = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36).padStart(7, "0")).join("");
  }

  const wanted = () => localStorage.getItem(choice) !== "markdown";
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-os-editor]") && wanted()) load(event.target);
  });
  for (const area of document.querySelectorAll("textarea[data-os-editor]")) if (area.value.trim() && wanted()) load(area);

  // Whoever is led to a form by « Citer », « Répondre » or « Poser la question » begins to write there; a browser that goes to
  // a fragment takes the focus away until the page is loaded.
  function begin() {
    const form = document.getElementById(location.hash.slice(1));
    (form?.querySelector(".os-editor__page") ?? form?.querySelector("textarea[data-os-editor]"))?.focus({ preventScroll: true });
  }
  addEventListener("hashchange", begin);
  addEventListener("load", begin);

  document.addEventListener("os-markdown", ({ target: area, detail }) => {
    if (detail.wanted) localStorage.setItem(choice, "markdown");
    loading.delete(area);
    delete deskOf(area).dataset.osEditor;
    const back = document.createElement("button");
    Object.assign(back, { type: "button", className: "fr-btn fr-btn--tertiary fr-btn--sm", textContent: detail.back });
    back.addEventListener("click", () => {
      localStorage.removeItem(choice);
      back.remove();
      area.focus();
      load(area);
    });
    area.after(back);
  });

  document.addEventListener("change", (event) => {
    const input = event.target;
    const form = deskOf(input);
    const place = input.type === "file" && form && input.closest("[data-os-files], [data-os-apart]");
    if (!place) return; // other files go with the form
    module("editor_files").then(({ attachAll, receive }) => {
      const files = [...input.files];
      input.value = ""; // until here they would have gone with the form
      receive(form);
      return attachAll(form, files, place);
    });
  });

  // Drafts. A change is stored two seconds after it, and when the page goes; after a failure one waits longer each time.
  const pace = 2000;
  const states = new WeakMap();
  const stateOf = (form) => states.get(form) ?? states.set(form, { timer: 0, delay: pace, sent: "" }).get(form);

  const besideOf = (form) => form.dataset.osBeside.split(" ").filter(Boolean);

  /** What a field says: "" for a box that is not ticked. */
  const valueOf = (field) => (field.type === "checkbox" && !field.checked ? "" : field.value);

  function contents(form) {
    const body = new URLSearchParams();
    const beside = {};
    for (const name of besideOf(form)) {
      const field = form.elements.namedItem(name);
      if (field) beside[name] = valueOf(field);
    }
    body.set("beside", JSON.stringify(beside));
    for (const name of ["place", "feuille", "format", "body", "title", "version", "saved"]) {
      const field = form.elements.namedItem(name);
      if (field) body.set(name, field.value);
    }
    for (const box of form.querySelectorAll("input[name=piece]:checked")) body.append("piece", box.value);
    return body;
  }

  async function keep(form, leaving) {
    const state = stateOf(form);
    clearTimeout(state.timer);
    state.timer = 0;
    const body = contents(form);
    const words = ["body", "title", "piece", "beside"].map((name) => body.getAll(name).join(" ")).join("\n");
    if (state.gone || words === state.sent) return;
    state.sent = words;
    state.way = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: leaving, signal: state.way.signal, headers: { "X-Requested-With": "osmose" } });
      if (!answer.ok) throw await osmose.refused(answer);
      const { saved, elsewhere } = await answer.json();
      form.elements.namedItem("saved").value = saved;
      state.delay = pace;
      unsaved(form, "");
      form.dispatchEvent(new CustomEvent("os-said", { detail: elsewhere ? "elsewhere" : "saved" }));
    } catch ({ words = "", after = 0 }) {
      state.sent = "";
      state.delay = Math.max(Math.min(state.delay * 2, 60_000), Math.min(after, 600_000));
      if (leaving || state.gone) return;
      state.timer ||= setTimeout(keep, state.delay, form);
      unsaved(form, words);
    }
  }

  /** Says above the buttons that the draft is not kept, and why; without a failure nothing. */
  function unsaved(form, words) {
    const line = form.querySelector("[data-os-unsaved]");
    const said = stateOf(form).delay === pace ? "" : `${line.dataset.osUnsaved} ${words}`.trim();
    if (line.textContent !== said) line.textContent = said;
  }

  document.addEventListener("input", (event) => {
    const form = deskOf(event.target);
    if (form && (event.target === form || ["body", "title", "piece", ...besideOf(form)].includes(event.target.name))) stateOf(form).timer ||= setTimeout(keep, stateOf(form).delay, form);
  });
  addEventListener("pagehide", () => {
    for (const form of document.querySelectorAll("form[data-os-desk]")) if (stateOf(form).timer) keep(form, true);
  });
  // What is sent is published, or shown again by the page that answers: it is no draft any more.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !("osDesk" in form.dataset)) return;
    const state = stateOf(form);
    state.gone = true;
    state.way?.abort();
    clearTimeout(state.timer);
    state.timer = 0;
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-os-desk]")) {
      stateOf(form).gone = false;
      mark(form);
    }
  });
}
