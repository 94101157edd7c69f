// The bar of the editor (WAI-ARIA APG, toolbar): one stop of Tab, arrows within, Escape back to the text.
const commands = {
  heading2: (c) => c.toggleHeading({ level: 2 }),
  heading3: (c) => c.toggleHeading({ level: 3 }),
  bold: (c) => c.toggleBold(),
  italic: (c) => c.toggleItalic(),
  bullets: (c) => c.toggleBulletList(),
  numbers: (c) => c.toggleOrderedList(),
  indent: (c) => c.sinkListItem("listItem"),
  outdent: (c) => c.liftListItem("listItem"),
  quote: (c) => c.toggleBlockquote(),
  code: (c) => c.toggleCode(),
  codeblock: (c) => c.toggleCodeBlock(),
  rule: (c) => c.setHorizontalRule(),
  table: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  row: (c) => c.addRowAfter(),
  column: (c) => c.addColumnAfter(),
  row_gone: (c) => c.deleteRow(),
  column_gone: (c) => c.deleteColumn(),
  table_gone: (c) => c.deleteTable(),
};

const pressed = {
  heading2: ["heading", { level: 2 }], heading3: ["heading", { level: 3 }], bold: ["bold"], italic: ["italic"], bullets: ["bulletList"],
  numbers: ["orderedList"], quote: ["blockquote"], link: ["link"], code: ["code"], codeblock: ["codeBlock"],
};

/** Brings the bar to life. `others` are the tools that open a window or leave the editor. Returns { refresh, focus }. */
export function tools(bar, editor, others) {
  const shown = () => [...bar.querySelectorAll("button")].filter((button) => !button.closest("[hidden]"));
  let current = bar.querySelector("button");

  function stopAt(button) {
    if (current) current.tabIndex = -1;
    current = button;
    current.tabIndex = 0;
  }
  stopAt(current);

  /** On a phone the bar slides, which a focus does not make it do. */
  function enter() {
    current.focus();
    current.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  bar.addEventListener("keydown", (event) => {
    const list = shown();
    const at = list.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (to !== undefined) {
      stopAt(list[(to + list.length) % list.length]);
      enter();
    } else if (event.key === "Escape") editor.view.focus();
    else return;
    event.preventDefault();
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.ariaDisabled === "true") return;
    stopAt(button);
    const { does } = button.dataset;
    if (others[does]) return others[does]();
    // From the keyboard the bar keeps the focus: several styles are set in a row.
    const chain = event.detail === 0 ? editor.chain() : editor.chain().focus();
    commands[does](chain).run();
  });

  function refresh() {
    for (const button of bar.querySelectorAll("button")) {
      const { does } = button.dataset;
      if (pressed[does]) button.ariaPressed = editor.isActive(...pressed[does]);
      if (does === "indent" || does === "outdent") button.ariaDisabled = !editor.isActive("listItem");
      if (does === "alternative") button.ariaDisabled = !editor.isActive("picture");
    }
    bar.querySelector("[data-table]").hidden = !editor.isActive("table");
    if (current.closest("[hidden]")) stopAt(shown()[0]);
  }
  return { refresh, focus: enter };
}
