// What a page weighs on the wire (UI.md, Budgets). Bytes are those of gzip, even where the browser was sent brotli.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { findSpace, findThread } from './support/world.mjs'
import { phone, stage, visit, wide } from './support/stage.mjs'

const KB = 1024
let space, thread
const here = stage(async (here) => {
  await visit(here, { person: 'karim' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    thread = await findThread(request, space)
  })
})

for (const screen of [wide, phone]) {
  // A thread is as long as what people write: only what surrounds it is on the budget of a next visit.
  for (const [name, path, again] of [['the home of a space', () => space, 10], ['a thread', () => thread, 40], ['« Mes espaces »', () => '/espaces', 10]]) {
    test(`${name} at ${screen.width} px: 80 KB and 5 requests at first, then under ${again} KB`, (t) =>
      visit(here, { person: 'karim', screen }, async ({ page }) => {
        const first = await weigh(page, path())
        const photos = first.filter(isPhoto)
        const page1 = first.filter((answer) => !isPhoto(answer))
        const scripts = page1.filter((answer) => answer.type === 'script')
        await page.goto('/profil')
        const next = (await weigh(page, path())).filter((answer) => !isPhoto(answer) && !answer.cached)

        t.diagnostic(`first ${told(page1)}; next ${told(next)}; scripts ${told(scripts)}; photos ${told(photos)}`)
        assert.ok(sum(page1) <= 80 * KB, `first visit: ${list(page1)}`)
        assert.ok(page1.length <= 5, `first visit: ${list(page1)}`)
        assert.ok(sum(next) < again * KB, `next visit: ${list(next)}`)
        assert.ok(sum(scripts) <= 45 * KB, `scripts: ${list(scripts)}`)
        for (const photo of photos) assert.ok(photo.bytes <= 4 * KB, `photo: ${list([photo])}`)
        assert.equal(await page.locator('main img:not([loading=lazy])').count(), 0, 'photos are lazy')
      }))
  }
}

test('a page to write on loads no editor; who begins to write gets it once, at most 160 KB', (t) =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    const before = await weigh(page, thread)
    assert.deepEqual(before.filter(({ path }) => path.endsWith('.mjs')), [], 'no editor before somebody writes')
    const answers = []
    page.on('response', (response) => { if (response.url().endsWith('.mjs')) answers.push(measure(response)) })
    const began = performance.now()
    await page.locator('textarea[name=body]').focus()
    await page.waitForFunction(() => document.activeElement.matches('.os-editor__page'))
    t.diagnostic(`from the focus of the text area to the editor, first visit: ${Math.round(performance.now() - began)} ms`)
    const editor = await Promise.all(answers)
    t.diagnostic(`the editor: ${list(editor)}`)
    assert.ok(sum(editor) <= 160 * KB, list(editor))
    assert.equal(new Set(editor.map(({ path }) => path)).size, editor.length)
  }))

/** Loads a page and returns what came: { path, type, bytes, cached }. */
async function weigh(page, path) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const cached = new Set()
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId))
  const fromDisk = new Set()
  session.on('Network.responseReceived', ({ requestId, response }) => { if (response.fromDiskCache || cached.has(requestId)) fromDisk.add(response.url) })
  const answers = []
  const note = (response) => answers.push(measure(response))
  page.on('response', note)
  await page.goto(path, { waitUntil: 'networkidle' })
  page.off('response', note)
  await session.detach()
  return (await Promise.all(answers)).map((answer) => ({ ...answer, cached: fromDisk.has(answer.url) }))
}

async function measure(response) {
  const request = response.request()
  const sent = (await request.sizes().catch(() => ({ responseBodySize: 0 }))).responseBodySize
  const zipped = gzipSync(await response.body().catch(() => Buffer.alloc(0))).length
  const compressed = 'content-encoding' in response.headers()
  return { url: response.url(), path: new URL(response.url()).pathname, type: request.resourceType(), bytes: compressed ? Math.max(sent, zipped) : sent || zipped }
}

const isPhoto = (answer) => answer.type === 'image' && !answer.path.startsWith('/static/')
const sum = (answers) => answers.reduce((total, { bytes }) => total + bytes, 0)
const told = (answers) => `${(sum(answers) / KB).toFixed(1)} KB in ${answers.length}`
const list = (answers) => `${told(answers)}: ${answers.map(({ path, bytes }) => `${path} ${bytes}`).join(', ')}`
