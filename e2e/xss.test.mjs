// Hundreds of hostile texts in every field of text, and every place that shows them: nothing runs, and the policy of the page has
// nothing to report. A new field is a line of `many` or `single`; a new place a line of `places`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSpace } from './support/world.mjs'
import { pasteHTML, write } from './support/desk.mjs'
import { stage, visit } from './support/stage.mjs'
import { texts, vectors } from './support/vectors.mjs'

let space, theme
const made = { threads: [], texts: [], posts: [], entries: [], documents: [], folders: [] }
const here = stage(async (here) => {
  await visit(here, { person: 'helene' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    theme = (await (await request.get(`${space}/echanges/nouveau`)).text()).match(/<option value="([0-9a-z]{13})"/)[1]
  })
})

async function send(request, path, form, allowed = [303, 422]) {
  const answer = await request.post(path, { form, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } })
  assert.ok(allowed.includes(answer.status()), `${path}: ${answer.status()}`)
  return answer.headers().location
}

const openThread = async (request, form) => {
  const path = await send(request, `${space}/echanges`, { theme, title: 'Un fil', body: 'Un texte', keywords: '', ...form })
  if (path) made.threads.push(path)
}
const replyWith = async (request, form) => {
  const path = await send(request, `${made.threads[0]}/messages`, form)
  if (path) made.texts.push(path.split('#m-')[1])
}

const writePost = async (request, form) => {
  const path = await send(request, `${space}/blog`, { title: 'Un billet', body: 'Un texte', when: 'now', do: 'publish', ...form })
  if (path) made.posts.push(path)
}
const writeEntry = async (request, form) => {
  const path = await send(request, `${space}/faq`, { theme, title: 'Une question', body: 'Une réponse', do: 'publish', ...form })
  if (path) made.entries.push(path)
}
const commentOn = async (request, form) => send(request, `${space}/publications/${made.posts[0].match(/blog\/([0-9a-z]{13})/)[1]}/commentaires`, form)
const attachTo = async (request, name, i) => {
  const files = { name: `${name.replace(/[\0-\x1f]/g, ' ')}.txt`, mimeType: 'text/plain', buffer: Buffer.from('Une ligne.') }
  const answer = await request.post(`${made.threads[0]}/messages`, { multipart: { body: `Pièce ${i}`, files }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } })
  assert.equal(answer.status(), 303, name)
}

