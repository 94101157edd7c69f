// What people do where they write.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export const fixture = (name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))

/** Begins to write: the editor comes in the place of an empty text area, and stands where there are words. Returns its text. */
export async function write(page) {
  await page.evaluate(() => (document.querySelector('.os-editor__page') ?? document.querySelector('textarea[name=body]')).focus())
  const text = page.locator('.os-editor__page')
  await text.waitFor()
  await page.waitForFunction(() => document.activeElement?.matches('.os-editor__page'))
  return text
}

/** Opens a page where one writes, without what was begun there before. */
export async function afresh(page, path) {
  await page.goto(path)
  const clear = page.locator('.os-desk__draft').getByRole('button', { name: 'Effacer' })
  if (await clear.count()) {
    await clear.click()
    await page.getByText('Le brouillon est effacé.').first().waitFor()
  }
}

/** Begins to write there. Returns the editor's text. */
export async function begin(page, path) {
  await afresh(page, path)
  return write(page)
}

/** The words in the editor that stands in the place of a text area that held some. */
export async function words(page) {
  const text = page.locator('.os-editor__page')
  await text.waitFor()
  return text.innerText()
}

/** What the form would send. */
export const sent = (page) => page.locator('textarea[name=body]').inputValue()

/** Puts HTML on the clipboard as another program does, by a real copy, then pastes it by the keyboard. */
export async function pasteHTML(page, html) {
  await page.evaluate((html) => {
    document.addEventListener('copy', (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      event.clipboardData.setData('text/html', html)
    }, { capture: true, once: true })
  }, html)
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
}

export const pasteFixture = async (page, name) => pasteHTML(page, await readFile(fixture(name), 'utf8'))

/** Waits until the server has kept the draft of what stands in the form. */
export async function drafted(page) {
  const body = await sent(page)
  const answer = await page.waitForResponse((response) => response.url().endsWith('/redaction/brouillon')
    && new URLSearchParams(response.request().postData()).get('body') === body)
  assert.equal(answer.status(), 200)
}

/** Describes the picture that has just arrived. */
export async function describe(page, alternative) {
  const dialog = page.locator('#os-editor-image')
  await dialog.waitFor()
  if (alternative === '') await dialog.locator('[name=decorative]').check({ force: true })
  else await dialog.locator('[name=alternative]').fill(alternative)
  await dialog.getByRole('button', { name: 'Valider' }).click()
}

/** Publishes the reply that is written. Returns its article. */
export async function publishReply(page) {
  await page.locator('form[action$="/messages"]').getByRole('button', { name: 'Publier' }).click()
  await page.waitForURL(/#m-[0-9a-z]{13}$/)
  return page.locator(`article${new URL(page.url()).hash}`)
}
