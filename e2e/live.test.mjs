// Pages that change by themselves, as two people see them who look at the same thing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openThread, signInByForm } from './support/acts.mjs'
import { drafted, write } from './support/desk.mjs'
import { phone, signIn, stage, wide } from './support/stage.mjs'
import { findEntry, findPost, findSpace } from './support/world.mjs'

const name = 'Archivage numérique'
let space
let helene
const here = stage(async () => {
  helene = await here.visitor({ person: 'helene' })
  space = await findSpace(helene.request, name)
})

const sameSite = { headers: { 'Sec-Fetch-Site': 'same-origin' }, maxRedirects: 0 }
const long = ['Premier paragraphe, assez long pour occuper de la place à l’écran.', ...Array(14).fill('Encore un paragraphe.')].join('\n\n')
let threads = 0

/** A thread of Hélène's with some replies of hers, long enough to scroll. */
async function thread(replies = 3) {
  await helene.page.goto(`${space}/echanges`)
  const url = new URL(await openThread(helene.page, { title: `Fil qui bouge, numéro ${++threads}`, keyword: 'vivant', body: long })).pathname
  for (let n = 1; n <= replies; n++) await say(helene, url, `Réponse ${n}. ${long}`)
  return url
}

async function say(who, url, body) {
  const answer = await who.request.post(`${url}/messages`, { form: { body }, ...sameSite })
  assert.equal(answer.status(), 303, 'the reply is accepted')
  return new URL(answer.headers().location, here.url).hash.replace('#m-', '')
}

/** Opens a page and waits until it is listening. The page before it may just have opened a socket of its own. */
async function listen(who, path) {
  await who.page.goto(path, { waitUntil: 'commit' })
  const socket = await who.page.waitForEvent('websocket')
  await socket.waitForEvent('framereceived', (frame) => String(frame.payload).includes('"t":"bell"'))
  await who.page.waitForLoadState()
  return socket
}

/** Notes in the page what assistive technologies are told. */
const announcements = (page) => page.evaluate(() => {
  window.told = []
  new MutationObserver(() => window.told.push(document.getElementById('os-live').textContent))
    .observe(document.getElementById('os-live'), { childList: true, characterData: true, subtree: true })
})

/** The number that the bell shows. */
const rung = (page) => page.evaluate(() => Number(document.querySelector('.os-tool--bell .os-counter')?.firstElementChild.textContent ?? 0))

const toEnd = (page) => page.evaluate(() => {
  const { bottom } = document.querySelector('[data-os-live] [data-os-list]').getBoundingClientRect()
  scrollBy({ top: bottom - innerHeight + 120, behavior: 'instant' })
})

async function visiting(options, act) {
  const visitor = await here.visitor(options)
  try {
    await act(visitor)
    visitor.settle()
  } finally {
    await visitor.context.close()
  }
}

test('Karim reads an entry of the FAQ, and sees Hélène’s comment appear', async () => {
  const url = await findEntry(helene.request, space, 'serveur-de-fichiers')
  const comments = `${space}/publications/${url.match(/\/faq\/([0-9a-z]{13})/)[1]}/commentaires`
  await visiting({ person: 'karim' }, async (karim) => {
    await listen(karim, url)
    await toEnd(karim.page)
    const answer = await helene.request.post(comments, { form: { body: 'Un commentaire qui arrive seul.' }, ...sameSite })
    assert.equal(answer.status(), 303)
    await karim.page.locator('[data-os-live]').getByText('Un commentaire qui arrive seul.').waitFor({ state: 'attached', timeout: 3000 })
    assert.match(await karim.page.locator('#reponses').innerText(), /\d/, 'the count follows')
  })
})

test('Karim reads the beginning of a long post: a button says that somebody commented', async () => {
  const url = await findPost(helene.request, space)
  const comments = `${space}/publications/${url.match(/\/blog\/([0-9a-z]{13})/)[1]}/commentaires`
  await visiting({ person: 'karim', screen: phone }, async (karim) => {
    await listen(karim, url)
    const answer = await helene.request.post(comments, { form: { body: 'Un commentaire loin du début.' }, ...sameSite })
    assert.equal(answer.status(), 303)
    const button = karim.page.getByRole('button', { name: '1 nouveau message' })
    await button.waitFor({ timeout: 3000 })
    const box = await button.boundingBox()
    assert.ok(box.y >= 0 && box.y + box.height <= phone.height, 'the button is in view, the comments are not')
    await button.click()
    await karim.page.getByText('Un commentaire loin du début.').waitFor()
  })
})

