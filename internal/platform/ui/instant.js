"use strict";
// Shows what an address answers while one types: 150 ms after the last key, the request before given up. The answer is
// read as a document by XMLHttpRequest: no text is ever turned into markup by us.
customElements.define("os-instant", class extends HTMLElement {
  connectedCallback() {
    if (this.listens) return;
    this.listens = true;
    this.addEventListener("input", (event) => {
      if (event.target.name !== this.dataset.field) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(event.target.value.trim()), 150);
    });
  }

  ask(typed) {
    this.request?.abort();
    const url = new URL(this.dataset.source, location.href);
    if (typed) url.searchParams.set("q", typed);
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("GET", url);
    request.responseType = "document";
    request.setRequestHeader("X-Requested-With", "osmose");
    request.onerror = () => this.say(this.dataset.failed);
    request.onload = () => {
      const found = request.response?.querySelector("[data-os-found]");
      if (request.status !== 200 || !found) return this.say(this.dataset.failed);
      this.querySelector("[data-os-found]").replaceChildren(...[...found.childNodes].map((node) => document.adoptNode(node)));
      this.say(request.response.querySelector("[data-os-said]")?.textContent ?? "");
      if ("kept" in this.dataset) history.replaceState(history.state, "", url);
    };
    request.send();
  }

  say(words) {
    this.querySelector("[data-os-said]").textContent = words;
  }
});
