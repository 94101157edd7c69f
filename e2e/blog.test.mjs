// The story of a post, in each of the four ways that people come: with and without JavaScript, wide and on a phone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bell, bellAbove, comment, enterSpace, follow } from './support/acts.mjs'
import { words } from './support/desk.mjs'
import { phone, stage, visit, wide } from './support/stage.mjs'

const here = stage()
const space = 'Archivage numérique'

for (const script of [true, false]) {
  for (const screen of [wide, phone]) {
    const way = `${script ? 'with' : 'without'} JavaScript, ${screen.width} px`
    const title = `Nos essais de versement (${way})`
    let post

    test(`Karim previews his post, then publishes it (${way})`, () =>
      visit(here, { person: 'karim', script, screen }, async ({ page, expecting }) => {
        await toBlog(page)
        await follow(page, 'Écrire un billet')
        await page.locator('[name=body]').fill('Trois essais, **deux** réussis.')
        await page.locator('[name=cover]').setInputFiles({ name: 'image.png', mimeType: 'image/png', buffer: dot })
        const kept = page.locator('[name=depot]')
        if (script) await kept.waitFor() // it left at once
        await expecting(422, async () => {
          await page.getByRole('button', { name: 'Publier', exact: true }).click()
          await page.getByRole('alert').first().waitFor()
        })
        await stillThere(page, script)
        assert.equal(await kept.isChecked(), true, 'the cover is still there')
        assert.deepEqual(await page.evaluate(twice), [], 'the windows of the editor share no id with the form')
        await page.locator('[name=title]').fill(title)
        await page.locator('.os-post-form__cover [name=decorative]').check({ force: true })
        await page.getByRole('button', { name: 'Enregistrer et prévisualiser' }).click()
        await page.getByRole('heading', { level: 1, name: title }).waitFor()
        await page.getByText('Vous seul voyez cette page').waitFor()
        await page.getByRole('button', { name: 'Publier maintenant' }).click()
        await page.getByRole('heading', { name: 'Ajouter un commentaire' }).waitFor()
        const picture = page.locator('.os-post__cover img')
        if (script) assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 0), 'the cover shows')
        post = page.url()
      }))

    test(`Hélène comments, Karim hears of it, Paul finds nothing (${way})`, async () => {
      const words = `Bravo pour ces essais (${way}).`
      let before
      await visit(here, { person: 'karim', script, screen }, async ({ page }) => {
        await page.goto('/espaces')
        before = await bell(page)
      })
      await visit(here, { person: 'helene', script, screen }, async ({ page }) => {
        await toBlog(page)
        await page.getByRole('main').getByRole('link', { name: title }).first().click()
        await comment(page, words)
        assert.equal(new URL(page.url()).pathname, new URL(post).pathname, 'a comment leads back to its post')
      })
      await visit(here, { person: 'karim', script, screen }, async ({ page }) => {
        await page.goto('/espaces')
        await bellAbove(page, before)
        await page.goto(post)
        await page.getByText(words).first().waitFor()
      })
      await visit(here, { person: 'paul', script, screen }, async ({ page, expecting }) => {
        await expecting(404, () => page.goto(post))
        await page.getByRole('heading', { level: 1, name: 'Page introuvable' }).waitFor()
      })
    })
  }
}

test('Karim copies the address of his feed at a button, or selects it', async () => {
  await visit(here, { person: 'karim' }, async ({ context, page }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await toFeed(page)
    await page.getByRole('button', { name: 'Copier' }).click()
    await page.getByRole('status').getByText('L’adresse est copiée.').waitFor()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.getByLabel('Adresse du flux').inputValue())
  })
  await visit(here, { person: 'karim', script: false }, async ({ page }) => {
    await toFeed(page)
    assert.match(await page.getByLabel('Adresse du flux').inputValue(), /\/blog\/atom\?jeton=/)
    assert.equal(await page.getByRole('button', { name: 'Copier' }).count(), 0)
  })
})

async function toFeed(page) {
  await toBlog(page)
  await follow(page, 'Obtenir mon adresse')
  await page.getByRole('button', { name: /^Créer/ }).click()
  await page.getByLabel('Adresse du flux').waitFor()
}

/** What was typed is in the form that is sent back: in the editor, or in the text area that has none. */
async function stillThere(page, script) {
  if (!script) return assert.equal(await page.locator('[name=body]').inputValue(), 'Trois essais, **deux** réussis.')
  assert.equal(await words(page), 'Trois essais, deux réussis.')
  assert.equal(await page.locator('.os-editor__page strong').innerText(), 'deux')
  assert.equal(await page.evaluate(() => document.activeElement.closest('.os-editor')), null, 'the editor takes no focus')
}

/** The ids that stand twice in the page. */
const twice = () => [...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, i, all) => all.indexOf(id) !== i)

async function toBlog(page) {
  await page.goto('/espaces')
  await enterSpace(page, space)
  await follow(page, 'Blog')
}

// One grey point.
const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')