for (const screen of [wide, phone]) {
  test(`Karim reads to the end, and sees Hélène’s reply appear (${screen.width} px)`, async () => {
    const url = await thread()
    await visiting({ person: 'karim', screen }, async (karim) => {
      const { page } = karim
      await listen(karim, url)
      await toEnd(page)
      await announcements(page)
      await say(helene, url, 'Une réponse qui arrive seule.')
      await page.getByText('Une réponse qui arrive seule.').waitFor({ timeout: 3000 })
      assert.match(await page.locator('#reponses').innerText(), /^4 /, 'the count follows')
      await page.waitForFunction(() => window.told.length > 0)
      await page.waitForTimeout(1000)
      assert.deepEqual(await page.evaluate(() => window.told), ['1 nouveau message'], 'it is announced once')
      assert.equal(await page.evaluate(() => document.activeElement === document.body), true, 'the focus has not moved')
      assert.equal(await page.locator('[data-os-live] [data-os-list] [data-os-item]').count(), 4, 'it is there once')
    })
  })

  test(`Karim reads the beginning: two messages wait behind a button (${screen.width} px)`, async () => {
    const url = await thread()
    await visiting({ person: 'karim', screen }, async (karim) => {
      const { page } = karim
      await listen(karim, url)
      await announcements(page)
      await say(helene, url, 'Première qui attend.')
      await page.getByRole('button', { name: '1 nouveau message' }).waitFor({ timeout: 3000 })
      await say(helene, url, 'Seconde qui attend.')
      const button = page.getByRole('button', { name: '2 nouveaux messages' })
      await button.waitFor({ timeout: 3000 })
      assert.equal(await page.evaluate(() => scrollY), 0, 'the page has not moved')
      assert.equal(await page.getByText('Première qui attend.').count(), 0)
      const box = await button.boundingBox()
      assert.ok(box.y + box.height <= screen.height, 'the button is in view')
      await button.focus()
      await page.keyboard.press('Enter')
      await page.getByText('Seconde qui attend.').waitFor()
      assert.match(await page.evaluate(() => document.activeElement.innerText), /Première qui attend/, 'the focus is on the first of them')
      assert.equal(await button.count(), 0)
    })
  })

  test(`Karim is writing: nothing that he typed is lost or moves (${screen.width} px)`, async () => {
    const url = await thread()
    await visiting({ person: 'karim', screen }, async (karim) => {
      const { page } = karim
      await listen(karim, url)
      await page.locator('form[action$="/messages"] [name=body]').click()
      await page.keyboard.type('Je commence à rép')
      const field = page.locator('.os-editor__page')
      await field.waitFor()
      await toEnd(page)
      const before = await field.boundingBox()
      await say(helene, url, 'Arrivée pendant que Karim écrit.')
      await page.getByText('Arrivée pendant que Karim écrit.').or(page.getByRole('button', { name: '1 nouveau message' })).first().waitFor({ timeout: 3000 })
      const after = await field.boundingBox()
      await page.keyboard.type('ondre.')
      assert.equal(await field.innerText(), 'Je commence à répondre.')
      assert.equal(await field.evaluate((f) => f === document.activeElement), true)
      assert.ok(Math.abs(after.y - before.y) < 2, `the field went from ${before.y} to ${after.y}`)
    })
  })
}

test('Reactions, a correction and a hiding show where the message stands', async () => {
  const url = await thread(0)
  const text = await say(helene, url, 'Un chiffre à corriger : 1994.')
  await visiting({ person: 'karim' }, async (karim) => {
    const { page } = karim
    await listen(karim, url)
    const message = page.locator(`#m-${text}`)
    const button = message.getByRole('button', { name: /Utile/ })
    await button.focus()
    const reacted = await helene.request.post(`${space}/textes/${text}/reactions`, { form: { say: 'useful' }, ...sameSite })
    assert.equal(reacted.status(), 303)
    await message.getByRole('button', { name: 'Utile 1' }).waitFor({ timeout: 3000 })
    assert.equal(await button.evaluate((b) => b === document.activeElement), true, 'the focus stays on the button')
    assert.equal(await button.getAttribute('aria-pressed'), 'false', 'Karim has said nothing')

    await page.evaluate(() => document.activeElement.blur())
    const edited = await helene.request.post(`${space}/textes/${text}/modifier`, { form: { body: 'Un chiffre corrigé : 1995.', version: '1' }, ...sameSite })
    assert.equal(edited.status(), 303)
    await message.getByText('Un chiffre corrigé : 1995.').waitFor({ timeout: 3000 })
    const hidden = await helene.request.post(`${space}/textes/${text}/masquer`, { form: { reason: 'Hors sujet' }, ...sameSite })
    assert.equal(hidden.status(), 303)
    await message.getByText('Hors sujet').waitFor({ timeout: 3000 })
    assert.equal(await page.getByText('Un chiffre corrigé').count(), 0)
  })
})

