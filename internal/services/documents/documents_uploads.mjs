// Files on their way to documents: each in pieces, some at a time, paused, resumed and tried again by itself after a cut. In a form
// they wait for it; elsewhere each becomes a document at once. The protocol is that of tus (vendor/tus.mjs).
import { found, leading } from "./documents_uploads_folders.mjs";
import { Line } from "./documents_uploads_line.mjs";

const together = 3;
const rooms = new WeakMap(); // zone → what is under way in it

/** Takes what was chosen or dropped: files, and entries of folders. */
export async function send(zone, items) {
  const room = rooms.get(zone) ?? rooms.set(zone, open(zone)).get(zone);
  return room.add(items);
}

function open(zone) {
  const words = zone.dataset;
  const form = "form" in words ? zone.closest("form") : null;
  const list = zone.querySelector("[data-os-lines]");
  const lines = [];
  const lead = leading(zone, note);
  const busy = () => lines.filter((line) => line.busy);
  let told = true; // that all have ended

  addEventListener("beforeunload", (event) => { if (busy().length) event.preventDefault(); });
  addEventListener("online", () => lines.forEach((line) => line.online()));
  form?.addEventListener("submit", (event) => {
    if (!busy().length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    osmose.toast(words.unload);
  }, true);
  zone.addEventListener("click", (event) => {
    const act = event.target.closest("[data-os-all]")?.dataset.osAll;
    if (act) for (const line of busy()) line[act]();
  });

  /** Says something that is of no file. */
  function note(text) {
    const line = document.createElement("li");
    line.className = "os-upload__note";
    line.textContent = text;
    list.append(line);
    hear(text);
  }

  async function add(items) {
    const files = await found(items, words, note);
    let room = Number(words.most) ? Number(words.most) - lines.filter((line) => line.counts).length : Infinity;
    for (const { file, path } of files) {
      if (room-- <= 0) {
        note(`${file.name}\u00a0: ${words.most === "1" ? words.one_only.replace("{name}", lines.find((line) => line.counts)?.file.name ?? "") : words.too_many}`);
        continue;
      }
      const line = new Line({ zone, form, file, path, lead, changed, hear });
      lines.push(line);
      list.append(line.element);
    }
    told = false;
    changed();
  }

  /** Starts those that wait, and shows how far all are. */
  function changed() {
    const running = lines.filter((line) => line.running).length;
    for (const line of lines.filter((line) => line.state === "waiting").slice(0, Math.max(0, together - running))) line.start();
    const counted = lines.filter((line) => line.counts);
    const size = counted.reduce((sum, line) => sum + line.file.size, 0);
    const part = size ? counted.reduce((sum, line) => sum + line.sent, 0) / size : 1;
    const done = counted.filter((line) => line.ended).length;
    const sum = zone.querySelector("[data-os-sum]");
    sum.hidden = lines.length < 2;
    sum.querySelector("progress").value = part;
    sum.querySelector("[data-os-said]").textContent = words.all.replace("{done}", done).replace("{count}", counted.length).replace("{percent}", Math.floor(100 * part));
    const paused = lines.filter((line) => line.state === "paused").length;
    const useful = { pause: busy().length > paused, resume: paused, cancel: busy().length };
    for (const button of sum.querySelectorAll("[data-os-all]")) button.hidden = !useful[button.dataset.osAll];
    if (busy().length || told) return;
    told = true;
    const refused = lines.filter((line) => line.state === "refused").length;
    hear((form ? words.all_ready : words.all_done).replace("{done}", done).replace("{refused}", refused));
    if (!form && done) refresh(zone).catch(() => {}); // the list is as it was: the next page shows it
  }

  // What is heard comes together, every two seconds at most.
  let heard = [], speaking;
  function hear(text) {
    heard.push(text);
    speaking ??= setTimeout(() => {
      zone.querySelector("[data-os-heard]").textContent = heard.slice(-4).join(" ");
      [heard, speaking] = [[], undefined];
    }, 2000);
  }
  return { add };
}

/** Brings the list of the page up to date: all that stands after the zone. What was ticked stays so. */
async function refresh(zone) {
  const page = await new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject());
    request.onerror = reject;
    request.send();
  });
  const fresh = page.querySelector("[data-os-upload]");
  if (!fresh) return;
  const after = (element) => { const all = []; for (let e = element.nextSibling; e; e = e.nextSibling) all.push(e); return all; };
  const at = document.activeElement?.getAttribute("href");
  for (const box of document.querySelectorAll(".os-pick input:checked")) page.querySelector(`.os-pick input[value="${box.value}"]`)?.setAttribute("checked", "");
  for (const old of after(zone)) old.remove();
  zone.after(...after(fresh).map((node) => document.adoptNode(node)));
  if (at && document.activeElement === document.body) document.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
}
