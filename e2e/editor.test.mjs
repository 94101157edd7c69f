// The editor: by keyboard, by paste, over a crash, and against what the server keeps.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSpace, findThread } from './support/world.mjs'
import { afresh, begin, drafted, pasteFixture, publishReply, sent, words, write } from './support/desk.mjs'
import { randomDocuments } from './support/documents.mjs'
import { phone, stage, still, visit } from './support/stage.mjs'

let space, thread
const here = stage(async (here) => {
  await visit(here, { person: 'karim' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    thread = await findThread(request, space)
  })
})

test('Karim writes a formatted reply without a mouse', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    await page.keyboard.type('Deux règles ')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('fermes')
    await page.keyboard.press('Control+b')
    await page.keyboard.type(' 😀 :')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Shift+8')
    await page.keyboard.type('trier')
    await page.keyboard.press('Enter')
    await page.keyboard.type('selon la durée')
    await page.keyboard.press('Control+Alt+ArrowRight')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Merci @helene mar')
    await page.getByRole('option', { name: /Hélène Marchand/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('et à bientôt.')
    const reply = await publishReply(page)
    const html = await reply.locator('.os-prose').innerHTML()
    assert.match(html, /^<p>Deux règles <strong>fermes<\/strong> 😀 :<\/p><ul><li>trier<ul><li>selon la durée<\/li><\/ul><\/li><\/ul><p>Merci <a href="\/personnes\/[0-9a-z]{13}">@Hélène Marchand<\/a> et à bientôt\.<\/p>$/)
  }))

test('not a key is lost while the editor comes', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    const words = 'Un deux trois quatre cinq six sept huit neuf dix onze douze.'
    for (const wait of [0, 20, 40, 60, 80, 100]) {
      await page.unrouteAll()
      await page.route('**/redaction', async (route) => {
        await new Promise((done) => setTimeout(done, wait))
        await route.continue()
      })
      await afresh(page, thread)
      await page.locator('textarea[name=body]').focus()
      await page.keyboard.type(words, { delay: 12 })
      await page.locator('.os-editor__page').waitFor()
      assert.equal(await sent(page), `<p>${words}</p>`)
    }
  }))

test('the bar is one stop of Tab, and Tab leaves the text', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    const focused = () => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.name ?? document.activeElement.className)
    await page.keyboard.press('Alt+F10')
    assert.equal(await focused(), 'Titre')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    assert.equal(await focused(), 'Gras')
    await page.keyboard.press('Enter')
    assert.equal(await page.getByRole('button', { name: 'Gras' }).getAttribute('aria-pressed'), 'true')
    assert.equal(await focused(), 'Gras', 'the bar keeps the focus: several styles in a row')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowLeft')
    assert.equal(await focused(), 'Écrire en texte brut (Markdown)', 'what belongs to tables is passed over')
    await page.keyboard.press('Escape')
    await page.keyboard.type('gras')
    assert.equal(await sent(page), '<p><strong>gras</strong></p>')
    await page.keyboard.press('Tab')
    assert.equal(await focused(), 'files', 'Tab goes on to the next field')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    assert.equal(await focused(), 'Écrire en texte brut (Markdown)', 'Shift and Tab goes back through the bar')
    await page.keyboard.press('Tab')
    await page.keyboard.type('- un')
    await page.keyboard.press('Tab')
    assert.equal(await focused(), 'files', 'out of a list too')
    for (const [tool, inside] of [['Tableau', 'out of a table'], ['Bloc de code informatique', 'out of code']]) {
      await page.locator('.os-editor__page').click({ position: { x: 20, y: 20 } })
      await page.getByRole('button', { name: tool, exact: true }).click()
      await page.keyboard.press('Tab')
      assert.equal(await focused(), 'files', inside)
    }
  }))

test('on a phone each tool has room for a finger, and the bar slides without the page', () =>
  visit(here, { person: 'karim', screen: phone }, async ({ page }) => {
    await begin(page, thread)
    await page.getByRole('button', { name: 'Tableau', exact: true }).click()
    const last = page.getByRole('button', { name: 'Supprimer le tableau' })
    await last.waitFor()
    const tools = await page.locator('.os-editor__tool').evaluateAll((all) => all.map((tool) => [tool.ariaLabel, tool.getBoundingClientRect()]))
    assert.deepEqual(tools.filter(([, { width, height }]) => width < 44 || height < 44), [])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), phone.width)
    await page.evaluate(still) // the text takes the focus at the next frame
    await page.keyboard.press('Alt+F10')
    await page.keyboard.press('End')
    assert.equal(await last.evaluate((tool) => tool === document.activeElement), true)
    const { x, width } = await last.boundingBox()
    assert.ok(x >= 0 && x + width <= phone.width, `the keyboard brings what is cut into view: ${x}, ${width}`)
  }))