test('The bell and the counters of « Mes espaces » count without a reload, and a list says that it has moved', async () => {
  const url = await thread(0)
  await visiting({ person: 'karim' }, async (karim) => {
    await say(karim, url, 'Karim suit ce fil désormais.')
    await listen(karim, '/espaces')
    const { page } = karim
    const list = await here.visitor({ person: 'karim' })
    await listen(list, `${space}/echanges`)
    const before = await rung(page)
    await say(helene, url, 'Une réponse pour la cloche.')
    await page.waitForFunction((n) => Number(document.querySelector('.os-tool--bell .os-counter')?.firstElementChild.textContent ?? 0) > n, before, { timeout: 12_000 })
    const card = page.locator('.os-space', { hasText: name })
    await card.locator('.os-counter').waitFor({ timeout: 8000 })
    await list.page.getByRole('button', { name: /1 nouvelle activité/ }).waitFor({ timeout: 4000 })
    await list.page.getByRole('button', { name: /1 nouvelle activité/ }).click()
    await list.page.waitForLoadState()
    assert.equal(await list.page.getByRole('button', { name: /nouvelle activité/ }).count(), 0)
    list.settle()
    await list.context.close()
  })
})

test('What Karim reads to its end does not ring', async () => {
  const url = await thread(0)
  await visiting({ person: 'karim' }, async (karim) => {
    await say(karim, url, 'Karim suit ce fil.')
    await karim.page.goto('/notifications')
    await karim.page.getByRole('button', { name: 'Tout marquer comme lu' }).or(karim.page.getByRole('heading', { level: 1 })).first().waitFor()
    await karim.request.post('/notifications/lecture', sameSite)
    await listen(karim, url)
    await toEnd(karim.page)
    await karim.page.waitForTimeout(700)
    await say(helene, url, 'Lue aussitôt.')
    await karim.page.getByText('Lue aussitôt.').waitFor({ timeout: 3000 })
    await karim.page.waitForTimeout(1500)
    assert.equal(await rung(karim.page), 0)
    const other = await karim.context.newPage()
    await other.goto('/espaces')
    assert.equal(await rung(other), 0, 'nor does it on the next page')
  })
})

test('Signed out in another tab, the page says so and keeps what was typed', async () => {
  const url = await thread(0)
  const visitor = await here.visitor()
  const { page, context } = visitor
  await page.goto('/connexion')
  await signInByForm(page, 'karim')
  await listen(visitor, url)
  const text = await write(page)
  await page.keyboard.type('Un brouillon précieux.')
  await drafted(page)
  const out = await context.request.post('/deconnexion', sameSite)
  assert.equal(out.status(), 303)
  await page.getByText('Vous êtes déconnecté.').waitFor({ timeout: 2000 })
  assert.equal(await text.innerText(), 'Un brouillon précieux.')
  await page.screenshot({ path: process.env.OSMOSE_PICTURES ? `${process.env.OSMOSE_PICTURES}/signed-out.png` : undefined })
  await signIn(context.request, 'karim')
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  await page.getByText('Vous êtes déconnecté.').waitFor({ state: 'detached', timeout: 4000 })
  assert.equal(await text.innerText(), 'Un brouillon précieux.')
  visitor.settle()
  await context.close()
})

test('Sophie is removed: within a second her page hears nothing more, and says why', async () => {
  const url = await thread(0)
  const visitor = await here.visitor({ person: 'sophie' })
  const { page } = visitor
  const socket = await listen(visitor, url)
  let closed = 0
  const frames = []
  socket.on('framereceived', (frame) => frames.push(String(frame.payload)))
  socket.on('close', () => { closed = Date.now() })
  await helene.page.goto(`${space}/membres`)
  const action = await helene.page.locator('form[action$="/retrait"]', { has: helene.page.locator('[data-os-confirm*="Sophie"]') }).first().getAttribute('action')
  const asked = Date.now()
  const removed = await helene.request.post(action, sameSite)
  assert.equal(removed.status(), 303)
  await page.getByText('vous n’y avez plus accès').waitFor({ timeout: 3000 })
  assert.ok(closed - asked < 1000, `the socket closed after ${closed - asked} ms`)
  frames.length = 0
  await say(helene, url, 'Sophie ne doit rien entendre.')
  await page.waitForTimeout(1500)
  assert.deepEqual(frames, [])
  assert.equal(await page.getByText('Sophie ne doit rien entendre.').count(), 0)
  visitor.settle()
  await visitor.context.close()
})

