// The editor, in the place of a text area: loaded when somebody begins to write, or where words stand already (composer.js). The text area stays in the form and
// holds what the editor says, in HTML; the field « format » says so. Going back to the text area gives it Markdown again.
import { DOMParser, Editor } from "./vendor/tiptap.mjs";
import { attach, attachAll, forget, offer, receive, send, withdraw } from "./editor_files.mjs";
import { toHTML } from "./editor_html.mjs";
import { mentions } from "./editor_mention.mjs";
import { clean, defuse } from "./editor_paste.mjs";
import { learn } from "./editor_places.mjs";
import { extensions, parse } from "./editor_schema.mjs";
import { tools } from "./editor_tools.mjs";
import { askAlternative, askLink } from "./editor_windows.mjs";

/** Asks the server for a document; no text becomes markup here. */
function fetchDocument(method, url, body) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.setRequestHeader("X-Requested-With", "osmose");
    request.onreadystatechange = () => { // a refusal is a sentence, no document
      if (request.readyState === XMLHttpRequest.HEADERS_RECEIVED && request.status === 200) request.responseType = "document";
    };
    request.onload = () => {
      if (request.status === 200) return request.response ? resolve(request.response.body) : reject(new Error("no document"));
      return reject(Object.assign(new Error(request.status), { words: osmose.refusal(request.status, request.getResponseHeader("Content-Type"), request.responseText) }));
    };
    request.onerror = () => reject(new Error("no answer"));
    request.send(body);
  });
}

const fieldsOf = (text, format) => new URLSearchParams({ body: text, format });

async function toMarkdown(form, html) {
  const answer = await fetch(form.dataset.convert, { method: "POST", body: fieldsOf(html, "html"), headers: { "X-Requested-With": "osmose" } });
  if (!answer.ok) throw await osmose.refused(answer);
  return answer.json();
}

/** Has whoever comes by the keyboard go on at the end, at once; a pointer says itself where. */
function enterAtEnd(view) {
  let pointed = false;
  view.dom.addEventListener("pointerdown", () => { pointed = true; }, { once: true });
  view.dom.addEventListener("focus", () => { if (!pointed) view.focus(); }, { once: true });
}

