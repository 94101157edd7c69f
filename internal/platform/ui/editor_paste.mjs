// What comes from word processors, cleaned before the editor reads it: structure stays, noise goes. It works on a document that
// is not shown: nothing in it is loaded or run.
import { kept } from "./editor_places.mjs";

/**
 * Takes out of HTML, before anything reads it, what the policy of the page would report although nothing ever runs it: styles,
 * handlers, bases. The styles stay to be read, under another name. Comments go: Word's conditions.
 */
export function defuse(html) {
  return html.replace(/<!--[\s\S]*?-->/g, "").replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/<\/?(base|meta|link)\b[^>]*>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/([\s"'/])(style|on\w+|srcset|background)\s*=/gi, "$1data-$2="));
}

const styleOf = (element) => element.getAttribute("data-style") ?? "";

/** Cleans a pasted document in place. Returns how many pictures of elsewhere were left out. */
export function clean(dom) {
  dropNoise(dom);
  weights(dom);
  const left = dropPictures(dom);
  listsOfWord(dom);
  listsInLists(dom);
  headings(dom);
  quotes(dom);
  for (const table of dom.querySelectorAll("table")) flatten(table);
  dropEmpty(dom);
  return left;
}

const replaceBy = (element, ...nodes) => element.replaceWith(...nodes);
const unwrap = (element) => replaceBy(element, ...element.childNodes);
const blank = (element) => !element.textContent.replace(/[\s\u00a0]/g, "") && !element.querySelector("img, hr, table");

function rename(element, name) {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  replaceBy(element, made);
  return made;
}

function dropNoise(dom) {
  const walker = dom.ownerDocument.createTreeWalker(dom, 128); // « <![if …]> » is read as a comment
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
  for (const element of dom.querySelectorAll("style, script, meta, link, title, xml, colgroup, template, noscript, object, iframe")) element.remove();
  for (const element of [...dom.querySelectorAll("*")]) {
    if (/mso-element:\s*(comment|footnote)/i.test(styleOf(element))) element.remove();
    else if (element.localName.includes(":")) unwrap(element); // <o:p>, <w:sdt>, <st1:place>
  }
}

/** Bold and italics that are styles become elements; what is called bold and styled otherwise is plain. */
function weights(dom) {
  for (const plain of dom.querySelectorAll("b[data-style*='font-weight:normal'], b[data-style*='font-weight: normal']")) if (!/mso-bidi/.test(styleOf(plain))) unwrap(plain);
  for (const span of dom.querySelectorAll("span[data-style]")) {
    const style = styleOf(span).replace(/mso-[^;]*;?/gi, "");
    for (const [name, rule] of [["strong", /font-weight:\s*(bold|[6-9]00)/i], ["em", /font-style:\s*italic/i]]) {
      if (!rule.test(style)) continue;
      const made = span.ownerDocument.createElement(name);
      made.append(...span.childNodes);
      span.append(made);
    }
  }
}

function dropPictures(dom) {
  let left = 0;
  for (const picture of dom.querySelectorAll("img, picture, svg, video, audio")) {
    if (picture.localName === "img" && kept(picture.getAttribute("src"))) continue;
    picture.remove();
    left++;
  }
  return left;
}

/** The level of a paragraph that Word calls an item, 0 for any other. */
function levelOf(element) {
  const list = /mso-list:\s*l\d+\s+level(\d+)/i.exec(styleOf(element));
  return list && element.localName === "p" ? Number(list[1]) : 0;
}

/** Takes the bullet or number from the head of an item of Word. Returns the list that it makes. */
function takeMark(item) {
  const mark = [...item.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
  let text = mark?.textContent ?? "";
  mark?.remove();
  if (!mark) {
    const found = /^[\s\u00a0]*([·•§▪–o\uf0b7\uf0a7-]|\d{1,3}[.)]|[a-z][.)]|[ivx]+[.)])[\s\u00a0]+/i.exec(item.textContent);
    text = found?.[1] ?? "";
    eat(item, found?.[0].length ?? 0);
  }
  const number = /^[\s\u00a0]*(\d+|[a-z]|[ivxlc]+)[.)]/i.exec(text);
  return number ? { name: "ol", start: Number(number[1]) || 1 } : { name: "ul", start: 1 };
}

/** Removes the first characters of an element, wherever they stand in it. */
function eat(element, length) {
  const walker = element.ownerDocument.createTreeWalker(element, 4);
  while (length > 0 && walker.nextNode()) {
    const text = walker.currentNode;
    const taken = Math.min(length, text.length);
    text.data = text.data.slice(taken);
    length -= taken;
  }
}

