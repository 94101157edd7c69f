// The story of the first room, in each of the four ways that people come: with and without JavaScript, wide and on a phone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bell, bellAbove, chooseTheme, enterSpace, follow, openExchanges, openThread, publish, reply, signInByForm } from './support/acts.mjs'
import { words } from './support/desk.mjs'
import { phone, stage, visit, wide } from './support/stage.mjs'

const here = stage()
const space = 'Archivage numérique'

for (const script of [true, false]) {
  for (const screen of [wide, phone]) {
    const way = `${script ? 'with' : 'without'} JavaScript, ${screen.width} px`
    const question = `Quelle preuve de versement garder (${way}) ?`
    const answer = `Nous gardons le bordereau signé dix ans (${way}).`
    let asked // the address of Hélène's question

    test(`Karim is led to the sign-in page and reaches his spaces (${way})`, () =>
      visit(here, { script, screen }, async ({ page }) => {
        await page.goto('/')
        assert.equal(new URL(page.url()).pathname, '/connexion')
        await signInByForm(page, 'karim')
        await page.waitForURL((url) => url.pathname !== '/connexion')
        await follow(page, 'Mes espaces')
        await page.getByRole('heading', { level: 1, name: 'Mes espaces' }).waitFor()
        await enterSpace(page, space)
        assert.match(new URL(page.url()).pathname, /^\/espaces\/[0-9a-hjkmnp-tv-z]{13}-archivage-numerique$/)
        await openExchanges(page)
        await page.getByRole('link', { name: 'Posez une question' }).first().waitFor()
      }))

    test(`Hélène asks, Karim replies, and her bell counts it (${way})`, async () => {
      let before
      await visit(here, { person: 'helene', script, screen }, async ({ page }) => {
        await toExchanges(page)
        asked = await openThread(page, { title: question, keyword: 'versement', body: 'Le service producteur demande une preuve.' })
        before = await bell(page)
      })
      await visit(here, { person: 'karim', script, screen }, async ({ page }) => {
        await toExchanges(page)
        await page.getByRole('main').getByRole('link', { name: question }).first().click()
        assert.equal(page.url(), asked)
        await reply(page, answer)
        assert.equal(new URL(page.url()).pathname, new URL(asked).pathname, 'a reply leads back to its thread')
      })
      await visit(here, { person: 'helene', script, screen }, async ({ page }) => {
        await page.goto('/espaces')
        await bellAbove(page, before)
        await page.locator('header a[href^="/notifications"]').filter({ visible: true }).first().click()
        await page.getByRole('main').getByRole('link', { name: new RegExp(escaped(question)) }).first().click()
        await page.getByText(answer).filter({ visible: true }).first().waitFor()
      })
    })

    test(`Karim forgets the theme, loses nothing, and opens his thread (${way})`, () =>
      visit(here, { person: 'karim', script, screen }, async ({ page, expecting }) => {
        const title = `Durée d’utilité des courriels (${way})`
        const body = 'Bonjour,\n\nqui a déjà fixé une durée ?\n\n- un an\n- cinq ans'
        await toExchanges(page)
        await follow(page, 'Posez une question')
        await page.locator('[name=title]').fill(title)
        await page.locator('[name=keywords]').fill('courriels')
        await page.locator('[name=body]').first().fill(body)
        await expecting(422, async () => {
          await publish(page)
          await page.getByRole('alert').first().waitFor()
        })
        assert.match(await complaintBeside(page, 'theme'), /thème/i)
        assert.equal(await page.locator('[name=title]').inputValue(), title)
        assert.equal(await page.locator('[name=keywords]').inputValue(), 'courriels')
        if (script) {
          assert.match(await words(page), /^Bonjour,\n\nqui a déjà fixé une durée\s\?/)
          assert.deepEqual(await page.locator('.os-editor__page li').allInnerTexts(), ['un an', 'cinq ans'])
        } else assert.equal(await page.locator('[name=body]').first().inputValue(), body)
        if (script) assert.equal(await page.evaluate(() => document.activeElement.matches('[role=alert], [role=alert] *')), true, 'focus is on the summary')

        const theme = await chooseTheme(page)
        await publish(page)
        await page.getByRole('heading', { level: 1, name: title }).waitFor()
        const main = page.getByRole('main')
        await main.getByText(theme).first().waitFor()
        await main.getByText('courriels', { exact: true }).first().waitFor()
        assert.equal(await main.getByRole('listitem').filter({ hasText: 'cinq ans' }).count(), 1, 'light Markdown shows as a list')
      }))
  }
}

async function toExchanges(page) {
  await page.goto('/espaces')
  await enterSpace(page, space)
  await openExchanges(page)
}

/** The text that assistive technology reads with a field in error. */
function complaintBeside(page, name) {
  return page.locator(`[name=${name}]`).first().evaluate((field) => {
    const marked = field.closest('[aria-invalid=true], fieldset[aria-describedby], fieldset[aria-labelledby]') ?? field
    if (field.tagName === 'SELECT' && field.getAttribute('aria-invalid') !== 'true') return 'the field is not marked as invalid'
    const ids = (marked.getAttribute('aria-describedby') ?? marked.getAttribute('aria-labelledby') ?? '').split(' ')
    return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  })
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