/** Puts the editor in the place of a text area. */
export async function mount(area) {
  const { form } = area;
  const format = form.elements.namedItem("format");
  const page = await fetchDocument("GET", form.dataset.tools);
  const box = document.adoptNode(page.querySelector(".os-editor"));
  for (const dialog of page.querySelectorAll("dialog")) if (!document.getElementById(dialog.id)) document.body.append(document.adoptNode(dialog));
  learn(box.dataset);
  const text = box.querySelector(".os-editor__text");
  const status = box.querySelector(".os-editor__status");
  const say = (words) => { status.textContent = words; };

  // What is typed while the server answers is read again; an accent that is half typed is waited for.
  let typed, composing;
  let read = null;
  area.addEventListener("compositionstart", () => { composing = true; });
  area.addEventListener("compositionend", () => { composing = false; });
  do {
    if (composing) await new Promise((done) => area.addEventListener("compositionend", done, { once: true }));
    typed = area.value;
    read = typed.trim() ? await fetchDocument("POST", form.dataset.convert, fieldsOf(typed, "markdown")) : null;
  } while (composing || area.value !== typed);

  const label = form.querySelector(`label[for="${area.id}"]`);
  const hint = label.querySelector(".fr-hint-text");
  const help = box.querySelector(".os-editor__help");
  label.id ||= `${area.id}-label`;
  help.id = `${area.id}-aide`;
  const { id } = area;
  let completion, bar;

  const editor = new Editor({
    element: text, extensions: extensions(), injectCSS: false, content: { type: "doc", content: [{ type: "paragraph" }] }, // no string: it would become markup
    enablePasteRules: false,
    editorProps: {
      attributes: {
        id, role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, "aria-required": "true", class: "os-editor__page",
        "aria-describedby": [area.getAttribute("aria-describedby"), help.id].filter(Boolean).join(" "),
        ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
      },
      handleKeyDown: (view, event) => completion.key(event) || shortcut(event),
      transformPastedHTML: defuse,
      clipboardParser: { parseSlice: parsePasted },
      handlePaste: (view, event) => takeFiles(event, event.clipboardData),
      handleDrop: (view, event, slice, moved) => !moved && takeFiles(event, event.dataTransfer),
    },
    onUpdate: () => write(),
    onTransaction: () => { bar?.refresh(); completion?.update(); },
    onBlur: () => completion.close(),
  });
  // What stood there is where undoing ends.
  if (read) editor.chain().setMeta("addToHistory", false).setContent(parse(DOMParser.fromSchema(editor.schema), read.querySelector(".os-prose")), { emitUpdate: false }).run();
  completion = mentions(box, editor, say);
  bar = tools(box.querySelector(".os-editor__bar"), editor, {
    link, picture: () => choose("image/*", pictures), attach: () => choose(form.elements.namedItem("files").accept, (files) => attachAll(form, files)),
    alternative: describe, markdown: () => leave(true),
  });
  receive(form);

  const focused = document.activeElement === area;
  const group = area.parentElement;
  const height = group.offsetHeight;
  area.id = `${id}-source`;
  area.hidden = true;
  area.classList.add("os-editor__source");
  hint?.classList.add("os-editor__source");
  area.after(box);
  // The bar and the help take their room from the text, so that what stands below stays where it was.
  leaveRoom(box, editor.view.dom.offsetHeight - group.offsetHeight + height);
  if (read) hand();
  bar.refresh();
  editor.commands.setTextSelection(editor.state.doc.content.size);
  enterAtEnd(editor.view);
  if (focused) goOn();
  else if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" }); // the bar pushed it down

  /** Goes on where the text area was left, at once: Tiptap’s focus waits for a frame, and a key pressed before it would be lost. */
  function goOn() {
    if (typed.endsWith("\n")) editor.commands.splitBlock();
    else if (typed.endsWith(" ")) editor.commands.insertContent({ type: "text", text: " " }); // no Markdown says it
    editor.view.focus();
    editor.commands.scrollIntoView();
  }

  /** Hands what the editor holds to the form. */
  function hand() {
    area.value = editor.isEmpty ? "" : toHTML(editor.getJSON());
    format.value = "html";
    offer(form, area.value);
  }

  /** Hands over a change, which makes a draft; to open a text makes none. */
  function write() {
    hand();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function shortcut(event) {
    if (event.altKey && event.key === "F10") return bar.focus(), true;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") return event.preventDefault(), link(), true;
    if (event.key === "Enter" && editor.state.selection.$from.parent.type.spec.tableRole) return editor.commands.setHardBreak();
    return false;
  }

  function parsePasted(dom, options) {
    if (!dom.querySelector("[data-pm-slice]") && clean(dom)) say(box.dataset.remote);
    return DOMParser.fromSchema(editor.schema).parseSlice(dom, options);
  }

  /** Files that are pasted or dropped; a word processor hands a picture of its text beside it, which is no file. */
  function takeFiles(event, data) {
    const files = [...(data?.files ?? [])];
    if (!files.length || data.types.includes("text/html")) return false;
    event.preventDefault();
    pictures(files);
    return true;
  }

  /** Sends files: a picture goes into the text once it is described, any other file beside it. */
  async function pictures(files) {
    forget(form);
    for (const file of files) {
      const sent = await send(form, file);
      if (!sent) continue;
      if (!sent.thumb) {
        attach(form, sent);
        continue;
      }
      const alt = await askAlternative(document.getElementById("os-editor-image"), null);
      if (alt === null) await withdraw(form, sent.id);
      else goBack().insertContent({ type: "picture", attrs: { src: sent.url, alt } }).run();
    }
  }

  async function describe() {
    const alt = await askAlternative(document.getElementById("os-editor-image"), editor.getAttributes("picture").alt);
    if (alt !== null) goBack().updateAttributes("picture", { alt }).run();
  }

  async function link() {
    const present = editor.getAttributes("link").href ?? "";
    const { href, title } = await askLink(document.getElementById("os-editor-lien"), present);
    const chain = goBack().extendMarkRange("link");
    if (href === "") chain.unsetMark("link").run();
    else if (href && (present || !editor.state.selection.empty)) chain.setMark("link", { href }).run();
    else if (href) goBack().insertContent({ type: "text", text: title || href.replace(/^mailto:/, ""), marks: [{ type: "link", attrs: { href } }] }).run();
  }

  /** Goes back to the text from a window, at once as goOn does, and returns what is to change there. */
  function goBack() {
    editor.view.focus();
    return editor.chain();
  }

  function choose(accept, take) {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true, accept });
    input.addEventListener("change", () => take([...input.files]));
    input.click();
  }

  /** Gives the text area back, with the same text in Markdown. */
  async function leave(wanted) {
    let markdown = "";
    try {
      if (!editor.isEmpty) markdown = await toMarkdown(form, toHTML(editor.getJSON()));
    } catch ({ words }) {
      return osmose.toast(words || box.dataset.failed);
    }
    editor.destroy();
    box.remove();
    Object.assign(area, { id, hidden: false, value: markdown });
    area.classList.remove("os-editor__source");
    format.value = "markdown";
    hint?.classList.remove("os-editor__source");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.dispatchEvent(new CustomEvent("os-markdown", { bubbles: true, detail: { wanted, back: box.dataset.back } }));
    area.focus();
  }

  form.addEventListener("os-said", (event) => say(box.dataset[event.detail]));
  label.addEventListener("click", () => { if (area.hidden) editor.commands.focus(); });
  return editor;
}

const rooms = new CSSStyleSheet();

/** Has the text of an editor take a height, in pixels, by a rule: no element carries a style of its own. */
function leaveRoom(box, height) {
  box.dataset.room = height;
  rooms.insertRule(`[data-room="${height}"] .os-editor__page { min-height: max(6rem, ${height}px); }`);
  if (!document.adoptedStyleSheets.includes(rooms)) document.adoptedStyleSheets.push(rooms);
}
