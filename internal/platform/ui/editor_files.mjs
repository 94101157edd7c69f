// Files sent while somebody writes: chosen, dropped or pasted, each at once and by itself, with its progress. What arrived is a
// box in the form, ticked, as the server would show it.
const pending = new WeakMap(); // form → how many are on their way

/** Where the files of a text stand; a picture that is not of the text has a place of its own (`data-os-apart`). */
const placeOf = (form) => form.querySelector("[data-os-files]");

/** Sends one file. Resolves with what the server says of it, or null after telling why it could not be. */
export function send(form, file, place = placeOf(form)) {
  const { failed, most, heavy } = place.dataset;
  if (file.size > most) {
    refuse(place, file, heavy);
    return Promise.resolve(null);
  }
  const line = document.createElement("li");
  line.className = "os-file os-file--sending";
  listOf(place).append(line);
  const meter = document.createElement("progress");
  meter.max = 1;
  line.append(meter, ` ${file.name}`);
  meter.ariaLabel = file.name;
  pending.set(form, (pending.get(form) ?? 0) + 1);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.files);
    request.setRequestHeader("X-Requested-With", "osmose");
    request.upload.onprogress = (event) => { if (event.lengthComputable) meter.value = event.loaded / event.total; };
    const end = (answer, problem) => {
      pending.set(form, pending.get(form) - 1);
      line.remove();
      if (problem) refuse(place, file, problem);
      resolve(answer);
    };
    request.onerror = () => end(null, failed);
    request.onload = () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* a sentence: the budget is spent, the session over */ }
      if (request.status === 200 && answer && !answer.error) end(answer);
      else end(null, answer?.error || osmose.refusal(request.status, request.getResponseHeader("Content-Type"), request.responseText) || failed);
    };
    const body = new FormData();
    body.append("files", file);
    request.send(body);
  });
}

/** Says why a file could not be sent: at once, and under the field until the next ones are chosen. */
function refuse(place, file, why) {
  const line = document.createElement("p");
  line.className = "fr-error-text";
  line.dataset.osRefused = "";
  line.textContent = `${file.name}\u00a0: ${why}`;
  place.querySelector("[data-os-said]").before(line);
  osmose.toast(line.textContent);
}

/** Removes what was said of the files before. */
export const forget = (form) => form.querySelectorAll("[data-os-refused]").forEach((line) => line.remove());

/** The list of the files of a place: that of the server, if it shows one. */
function listOf(place) {
  const list = place.querySelector("ul[data-os-keep]");
  if (list) return list;
  const set = document.createElement("fieldset");
  set.className = "os-desk__list";
  const legend = document.createElement("legend");
  legend.className = "fr-label";
  legend.textContent = place.dataset.keep;
  const files = document.createElement("ul");
  files.className = "os-files";
  files.dataset.osKeep = "";
  set.append(legend, files);
  place.querySelector(".fr-upload-group").before(set);
  return files;
}

/** Adds a file that has arrived to the form. Apart there is one: it takes the place of the one before. */
export function attach(form, { id, name, thumb, about }, place = placeOf(form)) {
  if ("osApart" in place.dataset) {
    for (const before of place.querySelectorAll(`input[name=${place.dataset.name}]`)) withdraw(form, before.value);
    listOf(place).replaceChildren();
  }
  const line = document.createElement("li");
  line.className = "os-file";
  const label = document.createElement("label");
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", name: place.dataset.name, value: id, checked: true });
  const words = document.createElement("span");
  words.className = "os-file__name";
  const small = document.createElement("span");
  small.className = "os-file__about";
  small.textContent = about;
  words.append(`${name} `, small);
  label.append(box);
  if (thumb) {
    const picture = new Image(64, 64);
    Object.assign(picture, { className: "os-file__thumb", src: thumb, alt: "" });
    label.append(picture);
  } else label.append(form.querySelector("[data-os-face] svg").cloneNode(true));
  label.append(words);
  line.append(label);
  listOf(place).append(line);
  place.querySelector("[data-os-said]").textContent = `${place.dataset.sent} ${name}`;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Sends files and adds them to the form. Apart, only a picture will do. */
export async function attachAll(form, files, place = placeOf(form)) {
  forget(form);
  for (const file of files) {
    const sent = await send(form, file, place);
    if (sent && "osApart" in place.dataset && !sent.thumb) {
      withdraw(form, sent.id);
      refuse(place, file, place.dataset.wrong);
    } else if (sent) attach(form, sent, place);
  }
}

/** Offers to keep, beside a text, those of its pictures that it shows no longer. */
export function offer(form, html) {
  for (const line of form.querySelectorAll("[data-os-picture]")) line.hidden = html.includes(`"${line.dataset.osPicture}"`);
}

/** Takes back a file that nobody wants. */
export const withdraw = (form, id) => fetch(form.dataset.withdraw.replace("{id}", id), { method: "POST", headers: { "X-Requested-With": "osmose" } });

/** Makes a form take files as soon as they are chosen, or dropped on it. */
export function receive(form) {
  if (pending.has(form)) return;
  pending.set(form, 0);
  form.addEventListener("submit", (event) => {
    if (!pending.get(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    osmose.toast(form.querySelector("[data-os-files]").dataset.pending);
  }, true);
  form.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  form.addEventListener("drop", (event) => {
    if (event.defaultPrevented || !event.dataTransfer.files.length) return;
    event.preventDefault();
    attachAll(form, event.dataTransfer.files);
  });
}