/** Paragraphs that say « level 2 of list 0 » become lists in lists. */
function listsOfWord(dom) {
  for (const first of [...dom.querySelectorAll("p")]) {
    if (!levelOf(first) || levelOf(first.previousElementSibling ?? first.ownerDocument.createElement("p"))) continue;
    const items = [];
    for (let next = first; next && levelOf(next); next = next.nextElementSibling) items.push(next);
    const open = []; // the lists from the outermost to the present one
    const head = first.ownerDocument.createComment("");
    first.before(head);
    for (const item of items) {
      const level = levelOf(item);
      const { name, start } = takeMark(item);
      const depth = Math.min(level, open.length + 1);
      open.length = Math.min(open.length, depth);
      if (open.length === depth && open.at(-1).localName !== name) open.pop(); // the other kind of list at one level
      if (open.length < depth) {
        const list = item.ownerDocument.createElement(name);
        if (start !== 1) list.setAttribute("start", start);
        const parent = open.at(-1)?.lastElementChild;
        if (parent) parent.append(list);
        else head.before(list);
        open.push(list);
      }
      const entry = item.ownerDocument.createElement("li");
      entry.append(item.ownerDocument.createElement("p"));
      entry.firstChild.append(...item.childNodes);
      open.at(-1).append(entry);
      item.remove();
    }
    head.remove();
  }
}

/** A list that stands directly in a list belongs to the item before it: so LibreOffice and old HTML write. */
function listsInLists(dom) {
  for (const list of dom.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    let before = list.previousElementSibling;
    if (before?.localName !== "li") {
      before = list.ownerDocument.createElement("li");
      list.before(before);
    }
    before.append(list);
  }
}

/** The highest heading is ours of the first level, all others of the second. */
function headings(dom) {
  for (const title of dom.querySelectorAll("p.MsoTitle, p[class*=MsoHeading1]")) rename(title, "h1");
  for (const title of dom.querySelectorAll("p.MsoSubtitle")) rename(title, "h2");
  const all = [...dom.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const highest = Math.min(...all.map((heading) => Number(heading.localName[1])));
  for (const heading of all) rename(heading, Number(heading.localName[1]) === highest && highest < 3 ? "h2" : "h3");
}

function quotes(dom) {
  for (const paragraph of dom.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote, p.quotations")) {
    const quote = paragraph.ownerDocument.createElement("blockquote");
    paragraph.before(quote);
    quote.append(paragraph);
  }
  for (const paragraph of dom.querySelectorAll("p.MsoNormal pre")) unwrap(paragraph);
}

/** A cell is one line: its paragraphs become lines of it, and the cells that it spans stand empty beside and under it. */
function flatten(table) {
  if (table.parentElement?.closest("table")) return;
  for (const inner of [...table.querySelectorAll("table")]) {
    for (const cell of inner.querySelectorAll("td, th")) cell.append(" ");
    replaceBy(inner, inner.textContent);
  }
  const caption = table.querySelector("caption");
  if (caption) table.before(rename(caption, "p"));
  const rows = [...table.querySelectorAll("tr")];
  for (const cell of table.querySelectorAll("td, th")) oneLine(cell);
  rows.forEach((row, y) => {
    for (const cell of [...row.children]) {
      const wide = Math.min(Number(cell.getAttribute("colspan")) || 1, 40);
      const high = Math.min(Number(cell.getAttribute("rowspan")) || 1, rows.length - y);
      const x = [...row.children].indexOf(cell);
      for (let dy = 0; dy < high; dy++) {
        for (let dx = dy === 0 ? 1 : 0; dx < wide; dx++) {
          const filler = row.ownerDocument.createElement("td");
          const at = rows[y + dy].children[x + dx];
          if (at) at.before(filler);
          else rows[y + dy].append(filler);
        }
      }
      cell.removeAttribute("colspan");
      cell.removeAttribute("rowspan");
    }
  });
}

const lines = "p, div, li, h1, h2, h3, h4, h5, h6, blockquote, pre, ul, ol, dl, dt, dd";

function oneLine(cell) {
  for (const block of [...cell.querySelectorAll(lines)]) {
    if (!block.querySelector(lines) && !blank(block) && cell.textContent.trim() !== block.textContent.trim()) block.after(block.ownerDocument.createElement("br"));
    unwrap(block);
  }
  for (const space of [...cell.childNodes]) if (space.nodeType === 3 && /^\s*$/.test(space.data)) space.remove();
  while (cell.lastChild?.localName === "br") cell.lastChild.remove();
}

function dropEmpty(dom) {
  for (const element of [...dom.querySelectorAll("p, h2, h3, li")].reverse()) {
    if (blank(element) && !element.querySelector("br + br")) element.remove();
  }
  for (const list of [...dom.querySelectorAll("ul, ol, blockquote")].reverse()) if (!list.childElementCount) list.remove();
}
