"use strict";
// osmose.toast(text) says something once and briefly, to eyes and to assistive technologies. osmose.refusal and osmose.refused
// read the sentence by which the server refuses a request of ours: a budget that is spent, a session that is over.
window.osmose = {
  toast(text) {
    const box = document.createElement("p");
    box.className = "os-toast";
    box.textContent = text;
    document.getElementById("os-toasts").append(box);
    setTimeout(() => box.remove(), 6000 + 40 * text.length);
  },

  /** The sentence of an answer, "" for what is none. */
  refusal: (status, type, text) => (status >= 400 && type?.startsWith("text/plain") ? text.trim() : ""),

  /** The error that an answer to fetch is: its sentence, and how many milliseconds to wait. */
  async refused(answer) {
    const words = this.refusal(answer.status, answer.headers.get("Content-Type"), await answer.text());
    return Object.assign(new Error(answer.status), { words, after: 1000 * answer.headers.get("Retry-After") });
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-os-toast]");
  if (button) osmose.toast(button.dataset.osToast);
});
