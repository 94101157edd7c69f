// One file on its way, and its line in the list: how far it is, what can be done with it, what became of it.
import { Upload } from "./vendor/tus.mjs";

const piece = 32 * 1024 * 1024;
const tries = 12; // in a row, without a byte taken; then a person decides
const lang = document.documentElement.lang;
const units = [["gigabyte", 1e9], ["megabyte", 1e6], ["kilobyte", 1e3], ["byte", 1]];

function size(bytes) {
  const [unit, of] = units.find(([, of]) => bytes >= of) ?? units.at(-1);
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(bytes / of);
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

// Where an upload stands is kept in the tab, so that a page that was loaded again goes on with a file that is chosen again. What is
// called « osmose.… » there goes at sign-out.
const prefix = "osmose.upload.";
const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
const memory = {
  findAllUploads: async () => kept().map((key) => ({ ...JSON.parse(sessionStorage.getItem(key)), urlStorageKey: key })),
  findUploadsByFingerprint: async (print) => kept().filter((key) => key === prefix + print).map((key) => ({ ...JSON.parse(sessionStorage.getItem(key)), urlStorageKey: key })),
  removeUpload: async (key) => sessionStorage.removeItem(key),
  addUpload: async (print, upload) => {
    sessionStorage.setItem(prefix + print, JSON.stringify(upload));
    return prefix + print;
  },
};

/** States: waiting, starting, sending, paused, cut, checking; done, ready, refused, cancelled. */
export class Line {
  sent = 0;
  failures = 0;

  constructor(given) {
    Object.assign(this, given);
    this.words = this.zone.dataset;
    this.bar = make("progress", "");
    Object.assign(this.bar, { max: 1, value: 0, ariaLabel: this.file.name });
    this.said = make("span", "os-upload__said");
    this.acts = make("span", "os-upload__acts");
    this.element = make("li", "os-upload__line", make("strong", "os-upload__name", [...this.path, this.file.name].join(" / ")), this.bar, this.said, this.acts);
    const { limit, too_large: tooLarge } = this.words;
    if (this.file.size > limit) this.refuse(tooLarge);
    else this.turn("waiting", this.words.waiting);
  }

  get running() { return ["starting", "sending", "cut", "checking"].includes(this.state); }
  get busy() { return this.running || ["waiting", "paused"].includes(this.state); }
  get ended() { return ["done", "ready"].includes(this.state); }
  get counts() { return this.busy || this.ended; }
  get percent() { return this.file.size ? Math.floor((100 * this.sent) / this.file.size) : 100; }

  // — What is done —

  async start() {
    clearTimeout(this.timer);
    this.turn("starting", this.words.waiting);
    try {
      this.folder ??= await this.lead(this.path);
      if (this.state !== "starting") return; // stopped meanwhile
      if (this.whole) return this.deposit();
      if (!this.upload) await this.prepare();
      if (this.state === "starting") this.upload.start();
    } catch (problem) {
      this.fail(problem);
    }
  }

  async prepare() {
    const { space, document: target = "" } = this.words;
    const print = [space, target, this.folder, this.file.name, this.file.size, this.file.lastModified].join("|");
    this.upload = new Upload(this.file, {
      endpoint: `${space}/envois`, chunkSize: piece, retryDelays: null, headers: { "X-Requested-With": "osmose" },
      metadata: { filename: this.file.name, ...this.folder && !this.form ? { folder: this.folder } : {}, ...target ? { document: target } : {} },
      urlStorage: memory, fingerprint: async () => print, removeFingerprintOnSuccess: false,
      onProgress: (sent) => { if (this.running) this.move(sent); },
      onChunkComplete: () => { this.failures = 0; },
      onError: (problem) => this.fail(problem),
      onSuccess: () => {
        this.whole = true;
        if (this.running) this.deposit();
      },
    });
    const [before] = await this.upload.findPreviousUploads();
    if (before) this.upload.resumeFromPreviousUpload(before);
  }

  pause() {
    if (this.ended || this.state === "checking") return;
    clearTimeout(this.timer);
    this.turn("paused", this.words.paused.replace("{percent}", this.percent));
    this.upload?.abort(false);
  }

  resume() {
    if (this.state === "paused") this.turn("waiting", this.words.waiting);
    else if (this.state === "refused") this.failures = 0, this.turn("waiting", this.words.waiting);
    this.changed();
  }

  cancel() {
    clearTimeout(this.timer);
    this.field?.remove();
    this.turn("cancelled", this.words.cancelled);
    this.upload?.abort(true).catch(() => {}); // what is not ended here ends by itself in a day
    this.changed();
  }

  online() {
    if (this.state === "cut") this.start();
  }

  /** Has what arrived become a document, or stand in its form. */
  async deposit(again = false) {
    const id = this.upload.url.split("/").at(-1);
    if (this.form) {
      this.field = Object.assign(document.createElement("input"), { type: "hidden", name: "upload", value: id });
      this.form.append(this.field);
      this.form.dispatchEvent(new Event("input", { bubbles: true })); // it holds something that would be lost
      return this.end("ready", this.words.ready);
    }
    this.turn("checking", this.words.checking);
    try {
      const body = new URLSearchParams({ upload: id, folder: this.folder, ...again ? { again: "1" } : {} });
      const answer = await fetch(`${this.words.space}/documents`, { method: "POST", body, headers: { "X-Requested-With": "osmose" } });
      if (!answer.ok) throw await osmose.refused(answer);
      const [told] = await answer.json();
      if (told.error) return this.refuse(told.error, told);
      this.forget();
      this.link = this.leads(told, this.words.see.replace("{title}", told.title));
      this.describe = this.leads({ document: `${told.document}/modifier` }, this.words.describe);
      this.end("done", this.words.done);
    } catch (problem) {
      this.fail(problem);
    }
  }

  // — What became of it —

  /** A cut is tried again, each time later; what the server refuses is said. */
  fail(problem) {
    if (!this.running) return; // stopped by a person
    const answer = problem.originalResponse;
    const status = answer?.getStatus() ?? (Number(problem.message) || 0);
    const words = answer ? osmose.refusal(status, answer.getHeader("Content-Type"), answer.getBody()) : problem.words;
    if (status >= 400 && status < 500 && ![409, 423].includes(status)) {
      if (status === 404) this.forget();
      this.final = status === 413 || status === 422; // another try would be refused too
      return this.refuse(words || this.words.failed);
    }
    this.failures++;
    if (this.failures > tries) return this.refuse(words || this.words.failed);
    const after = Math.min(30, 2 ** (this.failures - 1));
    this.turn("cut", (navigator.onLine ? this.words.cut : this.words.offline).replace("{percent}", this.percent).replace("{after}", after));
    if (this.failures === 1) this.hear(`${this.file.name}\u00a0: ${this.said.textContent}.`);
    this.timer = setTimeout(() => this.start(), 1000 * after * (0.75 + Math.random() / 2));
  }

  refuse(why, known) {
    this.link = known?.document ? this.leads(known, this.words.see.replace("{title}", known.title)) : null;
    this.anyway = Boolean(known?.document);
    this.again = Boolean(this.upload) && !known && !this.final;
    this.turn("refused", why);
    this.hear(`${this.file.name}\u00a0: ${why}`);
    this.changed();
  }

  end(state, words) {
    this.move(this.file.size);
    this.turn(state, words);
    this.hear(`${this.file.name}\u00a0: ${words}.`);
    this.changed();
  }

  forget() {
    for (const key of kept()) if (JSON.parse(sessionStorage.getItem(key)).uploadUrl === this.upload?.url) sessionStorage.removeItem(key);
  }

  // — What is shown —

  leads({ document: address }, text) {
    return Object.assign(make("a", "fr-link", text), { href: address });
  }

  move(sent) {
    this.sent = sent;
    if (this.state === "starting" || this.state === "cut") this.turn("sending", "");
    this.bar.value = this.file.size ? sent / this.file.size : 1;
    if (this.state === "sending") this.said.textContent = this.words.sending.replace("{percent}", this.percent).replace("{sent}", size(sent)).replace("{size}", size(this.file.size));
    this.changed();
  }

  turn(state, words) {
    const focused = this.acts.contains(document.activeElement);
    this.state = state;
    this.element.dataset.state = state;
    this.said.textContent = words;
    this.said.classList.toggle("fr-error-text", state === "refused");
    this.bar.hidden = !this.busy;
    const acts = {
      waiting: ["pause", "cancel"], starting: ["pause", "cancel"], sending: ["pause", "cancel"], cut: ["resume", "cancel"], paused: ["resume", "cancel"], checking: [],
      ready: ["cancel"], refused: this.again ? ["retry", "cancel"] : this.anyway ? ["anyway", "cancel"] : [], done: [], cancelled: [],
    }[state];
    this.acts.replaceChildren(...acts.map((act) => this.button(act)), ...[this.link, this.describe].filter(Boolean));
    if (focused) (this.acts.firstElementChild ?? this.zone.querySelector("[data-os-choose]")).focus();
  }

  button(act) {
    const button = make("button", "fr-btn fr-btn--tertiary fr-btn--sm", this.words[act], make("span", "fr-sr-only", `\u00a0: ${this.file.name}`));
    button.type = "button";
    const does = { pause: () => this.pause(), cancel: () => this.cancel(), retry: () => this.resume(), anyway: () => this.deposit(true), resume: () => (this.state === "cut" ? this.start() : this.resume()) };
    button.addEventListener("click", does[act]);
    return button;
  }
}
