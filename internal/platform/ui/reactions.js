"use strict";
// A reaction changes in place. When the answer is not the expected one (an ended session), the form goes the plain way.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("osReaction" in form.dataset)) return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    const headers = { "X-Requested-With": "osmose", Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body, headers });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("application/json")) return plainly();
    const { count, mine } = await answer.json();
    button.setAttribute("aria-pressed", mine);
    button.value = mine ? "" : "1";
    button.querySelector(".os-reaction__count").textContent = count || "";
  } catch {
    osmose.toast(form.dataset.osReaction);
  } finally {
    button.ariaBusy = "false";
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
