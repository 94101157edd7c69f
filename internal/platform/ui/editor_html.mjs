// The HTML of a document, spelled as the server spells it (internal/platform/richtext/html_write.go): what is sent is what is
// stored, and a draft that did not change is the same bytes.
import { personAt } from "./editor_places.mjs";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const quoted = (text) => escaped(text).replaceAll('"', "&#34;");

/** The HTML of a document in ProseMirror's JSON. */
export const toHTML = (doc) => blocks(doc.content ?? []);

const blocks = (nodes) => nodes.map(block).join("");

function block(node) {
  const inner = node.content ?? [];
  switch (node.type) {
    case "paragraph": return `<p>${runs(inner)}</p>`;
    case "heading": return `<h${node.attrs.level}>${runs(inner)}</h${node.attrs.level}>`;
    case "codeBlock": return `<pre><code>${escaped(inner.map((n) => n.text).join(""))}\n</code></pre>`;
    case "horizontalRule": return "<hr>";
    case "picture": return `<img src="${quoted(node.attrs.src)}" alt="${quoted(node.attrs.alt)}" loading="lazy">`;
    case "blockquote": return `<blockquote>${blocks(inner)}</blockquote>`;
    case "bulletList": return `<ul>${inner.map(item).join("")}</ul>`;
    case "orderedList": return `<ol${node.attrs.start === 1 ? "" : ` start="${node.attrs.start}"`}>${inner.map(item).join("")}</ol>`;
    case "table": return table(inner);
    default: throw new Error(`the editor can't write ${node.type}`);
  }
}

/** An item of one paragraph, which lists may follow, has no tags around it. */
function item(node) {
  const inner = node.content ?? [];
  const simple = inner.every((n, i) => n.type === "bulletList" || n.type === "orderedList" || (i === 0 && n.type === "paragraph"));
  if (!simple || inner[0]?.type !== "paragraph") return `<li>${blocks(inner)}</li>`;
  return `<li>${runs(inner[0].content ?? [])}${blocks(inner.slice(1))}</li>`;
}

/** The first row is the header, whatever the editor calls its cells. */
function table([head, ...rows]) {
  const row = (r, name) => `<tr>${(r.content ?? []).map((c) => `<${name}>${runs(c.content ?? [])}</${name}>`).join("")}</tr>`;
  return `<table><thead>${row(head, "th")}</thead>${rows.length ? `<tbody>${rows.map((r) => row(r, "td")).join("")}</tbody>` : ""}</table>`;
}

/** Styles nest in one order, each as long as it lasts: link, strong, em, code. */
function runs(nodes) {
  let out = "";
  let open = {};
  const change = (to) => {
    const link = open.href === to.href;
    const strong = link && open.strong === to.strong;
    const em = strong && open.em === to.em;
    out += (open.code ? "</code>" : "") + (open.em && !em ? "</em>" : "") + (open.strong && !strong ? "</strong>" : "");
    out += open.href && !link ? "</a>" : "";
    if (to.href && !link) out += `<a href="${escaped(to.href)}"${/^http/.test(to.href) ? ' rel="noopener noreferrer nofollow"' : ""}>`;
    out += (to.strong && !strong ? "<strong>" : "") + (to.em && !em ? "<em>" : "") + (to.code ? "<code>" : "");
    open = to;
  };
  for (const node of nodes) {
    if (node.type === "hardBreak") {
      change({});
      out += "<br>";
    } else if (node.type === "mention") {
      change({});
      out += `<a href="${personAt(node.attrs.id)}"></a>`;
    } else {
      change(styleOf(node.marks ?? []));
      out += escaped(node.text);
    }
  }
  change({});
  return out;
}

function styleOf(marks) {
  const style = { href: undefined, strong: false, em: false, code: false };
  for (const { type, attrs } of marks) {
    if (type === "link") style.href = attrs.href;
    if (type === "bold") style.strong = true;
    if (type === "italic") style.em = true;
    if (type === "code") style.code = true;
  }
  return style;
}
