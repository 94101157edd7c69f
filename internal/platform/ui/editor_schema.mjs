// What the editor can write: exactly what the server keeps (internal/platform/richtext). A test makes documents of this schema
// at random and wants each to come back from the server as it was.
import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Gapcursor, HardBreak, Heading, HorizontalRule, Italic, ListItem, Mark, Node,
  OrderedList, Paragraph, Table, TableCell, TableHeader, TableRow, Text, UndoRedo,
} from "./vendor/tiptap.mjs";
import { kept, mentioned, personAt } from "./editor_places.mjs";

const Mention = Node.create({
  name: "mention", group: "inline", inline: true, atom: true, selectable: false, marks: "",
  addAttributes: () => ({ id: { default: null }, label: { default: "" } }),
  parseHTML: () => [{
    tag: "a[href]", priority: 100,
    getAttrs: (a) => (mentioned(a.getAttribute("href")) ? { id: mentioned(a.getAttribute("href")), label: a.textContent.replace(/^@/, "") } : false),
  }],
  renderHTML: ({ node }) => ["a", { href: personAt(node.attrs.id) }, `@${node.attrs.label || "…"}`],
  renderText: ({ node }) => `@${node.attrs.label}`,
});

const Link = Mark.create({
  name: "link", priority: 1000, inclusive: false, exitable: true,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (a) => (/^(https?:\/\/|mailto:|\/(?!\/))/i.test(a.getAttribute("href")) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href }, 0],
});

const Picture = Node.create({
  name: "picture", group: "block", draggable: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: "" } }),
  parseHTML: () => [{ tag: "img[src]", getAttrs: (img) => (kept(img.getAttribute("src")) ? { src: img.getAttribute("src"), alt: img.getAttribute("alt") ?? "" } : false) }],
  renderHTML: ({ node }) => ["img", { src: node.attrs.src, alt: node.attrs.alt }],
});

// Cells hold one line of text, as Markdown's do; Enter breaks the line.
const cell = (role) => ({
  content: "inline*",
  addAttributes: () => ({
    colspan: { default: 1, rendered: false, parseHTML: () => 1 },
    rowspan: { default: 1, rendered: false, parseHTML: () => 1 },
    colwidth: { default: null, rendered: false, parseHTML: () => null },
  }),
  renderHTML: () => [role, 0],
});

// Between two cells there is nothing: an arrow goes from one into the other, and no word makes a cell.
const packed = { allowGapCursor: false };

const bare = { addAttributes: () => ({}) };

export const extensions = () => [
  Document,
  Paragraph,
  Text,
  UndoRedo,
  Gapcursor,
  Heading.extend({ content: "(text | mention)*", addKeyboardShortcuts() {
    return Object.fromEntries([2, 3].map((level) => [`Mod-Alt-${level}`, () => this.editor.commands.toggleHeading({ level })]));
  } }).configure({ levels: [2, 3] }),
  Bold,
  Italic,
  Code.extend({ excludes: "" }),
  Link,
  Mention,
  HardBreak,
  HorizontalRule,
  Picture,
  Blockquote,
  BulletList.extend({ addAttributes: () => ({}) }),
  OrderedList.extend({ addAttributes: () => ({ start: { default: 1, parseHTML: (ol) => (Number.isInteger(ol.start) && ol.start >= 0 ? ol.start : 1) } }) }),
  ListItem.extend({ content: "block+", addKeyboardShortcuts() {
    // Tab leaves the editor: it never changes a list.
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      "Mod-Alt-ArrowRight": () => this.editor.commands.sinkListItem(this.name),
      "Mod-Alt-ArrowLeft": () => this.editor.commands.liftListItem(this.name),
    };
  } }),
  CodeBlock.extend(bare),
  Table.extend({ ...packed, renderHTML: () => ["table", ["tbody", 0]], addKeyboardShortcuts: () => ({}) }).configure({ resizable: false, allowTableNodeSelection: false }),
  TableRow.extend(packed),
  TableHeader.extend(cell("th")),
  TableCell.extend(cell("td")),
];

/** Reads the server's HTML, a document of its own, as a document of the schema. */
export function parse(parser, dom) {
  for (const code of dom.querySelectorAll("pre > code")) {
    const last = code.lastChild;
    if (last?.nodeType === 3) last.data = last.data.replace(/\n$/, ""); // the line end that the server writes after the last line
  }
  return parser.parse(dom).toJSON();
}
