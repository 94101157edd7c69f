// axe on every view, in light and dark, wide and on a phone: no violation. What axe could not decide about contrast is counted.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { catalogue, tour, unfold } from './support/catalogue.mjs'
import { phone, stage, wide } from './support/stage.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
// Rules that axe leaves off unless asked: WCAG 2.2's size of targets, names that say their visible label, headed tables.
// (p-as-heading stays off: it takes an author's name in bold for a heading.)
const asked = ['target-size', 'label-content-name-mismatch', 'table-fake-caption', 'td-has-header']
const options = { resultTypes: ['violations', 'incomplete'], rules: Object.fromEntries(asked.map((rule) => [rule, { enabled: true }])) }

let views
const here = stage(async (here) => { views = await catalogue(here) })

for (const screen of [wide, phone]) {
  for (const scheme of ['light', 'dark']) {
    test(`every view, ${scheme}, ${screen.width} px`, async (t) => {
      const undecided = {} // by axe's reason
      await tour(t, here, views, { screen, scheme }, async ({ page }, view) => {
        const { violations, incomplete } = await analyse(page)
        for (const rule of incomplete.filter((rule) => rule.id === 'color-contrast')) {
          for (const node of rule.nodes) {
            const reason = node.any[0]?.data?.messageKey ?? 'no reason'
            undecided[reason] = (undecided[reason] ?? 0) + 1
          }
        }
        assert.deepEqual(violations.filter(view.act === unfold ? meantToBe : () => true).map(told), [])
      })
      t.diagnostic(`contrasts that axe could not decide: ${JSON.stringify(undecided)}`)
    })
  }
}

/** Runs axe by the debugger's own door, which the page's policy does not close. */
async function analyse(page) {
  const session = await page.context().newCDPSession(page)
  await evaluate(session, axe)
  const result = await evaluate(session, `axe.run(document, ${JSON.stringify(options)}).then(({ violations, incomplete }) => JSON.stringify({ violations, incomplete }))`)
  await session.detach()
  return JSON.parse(result)
}

async function evaluate(session, expression) {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value
}

/** Menus that are all open at once lie over each other's targets, as they never do for a person. */
const meantToBe = (rule) => rule.id !== 'target-size' || rule.nodes.some((node) => !/obscured/.test(node.failureSummary))

const told = ({ id, help, nodes }) => `${id}: ${help}: ` + nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary})`).join(' | ')
