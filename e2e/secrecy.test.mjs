// For Paul, who is not a member, each address of a secret space answers the same bytes as nonsense.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSpace, harvest } from './support/world.mjs'
import { stage, visit } from './support/stage.mjs'

const here = stage()
const nonsense = ['/n-importe-quoi', '/espaces/zzzzzzzzzzzzz', '/espaces/0000000000001-rien/echanges/0000000000001-rien', '/espaces/-']

test('each address of the space answers Paul like nonsense', async (t) => {
  const known = await addresses('helene')
  t.diagnostic(`${known.length} addresses`)
  assert.ok(known.length > 15, 'the harvest found the pages of the space')
  await visit(here, { person: 'paul' }, async ({ request }) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const expected = await answer(request, method, nonsense[0])
      assert.equal(expected.status, 404)
      await each([...nonsense, ...known], async (path) => assert.deepEqual(await answer(request, method, path), expected, `${method} ${path}`))
    }
  })
})

test('signed out, its addresses and nonsense lead alike to the sign-in page', async () => {
  const known = await addresses('helene')
  await visit(here, {}, async ({ request }) => {
    await each([...nonsense, ...known], async (path) => {
      const { status, headers } = await answer(request, 'GET', path)
      assert.equal(status, 303, path)
      assert.equal(new URL(headers.location, here.url).pathname, '/connexion', path)
    })
  })
})

test('nothing of it shows in the pages of Paul', async () => {
  let space, home
  await visit(here, { person: 'helene' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    home = await (await request.get(space)).text()
  })
  const members = [...new Set(home.match(/\/personnes\/[0-9a-z]{13}/g))]
  const id = space.match(/[0-9a-z]{13}/)[0]
  await visit(here, { person: 'paul' }, async ({ request }) => {
    for (const path of ['/', '/espaces', '/notifications', '/profil', ...members]) {
      const text = await (await request.get(path)).text()
      assert.ok(!text.includes(id) && !text.includes('Archivage numérique'), `${path} speaks of the secret space`)
    }
  })
})

async function addresses(person) {
  let found
  await visit(here, { person }, async ({ request }) => {
    const space = await findSpace(request, 'Archivage numérique')
    found = [...(await harvest(request, space)), ...['blog', 'calendrier', 'documents', 'faq', 'rien'].map((service) => `${space}/${service}`)]
  })
  return found
}

/** Everything that an observer sees of an answer, the date aside. */
/** Eight at a time: the house answers faster than one request after the other asks. */
async function each(paths, check) {
  for (let i = 0; i < paths.length; i += 8) await Promise.all(paths.slice(i, i + 8).map(check))
}

async function answer(request, method, path) {
  const response = await request.fetch(path, {
    method, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' },
    form: method === 'POST' ? { body: 'Bonjour', title: 'Bonjour' } : undefined,
  })
  const { date, ...headers } = response.headers()
  return { status: response.status(), headers, body: (await response.body()).toString('latin1') }
}
