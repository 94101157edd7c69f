// The story of a calendar, with and without JavaScript: a meeting is announced, answered, changed and called off; the month by the
// keyboard; a phone gets a list.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bell, enterSpace, follow } from './support/acts.mjs'
import { phone, stage, visit, wide } from './support/stage.mjs'

const here = stage()
const space = 'Archivage numérique'

async function toCalendar(page) {
  await page.goto('/espaces')
  await enterSpace(page, space)
  await follow(page, /^Calendrier$/)
  await page.getByRole('heading', { level: 1, name: 'Calendrier' }).waitFor()
}

const field = (page, name) => page.locator(`[name=${name}]`).first()
const create = (page) => page.getByRole('button', { name: 'Créer l’événement' }).click()

/** A day of next year, as browsers send it. */
const year = new Date().getFullYear() + 1

for (const [script, screen] of [[true, wide], [false, wide], [true, phone], [false, phone]]) {
  const way = `${script ? 'with' : 'without'} JavaScript, ${screen.width} px`
  const title = `Réunion des services (${way})`
  const day = `${year}-03-${script ? '1' : '2'}${screen === wide ? '1' : '2'}`
  let event

  test(`Karim announces a meeting, mistakes said and nothing lost (${way})`, () =>
    visit(here, { person: 'karim', script, screen }, async ({ page, expecting }) => {
      await toCalendar(page)
      await follow(page, 'Créer un événement')
      await field(page, 'title').fill(title)
      await field(page, 'start_date').fill(day)
      await field(page, 'start_time').fill('10:00')
      await field(page, 'end_time').fill('09:00')
      await field(page, 'venue').fill('Salle Ampère')
      await field(page, 'capacity').fill('1')
      await field(page, 'body').fill('L’ordre du jour suivra.')
      await expecting(422, async () => {
        await create(page)
        await page.getByText('La fin doit venir après le début.').first().waitFor()
      })
      assert.equal(await field(page, 'title').inputValue(), title)
      assert.equal(await field(page, 'start_time').inputValue(), '10:00')
      assert.equal(await field(page, 'venue').inputValue(), 'Salle Ampère')
      await field(page, 'end_time').fill('11:30')
      await create(page)
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      await page.getByText('de 10 h à 11 h 30').first().waitFor()
      event = page.url()
    }))

  test(`Sophie finds it, comes, and the only place is taken (${way})`, async () => {
    let before
    await visit(here, { person: 'sophie', script, screen }, async ({ page }) => {
      await page.goto(`/agenda?mois=${day.slice(0, 7)}`)
      await page.getByRole('main').getByRole('link', { name: title }).filter({ visible: true }).first().click()
      await page.getByRole('button', { name: 'Je viens', exact: true }).click()
      await page.getByText('C’est noté : vous venez.').first().waitFor()
      assert.equal(await page.getByRole('button', { name: 'Je viens', exact: true }).getAttribute('aria-pressed'), 'true')
      await page.getByText('Complet').first().waitFor()
      before = await bell(page)
    })
    await visit(here, { person: 'helene', script, screen }, async ({ page }) => {
      await page.goto(event)
      await page.getByRole('button', { name: 'Je viens', exact: true }).click()
      await page.getByText('vous êtes sur la liste d’attente').first().waitFor()
      await page.goto(event + '/annulation')
      await field(page, 'reason').fill('Grève des transports')
      await page.getByRole('button', { name: 'Annuler l’événement' }).click()
      await page.getByText('Grève des transports').first().waitFor()
    })
    await visit(here, { person: 'sophie', script, screen }, async ({ page }) => {
      await page.goto('/notifications')
      await page.getByRole('main').getByRole('link', { name: new RegExp(title.replace(/[()]/g, '.')) }).first().click()
      await page.getByText('Cet événement est annulé').first().waitFor()
      assert.equal(await page.getByRole('button', { name: 'Je viens', exact: true }).count(), 0, 'it takes no answers')
      assert.ok(before >= 0)
    })
  })

  test(`Paul, a stranger, learns nothing (${way})`, () =>
    visit(here, { person: 'paul', script, screen }, async ({ page, expecting }) => {
      for (const address of [event, event + '/annulation', new URL('.', event).href + `?mois=${day.slice(0, 7)}`]) {
        await expecting(404, async () => { await page.goto(address) })
        assert.equal((await page.content()).includes('Réunion des services'), false, address)
      }
      await page.goto(`/agenda?mois=${day.slice(0, 7)}`)
      assert.equal((await page.content()).includes('Réunion des services'), false)
    }))
}

