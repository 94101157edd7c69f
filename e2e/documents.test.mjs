// Several documents at once: ticked, moved, fetched as an archive, thrown away, dragged onto a folder; without JavaScript too.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { findFolder, findSpace } from './support/world.mjs'
import { phone, stage, visit } from './support/stage.mjs'

let space, folder
const here = stage(async (here) => {
  await visit(here, { person: 'helene' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    folder = await findFolder(request, space, 'schemas')
  })
})

const note = (name) => ({ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`Une note, ${name}, ${Math.random()}`) })

/** Deposits files where no folder is. */
async function deposit(page, ...names) {
  await page.goto(`${space}/documents/nouveau`)
  await page.locator('[name=files]').setInputFiles(names.map(note))
  await page.getByRole('button', { name: 'Déposer', exact: true }).click()
  await page.locator('.os-alert, .fr-alert').first().waitFor()
}

const box = (page, title) => page.getByLabel(`Sélectionner « ${title} »`)
const alert = (page, text) => page.locator('.fr-alert', { hasText: text }).waitFor()

/** The names and contents in an archive, by its central directory (APPNOTE 4.3.12). */
function unpack(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const files = {}
  for (let at = zip.readUInt32LE(end + 16); at < end;) {
    const [method, size, long, extra, comment, from] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const begin = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28)
    const data = zip.subarray(begin, begin + size)
    files[zip.toString('utf8', at + 46, at + 46 + long)] = String(method ? inflateRawSync(data) : data)
    at += 46 + long + extra + comment
  }
  return files
}

const fetched = async (page, click) => {
  const coming = page.waitForEvent('download')
  await click()
  const download = await coming
  return { name: download.suggestedFilename(), files: unpack(await readFile(await download.path())) }
}

for (const script of [true, false]) {
  const how = script ? '' : ', without JavaScript'
  const [first, second] = script ? ['zibeline', 'zinnia'] : ['zeste', 'zodiaque']

  test(`Karim ticks two documents, fetches them as an archive and moves them${how}`, async () => {
    await visit(here, { person: 'karim', script, screen: script ? undefined : phone }, async ({ page }) => {
      await deposit(page, first, second)
      await page.goto(`${space}/documents`)
      await box(page, first).check()
      await box(page, second).check()
      if (script) assert.equal(await page.locator('[data-os-selected]').textContent(), '2 documents sélectionnés')
      assert.equal(await page.getByLabel('Tout sélectionner').isVisible(), script)

      const archive = await fetched(page, () => page.getByRole('button', { name: 'Télécharger (ZIP)', exact: true }).click())
      assert.equal(archive.name, 'Archivage numérique – Sélection.zip')
      assert.deepEqual(Object.keys(archive.files).sort(), [`${first}.txt`, `${second}.txt`])
      assert.match(archive.files[`${first}.txt`], /^Une note/)

      await page.getByRole('button', { name: 'Déplacer' }).click()
      await page.getByRole('group', { name: '2 documents' }).waitFor()
      await page.getByLabel('Dossier').selectOption({ label: 'Schémas' })
      await page.getByRole('button', { name: 'Déplacer' }).click()
      await alert(page, '2 documents sont déplacés.')
      await page.getByRole('heading', { level: 1, name: 'Schémas' }).waitFor()
      await page.getByRole('link', { name: first }).waitFor()

      for (const again of [1, 2]) { // a download leaves the page where it is: it can be asked for again
        const whole = await fetched(page, async () => {
          const menu = page.locator('details:has(button:text("Tout télécharger (ZIP)"))')
          if (await menu.getAttribute('open') === null) await menu.locator('summary').click()
          await menu.getByRole('button', { name: 'Tout télécharger (ZIP)' }).click()
        })
        assert.equal(whole.name, 'Schémas.zip', again)
        assert.ok(whole.files[`${second}.txt`])
      }

      await box(page, first).check()
      await box(page, second).check()
      await page.getByRole('button', { name: 'Mettre à la corbeille' }).click()
      await page.getByRole('heading', { level: 1, name: 'Mettre des documents à la corbeille' }).waitFor()
      await page.getByRole('button', { name: 'Mettre à la corbeille' }).click()
      await alert(page, '2 documents sont à la corbeille.')
      assert.equal(await page.getByRole('link', { name: first }).count(), 0)
    })
    await visit(here, { person: 'paul' }, async ({ request }) => {
      for (const address of [`${space}/documents/archive`, `${folder}/archive`, `${space}/documents/selection/archive`]) {
        const answer = await request.post(address, { form: { document: '0000000000001' } })
        assert.equal(answer.status(), 404, address)
      }
      assert.equal((await request.get(`${space}/documents/selection?faire=deplacement`)).status(), 404)
    })
  })
}

test('Karim drags two documents that are ticked onto a folder, and nothing onto one that is reserved', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await deposit(page, 'zephyr', 'zenith')
    await page.goto(`${space}/documents`)
    await box(page, 'zephyr').check()
    await box(page, 'zenith').check()
    const row = (title) => page.locator('[data-os-item]', { hasText: title })
    await row('zephyr').dragTo(row('Référence de l’espace'))
    assert.equal(await page.locator('.os-carried, .os-drop').count(), 0)
    assert.equal(new URL(page.url()).pathname, `${space}/documents`)
    await row('zephyr').dragTo(row('Schémas'))
    await alert(page, '2 documents sont déplacés.')
    await page.getByRole('heading', { level: 1, name: 'Schémas' }).waitFor()
    await page.getByRole('link', { name: 'zenith' }).waitFor()
  }))

test('Hélène drags a folder onto another; « Tout sélectionner » ticks all that is shown', () =>
  visit(here, { person: 'helene' }, async ({ page }) => {
    await page.goto(`${space}/dossiers/nouveau`)
    await page.getByLabel('Nom du dossier').fill('Zones')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.goto(`${space}/documents`)
    const row = (title) => page.locator('[data-os-item]', { hasText: title })
    await row('Zones').dragTo(row('Modèles'))
    await alert(page, 'Le dossier est déplacé.')
    await page.getByRole('heading', { level: 1, name: 'Modèles' }).waitFor()
    await page.getByRole('link', { name: 'Zones' }).waitFor()
    await page.getByLabel('Tout sélectionner').check()
    const boxes = await page.locator('.os-pick input').count()
    assert.ok(boxes > 0)
    assert.equal(await page.locator('.os-pick input:checked').count(), boxes)
    await page.locator('.os-pick input').first().uncheck()
    assert.equal(await page.getByLabel('Tout sélectionner').isChecked(), false)
  }))

test('whoever ticks nothing is told so', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await page.goto(`${space}/documents`)
    await page.getByRole('button', { name: 'Télécharger (ZIP)', exact: true }).click()
    await page.locator('.os-toast', { hasText: 'Aucun document n’est sélectionné' }).waitFor()
  }))
