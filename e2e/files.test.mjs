// Files on a text: chosen, dropped, pasted; a picture is described before it stands in a text; without JavaScript too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSpace, findThread } from './support/world.mjs'
import { afresh, begin, describe, publishReply, sent, write } from './support/desk.mjs'
import { stage, visit } from './support/stage.mjs'

// A picture of one pixel.
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const picture = { name: 'plan.png', mimeType: 'image/png', buffer: pixel }
const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Une note.\n') }

let thread
const here = stage(async (here) => {
  await visit(here, { person: 'karim' }, async ({ request }) => {
    thread = await findThread(request, await findSpace(request, 'Archivage numérique'))
  })
})

/** Hands files to an element as a hand or another program does. */
const hand = (page, kind, selector, files) => page.evaluate(({ kind, selector, files }) => {
  const data = new DataTransfer()
  for (const { name, mimeType, base64 } of files) {
    data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type: mimeType }))
  }
  const target = document.querySelector(selector)
  const { left, top } = target.getBoundingClientRect()
  target.dispatchEvent(kind === 'paste'
    ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, clientX: left + 20, clientY: top + 20 }))
}, { kind, selector, files: files.map(({ buffer, ...rest }) => ({ ...rest, base64: buffer.toString('base64') })) })

const attached = (page, name) => page.locator('[data-os-files] li', { hasText: name }).getByRole('checkbox')

test('a file that is chosen leaves at once, and stands under the reply', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    await page.keyboard.type('La note est jointe.')
    await page.locator('input[name=files]').setInputFiles([note, picture])
    await attached(page, 'plan.png').waitFor()
    assert.equal(await attached(page, 'note.txt').isChecked(), true)
    const reply = await publishReply(page)
    assert.equal(await reply.getByRole('link', { name: 'note.txt' }).count(), 1)
    const thumb = reply.locator('.os-file img')
    await thumb.scrollIntoViewIfNeeded()
    await page.waitForFunction(() => [...document.querySelectorAll('.os-file img')].every((img) => img.complete && img.naturalWidth > 0))
  }))

for (const kind of ['paste', 'drop']) {
  test(`a picture of a ${kind} stands in the text once it is described`, () =>
    visit(here, { person: 'karim' }, async ({ page }) => {
      await begin(page, thread)
      await page.keyboard.type('Voici le plan')
      await hand(page, kind, '.os-editor__page', [picture])
      const dialog = page.locator('#os-editor-image')
      await dialog.waitFor()
      await dialog.getByRole('button', { name: 'Valider' }).click()
      await dialog.getByText('Décrivez l’image').waitFor()
      assert.equal(await sent(page), '<p>Voici le plan</p>', 'nothing without an alternative')
      await describe(page, 'Plan du "dépôt"')
      await page.locator('.os-editor__page img').waitFor()
      assert.match(await sent(page), /<img src="\/espaces\/[0-9a-z]{13}\/pieces\/[0-9a-z]{13}" alt="Plan du &#34;dépôt&#34;" loading="lazy">/)
      const reply = await publishReply(page)
      const shown = reply.locator('.os-prose img')
      assert.equal(await shown.getAttribute('alt'), 'Plan du "dépôt"')
      await shown.scrollIntoViewIfNeeded()
      await page.waitForFunction(() => [...document.querySelectorAll('.os-prose img')].every((img) => img.complete && img.naturalWidth > 0))
      assert.equal(await reply.locator('.os-file').count(), 0, 'it is not listed a second time')
    }))
}

test('a picture that is taken out of a text leaves it, and is kept beside it for whoever says so', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    await page.keyboard.type('Voici le plan')
    await hand(page, 'paste', '.os-editor__page', [picture])
    await describe(page, 'Plan')
    await page.locator('.os-editor__page img').waitFor()
    const reply = await publishReply(page)
    await page.goto(await reply.locator('a[href$="/modifier"]').getAttribute('href'))
    await write(page)
    const offered = page.locator('[data-os-within]')
    assert.equal(await offered.isVisible(), false, 'the text shows it')
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Backspace')
    await offered.waitFor()
    await page.keyboard.press('Control+z')
    await offered.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Sans le plan')
    await offered.getByRole('checkbox', { name: 'plan' }).check({ force: true })
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(/#m-[0-9a-z]{13}$/)
    const rewritten = page.locator(`article${new URL(page.url()).hash}`)
    assert.equal(await rewritten.locator('.os-prose img').count(), 0)
    assert.equal(await rewritten.locator('.os-file').count(), 1)
  }))

test('a decorative picture says so, and a refused one is told by its type', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    await hand(page, 'drop', '.os-editor__page', [picture])
    await describe(page, '')
    await page.locator('.os-editor__page img').waitFor()
    assert.match(await sent(page), / alt="" loading/)
    await hand(page, 'drop', '.os-editor__page', [{ name: 'dessin.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }])
    await page.locator('.os-toast', { hasText: 'svg' }).waitFor()
    assert.equal(await page.locator('.os-editor__page img:not(.ProseMirror-separator)').count(), 1)
  }))

test('a file above the limit is refused before it leaves, until the next is chosen', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    const left = []
    page.on('request', (request) => { if (request.url().endsWith('/pieces')) left.push(request.url()) })
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(20_000_001)], 'plan.pdf', { type: 'application/pdf' }))
      document.querySelector('[data-os-files]').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    })
    const refused = page.locator('[data-os-refused]')
    assert.match(await refused.innerText(), /^plan\.pdf\u00a0: Ce fichier dépasse 20\sMo\./)
    assert.equal(await page.getByText('Fichiers joints').isVisible(), false)
    assert.deepEqual(left, [])
    await page.locator('input[name=files]').setInputFiles([note])
    await attached(page, 'note.txt').waitFor()
    assert.equal(await refused.count(), 0)
    assert.equal(left.length, 1)
  }))

test('without JavaScript files come with the form', () =>
  visit(here, { person: 'karim', script: false }, async ({ page }) => {
    await afresh(page, thread)
    await page.locator('textarea[name=body]').fill('La note est **jointe**.')
    await page.locator('input[name=files]').setInputFiles([note])
    const reply = await publishReply(page)
    assert.equal(await reply.locator('strong').innerText(), 'jointe')
    assert.equal(await reply.getByRole('link', { name: 'note.txt' }).count(), 1)
  }))
