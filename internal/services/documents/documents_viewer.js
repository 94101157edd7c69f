"use strict";
// The pages of a document: nearer and farther, page by page. The buttons stand before the pages; keys act where these have the focus.
customElements.define("os-viewer", class extends HTMLElement {
  #steps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
  #zoom = 1;
  #percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });

  connectedCallback() {
    this.hidden = false;
    this.pages = this.nextElementSibling;
    this.sheets = [...this.pages.querySelectorAll("figure")];
    this.onclick = (event) => this.act(event.target.closest("[data-os-act]")?.dataset.osAct);
    this.pages.onkeydown = (event) => {
      const act = { "+": "larger", "=": "larger", "-": "smaller", 0: "fit", PageUp: "previous", PageDown: "next" }[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.act(act);
    };
    this.watch = () => this.tell();
    document.addEventListener("scroll", this.watch, { capture: true, passive: true });
    this.tell();
    this.querySelector("[data-os-zoom]").textContent = this.#percent.format(1);
  }

  disconnectedCallback() {
    document.removeEventListener("scroll", this.watch, { capture: true });
  }

  act(what) {
    const at = this.#steps.indexOf(this.#zoom);
    if (what === "larger") this.show(this.#steps[Math.min(at + 1, this.#steps.length - 1)]);
    if (what === "smaller") this.show(this.#steps[Math.max(at - 1, 0)]);
    if (what === "fit") this.show(1);
    if (what === "next") this.go(Math.min(this.present() + 1, this.sheets.length - 1));
    if (what === "previous") this.go(Math.max(this.present() - 1, 0));
  }

  // show keeps the page that is read in sight.
  show(zoom) {
    const read = this.present();
    this.#zoom = zoom;
    this.pages.classList.toggle("os-document__pages--zoomed", zoom !== 1);
    for (const sheet of this.sheets) {
      const picture = sheet.querySelector("img");
      picture.style.width = zoom === 1 ? "" : `calc(min(100%, ${picture.getAttribute("width")}px) * ${zoom})`;
    }
    this.go(read);
    this.querySelector("[data-os-zoom]").textContent = this.#percent.format(zoom);
  }

  // top is where pages begin to be seen: below the buttons, which stay at the top of the window.
  top() {
    return Math.max(this.pages.getBoundingClientRect().top, this.getBoundingClientRect().bottom);
  }

  present() {
    const line = this.top() + Math.min(innerHeight, this.pages.clientHeight) / 3;
    const under = this.sheets.findIndex((sheet) => sheet.getBoundingClientRect().bottom > line);
    return under < 0 ? this.sheets.length - 1 : under;
  }

  go(number) {
    const { top } = this.sheets[number].getBoundingClientRect();
    if (this.pages.scrollHeight > this.pages.clientHeight + 1) this.pages.scrollBy({ top: top - this.top(), behavior: "instant" });
    else scrollBy({ top: top - this.offsetHeight, behavior: "instant" }); // the buttons stay at the top
  }

  tell() {
    const place = this.querySelector("[data-os-page]");
    if (place) place.textContent = place.dataset.osPage.replace("%", this.present() + 1);
  }
});
