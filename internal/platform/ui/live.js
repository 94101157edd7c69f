"use strict";
// Pages that change by themselves. One socket tells what has changed, never the content: the page fetches that through its own
// door, when somebody looks at it and at a moment of its own within a crowd. Focus, and what is being written, stay.
{
  const root = document.getElementById("os-live");
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const subjects = new Map(); // name → { mark, element, … }
  let words = {};
  let socket, timer, tries = 0, heardAt = 0, asked = false, signedOut = false, attended = "";

  const say = (key, n) => (words[`${key}_${plural.select(n)}`] ?? words[`${key}_other`] ?? "").replace("{n}", n);
  const items = (element) => [...element.querySelectorAll("[data-os-item]")];
  const idOf = (item) => item.id.replace("m-", "");

  // — The socket —

  function connect() {
    clearTimeout(timer);
    if (socket || signedOut || !navigator.onLine) return;
    const mine = new WebSocket(new URL(root.dataset.socket, location.href.replace(/^http/, "ws")));
    socket = mine;
    mine.onopen = () => {
      send({ on: [...subjects].map(([t, s]) => ({ t, m: s.mark })) });
      attended = "";
      attend();
    };
    mine.onmessage = (event) => mine === socket && hear(JSON.parse(event.data));
    mine.onclose = (event) => {
      if (mine !== socket) return;
      socket = undefined;
      if (event.code === 4001) {
        signedOut = true;
        return bar("signed_out", root.dataset.signIn + encodeURIComponent(location.pathname + location.search), words.sign_in);
      }
      const wait = event.code === 4029 ? 60_000 : event.code === 4003 ? 200 : Math.min(60_000, 1000 * 2 ** tries++);
      timer = setTimeout(connect, wait * (0.5 + Math.random()));
    };
  }

  function reconnect() {
    const old = socket;
    socket = undefined;
    old?.close();
    connect();
  }

  const send = (said) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(said));

  function hear(frame) {
    heardAt = Date.now();
    asked = false;
    if (frame.w) words = frame.w;
    const subject = subjects.get(frame.t);
    if (!subject) return;
    tries = 0;
    document.querySelector("[data-os-bar=signed_out]")?.remove();
    if (frame.no) {
      subjects.delete(frame.t);
      return bar("refused");
    }
    subject.mark = frame.m;
    if ("n" in frame) count(document.querySelector(".os-tool--bell"), frame.n, frame.s);
    if (frame.gap || frame.k) {
      subject.owed ??= { kinds: new Set(), ids: new Set() };
      for (const kind of frame.gap ? ["gap"] : frame.k) subject.owed.kinds.add(kind);
      for (const id of frame.x ?? []) subject.owed.ids.add(id);
      subject.crowd = frame.a ?? 1;
      plan(subject);
    }
  }

  // A wait that was far longer than asked for is a laptop that slept. Somebody who looks hears within a minute whether the
  // other end is there.
  let ticked = Date.now();
  function tick() {
    const slept = Date.now() - ticked > 90_000;
    ticked = Date.now();
    if (slept || (asked && Date.now() - heardAt > 60_000)) {
      asked = false;
      return reconnect();
    }
    if (!document.hidden && Date.now() - heardAt > 45_000) asked = send({}) !== false;
  }

  // — What changed —

  // plan has what is owed fetched, within audience/500 seconds.
  function plan(subject, atLeast = 0) {
    if (document.hidden || subject.planned || !subject.owed) return;
    subject.planned = true;
    setTimeout(async () => {
      const { owed } = subject;
      subject.owed = undefined;
      const done = await subject.fetch(owed).catch(() => false);
      subject.planned = false;
      if (done === false) subject.owed ??= { kinds: new Set(["gap"]), ids: new Set() };
      plan(subject, done === false ? 5000 : 0);
    }, atLeast + Math.random() * subject.crowd * 2);
  }

  // read asks for a document of our own server. The browser makes it a page apart: no text is turned into markup by us.
  const read = (url) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.setRequestHeader("X-Requested-With", "osmose");
    request.onload = () => resolve(request.status === 200 ? request.response : null);
    request.onerror = reject;
    request.send();
  });

  // thread brings the messages that came after the last one, and those shown already that read otherwise.
  const thread = (zone) => async ({ kinds, ids }) => {
    const all = kinds.has("gap");
    if (all || kinds.has("part")) await parts(zone);
    if (kinds.size === 1 && kinds.has("part")) return;
    const later = zone.element.querySelector("[data-os-more]");
    const shown = items(zone.element);
    const url = new URL(zone.element.dataset.osFresh, location.href);
    if (!later && (all || kinds.has("reply"))) {
      const last = [...shown, ...zone.waiting].at(-1);
      url.searchParams.set("apres", last ? idOf(last) : "0000000000001"); // after none: all of them
    }
    for (const item of shown.slice(-60)) if (all || ids.has(idOf(item))) url.searchParams.append("m", idOf(item));
    const depuis = new URLSearchParams(location.search).get("depuis");
    if (depuis) url.searchParams.set("depuis", depuis);
    const page = await read(url);
    const heading = page?.querySelector("[data-os-same]");
    if (!heading) return void news(zone, words.changed, () => location.reload());
    zone.element.querySelector(`#${heading.id}`).textContent = heading.textContent;
    for (const fresh of items(page)) {
      const here = document.getElementById(fresh.id) ?? zone.waiting.find((w) => w.id === fresh.id);
      if (here) renew(here, fresh);
      else zone.waiting.push(document.adoptNode(fresh));
    }
    if (later && kinds.has("reply")) {
      const [last] = [...ids].filter((id) => !document.getElementById(`m-${id}`)).slice(-1);
      zone.beyond = (zone.beyond ?? 0) + 1;
      if (last) news(zone, say("messages", zone.beyond), () => location.assign(zone.element.dataset.osText + last));
    }
    if (kinds.has("page")) news(zone, words.changed, () => location.reload());
    reveal(zone);
  };

  // parts puts what was being made where the page kept its place.
  async function parts(zone) {
    if (!document.querySelector("[data-os-part]")) return;
    const url = new URL(zone.element.dataset.osFresh, location.href);
    url.searchParams.set("parties", "1");
    const page = await read(url);
    for (const fresh of page?.querySelectorAll("[id][data-os-said]") ?? []) {
      announce(fresh.dataset.osSaid);
      document.getElementById(fresh.id)?.replaceWith(document.adoptNode(fresh));
    }
  }

  // reveal shows messages that wait: in place to somebody who is at the end of the list, else behind a button.
  function reveal(zone) {
    const n = zone.waiting.length;
    if (!n) return;
    if (atEnd(zone) && !document.querySelector("dialog[open]")) insert(zone);
    else news(zone, say("messages", n), () => insert(zone)[0].focus());
    announce(n - (zone.announced ?? 0));
    zone.announced = zone.waiting.length;
    attend(true);
  }

  function insert(zone) {
    const writing = document.activeElement;
    const before = writing.getBoundingClientRect().top;
    const fresh = zone.waiting.splice(0);
    for (const message of fresh) message.tabIndex = -1;
    zone.element.querySelector("[data-os-list]").append(...fresh);
    zone.announced = 0;
    zone.news?.remove();
    if (writing !== document.body) scrollBy({ top: writing.getBoundingClientRect().top - before, behavior: "instant" });
    attend(true);
    return fresh;
  }

  // renew puts a message in the place of its former self, once nobody is at it. Reactions change under the finger.
  function renew(here, fresh) {
    for (const button of fresh.querySelectorAll("[data-os-reactions] button")) {
      const mine = here.querySelector(`[data-os-reactions] button[value="${button.value}"]`);
      if (!mine || mine.ariaBusy === "true") continue;
      mine.name = button.name;
      mine.ariaPressed = button.ariaPressed;
      mine.querySelector("b").textContent = button.querySelector("b").textContent;
      mine.querySelector("use").setAttribute("href", button.querySelector("use").getAttribute("href"));
    }
    if (plain(here).isEqualNode(plain(fresh))) return;
    const selection = getSelection();
    const busy = here.contains(document.activeElement) || here.querySelector("details[open]") ||
      (!selection.isCollapsed && selection.containsNode(here, true));
    if (busy) return void setTimeout(() => here.isConnected && renew(here, fresh), 2000);
    fresh.tabIndex = -1;
    here.replaceWith(document.adoptNode(fresh));
  }

  // plain is a message without what its reader did to it.
  function plain(message) {
    const copy = message.cloneNode(true);
    for (const element of [copy, ...copy.querySelectorAll("[aria-busy], [open]")]) {
      for (const name of ["aria-busy", "open", "tabindex"]) element.removeAttribute(name);
    }
    return copy;
  }

  // list only says that there is more: what stands on the page stays where it is.
  const list = (zone) => async ({ kinds, ids }) => {
    zone.moved ??= new Set();
    for (const id of ids) zone.moved.add(id);
    let text = say("moves", zone.moved.size);
    if (kinds.has("gap")) {
      const page = await read(location.href);
      const print = (from) => items(from).map((i) => i.querySelector("a[href]")?.pathname + i.querySelector(".os-list__count")?.textContent).join();
      const there = page && [...page.querySelectorAll("[data-os-live]")].find((z) => z.dataset.osLive === zone.element.dataset.osLive);
      if (there && print(there) === print(zone.element).slice(0, print(there).length)) return;
      text = words.changed;
    }
    news(zone, text, () => location.reload());
  };

  const counts = (url) => async () => {
    const answer = await fetch(url, { headers: { "X-Requested-With": "osmose", Accept: "application/json" } });
    const now = await answer.json();
    for (const box of document.querySelectorAll("[data-os-count]")) {
      const { n = 0, s = "" } = now[box.dataset.osCount] ?? {};
      count(box, n, s);
    }
    await new Promise((rest) => setTimeout(rest, 3000));
  };

  function count(box, n, text) {
    let counter = box?.querySelector(".os-counter");
    if (!box || !n) return counter?.remove();
    if (!counter) {
      counter = make("span", "os-counter", make("span"), make("span", "fr-sr-only"));
      counter.firstChild.ariaHidden = "true";
      box.append(counter);
    }
    counter.firstElementChild.textContent = n > 99 ? "99+" : n;
    counter.lastElementChild.textContent = text;
  }

  // — What is said —

  function make(tag, className = "", ...children) {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  }

  function news(zone, text, act) {
    if (!zone.news?.isConnected) {
      const button = make("button", "fr-btn fr-btn--sm");
      button.type = "button";
      zone.news = make("p", zone.thread ? "os-live" : "os-live os-live--top", button);
      zone.element[zone.thread ? "append" : "prepend"](zone.news);
      if (!zone.thread) announce(text);
    }
    zone.news.firstChild.textContent = text;
    zone.news.firstChild.onclick = act;
  }

  // announce tells assistive technologies, what comes within a second together.
  let telling, heard = 0;
  function announce(what) {
    if (typeof what === "number") heard += what;
    if (!what) return;
    clearTimeout(telling);
    telling = setTimeout(() => {
      root.textContent = heard ? say("messages", heard) : what;
      heard = 0;
    }, 700);
  }

  function bar(why, url, label) {
    if (document.querySelector(`[data-os-bar=${why}]`)) return;
    const text = make("p", "os-container", words[why] ?? "");
    if (url) {
      const link = make("a", "", label);
      Object.assign(link, { href: url, target: "_blank", rel: "noopener" });
      text.append(" ", link);
    }
    const box = make("div", "os-live-bar", text);
    box.role = "alert";
    box.dataset.osBar = why;
    document.querySelector("main").before(box);
  }

  // atEnd says whether the end of the list is in view, and some room for the beginning of one more message.
  function atEnd(zone) {
    const { bottom } = zone.element.querySelector("[data-os-list]").getBoundingClientRect();
    return bottom >= 0 && bottom <= innerHeight - 60;
  }

  // inView says whether the last message is, its beginning at least; where there is none yet, the list itself.
  function inView(zone) {
    const shown = items(zone.element).at(-1) ?? zone.element;
    const { top, bottom } = shown.getBoundingClientRect();
    return bottom >= 0 && top <= innerHeight - 60;
  }

  // attend says which thread somebody is reading to its end, so that the bell need not tell of it.
  function attend(again = false) {
    const zone = [...subjects.values()].find((s) => s.thread);
    const reads = zone && !document.hidden && document.hasFocus() && !zone.waiting.length && !zone.element.querySelector("[data-os-more]") && inView(zone);
    const name = reads ? zone.element.dataset.osLive : "";
    if ((name !== attended || (again && name)) && send({ read: name }) !== false) attended = name;
  }

  // — The page —

  if (root) {
    const add = (name, subject) => subjects.set(name, { mark: root.dataset.mark, crowd: 1, ...subject });
    add("bell");
    for (const element of document.querySelectorAll("[data-os-live]")) {
      add(element.dataset.osLive, { element, thread: "osFresh" in element.dataset, waiting: [] });
      const zone = subjects.get(element.dataset.osLive);
      zone.fetch = zone.thread ? thread(zone) : list(zone);
    }
    const counted = document.querySelector("[data-os-counts]");
    if (counted) add("mine", { fetch: counts(counted.dataset.osCounts) });

    const look = () => {
      if (document.hidden) return attend();
      signedOut = false;
      connect();
      for (const subject of subjects.values()) plan(subject);
      attend();
    };
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    addEventListener("blur", () => attend());
    let scrolled;
    addEventListener("scroll", () => {
      clearTimeout(scrolled);
      scrolled = setTimeout(attend, 500);
    }, { passive: true });
    const rest = () => {
      clearTimeout(timer);
      const old = socket;
      socket = undefined;
      old?.close();
    };
    addEventListener("online", reconnect);
    addEventListener("offline", rest);
    addEventListener("pagehide", rest);
    addEventListener("pageshow", (event) => event.persisted && connect());
    addEventListener("load", () => setTimeout(connect, 100 * Math.random()));
    setInterval(tick, 10_000);
  }
}
