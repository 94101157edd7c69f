"use strict";
// A reaction changes in place. When the answer is not the expected one (an ended session), the form goes the plain way.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!button || !("osReactions" in form.dataset)) return;
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    const body = new URLSearchParams([[button.name, button.value]]);
    const headers = { "X-Requested-With": "osmose", Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body, headers });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("application/json")) return plainly();
    show(await answer.json());
  } catch {
    osmose.toast(form.dataset.osReactions);
  } finally {
    button.ariaBusy = "false";
  }

  function show({ count, mine }) {
    button.setAttribute("aria-pressed", mine);
    button.name = mine ? "unsay" : "say";
    button.querySelector("b").textContent = count || "";
    const icon = button.querySelector("use");
    icon.setAttribute("href", icon.getAttribute("href").replace(/-(line|fill)$/, mine ? "-fill" : "-line"));
  }

  function plainly() {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = button.name;
    field.value = button.value;
    form.append(field);
    form.submit();
  }
}, true);
