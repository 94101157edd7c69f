// Mentions: who is called is told, by the editor and without it; who is no member is neither offered nor shown.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begin, publishReply } from './support/desk.mjs'
import { phone, stage, visit } from './support/stage.mjs'
import { findPost, findSpace, findThread } from './support/world.mjs'

let space, thread, post
const here = stage(async (here) => {
  await visit(here, { person: 'karim' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    thread = await findThread(request, space)
    post = await findPost(request, space)
  })
})

const told = /Karim Benali vous a mentionné dans/

/** The number that the bell shows. */
const rung = (page) => page.evaluate(() => Number(document.querySelector('.os-tool--bell .os-counter')?.firstElementChild.textContent ?? 0))

/** Chooses a member in the list of the editor, by the arrows. */
async function choose(page, name) {
  const selected = page.locator('[role=option][aria-selected=true]')
  await page.getByRole('option', { name }).waitFor()
  for (let step = 0; !name.test(await selected.innerText()); step++) {
    assert.ok(step < 10, `the arrows do not come to ${name}`)
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
}

/** Hélène's bell rings, and the last mention that it tells of leads to a text of these words. */
async function heleneIsLedTo(words, screen) {
  await visit(here, { person: 'helene', ...screen }, async ({ page }) => {
    await page.goto('/notifications')
    await page.getByRole('link', { name: /Notifications.*non lue/s }).waitFor()
    await page.locator('.os-list > li').filter({ hasText: told }).first().getByRole('link').first().click()
    const text = page.locator('.os-prose').filter({ hasText: words })
    await text.waitFor()
    assert.match(await text.innerHTML(), /<a href="\/personnes\/[0-9a-z]{13}">@Hélène Marchand<\/a>/)
  })
}

test('Karim chooses Hélène by keyboard in the editor, and her bell leads to the text', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    const helene = await here.visitor({ person: 'helene' })
    await helene.page.goto('/espaces')
    const before = await rung(helene.page)
    await begin(page, thread)
    await page.keyboard.type('Merci @Hél')
    await choose(page, /Hélène Marchand/)
    await page.keyboard.type('pour la relecture du bordereau.')
    const reply = await publishReply(page)
    assert.match(await reply.locator('.os-prose').innerHTML(), /^<p>Merci <a href="\/personnes\/[0-9a-z]{13}">@Hélène Marchand<\/a> pour la relecture du bordereau\.<\/p>$/)
    await helene.page.waitForFunction((before) => Number(document.querySelector('.os-tool--bell .os-counter')?.firstElementChild.textContent ?? 0) === before + 1,
      before, { timeout: 20_000 }) // the bell rings every ten seconds at most
    helene.settle()
    await helene.context.close()
    await heleneIsLedTo('pour la relecture du bordereau')
  }))

test('Karim types her name without JavaScript, on a phone, under a post', async () => {
  await visit(here, { person: 'karim', script: false, screen: phone }, async ({ page }) => {
    await page.goto(post)
    await page.locator('textarea[name=body]').fill('Une question pour @Hélène Marchand, et pour @Paul Lefèvre.')
    await page.locator('form[action$="/commentaires"]').getByRole('button', { name: 'Publier' }).click()
    await page.waitForURL(/#m-[0-9a-z]{13}$/)
    const said = page.locator(`article${new URL(page.url()).hash} .os-prose`)
    assert.match(await said.innerHTML(), /^<p>Une question pour <a href="\/personnes\/[0-9a-z]{13}">@Hélène Marchand<\/a>, et pour @Paul Lefèvre\.<\/p>$/)
  })
  await heleneIsLedTo('Une question pour', { script: false, screen: phone, scheme: 'dark' })
  await visit(here, { person: 'paul' }, async ({ page }) => {
    await page.goto('/notifications')
    assert.equal(await page.getByText(told).count(), 0, 'Paul, who is no member, is told nothing')
  })
})

test('the name of Paul, who is no member, completes nothing', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === 'Paul Lef')
    await page.keyboard.type('Merci @Paul Lef', { delay: 30 })
    assert.deepEqual(await (await answered).json(), [])
    assert.equal(await page.getByRole('option').count(), 0)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Merci @Sop')
    await page.getByRole('option', { name: /Sophie Le Goff/ }).waitFor() // who is one is offered
  }))
