// Completes a name typed after « @ » with those of the members of the space, as a list under the text.
const typed = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}’'-]+(?: [\p{L}\p{N}’'-]*){0,2})$/u;

const keyless = matchMedia("(hover: none) and (pointer: coarse)"); // no arrows to press

/** Returns { key, update }: what the editor calls for each key, and after each change. */
export function mentions(box, editor, say) {
  const list = document.createElement("ul");
  list.className = "os-editor__members";
  list.id = "os-editor-membres";
  list.role = "listbox";
  list.ariaLabel = box.dataset.members;
  list.hidden = true;
  box.querySelector(".os-editor__text").after(list);
  let from = 0;
  let query = "";
  let people = [];
  let timer;

  function close() {
    clearTimeout(timer);
    query = "";
    list.hidden = true;
    editor.view.dom.removeAttribute("aria-activedescendant");
    editor.view.dom.removeAttribute("aria-controls");
  }

  function update() {
    const { $from, empty } = editor.state.selection;
    const before = empty && !$from.parent.type.spec.code ? $from.parent.textBetween(0, $from.parentOffset, "\n", "\ufffc") : "";
    const found = typed.exec(before);
    if (!found || !editor.isFocused) return close();
    if (found[1] === query) return;
    query = found[1];
    from = $from.pos - query.length - 1;
    clearTimeout(timer);
    timer = setTimeout(ask, 150, query);
  }

  async function ask(words) {
    const url = new URL(box.dataset.source, location.href);
    url.searchParams.set("q", words);
    try {
      const answer = await fetch(url, { headers: { "X-Requested-With": "osmose", Accept: "application/json" } });
      if (!answer.ok) throw await osmose.refused(answer);
      people = await answer.json();
    } catch ({ words: why }) {
      if (why) say(why);
      return close(); // completion is a help: where nothing says why, its absence needs no word
    }
    if (words === query) show();
  }

  function show() {
    list.replaceChildren(...people.map(({ name, organisation }, i) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `${list.id}-${i}`;
      const second = document.createElement("span");
      second.textContent = organisation;
      option.append(name, " ", second);
      return option;
    }));
    list.hidden = people.length === 0;
    say(people.length ? `${box.dataset.found} ${people.length}. ${keyless.matches ? "" : box.dataset.choose}` : box.dataset.none);
    if (people.length) {
      list.scrollIntoView({ block: "nearest" });
      editor.view.dom.setAttribute("aria-controls", list.id);
      mark(0);
    }
  }

  function mark(at) {
    [...list.children].forEach((option, i) => { option.ariaSelected = i === at; });
    editor.view.dom.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function choose({ id, name }) {
    const to = editor.state.selection.from;
    editor.chain().focus().insertContentAt({ from, to }, [{ type: "mention", attrs: { id, label: name } }, { type: "text", text: " " }]).run();
    close();
  }

  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) choose(people[[...list.children].indexOf(option)]);
  });

  function key(event) {
    if (list.hidden) return false;
    const at = [...list.children].findIndex((option) => option.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((at + step + list.children.length) % list.children.length);
    else if (event.key === "Enter") choose(people[at]);
    else if (event.key === "Escape") close();
    else return false;
    return true;
  }
  return { key, update, close };
}
