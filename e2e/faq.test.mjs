// The story of the FAQ, with and without JavaScript: a reply becomes a question that others find, and those whom it concerns
// are told.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bell, enterSpace, follow, openExchanges, openThread, publish, reply } from './support/acts.mjs'
import { words } from './support/desk.mjs'
import { phone, stage, visit, wide } from './support/stage.mjs'

const here = stage()
const space = 'Archivage numérique'

async function toExchanges(page) {
  await page.goto('/espaces')
  await enterSpace(page, space)
  await openExchanges(page)
}

for (const [script, screen, word] of [[true, wide, 'héliogravures'], [false, phone, 'phénakistiscopes']]) {
  const way = `${script ? 'with' : 'without'} JavaScript, ${screen.width} px`
  const question = `Comment conserver nos ${word} ?`
  let thread, entry, before

  test(`Karim answers Hélène’s colleague, and Hélène brings it to the FAQ (${way})`, async () => {
    await visit(here, { person: 'karim', script, screen }, async ({ page }) => {
      await toExchanges(page)
      thread = await openThread(page, { title: question, keyword: 'conservation', body: 'Le fonds arrive lundi.' })
      await reply(page, `À plat, à ${word} fermés.`)
      before = await bell(page)
    })
    await visit(here, { person: 'helene', script, screen }, async ({ page }) => {
      await page.goto(thread)
      const pour = await page.locator('a[href*="/textes/"][href$="/faq"]').last().getAttribute('href')
      if (script) {
        await page.locator('.os-message').last().locator('summary').last().click()
        await page.getByRole('link', { name: 'Verser à la FAQ' }).filter({ visible: true }).last().click()
        assert.equal(new URL(page.url()).pathname, pour)
      } else await page.goto(pour)
      assert.equal(await page.locator('[name=title]').inputValue(), question)
      assert.equal(script ? await words(page) : (await page.locator('[name=body]').inputValue()).trim(), `À plat, à ${word} fermés.`)
      await publish(page)
      await page.getByText('D’après la réponse de Karim Benali').waitFor()
      entry = page.url()
      await page.goto(thread)
      await page.getByText('Versé à la FAQ').filter({ visible: true }).first().waitFor()
    })
    await visit(here, { person: 'karim', script, screen }, async ({ page }) => {
      await page.goto('/notifications')
      await page.getByText('Hélène Marchand a versé votre réponse à la FAQ').first().waitFor()
      assert.ok((await bell(page)) > before, 'the bell counts it')
    })
  })

  test(`Sophie finds it without its accent, and the focus stays (${way})`, () =>
    visit(here, { person: 'sophie', script, screen }, async ({ page }) => {
      await page.goto('/espaces')
      await enterSpace(page, space)
      await follow(page, /^FAQ$/)
      const field = page.getByRole('searchbox', { name: 'Chercher dans la FAQ' })
      await field.click()
      const typed = word.normalize('NFD').replace(/[^a-z]/g, '').replace(/s$/, '')
      await field.pressSequentially(typed)
      if (!script) await page.keyboard.press('Enter')
      await page.getByRole('status').filter({ hasText: '1 question trouvée' }).waitFor()
      if (script) assert.equal(await field.evaluate((f) => document.activeElement === f), true, 'the focus stays in the field')
      assert.equal(await page.locator('[data-os-found] mark').first().innerText(), word)
      if (script) {
        await page.reload()
        await page.getByRole('status').filter({ hasText: '1 question trouvée' }).waitFor()
      }
      await page.getByRole('main').getByRole('link', { name: question }).click()
      await page.getByRole('heading', { level: 1, name: question }).waitFor()
      await page.getByRole('button', { name: 'Oui', exact: true }).click()
      assert.equal(await page.getByRole('button', { name: 'Oui', exact: true }).getAttribute('aria-pressed'), 'true')
    }))

  test(`Paul, a stranger, learns nothing (${way})`, () =>
    visit(here, { person: 'paul', script, screen }, async ({ page, expecting }) => {
      for (const address of [entry, new URL('.', entry).href + `?q=${word}`]) {
        await expecting(404, async () => { await page.goto(address) })
        assert.equal((await page.content()).includes(word), false, address)
      }
    }))

  test(`what nobody answered is asked with the words that were typed (${way})`, () =>
    visit(here, { person: 'karim', script, screen }, async ({ page }) => {
      await page.goto('/espaces')
      await enterSpace(page, space)
      await follow(page, /^FAQ$/)
      await page.getByRole('searchbox', { name: 'Chercher dans la FAQ' }).fill('zygomatique du haras')
      if (!script) await page.keyboard.press('Enter')
      await page.getByRole('status').filter({ hasText: 'Aucune question trouvée' }).waitFor()
      await page.locator('[data-os-found]').getByRole('link', { name: 'Poser la question' }).click()
      await page.getByRole('heading', { level: 1, name: 'FAQ : posez vos questions' }).waitFor()
      if (!script) return assert.equal(await page.locator('[name=body]').inputValue(), 'zygomatique du haras')
      // Whoever comes to ask begins to write: the editor holds the words.
      await page.waitForFunction(() => document.activeElement?.matches('.os-editor__page'))
      assert.equal(await page.locator('.os-editor__page').innerText(), 'zygomatique du haras')
    }))
}