test('the window of a link offers to remove it once there is one', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    await page.keyboard.press('Control+k')
    const window = page.locator('#os-editor-lien')
    const remove = window.getByRole('button', { name: 'Retirer le lien' })
    await window.waitFor()
    assert.equal(await remove.isVisible(), false)
    await window.locator('[name=lien]').fill('www.exemple.example')
    await window.getByRole('button', { name: 'Valider' }).click()
    assert.match(await sent(page), /<a href="https:\/\/www\.exemple\.example"/)
    await page.keyboard.press('ArrowLeft')
    await page.locator('[data-does=link][aria-pressed=true]').waitFor() // browsers tell of the caret a little later
    await page.keyboard.press('Control+k')
    await remove.click()
    assert.equal(await sent(page), '<p>https://www.exemple.example</p>')
  }))

test('the first words of a title become a link to a publication, and its card', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    await page.keyboard.type('Voir ')
    await page.keyboard.press('Control+k')
    const window = page.locator('#os-editor-lien')
    await window.waitFor()
    await page.keyboard.type('reprise d’un vrac bur')
    const option = window.getByRole('option').first()
    await option.waitFor()
    assert.match(await option.innerText(), /Reprise d’un vrac bureautique de 2\sTo\s: comment vous y prenez-vous\s\?\s+Discussion, Archivage numérique/i)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    assert.match(await window.locator('[name=lien]').inputValue(), /^\/espaces\/[0-9a-z]{13}-/)
    await page.keyboard.press('Enter')
    await window.waitFor({ state: 'hidden' })
    assert.match(await sent(page), /^<p>Voir <a href="\/espaces\/[^"]+">Reprise d’un vrac bureautique de 2\sTo\s: comment vous y prenez-vous\s\?<\/a><\/p>$/)
  }))

const pasted = {
  'word.html': '<h2>Plan de classement</h2><p>Le service <strong>verse</strong> chaque <em>année</em>, voir <a href="https://archives.example/guide" rel="noopener noreferrer nofollow">le guide</a>.</p>'
    + '<h3>Règles</h3><ul><li>Dossiers du personnel<ul><li>Agents titulaires</li><li>Agents <strong>contractuels</strong></li></ul></li><li>Marchés publics</li></ul>'
    + '<p>Puis, dans l’ordre\u00a0:</p><ol start="3"><li>Trier</li><li>Verser</li></ol><blockquote><p>«\u00a0Le sort final est décidé ensemble.\u00a0»</p></blockquote>'
    + '<table><thead><tr><th><strong>Série</strong></th><th><strong>Durée</strong></th></tr></thead><tbody><tr><td>Courriels<br>des agents</td><td>1\u00a0an</td></tr><tr><td>Tri selon le tableau</td><td></td></tr></tbody></table>'
    + '<p>Fin du document.</p>',
  'libreoffice.html': '<h2>Compte rendu de la visite</h2><p>Le dépôt est <strong>sain</strong> et <em>sec</em>.</p><h3>Points relevés</h3>'
    + '<ul><li>Rayonnages<ul><li>travée <strong>A</strong></li><li>travée B</li></ul></li><li>Hygrométrie</li></ul><ol start="2"><li>Nettoyer</li><li>Mesurer</li></ol>'
    + '<blockquote><p>Rien à signaler au sous-sol.</p></blockquote>'
    + '<table><thead><tr><th>Salle</th><th>Taux</th></tr></thead><tbody><tr><td>Magasin 1</td><td>48\u00a0%</td></tr><tr><td></td><td>52\u00a0%</td></tr></tbody></table><p>Plan joint.</p>',
}

for (const [name, html] of Object.entries(pasted)) {
  test(`what is pasted of ${name} keeps its structure and nothing else`, () =>
    visit(here, { person: 'karim' }, async ({ page }) => {
      await begin(page, thread)
      await pasteFixture(page, name)
      assert.equal(await sent(page), html)
      assert.match(await page.locator('.os-editor__status').innerText(), /images venues d’ailleurs/)
      const reply = await publishReply(page)
      assert.equal((await reply.locator('.os-prose').innerHTML()).replaceAll('&nbsp;', '\u00a0'), html, 'the server keeps it as it is')
    }))
}