test('a series: one date is called off, the others stand, without JavaScript', () =>
  visit(here, { person: 'karim', script: false }, async ({ page }) => {
    await toCalendar(page)
    await follow(page, 'Créer un événement')
    await field(page, 'title').fill('Point de chaque semaine')
    await field(page, 'start_date').fill('2027-06-01')
    await field(page, 'start_time').fill('09:00')
    await field(page, 'repeat').selectOption('week')
    await page.locator('label', { has: page.locator('[name=ends][value=times]') }).or(page.locator('label[for]', { hasText: 'Après un nombre de fois' })).first().click()
    await field(page, 'times').fill('3')
    await create(page)
    await page.getByRole('heading', { level: 1, name: 'Point de chaque semaine' }).waitFor()
    await page.getByText(/Toutes les semaines, le mardi, 3 fois/).first().waitFor()
    assert.equal(await page.getByRole('heading', { name: 'Dates de la série' }).count(), 1)
    const dates = await page.locator('a[href*="?date="]', { hasText: 'juin 2027' }).count()
    assert.equal(dates, 3)
    await page.locator('a[href*="?date="]', { hasText: 'juin 2027' }).nth(1).click()
    await page.goto(page.url().replace('?', '/annulation?').replace(/#.*/, ''))
    await field(page, 'reason').fill('Pont')
    await page.getByRole('button', { name: 'Annuler l’événement' }).click()
    await page.getByText('Cette date est annulée').first().waitFor()
    await page.goto(page.url().replace(/\/calendrier\/.*/, '/calendrier?mois=2027-06'))
    assert.equal(await page.locator('.os-month .os-chip', { hasText: 'Point de chaque semaine' }).count(), 3)
    assert.equal(await page.locator('.os-month .os-chip', { hasText: 'Point de chaque semaine' }).filter({ hasText: 'Annulé' }).count(), 1)
  }))

test('an hour that the clocks skip is explained', () =>
  visit(here, { person: 'karim', script: false }, async ({ page, expecting }) => {
    await toCalendar(page)
    await follow(page, 'Créer un événement')
    await field(page, 'title').fill('Bascule de nuit')
    await field(page, 'start_date').fill('2027-03-28')
    await field(page, 'start_time').fill('02:30')
    await expecting(422, async () => {
      await create(page)
      await page.getByText('Cette heure n’existe pas ce jour-là').first().waitFor()
    })
    assert.equal(await field(page, 'start_date').inputValue(), '2027-03-28')
  }))

test('the month by the keyboard', () =>
  visit(here, { person: 'sophie' }, async ({ page }) => {
    await toCalendar(page)
    await page.goto(page.url().replace(/\/calendrier.*/, '/calendrier?mois=2026-12'))
    const now = () => page.evaluate(() => document.activeElement.querySelector('time')?.dateTime)
    await page.locator('[data-os-day]').filter({ has: page.locator('time[datetime="2026-12-09"]') }).focus()
    for (const [key, day] of [['ArrowRight', '2026-12-10'], ['ArrowDown', '2026-12-17'], ['ArrowLeft', '2026-12-16'], ['ArrowUp', '2026-12-09'],
      ['End', '2026-12-13'], ['Home', '2026-12-07']]) {
      await page.keyboard.press(key)
      assert.equal(await now(), day, key)
    }
    await page.keyboard.press('PageDown')
    await page.getByRole('heading', { name: 'Janvier 2027' }).waitFor()
    await page.locator('[data-os-day]').first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Semaine 53/ }).waitFor()
  }))

test('on a phone the month is a list, and prints without its tools', () =>
  visit(here, { person: 'sophie', screen: phone }, async ({ page }) => {
    await page.goto('/agenda?vue=mois')
    assert.equal(await page.locator('.os-month').isVisible(), false)
    assert.equal(await page.locator('.os-cal-phone').isVisible(), true)
    await page.setViewportSize(wide)
    assert.equal(await page.locator('.os-month').isVisible(), true)
    assert.equal(await page.locator('.os-cal-phone').isVisible(), false)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.os-cal-bar').isVisible(), false)
    assert.equal(await page.locator('.os-month').isVisible(), true)
  }))
