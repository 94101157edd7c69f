"use strict";
// « Afficher plus » brings the next items under those there are, and moves the focus to the first of them. The page is
// read as a document by XMLHttpRequest: no text is ever turned into markup by us.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-os-more] a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const more = link.parentElement;
  const lists = (page) => [...page.querySelectorAll("[data-os-list]")];
  const list = lists(document).findLast((l) => l.compareDocumentPosition(more) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!list) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";

  const request = new XMLHttpRequest();
  request.open("GET", link.href);
  request.responseType = "document";
  request.onerror = () => {
    link.ariaBusy = "false";
    osmose.toast(more.dataset.osMore);
  };
  request.onload = () => {
    const next = request.response && lists(request.response)[lists(document).indexOf(list)];
    if (request.status !== 200 || !next) return location.assign(link.href);
    const items = [...next.children].map((item) => document.adoptNode(item));
    list.append(...items);
    const following = request.response.querySelector("[data-os-more]");
    if (following) more.replaceWith(document.adoptNode(following));
    else more.remove();
    if (!items.length) return;
    items[0].tabIndex = -1;
    items[0].focus();
  };
  request.send();
});
