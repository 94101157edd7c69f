// Each view's HTML is valid, as the server sent it; ids are unique, headings follow each other, each title is its own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FileSystemConfigLoader, HtmlValidate, formatterFactory } from 'html-validate'
import { fileURLToPath } from 'node:url'
import { catalogue, tour } from './support/catalogue.mjs'
import { stage } from './support/stage.mjs'

const validator = new HtmlValidate(new FileSystemConfigLoader())
const config = fileURLToPath(new URL('page.html', import.meta.url)) // the loader looks for .htmlvalidate.json beside this name
const format = formatterFactory('text')

let views
const here = stage(async (here) => { views = await catalogue(here) })

test('every view is valid HTML', async (t) => {
  const titles = new Map()
  // Without JavaScript nothing rewrites the page.
  await tour(t, here, views.filter((view) => !view.scripted), { script: false }, async ({ page, lastPage }, view) => {
    const html = await lastPage().text()
    const report = await validator.validateString(html, config)
    assert.ok(report.valid, format(report.results))
    assert.match(html, /<html[^>]* lang="fr"/)
    assert.doesNotMatch(html, /⟦[^⟧]*⟧/, 'a text is missing')
    titles.set(`${view.path} ${view.status ?? ''}`, await page.title())
  })
  await t.test('each address has its own title', () => {
    const seen = new Map()
    for (const [address, title] of titles) seen.set(title, [...(seen.get(title) ?? []), address.split(' ')[0].split('?')[0]])
    const shared = [...seen].filter(([, addresses]) => new Set(addresses).size > 1)
    assert.deepEqual(shared, [])
  })
})
