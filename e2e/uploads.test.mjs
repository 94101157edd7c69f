// Documents sent in pieces: dropped, chosen, whole folders; refused, cut, paused and resumed; by keyboard and without JavaScript; and
// nobody else finds an upload. The protocol is spoken by tus-js-client, in the page and by itself.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { Upload } from 'tus-js-client'
import { findSpace } from './support/world.mjs'
import { phone, stage, visit } from './support/stage.mjs'

let space
const here = stage(async (here) => {
  await visit(here, { person: 'karim' }, async ({ request }) => { space = await findSpace(request, 'Archivage numérique') })
})

const shelf = () => `${space}/documents`
const line = (page, name) => page.locator('.os-upload__line', { hasText: name })
const inState = (page, name, state) => page.locator(`.os-upload__line[data-state=${state}]`, { hasText: name }).waitFor({ timeout: 20_000 })
const text = (words) => ({ name: `${words}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`${words}.\n`) })

/** Drops files on the page, and a folder: an entry such as browsers make of one. */
const drop = (page, files, folder) => page.evaluate(({ files, folder }) => {
  const made = ({ name, text, size }) => new File([text ?? new Uint8Array(size).fill(97)], name, { type: 'text/plain' })
  const data = new DataTransfer()
  for (const file of files) data.items.add(made(file))
  const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
  if (folder) {
    const entry = (node) => node.inside
      ? { isFile: false, name: node.name, createReader: () => { const left = [node.inside.map(entry), []]; return { readEntries: (take) => take(left.shift()) } } }
      : { isFile: true, name: node.name, file: (take, fail) => (node.unreadable ? fail() : take(made(node))) }
    const items = [...data.items, { kind: 'file', webkitGetAsEntry: () => entry(folder) }]
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], files: data.files, items } })
  }
  document.querySelector('main').dispatchEvent(event)
}, { files, folder })

const fetched = async (request, address) => (await request.get(`${address}/versions/1`)).body()

test('Karim drops three files and a folder: one is refused, one is cut and goes on, the list follows', () =>
  visit(here, { person: 'karim' }, async ({ page, request, expecting, settle }) => {
    await page.goto(shelf())
    let cuts = 0
    await page.route(/\/envois\/[0-9a-z]{13}$/, (route) => {
      if (route.request().method() !== 'PATCH' || cuts++ !== 1) return route.continue()
      return route.abort('connectionreset')
    })
    await expecting(422, async () => {
      await drop(page, [{ name: 'alpha.txt', text: 'Alpha.\n' }, { name: 'dessin.svg', text: '<svg xmlns="http://www.w3.org/2000/svg"/>' }, { name: 'gamma.txt', size: 300_000 }],
        { name: 'Série déposée', inside: [{ name: 'dedans.txt', text: 'Dedans.\n' }, { name: '.DS_Store', text: 'x' }] })
      await inState(page, 'alpha.txt', 'done')
      await inState(page, 'dessin.svg', 'refused')
      assert.match(await line(page, 'dessin.svg').innerText(), /svg.*ne peuvent pas être déposés/s)
      await inState(page, 'gamma.txt', 'done')
      await inState(page, 'dedans.txt', 'done')
    }, { scripts: true })
    assert.throws(settle, ({ message }) => message.split('\n').slice(1).every((trouble) => trouble.includes('ERR_CONNECTION_RESET')), 'the cut, and nothing else')
    assert.ok(cuts > 2, 'a piece was cut and sent again')
    assert.equal(await line(page, 'DS_Store').count(), 0)
    assert.match(await page.locator('.os-upload__note').innerText(), /Série déposée.*Seuls les animateurs.*dossier présent/s)
    for (const title of ['alpha', 'gamma', 'dedans']) await page.locator('.os-list').getByRole('link', { name: title, exact: true }).first().waitFor()
    await page.getByLabel('Sélectionner « alpha »').check()
    assert.equal(await page.locator('[data-os-selected]').textContent(), '1 document sélectionné', 'the list that came in place counts')
    const gamma = await line(page, 'gamma.txt').getByRole('link', { name: 'Voir' }).getAttribute('href')
    assert.equal((await fetched(request, gamma)).length, 300_000)
    assert.match(await line(page, 'alpha.txt').getByRole('link', { name: 'Compléter' }).getAttribute('href'), /\/modifier$/)
    await page.waitForFunction(() => /Déposés\u00a0: 3\u202f; refusés\u00a0: 1/.test(document.querySelector('[data-os-heard]').textContent))
  }))

test('Hélène deposits a whole folder, whose folders are made', () =>
  visit(here, { person: 'helene' }, async ({ page }) => {
    await page.goto(shelf())
    await drop(page, [], { name: 'Versement 2026', inside: [{ name: 'bordereau.txt', text: 'Bordereau.\n' }, { name: 'Annexes', inside: [{ name: 'annexe.txt', text: 'Annexe.\n' }] }] })
    await inState(page, 'bordereau.txt', 'done')
    await inState(page, 'annexe.txt', 'done')
    await page.locator('.os-list').getByRole('link', { name: 'Versement 2026' }).click()
    await page.getByRole('heading', { level: 1, name: 'Versement 2026' }).waitFor()
    await page.getByRole('link', { name: 'bordereau', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Annexes' }).click()
    await page.getByRole('link', { name: 'annexe', exact: true }).waitFor()
  }))

test('a folder that was empty has boxes to tick once a file arrived; ticks stay when another arrives', () =>
  visit(here, { person: 'helene' }, async ({ page }) => {
    await page.goto(`${space}/dossiers/nouveau`)
    await page.getByLabel('Nom du dossier').fill('Arrivages')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Aucun document ici').waitFor()
    await drop(page, [{ name: 'thêta.txt', text: 'Thêta.\n' }])
    await page.getByRole('button', { name: 'Télécharger (ZIP)', exact: true }).click()
    await page.locator('.os-toast', { hasText: 'Aucun document n’est sélectionné' }).waitFor()
    await page.getByLabel('Tout sélectionner').check()
    assert.equal(await page.locator('[data-os-selected]').textContent(), '1 document sélectionné')
    await drop(page, [{ name: 'iota.txt', text: 'Iota.\n' }])
    await page.getByLabel('Sélectionner « iota »').waitFor()
    assert.equal(await page.getByLabel('Sélectionner « thêta »').isChecked(), true)
    assert.equal(await page.locator('[data-os-selected]').textContent(), '1 document sélectionné')
  }))

test('a file that can’t be read, and those beyond what one drop holds, are said', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await page.goto(shelf())
    await page.locator('[data-os-upload]').evaluate((zone) => { zone.dataset.dropped = '1' })
    await drop(page, [], { name: 'Beaucoup', inside: [{ name: 'verrouillé.txt', unreadable: true }, { name: 'kappa.txt', text: 'Kappa.\n' }, { name: 'lambda.txt', text: 'Lambda.\n' }] })
    await inState(page, 'kappa.txt', 'done')
    const notes = await page.locator('.os-upload__note').allInnerTexts()
    assert.ok(notes.some((note) => note.includes('verrouillé.txt') && note.includes('n’a pas pu être lu')), notes.join('\n'))
    assert.ok(notes.some((note) => note.startsWith('Seuls les')), notes.join('\n'))
    assert.equal(await line(page, 'lambda.txt').count(), 0)
    assert.equal(await page.locator('.os-upload__line').count(), 1)
  }))

test('a file is paused and resumed by keyboard, another cancelled, and leaving asks', () =>
  visit(here, { person: 'karim', screen: phone }, async ({ page }) => {
    await page.goto(shelf())
    let release
    const held = new Promise((resolve) => { release = resolve })
    await page.route(/\/envois\/[0-9a-z]{13}$/, async (route) => {
      if (route.request().method() === 'PATCH') await held
      await route.continue().catch(() => {})
    })
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choisir des fichiers' }).focus()
    await page.keyboard.press('Enter')
    await (await chooser).setFiles([text('Delta'), text('Epsilon')])
    await line(page, 'Delta').getByRole('button', { name: 'Mettre en pause' }).press('Enter')
    await inState(page, 'Delta', 'paused')
    assert.equal(await page.evaluate(() => document.activeElement.firstChild.textContent), 'Reprendre', 'focus stays at the line')
    const asked = page.waitForEvent('dialog').then((dialog) => dialog.dismiss())
    await page.close({ runBeforeUnload: true })
    await asked
    await line(page, 'Epsilon').getByRole('button', { name: 'Annuler' }).press('Enter')
    await inState(page, 'Epsilon', 'cancelled')
    release()
    await line(page, 'Delta').getByRole('button', { name: 'Reprendre' }).press('Enter')
    await inState(page, 'Delta', 'done')
    await page.locator('.os-list').getByRole('link', { name: 'Delta' }).waitFor()
    assert.equal(await page.locator('.os-list').getByRole('link', { name: 'Epsilon' }).count(), 0)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no scrolling sideways')
  }))

test('the form deposits what has arrived, with its title and description; a known file needs no second sending', () =>
  visit(here, { person: 'karim' }, async ({ page, request, expecting }) => {
    const send = async (file, title) => {
      await page.goto(`${shelf()}/nouveau`)
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choisir des fichiers' }).click()
      await (await chooser).setFiles([file])
      await inState(page, file.name, 'ready')
      await page.waitForFunction(() => /Arrivés, à déposer avec le formulaire\u00a0: 1/.test(document.querySelector('[data-os-heard]').textContent))
      await page.locator('[name=title]').fill(title)
      await page.locator('[name=body]').fill('Une description.')
    }
    await send(text('Zeta'), 'Le zeta')
    await page.getByRole('button', { name: 'Déposer', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Le zeta' }).waitFor()
    await page.getByText('Une description.').waitFor()
    assert.equal((await fetched(request, page.url())).toString(), 'Zeta.\n')
    await send(text('Zeta'), 'Le zeta encore')
    await expecting(422, async () => {
      await page.getByRole('button', { name: 'Déposer', exact: true }).click()
      await page.getByText('Ce fichier est déjà dans l’espace').first().waitFor()
    })
    assert.equal(await page.getByRole('checkbox', { name: 'Zeta.txt' }).isChecked(), true)
    await page.getByLabel('Déposer même si l’espace contient déjà ce fichier').check()
    await page.getByRole('button', { name: 'Déposer', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Le zeta encore' }).waitFor()
    await drop(page, [{ name: 'zeta-2.txt', text: 'Zeta, seconde version.\n' }])
    await inState(page, 'zeta-2.txt', 'ready')
    await page.locator('#dropped-note').fill('Tout a changé.')
    await page.locator('[data-os-dropped] button[type=submit]').click()
    await page.getByText('Tout a changé.').waitFor()
    await page.getByText('Version 2').first().waitFor()
  }))

test('without JavaScript the plain form is there, and no zone', () =>
  visit(here, { person: 'karim', script: false }, async ({ page }) => {
    await page.goto(`${shelf()}/nouveau`)
    assert.equal(await page.locator('[data-os-upload]').isVisible(), false)
    await page.locator('input[name=files]').setInputFiles([text('Sans script')])
    await page.getByRole('button', { name: 'Déposer', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Sans script' }).waitFor()
    await page.goto(shelf())
    assert.equal(await page.locator('[data-os-upload]').isVisible(), false)
  }))

test('tus-js-client is cut ten times and comes to the same bytes; a stranger finds nothing of it', () =>
  visit(here, { person: 'karim' }, async ({ request, context }) => {
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const headers = { Cookie: cookie, 'X-Requested-With': 'osmose', 'Sec-Fetch-Site': 'same-origin' }
    const content = Buffer.concat([Buffer.from('Un relevé.\n'), Buffer.from(randomBytes(3_000_000).toString('base64'))])
    let cuts = 0, resumed = 0
    const upload = await new Promise((resolve, reject) => {
      const upload = new Upload(content, {
        endpoint: new URL(`${space}/envois`, here.url).href, headers, chunkSize: 150_000, retryDelays: [0, 0, 0], metadata: { filename: 'relevé.txt' },
        onProgress: (sent) => {
          if (cuts >= 10 || sent < ((cuts + 1) * content.length) / 12) return
          cuts++
          upload.abort().then(() => { resumed++; upload.start() }, reject)
        },
        onError: reject, onSuccess: () => resolve(upload),
      })
      upload.start()
    })
    assert.equal(cuts, 10)
    assert.ok(resumed >= 10)
    const { pathname } = new URL(upload.url)
    await visit(here, { person: 'paul' }, async ({ request: paul }) => {
      for (const method of ['HEAD', 'PATCH', 'DELETE']) {
        const ask = (path) => paul.fetch(path, { method, headers: { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream', 'Sec-Fetch-Site': 'same-origin' } })
        const [his, nonsense] = [await ask(pathname), await ask(`${space}/envois/0000000000001`)]
        assert.equal(his.status(), 404, method)
        assert.deepEqual(await his.body(), await nonsense.body(), method)
      }
    })
    const answer = await request.post(shelf(), { form: { upload: pathname.split('/').at(-1) }, headers })
    const [{ document }] = await answer.json()
    const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
    assert.equal(hash(await fetched(request, document)), hash(content))
  }))
