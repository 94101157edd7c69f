"use strict";
// Completes what is being typed, the whole field or, with data-list, the word after its last comma, as a combobox (WAI-ARIA
// APG, list autocomplete). The source answers with a JSON list of strings, or of objects that have a name, and perhaps a value that
// goes into the field in its place, and a line about it. What was chosen is told by « os-chosen ».
customElements.define("os-completed", class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input || this.list) return;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-liste`;
    this.list.className = "os-completed__list";
    this.list.role = "listbox";
    this.list.ariaLabel = this.querySelector("label").firstChild.textContent.trim();
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.role = "status";
    this.status.className = "fr-sr-only";
    this.append(this.list, this.status);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), 200);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.choose(option);
    });
  }

  // before is what stands before the word being typed.
  get before() {
    return "list" in this.dataset ? this.input.value.slice(0, this.input.value.lastIndexOf(",") + 1) : "";
  }

  get word() {
    return this.input.value.slice(this.before.length).trim();
  }

  async ask() {
    const word = this.word;
    if (!word) return this.close();
    if (Date.now() < this.until) return;
    const url = new URL(this.dataset.source, location.href);
    url.searchParams.set("q", word);
    let words = [];
    try {
      const answer = await fetch(url, { headers: { "X-Requested-With": "osmose", Accept: "application/json" } });
      if (!answer.ok) throw await osmose.refused(answer);
      words = await answer.json();
    } catch ({ words: why, after }) {
      return this.rest(why, after);
    }
    if (word === this.word && document.activeElement === this.input) this.show(words);
  }

  /** Tells why nothing is offered, under the field, and asks nothing before the time that the server named. Completion is a help:
   *  where nothing says why, its absence needs no word. */
  rest(why, after = 0) {
    this.close();
    if (!why) return;
    this.until = Date.now() + after;
    this.say(why, true);
  }

  say(words, seen = false) {
    this.status.className = seen ? "os-completed__refused" : "fr-sr-only";
    this.status.textContent = words;
  }

  show(words) {
    this.list.replaceChildren(...words.map((word, i) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `${this.list.id}-${i}`;
      option.textContent = word.name ?? word;
      option.dataset.value = word.value ?? option.textContent;
      option.dataset.name = option.textContent;
      if (word.about) option.append(Object.assign(document.createElement("small"), { textContent: word.about }));
      return option;
    }));
    this.list.hidden = words.length === 0;
    this.input.setAttribute("aria-expanded", words.length > 0);
    this.input.removeAttribute("aria-activedescendant");
    this.say(words.length ? `${this.dataset.found} ${words.length}. ${matchMedia("(hover: none) and (pointer: coarse)").matches ? "" : this.dataset.choose}` : this.dataset.none);
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", false);
    this.input.removeAttribute("aria-activedescendant");
    this.say("");
  }

  key(event) {
    if (this.list.hidden) return;
    const options = [...this.list.children];
    const at = options.findIndex((o) => o.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark(options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length], options);
    else if (event.key === "Enter" && at >= 0) this.choose(options[at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  mark(option, options) {
    for (const o of options) o.ariaSelected = o === option;
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    const before = this.before;
    this.input.value = "list" in this.dataset ? `${before && before + " "}${option.dataset.value}, ` : option.dataset.value;
    this.dispatchEvent(new CustomEvent("os-chosen", { bubbles: true, detail: { ...option.dataset } }));
    this.close();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
