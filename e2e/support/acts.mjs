// What people do on the pages, said once. Everything works with and without JavaScript.
import assert from 'node:assert/strict'
import { password, people } from './people.mjs'

const exchanges = /Espace d[’']échanges/

/** Types the address and password in the sign-in page that stands before us. */
export async function signInByForm(page, person) {
  await page.locator('[name=email]').fill(people[person])
  await page.locator('[name=password]').fill(password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}

/** Clicks a link, unfolding first the <details> that hides it on a phone. */
export async function follow(page, name, within = page) {
  const link = within.getByRole('link', { name }).filter({ visible: true }).first()
  if (!(await link.count())) {
    const hidden = within.getByRole('link', { name, includeHidden: true }).first()
    await hidden.waitFor({ state: 'attached' })
    await page.locator('details:not([open])', { has: hidden }).locator(':scope > summary').filter({ visible: true }).first().click()
  }
  await link.click()
}

/** From « Mes espaces » to the home of a space. */
export async function enterSpace(page, name) {
  await follow(page, name, page.getByRole('main'))
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

export const openExchanges = (page) => follow(page, exchanges)

/** Chooses a theme in the form before us, by a list or by buttons. Returns its label. */
export async function chooseTheme(page) {
  const field = page.locator('[name=theme]').first()
  if (await field.evaluate((element) => element.tagName) !== 'SELECT') {
    const choice = page.locator('[name=theme]:not([value=""])').first()
    await choice.check({ force: true })
    return choice.evaluate((element) => element.labels[0].innerText.trim())
  }
  const option = field.locator('option:not([value=""])').first()
  const label = (await option.textContent()).trim()
  await field.selectOption({ label })
  return label
}

/** Opens a thread from the space's exchanges. Returns its address. */
export async function openThread(page, { title, keyword, body }) {
  await follow(page, 'Posez une question')
  await page.locator('[name=title]').fill(title)
  await chooseTheme(page)
  await page.locator('[name=keywords]').fill(keyword)
  await page.locator('[name=body]').first().fill(body)
  await publish(page)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  return page.url()
}

/** Sends the form that holds the title. */
export async function publish(page) {
  const form = page.locator('form', { has: page.locator('[name=title]') })
  await form.getByRole('button', { name: 'Publier', exact: true }).click()
}

/** Replies in the thread before us. */
export async function reply(page, text) {
  const form = page.locator('form[action$="/messages"]').last()
  const body = form.locator('[name=body]')
  if (!(await body.isVisible())) await page.getByRole('button', { name: 'Répondre' }).or(page.getByRole('link', { name: 'Répondre' })).first().click()
  await body.fill(text)
  await form.getByRole('button', { name: /^(Publier|Répondre)/ }).first().click()
  await page.getByText(text).filter({ visible: true }).first().waitFor()
}

/** Comments on the publication before us. */
export async function comment(page, text) {
  const form = page.locator('form[action$="/commentaires"]')
  await form.locator('[name=body]').fill(text)
  await form.getByRole('button', { name: 'Publier' }).click()
  await page.getByRole('article').getByText(text).filter({ visible: true }).first().waitFor()
}

/** The number that the bell shows, 0 when it shows none. */
export async function bell(page) {
  const text = await page.locator('header a[href^="/notifications"]').filter({ visible: true }).first().innerText()
  return Number(text.replace(/[^0-9]/g, '') || 0)
}

/** Reloads until the bell counts more than before: notices are written by jobs, a moment after the fact. */
export async function bellAbove(page, before) {
  const deadline = Date.now() + 15_000
  while (Date.now() < deadline) {
    await page.reload()
    const now = await bell(page)
    if (now > before) return now
  }
  assert.fail(`the bell still counts ${before} after 15 seconds`)
}
