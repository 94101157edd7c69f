// What the server refuses of the editor's own requests is told where one writes, and nothing is lost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSpace, findThread } from './support/world.mjs'
import { begin, drafted, publishReply, sent } from './support/desk.mjs'
import { stage, visit } from './support/stage.mjs'

let space, thread
const here = stage(async (here) => {
  await visit(here, { person: 'karim' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    thread = await findThread(request, space)
  })
})
const over = 'Votre session est terminée. Connectez-vous de nouveau pour continuer.'
const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Une note.\n') }

test('a session that ended is told above the buttons, beside the file, and the draft comes once it is back', () =>
  visit(here, { person: 'karim' }, async ({ page, context, expecting }) => {
    await begin(page, thread)
    const cookies = await context.cookies()
    await expecting(401, async () => {
      await context.clearCookies()
      await page.keyboard.type('Rien ne se perd.')
      const line = page.locator('[data-os-unsaved]')
      await line.filter({ hasText: over }).waitFor()
      await page.locator('input[name=files]').setInputFiles([note])
      await page.locator('[data-os-refused]', { hasText: over }).waitFor()
      await page.getByRole('button', { name: 'Écrire en texte brut (Markdown)' }).click()
      await page.locator('.os-toast', { hasText: over }).last().waitFor()
      assert.equal(await sent(page), '<p>Rien ne se perd.</p>')
    }, { scripts: true })
    await context.addCookies(cookies)
    await page.locator('.os-editor__page').focus()
    await page.keyboard.type(' Jamais.')
    await drafted(page)
    await page.waitForFunction(() => document.querySelector('[data-os-unsaved]').textContent === '')
    await publishReply(page)
  }))

test('a budget that is spent says when to come back', () =>
  visit(here, { person: 'karim' }, async ({ page, expecting }) => {
    const words = 'Vous avez envoyé beaucoup de textes. Vous pourrez recommencer dans 2 minutes.'
    await begin(page, thread)
    await page.route('**/redaction/brouillon', (route) => route.fulfill({ status: 429, contentType: 'text/plain; charset=utf-8', headers: { 'Retry-After': '120' }, body: words }))
    await expecting(429, async () => {
      await page.keyboard.type('Une phrase.')
      await page.locator('[data-os-unsaved]', { hasText: words }).waitFor()
    }, { scripts: true })
    await publishReply(page)
  }))

test('whoever asks for too many words is told under the field, and nothing is asked before the time that was said', () =>
  visit(here, { person: 'karim' }, async ({ page, expecting }) => {
    const words = 'Vous avez demandé beaucoup de suggestions. Continuez à écrire : elles reviendront dans une minute.'
    await page.clock.install()
    await page.goto(`${space}/echanges/nouveau`)
    let asked = 0
    await page.route('**/mots-cles?*', (route) => {
      asked++
      return route.fulfill({ status: 429, contentType: 'text/plain; charset=utf-8', headers: { 'Retry-After': '60' }, body: words })
    })
    await expecting(429, async () => {
      const field = page.locator('input[name=keywords]')
      const line = page.locator('os-completed', { has: field }).getByText(words)
      await field.pressSequentially('ver')
      await page.clock.runFor(1000)
      await line.waitFor()
      await field.pressSequentially('se')
      await page.clock.runFor(1000)
      assert.equal(await line.isVisible(), true)
      assert.equal(asked, 1)
      const again = page.waitForRequest('**/mots-cles?*')
      await page.clock.runFor(60_000)
      await field.pressSequentially('ment')
      await page.clock.runFor(1000)
      await again
    }, { scripts: true })
  }))

test('a draft that is on its way when the text is sent leaves nothing behind', () =>
  visit(here, { person: 'karim' }, async ({ page, request }) => {
    await begin(page, thread)
    await page.keyboard.type('Une phrase envoyée.')
    const late = await page.waitForRequest((request) => request.url().endsWith('/redaction/brouillon'))
    await publishReply(page)
    await request.post(late.url(), { form: Object.fromEntries(new URLSearchParams(late.postData())), headers: { Origin: here.url } })
    await page.goto(thread)
    assert.equal(await page.locator('.os-desk__draft').count(), 0)
    assert.equal(await page.locator('textarea[name=body]').inputValue(), '')
  }))

test('the editor is as high as the text area that it replaces', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await page.goto(`${space}/echanges/nouveau`)
    const top = () => page.locator('[data-os-files]').evaluate((element) => element.getBoundingClientRect().top + scrollY)
    const before = await top()
    await page.locator('textarea[name=body]').focus()
    await page.waitForFunction(() => document.activeElement?.matches('.os-editor__page'))
    assert.ok(Math.abs(await top() - before) <= 1, `${before} became ${await top()}`)
  }))
