// Where people and the pictures that are kept stand, as the server says with the editor's markup: addresses with « {id} » in them.
const anyId = "([0-9a-hjkmnp-tv-z]{13})";
const known = {};

/** Learns the addresses, once for all editors of a page. */
export function learn(addresses) {
  for (const kind of ["person", "picture"]) {
    const address = addresses[kind];
    known[kind] = { address, pattern: new RegExp(`^${address.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("{id}", anyId)}$`) };
  }
}

/** The id in the address of a person, if a link is a mention. */
export const mentioned = (href) => known.person.pattern.exec(href ?? "")?.[1];

/** Where a mention of a person leads. */
export const personAt = (id) => known.person.address.replace("{id}", id);

/** Whether an address is that of a picture that the platform keeps. */
export const kept = (src) => known.picture.pattern.test(src ?? "");
