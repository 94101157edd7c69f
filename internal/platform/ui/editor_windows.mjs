// The two windows of the editor: the address of a link, the alternative of a picture.

/** Opens a window and resolves with its form once it is sent, or null when it is closed otherwise. `check` returns what is wrong. */
function ask(dialog, fill, check) {
  const form = dialog.querySelector("form[data-bad]");
  const complaint = form.querySelector(".fr-error-text");
  const field = form.querySelector("input[type=text]");
  fill(form);
  const complain = (wrong) => {
    complaint.hidden = !wrong;
    complaint.textContent = wrong ? form.dataset.bad : "";
    field.setAttribute("aria-invalid", wrong);
    if (wrong) field.setAttribute("aria-describedby", complaint.id);
    else field.removeAttribute("aria-describedby");
  };
  complain(false);
  return new Promise((resolve) => {
    const submit = (event) => {
      const wrong = event.submitter?.value === "save" && !check(form);
      complain(wrong);
      if (!wrong) return;
      event.preventDefault();
      field.focus();
    };
    form.addEventListener("submit", submit);
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      form.removeEventListener("submit", submit);
      resolve(dialog.returnValue);
    }, { once: true });
    dialog.showModal();
    field.focus();
  });
}

/** What a person types for an address, completed: « www.exemple.fr » and « a@exemple.fr » are enough. "" when it is none. */
export function address(typed) {
  const text = typed.trim();
  if (/^(https?:\/\/[^\s/]+|mailto:[^\s@]+@[^\s@]+|\/(?![/\\])\S*)/i.test(text)) return text;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(\/\S*)?$/u.test(text)) return `https://${text}`;
  return "";
}

/** Asks where a link leads. Resolves with { href, title }: an address, "" to remove the link, null for no change; and the title of
 *  the publication that was chosen. */
export async function askLink(dialog, present) {
  const input = dialog.querySelector("[name=lien]");
  let chosen = {};
  const choose = (event) => { chosen = event.detail; };
  dialog.addEventListener("os-chosen", choose);
  const answer = await ask(dialog, (form) => {
    input.value = present;
    form.querySelector("[data-remove]").hidden = !present;
  }, () => address(input.value));
  dialog.removeEventListener("os-chosen", choose);
  const href = answer === "save" ? address(input.value) : answer === "remove" ? "" : null;
  return { href, title: chosen.value === input.value ? chosen.name : "" };
}

/** Asks what a picture shows. Resolves with its alternative, "" for a decorative one, null when nobody answered. */
export async function askAlternative(dialog, present) {
  const [text, box] = ["alternative", "decorative"].map((name) => dialog.querySelector(`[name=${name}]`));
  const answer = await ask(dialog, () => {
    text.value = present ?? "";
    box.checked = present === "";
  }, () => box.checked || text.value.trim());
  if (answer !== "save") return null;
  return box.checked ? "" : text.value.trim();
}
