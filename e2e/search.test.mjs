// What Karim finds with the one box of the header, and Paul does not: in each of the four ways that people come.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phone, stage, visit, wide } from './support/stage.mjs'

const here = stage()
const typed = 'durees d\'utilite'
const thread = /AppraisalRule/

for (const script of [true, false]) {
  for (const screen of [wide, phone]) {
    const way = `${script ? 'with' : 'without'} JavaScript, ${screen.width} px`

    test(`Karim finds a discussion by the box of the header and opens it (${way})`, () =>
      visit(here, { person: 'karim', script, screen }, async ({ page }) => {
        await page.goto('/espaces')
        await search(page, screen)
        const main = page.getByRole('main')
        await main.getByRole('heading', { level: 2, name: /^\d+ résultats pour/ }).waitFor()
        assert.equal(await page.locator('main [name=q]').inputValue(), typed, 'what was typed stays')
        assert.deepEqual([...new Set((await main.locator('mark').allInnerTexts()).map((word) => word.toLowerCase()))].sort(), ['durée', 'utilité'])
        await main.getByRole('link', { name: thread }).click()
        await page.getByRole('heading', { level: 1, name: thread }).waitFor()
      }))

    test(`Paul finds nothing by the same words (${way})`, () =>
      visit(here, { person: 'paul', script, screen }, async ({ page }) => {
        await page.goto('/espaces')
        await search(page, screen)
        const main = page.getByRole('main')
        assert.equal(await main.getByRole('link', { name: thread }).count(), 0)
        assert.equal(await main.getByText('Archivage numérique').count(), 0)
        assert.equal(await page.locator('main [name=q]').inputValue(), typed)
      }))
  }
}

test('Karim searches without a mouse', () => visit(here, { person: 'karim' }, async ({ page }) => {
  await page.goto('/espaces')
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.matches('header [name=q]'))) break
  }
  await page.keyboard.type(typed)
  await page.keyboard.press('Enter')
  await page.getByRole('main').getByRole('heading', { level: 2, name: /résultats pour/ }).waitFor()
}))

/** By the box of the header; on a phone by the sign that leads to the page. */
async function search(page, screen) {
  if (screen === phone) {
    await page.locator('header a[href="/recherche"]').filter({ visible: true }).first().click()
    await page.locator('main [name=q]').fill(typed)
    await page.getByRole('main').getByRole('button', { name: 'Rechercher' }).click()
  } else {
    await page.locator('header [name=q]').fill(typed)
    await page.keyboard.press('Enter')
  }
  await page.waitForURL((url) => url.searchParams.get('q') === typed)
}