test('a draft survives a page that is killed, and can be cleared', () =>
  visit(here, { person: 'karim' }, async ({ page, context }) => {
    await begin(page, thread)
    await page.keyboard.type('Une phrase qui ne doit pas se perdre.')
    await drafted(page)
    const kept = page.waitForResponse((response) => response.url().endsWith('/redaction/brouillon')
      && new URLSearchParams(response.request().postData()).has('piece'))
    await page.locator('input[name=files]').setInputFiles([{ name: 'annexe.txt', mimeType: 'text/plain', buffer: Buffer.from('Une annexe.\n') }])
    await kept
    const session = await context.newCDPSession(page)
    const dead = page.waitForEvent('crash')
    session.send('Page.crash').catch(() => {}) // nobody is left to answer
    await dead
    const again = await context.newPage()
    await again.goto(thread)
    const note = again.locator('.os-desk__draft')
    assert.match(await note.innerText(), /Brouillon du .* restauré/)
    assert.equal(await words(again), 'Une phrase qui ne doit pas se perdre.')
    assert.equal(await again.evaluate(() => document.querySelector('.os-editor__page').contains(document.activeElement)), false, 'the editor comes at once, and takes no focus')
    await write(again)
    await again.keyboard.type(' Jamais.')
    assert.equal(await sent(again), '<p>Une phrase qui ne doit pas se perdre. Jamais.</p>', 'the keyboard goes on at the end')
    const file = again.locator('[data-os-files] li', { hasText: 'annexe.txt' })
    assert.equal(await file.getByRole('checkbox').isChecked(), true)
    await note.getByRole('button', { name: 'Effacer' }).click()
    await again.getByText('Le brouillon est effacé.').first().waitFor()
    assert.equal(await again.locator('textarea[name=body]').inputValue(), '')
    assert.equal(await again.locator('.os-desk__draft').count(), 0)
    assert.equal(await file.count(), 0)
  }))

test('« Citer » leads into the form, and a text that is edited goes on in its last paragraph', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await afresh(page, thread)
    await page.getByRole('link', { name: /^Citer/ }).last().click()
    await page.waitForFunction(() => document.activeElement?.matches('.os-editor__page'))
    await page.keyboard.type('Une phrase.')
    const id = await (await publishReply(page)).getAttribute('id')
    await page.goto(`${space}/textes/${id.replace('m-', '')}/modifier`)
    await write(page)
    const drafts = []
    page.on('request', (request) => request.url().endsWith('/redaction/brouillon') && drafts.push(request.postData()))
    await page.evaluate(() => dispatchEvent(new Event('pagehide'))) // a page that goes keeps what changed in it
    assert.deepEqual(drafts, [], 'to open a text makes no draft of it')
    await page.keyboard.type(' La suite.')
    assert.equal(await sent(page), '<p>Une phrase. La suite.</p>')
    await drafted(page)
    assert.equal(drafts.length, 1, 'to change it does')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Une phrase. La suite.').waitFor()
  }))

test('of two windows the newest draft wins, and neither changes under the fingers', () =>
  visit(here, { person: 'karim' }, async ({ page, context }) => {
    const other = await context.newPage()
    for (const window of [page, other]) await begin(window, thread)
    await page.keyboard.type('dans la première')
    await drafted(page)
    await other.bringToFront()
    await other.keyboard.type('dans la seconde')
    await drafted(other)
    await other.getByText('modifié dans une autre fenêtre').waitFor()
    assert.equal(await sent(page), '<p>dans la première</p>')
    const third = await context.newPage()
    await third.goto(thread)
    assert.equal(await words(third), 'dans la seconde')
    await third.getByRole('button', { name: 'Effacer' }).click()
    await third.getByText('Le brouillon est effacé.').first().waitFor()
  }))

test('Karim goes from the editor to Markdown and back, and loses nothing', () =>
  visit(here, { person: 'karim' }, async ({ page }) => {
    await begin(page, thread)
    await page.keyboard.type('## ')
    await page.keyboard.type('Durées')
    await page.keyboard.press('Enter')
    await page.keyboard.type('dix ')
    await page.keyboard.press('Control+i')
    await page.keyboard.type('ans')
    await page.getByRole('button', { name: 'Écrire en texte brut (Markdown)' }).click()
    const area = page.locator('textarea[name=body]')
    await area.waitFor()
    assert.equal(await area.inputValue(), '# Durées\n\ndix _ans_')
    await area.fill('# Durées\n\ndix _ans_ et **plus**')
    await page.reload()
    await area.focus()
    assert.equal(await page.locator('.os-editor').count(), 0, 'the choice is remembered')
    await page.evaluate(() => localStorage.clear())
    await area.fill('# Durées\n\ndix _ans_ et **plus**')
    await area.blur()
    await write(page)
    assert.equal(await sent(page), '<h2>Durées</h2><p>dix <em>ans</em> et <strong>plus</strong></p>')
    const reply = await publishReply(page)
    assert.equal(await reply.locator('.os-prose').innerHTML(), '<h2>Durées</h2><p>dix <em>ans</em> et <strong>plus</strong></p>')
  }))

// Each document is converted four times, and nobody may convert more than ten times a second: two people share them.
for (const [person, seed] of [['karim', 2026], ['helene', 2027]]) {
  test(`whatever the editor can write, the server keeps as it is (${person})`, () =>
    visit(here, { person }, async ({ page }) => {
      await begin(page, thread)
      const wrong = await page.evaluate(randomDocuments, { space, documents: 75, seed })
      assert.deepEqual(wrong, [])
    }))
}
