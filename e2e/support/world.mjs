// Where things are in the demo world: addresses are found by their names, as people find them.
import assert from 'node:assert/strict'

const decode = (text) => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&#34;', '"').replaceAll('&quot;', '"')

/** Every link and form address of a page, in order. */
export function links(html) {
  return [...html.matchAll(/\s(?:href|src|action|formaction|data-url|data-src)="([^"]*)"/g)].map((match) => decode(match[1]))
}

async function read(request, path) {
  const response = await request.get(path)
  assert.equal(response.status(), 200, path)
  return response.text()
}

/** The address of the space of that name, among the reader's spaces. */
export async function findSpace(request, name) {
  const html = await read(request, '/espaces')
  for (const [, href, inner] of html.matchAll(/<a\b[^>]*\shref="(\/espaces\/[0-9a-z]{13}-[^"/?#]*)"[^>]*>([\s\S]*?)<\/a>/g)) {
    if (decode(inner.replace(/<[^>]*>/g, '')).trim() === name) return decode(href)
  }
  return assert.fail(`/espaces shows no link « ${name} »`)
}

/** The first thread of a space that other people have answered. */
export async function findThread(request, space) {
  const found = links(await read(request, `${space}/echanges`)).find((href) => /\/echanges\/[0-9a-z]{13}-[^/?#]+$/.test(href))
  assert.ok(found, 'the exchanges list at least one thread')
  return found
}

/** A post of a space, the first of its blog. */
export async function findPost(request, space) {
  const found = links(await read(request, `${space}/blog`)).find((href) => /\/blog\/[0-9a-z]{13}-[^/?#]+$/.test(href))
  assert.ok(found, 'the blog shows at least one post')
  return found
}

/** An event that comes, by words of its address: its page about the next of its dates. */
export async function findEvent(request, space, words) {
  const found = links(await read(request, `${space}/calendrier?vue=liste`)).find((href) => /\/calendrier\/[0-9a-z]{13}-/.test(href) && href.includes(words))
  assert.ok(found, `the calendar shows an event « ${words} »`)
  return found
}

/** What its author alone sees in a blog: the first of their drafts, planned posts included. */
export async function findDraft(request, space) {
  const found = links(await read(request, `${space}/blog/brouillons`)).find((href) => /\/blog\/[0-9a-z]{13}-[^/?#]+$/.test(href))
  assert.ok(found, 'there is a draft')
  return found
}

/** A folder that stands in no other, by words of its address. */
export async function findFolder(request, space, words) {
  const found = links(await read(request, `${space}/documents`)).find((href) => /\/dossiers\/[0-9a-z]{13}-/.test(href) && href.includes(words))
  assert.ok(found, `the documents show a folder « ${words} »`)
  return found
}

/** A document of a space in whatever folder, by words of its address; filters look into all of them. */
export async function findDocument(request, space, words) {
  for (const state of ['valide', 'travail']) {
    const found = links(await read(request, `${space}/documents?etat=${state}`)).find((href) => /\/documents\/[0-9a-z]{13}-[^/?#]+$/.test(href) && href.includes(words))
    if (found) return found
  }
  return assert.fail(`there is no document « ${words} »`)
}

/** A question of the FAQ of a space whose address holds these words; the FAQ shows the first ones of each theme. */
export async function findEntry(request, space, words) {
  const found = links(await read(request, `${space}/faq`)).find((href) => /\/faq\/[0-9a-z]{13}-/.test(href) && href.includes(words))
  assert.ok(found, `the FAQ shows a question « ${words} »`)
  return found
}

/** The form that makes a question of the FAQ of the first reply of a thread. */
export async function findPour(request, thread) {
  const found = links(await read(request, thread)).filter((href) => /\/textes\/[0-9a-z]{13}\/faq$/.test(href))
  assert.ok(found.length > 1, `${thread} offers to bring its replies to the FAQ`)
  return found[1]
}

/** The form that opens a thread. */
export async function findQuestionForm(request, space) {
  const html = await read(request, `${space}/echanges`)
  const link = html.match(/<a\b[^>]*\shref="([^"]*)"[^>]*>(?:(?!<\/a>)[\s\S])*Posez une question/)
  assert.ok(link, 'the exchanges have a link « Posez une question »')
  return new URL(decode(link[1]), `http://osmose${space}/echanges`).pathname
}

/** The profile of somebody else, met on the page of the members. */
export async function findSomebody(request, space) {
  const found = links(await read(request, `${space}/membres`)).find((href) => /^\/personnes\/[0-9a-z]{13}/.test(href))
  assert.ok(found, 'the page of the members links to profiles')
  return found
}

/** Every address under a space that can be reached by links from its home, forms included, at most `limit` pages read. */
export async function harvest(request, space, limit = 60) {
  const root = space.match(/^\/espaces\/[0-9a-z]{13}/)[0]
  const found = new Set([space, root])
  const toRead = [space]
  for (let page = 0; page < Math.min(toRead.length, limit); page++) {
    const response = await request.get(toRead[page], { failOnStatusCode: false })
    if (!response.headers()['content-type']?.startsWith('text/html')) continue
    const html = await response.text()
    for (const href of links(html)) {
      const url = new URL(href, `http://osmose${toRead[page]}`)
      const path = url.pathname + url.search
      if (url.host !== 'osmose' || !path.startsWith(root) || found.has(path)) continue
      found.add(path)
      toRead.push(path) // an address that only takes POST answers 404 to our reading: harmless
    }
  }
  return [...found]
}

/** In the threads of a space: a text that the reader wrote (mine), and a reply that they may move to another thread (other). */
export async function findTexts(request, space) {
  const found = {}
  for (const thread of links(await read(request, `${space}/echanges`)).filter((href) => /\/echanges\/[0-9a-z]{13}-[^/?#]+$/.test(href))) {
    const addresses = links(await read(request, thread))
    const text = (end) => addresses.find((href) => href.includes('/textes/') && href.endsWith(end))?.slice(0, -end.length)
    found.mine ??= text('/modifier')
    found.other ??= text('/scission')
    if (found.mine && found.other) return found
  }
  return assert.fail(`no text of one's own, or no reply to move, in ${space}`)
}
