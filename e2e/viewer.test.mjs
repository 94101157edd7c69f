// The pages of a document in its page: drawn, turned and brought nearer, by mouse and by keyboard; without JavaScript too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axeIn, colours, told } from './support/axe.mjs'
import { phone, stage, visit, wide } from './support/stage.mjs'
import { findSpace } from './support/world.mjs'

const pages = Array.from({ length: 220 }, (_, n) => `Feuillet ${n} du registre ${Math.random()}.\\par `).join('')
let address
const here = stage(async (here) => {
  await visit(here, { person: 'helene' }, async ({ request, page }) => {
    const space = await findSpace(request, 'Archivage numérique')
    const file = { name: 'registre des versements.rtf', mimeType: 'application/rtf', buffer: Buffer.from(`{\\rtf1\\ansi ${pages}}`) }
    const answer = await request.post(`${space}/documents`, { multipart: { folder: '', files: file }, headers: { 'Sec-Fetch-Site': 'same-origin' }, maxRedirects: 0 })
    assert.equal(answer.status(), 303)
    address = new URL(answer.headers().location, here.url).pathname
    await page.goto(address)
    await page.getByRole('img', { name: 'Page 1 sur' }).waitFor({ timeout: 60_000 })
  })
})

const tool = (page, name) => page.locator('os-viewer').getByRole('button', { name, exact: true })
const said = (page, part) => page.locator(`os-viewer [data-os-${part}]`).innerText()
const region = (page) => page.getByRole('region', { name: 'Pages du document, version 1' })
const widthOf = async (page) => (await page.getByRole('img', { name: 'Page 1 sur' }).boundingBox()).width

for (const [where, size] of [['the page of the document', wide], ['the page of the document', phone], ['« Afficher »', wide]]) {
  test(`Karim turns pages and brings them nearer, on ${where} (${size.width} px)`, () => visit(here, { person: 'karim', screen: size }, async ({ page }) => {
    await page.goto(where === '« Afficher »' ? `${address}/afficher` : address)
    assert.match(await said(page, 'page'), /^Page 1 sur [4-9]$/)
    assert.equal(await said(page, 'zoom'), '100\u00a0%')
    await tool(page, 'Page suivante').click()
    await page.waitForFunction(() => document.querySelector('os-viewer [data-os-page]').innerText.startsWith('Page 2 '))
    await tool(page, 'Page précédente').click()
    await page.waitForFunction(() => document.querySelector('os-viewer [data-os-page]').innerText.startsWith('Page 1 '))
    const fitted = await widthOf(page)
    await tool(page, 'Agrandir').click()
    await tool(page, 'Agrandir').click()
    assert.equal(await said(page, 'zoom'), '150\u00a0%')
    assert.ok(Math.abs(await widthOf(page) / fitted - 1.5) < 0.02, 'the page is half as wide again')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.equal(overflow, 0, 'the window itself does not scroll sideways')
    await tool(page, 'Ajuster à la largeur').click()
    assert.ok(Math.abs(await widthOf(page) - fitted) < 1)

    await region(page).focus()
    for (const key of ['+', 'PageDown', 'PageDown']) await page.keyboard.press(key)
    assert.equal(await said(page, 'zoom'), '125\u00a0%')
    await page.waitForFunction(() => document.querySelector('os-viewer [data-os-page]').innerText.startsWith('Page 3 '))
    await page.keyboard.press('-')
    await page.waitForFunction(() => document.querySelector('os-viewer [data-os-page]').innerText.startsWith('Page 3 '), undefined)
    await page.keyboard.press('0')
    assert.equal(await said(page, 'zoom'), '100\u00a0%')

    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme })
      const { violations } = await (await axeIn(page))(scheme === 'dark' ? colours : undefined)
      assert.deepEqual(violations.map(told), [])
      if (process.env.SHEETS) await page.screenshot({ path: `${process.env.SHEETS}/viewer-${size.width}-${scheme}-${where.length}.png` })
    }
  }))
}

test('Without JavaScript there are the pages and no button that does nothing', () => visit(here, { person: 'karim', script: false }, async ({ page }) => {
  await page.goto(address)
  assert.equal(await tool(page, 'Agrandir').count(), 0)
  assert.equal(await page.getByRole('img', { name: 'Page 1 sur' }).count(), 1)
}))

test('Paul finds no such document', () => visit(here, { person: 'paul' }, async ({ request }) => {
  assert.equal((await request.get(address)).status(), 404)
  assert.equal((await request.get(`${address}/versions/1/pages/1`)).status(), 404)
}))