// What stands in a file would be the same for several fields, and is said then: each has a line of its own.
let files = 0
const fileOf = (content, name = 'Une note.txt', mimeType = 'text/plain') => ({ name, mimeType, buffer: Buffer.from(`${content}\n${files++}`) })
const deposit = async (request, multipart) => {
  const answer = await request.post(`${space}/documents`, { multipart: { folder: made.folders.at(-1)?.match(/dossiers\/([0-9a-z]{13})/)[1] ?? '', title: '', body: '', ...multipart }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } })
  assert.ok([303, 422].includes(answer.status()), `a deposit: ${answer.status()}`)
  if (answer.status() === 303) made.documents.push(answer.headers().location)
  return answer
}
/** A name that no path and no line end is in. */
const asName = (text) => text.replace(/[\0-\x1f]/g, ' ')
const depositNamed = async (request, text) => assert.equal((await deposit(request, { files: fileOf('Une ligne.', `${asName(text)}.txt`) })).status(), 303, text)
/** A file that begins as a page of HTML, or that holds control characters, is refused: these begin as notes do. */
const depositContent = async (request, text) => {
  const content = `Des notes, avec des signes\n\n${text.replace(/[\0-\x08\x0b-\x1f]/g, '')}`
  for (const [name, type] of [['Une note.txt', 'text/plain'], ['Une notice.md', 'text/markdown'], ['Un tableau.csv', 'text/csv']]) {
    assert.equal((await deposit(request, { files: fileOf(content, name, type) })).status(), 303, name)
  }
}
const describe = (request, body, i, format = '') => deposit(request, { title: `Un document ${i}`, body, ...(format && { format }), files: fileOf('Une ligne.') })
const editDescription = async (request, body, i) => {
  const path = made.documents[i]
  await send(request, `${path}/modifier`, { title: 'Un document décrit', keywords: '', body, format: 'html', version: await versionAt(request, `${path}/modifier`) })
}
const addVersion = async (request, note, i) => {
  const answer = await request.post(`${made.documents[i % 3]}/versions`, { multipart: { note, files: fileOf('Une version.') }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } })
  assert.equal(answer.status(), 303, note)
}
const makeFolder = async (request, name) => {
  const path = await send(request, `${space}/dossiers`, { name, parent: '', deposits: '' })
  if (path) made.folders.push(path)
}
/** Folders of a path, as whoever drops a folder makes them: the script is answered with their id, or with why not. */
const leadTo = async (request, name) => {
  const answer = await request.post(`${space}/dossiers/chemin`, { data: new URLSearchParams({ folder: '', name: asName(name) }).toString(), headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin', 'X-Requested-With': 'osmose' } })
  assert.ok([200, 422].includes(answer.status()), `${answer.status()}: ${name}`)
}
const renameFolder = async (request, name) => send(request, `${made.folders[0]}/modifier`, { name, parent: '', deposits: '' })

/** Fields that may be filled again and again: each vector goes into each. */
const many = [
  { name: 'text of a thread, Markdown', size: 19_000, put: (request, body) => openThread(request, { title: 'Un fil en Markdown', body }) },
  { name: 'text of a thread, HTML', size: 19_000, put: (request, body) => openThread(request, { title: 'Un fil en HTML', body, format: 'html' }) },
  { name: 'title of a thread', size: 200, between: ' ', put: (request, title) => openThread(request, { title }) },
  { name: 'keyword', size: 45, between: ' ', put: (request, keywords) => openThread(request, { title: 'Un fil à mot-clé', keywords }) },
  { name: 'text of a reply, Markdown', size: 19_000, put: (request, body) => replyWith(request, { body }) },
  { name: 'text of a reply, HTML', size: 19_000, put: (request, body) => replyWith(request, { body, format: 'html' }) },
  { name: 'text of a post, Markdown', size: 19_000, put: (request, body) => writePost(request, { title: 'Un billet en Markdown', body }) },
  { name: 'text of a post, HTML', size: 19_000, put: (request, body) => writePost(request, { title: 'Un billet en HTML', body, format: 'html' }) },
  { name: 'title of a post', size: 200, between: ' ', most: 60, put: (request, title) => writePost(request, { title }) },
  { name: 'text of a comment, Markdown', size: 19_000, put: (request, body) => commentOn(request, { body }) },
  { name: 'text of a comment, HTML', size: 19_000, put: (request, body) => commentOn(request, { body, format: 'html' }) },
  { name: 'answer of the FAQ', size: 19_000, put: (request, body) => writeEntry(request, { title: 'Une question en HTML', body, format: 'html' }) },
  { name: 'question of the FAQ', size: 200, between: ' ', most: 60, put: (request, title) => writeEntry(request, { title }) },
  { name: 'name of a file', size: 180, between: ' ', most: 40, put: attachTo },
  { name: 'name of a folder', size: 90, between: ' ', most: 40, put: makeFolder },
  { name: 'new name of a folder', size: 90, between: ' ', most: 20, put: renameFolder },
  { name: 'folder of a path', size: 90, between: ' ', most: 20, put: leadTo },
  { name: 'title of a document', size: 200, between: ' ', most: 40, put: async (request, title) => deposit(request, { title, files: fileOf('Une ligne.') }) },
  { name: 'description of a document, Markdown', size: 19_000, put: describe },
  { name: 'description of a document, HTML', size: 19_000, put: editDescription },
  { name: 'keyword of a document', size: 45, between: ' ', most: 20, put: (request, keywords) => deposit(request, { keywords, files: fileOf('Une ligne.') }) },
  { name: 'name of a document’s file', size: 150, between: ' ', most: 40, put: depositNamed },
  { name: 'what stands in a file', size: 30_000, put: depositContent },
  { name: 'note on a version', size: 300, between: ' ', most: 40, put: addVersion },
  { name: 'reason of a report', size: 500, between: ' ', most: 45, put: (request, reason, i) => send(request, `${space}/textes/${made.texts[i % made.texts.length]}/signaler`, { reason }, [303, 422, 403]) },
]

/** The version that the form of a page would send. */
const versionAt = async (request, path) => (await (await request.get(path)).text()).match(/name="version" value="(\d+)"/)[1]

/** Fields of which there is one, or which end in a change that all see: filled some times over. */
const single = [
  { name: 'profile', put: async (request, [short, long]) => send(request, '/profil', { version: await versionAt(request, '/profil'), given: short, family: short, organisation: short, service: short, function: short, presentation: long, language: 'fr', theme: 'auto' }) },
  { name: 'settings of a space', put: async (request, [short, long]) => send(request, `${space}/reglages`, { title: short, description: long.slice(0, 250), welcome: long, version: await versionAt(request, `${space}/reglages`), 'discussions.open': 'contributors' }) },
  { name: 'theme', put: (request, [short]) => send(request, `${space}/reglages/themes`, { added: short }, [303, 422, 409]) },
]

/** Where what was written is shown. */
const places = () => ['/', '/espaces', space, `${space}/echanges`, `${space}/blog`, `${space}/blog/brouillons`, `${space}/faq`, `${space}/faq?theme=${theme}`, `${space}/faq/a-revoir`, `${space}/documents`, `${space}/documents?tri=date`, `${space}/documents/nouveau`, `${space}/documents/corbeille`, `${space}/dossiers/nouveau`, `${space}/membres`, `${space}/moderation`, `${space}/reglages`, `${space}/reglages/themes`, '/notifications', '/profil', ...made.threads.slice(0, 8), ...made.posts.slice(0, 6), ...made.entries.slice(-6), ...made.folders.slice(-6), ...made.folders.slice(0, 2).map((path) => `${path}/modifier`), `${space}/documents?vue=grille`, ...made.folders.slice(-2).map((path) => `${path}?vue=grille`), ...['deplacement', 'corbeille'].map((act) => `${space}/documents/selection?faire=${act}&${made.documents.slice(-40, -4).map((path) => `document=${idIn(path)}`).join('&')}`), ...made.documents, ...made.documents.slice(0, 3).map((path) => `${path}/versions/1/comparaison`), ...made.documents.slice(0, 4).flatMap((path) => ['modifier', 'deplacer', 'versions/nouvelle', 'afficher'].map((form) => `${path}/${form}`))]

const idIn = (path) => path.match(/\/documents\/([0-9a-z]{13})/)[1]

/** Looks at a page, and at those that follow it. */
async function look(page, path, most = 1) {
  let next = path
  for (let i = 0; i < most && next; i++) {
    await page.goto(next)
    assert.deepEqual(await page.evaluate(suspicious), [], next)
    next = await page.evaluate(() => document.querySelector('[data-os-more] a')?.getAttribute('href'))
  }
}

/** In the page: what only a hole could have put there. */
function suspicious() {
  const found = []
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const drawn = name === 'style' && element.matches('.os-editor__page :is(table, col)') // the editor's own width of a column
      if (/^on|^style$|^srcdoc$|^hx-/.test(name) && !drawn) found.push(`${element.localName} ${name}`)
      if (/^(href|src|action|formaction|data)$/.test(name) && !/^(\/(?![/\\])|#|\?|https?:\/\/|mailto:|$)/.test(value)) found.push(`${element.localName} ${name}=${value}`)
      if (name === 'src' && !value.startsWith('/')) found.push(`${element.localName} src=${value}`)
    }
    if (/^(iframe|object|embed|base|math|template|portal|video|audio|style)$/.test(element.localName)) found.push(element.localName)
  }
  if (document.scripts.length !== 1) found.push(`${document.scripts.length} scripts`)
  return found
}

const canary = () => Object.defineProperty(window, '__pwn', { set: () => console.error('a script of somebody ran') })

test('the corpus holds at least 500 vectors, and the canary sings', () => {
  assert.ok(vectors.length >= 500, `${vectors.length}`)
  return visit(here, { person: 'helene' }, async ({ page, context, settle }) => {
    await context.addInitScript(canary)
    await page.goto('/espaces')
    await page.evaluate(() => { window.__pwn = 1 })
    assert.throws(settle, /a script of somebody ran/)
  })
})

test('every vector in every field that can be filled again', (t) =>
  visit(here, { person: 'helene' }, async ({ page, context, request }) => {
    await context.addInitScript(canary)
    for (const { name, size, between, most = Infinity, put } of many) {
      const list = texts(size, between).slice(0, most)
      for (const [i, text] of list.entries()) await put(request, text, i)
      t.diagnostic(`${name}: ${list.length} texts`)
    }
    assert.ok(made.documents.length > 100 && made.folders.length > 20, `${made.documents.length} documents in ${made.folders.length} folders`)
    for (const path of places()) await look(page, path, path.endsWith('/echanges') || path === '/' || path === space ? 4 : 1)
    for (const text of made.texts.slice(-6)) await look(page, `${space}/textes/${text}/modifier`)
    await look(page, `${space}/echanges?mot-cle=${encodeURIComponent(vectors[0])}`)
  }))

test('what is thrown away, told to others and offered to a title is words too', () =>
  visit(here, { person: 'karim' }, async ({ page, context }) => {
    await context.addInitScript(canary)
    await visit(here, { person: 'helene' }, async (her) => {
      for (const path of made.documents.slice(-12)) assert.ok(await send(her.request, `${path}/corbeille`, {}))
      await her.context.addInitScript(canary)
      await look(her.page, `${space}/documents/corbeille`)
    })
    for (const path of ['/', '/notifications', space, `${space}/documents`]) await look(page, path, 3)
    await page.goto(`${space}/echanges/nouveau`)
    for (const [field, typed] of [['keywords', '"'], ['keywords', '<'], ['title', 'onerror script']]) {
      await page.locator(`input[name=${field}]`).fill('')
      await page.locator(`input[name=${field}]`).pressSequentially(typed)
      await page.locator(field === 'title' ? '[data-os-found] a' : '[role=option]').first().waitFor()
      assert.deepEqual(await page.evaluate(suspicious), [], `${field}: ${typed}`)
    }
    await write(page)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('onerror')
    await page.locator('#os-editor-lien [role=option]').first().waitFor()
    assert.equal(await page.locator('#os-editor-lien [role=option] *:not(small)').count(), 0, 'a title is text')
  }))

test('a name under which a file is saved says nothing else to the browser', () =>
  visit(here, { person: 'helene' }, async ({ page, context, request }) => {
    await context.addInitScript(canary)
    const named = texts(150, ' ').slice(0, 40).map((text) => `${asName(text)}.txt`)
    for (const path of made.documents.slice(-40)) {
      const answer = await request.get(`${path}/versions/1`)
      const header = answer.headers()['content-disposition'] ?? ''
      assert.match(header, /^(attachment|inline)(; filename=("([^"\\\r\n]|\\["\\])*"|[\w.-]+))?(; filename\*=UTF-8''[\w!#$&+.^`|~%-]*)?$/i, path)
      assert.match(answer.headers()['content-type'], /^(text\/(plain|csv|markdown)|application\/)/, path)
    }
    // The page that sends files names them before the server has seen them.
    await page.goto(`${space}/documents`)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choisir des fichiers' }).click()
    await (await chooser).setFiles(named.slice(0, 8).map((name, i) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`Une ligne ${i} de ${Math.random()}`) })))
    await page.waitForFunction(() => document.querySelectorAll('.os-upload__line[data-state=done]').length === 8)
    for (const name of named.slice(0, 8)) assert.equal(await page.locator('.os-upload__line').filter({ hasText: name.split('/').at(-1) }).count() > 0, true, name)
    assert.deepEqual(await page.evaluate(suspicious), [])
  }))

test('what a search finds of them is words', () =>
  visit(here, { person: 'helene' }, async ({ page, context }) => {
    await context.addInitScript(canary)
    const deadline = Date.now() + 15_000 // the index is written by jobs, a moment after the fact
    do await page.goto('/recherche?q=onerror')
    while (!(await page.locator('main mark').count()) && Date.now() < deadline)
    assert.ok(await page.locator('main mark').count() > 10, 'the corpus is found')
    for (const words of ['onerror', 'script', '"><img', vectors[0]]) {
      await look(page, `/recherche?q=${encodeURIComponent(words)}`, 2)
      await look(page, `${space}/faq?q=${encodeURIComponent(words)}`)
    }
  }))

test('whoever reads the feed elsewhere gets the markup that we keep', () =>
  visit(here, { person: 'helene' }, async ({ context, request }) => {
    const answer = await request.post(`${space}/blog/abonnement`, { headers: { 'Sec-Fetch-Site': 'same-origin' } })
    const feed = await request.get((await answer.text()).match(/value="(http[^"]*\/atom\?[^"]*)"/)[1].replaceAll('&amp;', '&'))
    assert.match(feed.headers()['content-security-policy'], /default-src 'none'|sandbox/)
    const page = await context.newPage() // about:blank has no policy: only the markup itself protects its reader
    await page.evaluate(canary)
    const contents = await page.evaluate((xml) => [...new DOMParser().parseFromString(xml, 'application/xml').querySelectorAll('entry > content')].map((e) => e.textContent), await feed.text())
    assert.ok(contents.length > 10, `${contents.length} posts`)
    for (const html of contents) {
      await page.evaluate((html) => { document.body.innerHTML = html }, html)
      assert.deepEqual((await page.evaluate(suspicious)).filter((found) => found !== '0 scripts'), [])
    }
  }))

test('vectors in the fields of which there is one', () =>
  visit(here, { person: 'helene' }, async ({ page, context, request }) => {
    await context.addInitScript(canary)
    const short = texts(60, ' ').filter((_, i) => i % 24 === 0)
    const long = texts(900)
    const stored = Object.fromEntries(single.map(({ name }) => [name, 0]))
    for (const [i, text] of short.entries()) {
      for (const { name, put } of single) if (await put(request, [text, long[i % long.length]])) stored[name]++
      for (const path of ['/', space, `${space}/membres`, '/profil']) await look(page, path)
    }
    for (const [name, times] of Object.entries(stored)) assert.ok(times > short.length / 2, `${name}: only ${times} of ${short.length} were stored`)
  }))

test('the editor reads and pastes them, and nothing runs', () =>
  visit(here, { person: 'helene' }, async ({ page, context }) => {
    await context.addInitScript(canary)
    for (const text of made.texts.slice(-2)) {
      await page.goto(`${space}/textes/${text}/modifier`)
      await write(page)
      assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.os-editor__page *')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on')) || /^javascript/i.test(e.href ?? '')).length), 0)
    }
    await page.goto(`${space}/echanges/nouveau`)
    await write(page)
    for (const html of texts(8000)) await pasteHTML(page, html)
    assert.doesNotMatch(await page.locator('textarea[name=body]').inputValue(), /<[^>]*\son\w+=|href="(?!https?:|mailto:|\/)/)
  }))