test('Cut off and back, the page has what it missed, once', async () => {
  const url = await thread(0)
  await visiting({ person: 'karim' }, async (karim) => {
    const { page, context } = karim
    await say(helene, url, 'Avant la coupure.')
    await listen(karim, url)
    await toEnd(page)
    await context.setOffline(true)
    await say(helene, url, 'Pendant la coupure.')
    await page.waitForTimeout(500)
    assert.equal(await page.getByText('Pendant la coupure.').count(), 0)
    await context.setOffline(false)
    await page.getByText('Pendant la coupure.').waitFor({ timeout: 5000 })
    assert.equal(await page.getByText('Pendant la coupure.').count(), 1)
  })
})

test('A page that nobody looks at waits, and one without JavaScript is as before', async () => {
  const url = await thread(0)
  await visiting({ person: 'karim' }, async (karim) => {
    await karim.page.addInitScript(() => {
      window.asleep = true
      Object.defineProperty(document, 'hidden', { get: () => window.asleep })
    })
    await listen(karim, url)
    await toEnd(karim.page)
    const asked = []
    karim.page.on('request', (request) => asked.push(request.url()))
    await say(helene, url, 'Pour plus tard.')
    await karim.page.waitForTimeout(800)
    assert.deepEqual(asked, [], 'it fetches nothing')
    await karim.page.evaluate(() => { window.asleep = false; document.dispatchEvent(new Event('visibilitychange')) })
    await karim.page.getByText('Pour plus tard.').waitFor({ timeout: 3000 })
  })
  await visiting({ person: 'karim', script: false }, async ({ page }) => {
    await page.goto(url)
    await say(helene, url, 'Sans JavaScript.')
    assert.equal(await page.getByText('Sans JavaScript.').count(), 0)
    await page.reload()
    assert.equal(await page.getByText('Sans JavaScript.').count(), 1)
  })
})

test('Paul is told the same of a secret thread as of nonsense', async () => {
  const url = await thread(0)
  const [, spaceID, , threadID] = url.match(/\/espaces\/([0-9a-z]{13})(-[^/]*)\/echanges\/([0-9a-z]{13})/)
  await visiting({ person: 'paul' }, async ({ page }) => {
    await page.goto('/')
    const heard = await page.evaluate(async (names) => {
      const socket = new WebSocket(new URL('/live', location.href.replace(/^http/, 'ws')))
      const frames = []
      socket.onmessage = (event) => frames.push(event.data)
      await new Promise((resolve) => { socket.onopen = resolve })
      socket.send(JSON.stringify({ on: names.map((t) => ({ t, m: '' })) }))
      while (frames.length < names.length + 1) await new Promise((resolve) => setTimeout(resolve, 20))
      window.frames_ = frames
      return frames.slice(1)
    }, [`p:${spaceID}:${threadID}`, 'p:0000000000001:0000000000001', `s:${spaceID}`, 's:0000000000001', 'x'])
    for (const frame of heard) assert.deepEqual(Object.keys(JSON.parse(frame)), ['t', 'no'])
    await say(helene, url, 'Paul n’entend rien.')
    await page.waitForTimeout(1500)
    assert.equal(await page.evaluate(() => window.frames_.length), 6)
  })
})

test('A preview takes its place in the page once it has been made; a page without JavaScript leads to itself', async () => {
  const pages = Array.from({ length: 300 }, (_, n) => `Registre ${Math.random()}, feuillet ${n}.\\par `).join('')
  const addresses = []
  for (const n of [1, 2, 3]) { // the last one waits for those before it
    const file = { name: `registre-${n}.rtf`, mimeType: 'application/rtf', buffer: Buffer.from(`{\\rtf1\\ansi ${n} ${pages}}`) }
    const answer = await helene.request.post(`${space}/documents`, { multipart: { folder: '', files: file }, ...sameSite })
    assert.equal(answer.status(), 303)
    addresses.push(new URL(answer.headers().location, here.url).pathname)
  }
  await visiting({ person: 'karim', script: false }, async ({ page }) => {
    await page.goto(addresses[2])
    assert.equal(await page.locator('#apercu').getByRole('link', { name: 'Actualiser la page' }).count(), 1)
  })
  await helene.page.goto(addresses[2])
  assert.equal(await helene.page.locator('#apercu[data-os-part]').count(), 1, 'nothing is shown yet')
  await announcements(helene.page)
  await helene.page.getByRole('img', { name: 'Page 1 sur' }).waitFor({ timeout: 60_000 })
  await helene.page.getByRole('link', { name: 'Afficher', exact: true }).waitFor()
  assert.equal(await helene.page.locator('[data-os-part]').count(), 0)
  await helene.page.waitForFunction(() => window.told.includes('L’aperçu est prêt.'))
  assert.equal(await helene.page.locator('.os-live').count(), 0, 'nothing else is said to have changed')
})
