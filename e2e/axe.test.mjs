// axe on every view, in light and dark, wide and on a phone: no violation. What axe could not decide about contrast is counted.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { catalogue, tour, unfold } from './support/catalogue.mjs'
import { phone, stage, still, wide } from './support/stage.mjs'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
// Rules that axe leaves off unless asked: WCAG 2.2's size of targets, names that say their visible label, headed tables.
// (p-as-heading stays off: it takes an author's name in bold for a heading.)
const asked = ['target-size', 'label-content-name-mismatch', 'table-fake-caption', 'td-has-header']
const options = { resultTypes: ['violations', 'incomplete'], rules: Object.fromEntries(asked.map((rule) => [rule, { enabled: true }])) }

const colours = ['color-contrast', 'link-in-text-block']

let views
const here = stage(async (here) => { views = await catalogue(here) })

for (const screen of [wide, phone]) {
  test(`every view, light and dark, ${screen.width} px`, async (t) => {
    const undecided = {} // contrasts, by axe's reason
    await tour(t, here, views, { screen }, async ({ page }, view) => {
      const axe = await armed(page)
      for (const scheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.evaluate(still)
        // A theme changes colours and nothing else.
        const { violations, incomplete } = await axe.run(scheme === 'dark' ? colours : undefined)
        count(undecided, incomplete)
        assert.deepEqual(violations.filter(view.act === unfold ? meantToBe : () => true).map(told), [], scheme)
      }
    })
    t.diagnostic(`contrasts that axe could not decide: ${JSON.stringify(undecided)}`)
  })
}

function count(undecided, incomplete) {
  for (const node of incomplete.filter((rule) => rule.id === 'color-contrast').flatMap((rule) => rule.nodes)) {
    const reason = node.any[0]?.data?.messageKey ?? 'no reason'
    undecided[reason] = (undecided[reason] ?? 0) + 1
  }
}

/** Brings axe into the page by the debugger's own door, which the page's policy does not close. */
async function armed(page) {
  const session = await page.context().newCDPSession(page)
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  await evaluate(source)
  const run = (only) => `axe.run(document, ${JSON.stringify(only ? { ...options, rules: {}, runOnly: { type: 'rule', values: only } } : options)}).then(({ violations, incomplete }) => JSON.stringify({ violations, incomplete }))`
  return { run: async (only) => JSON.parse(await evaluate(run(only))) }
}

/** Menus that are all open at once lie over each other's targets, as they never do for a person. */
const meantToBe = (rule) => rule.id !== 'target-size' || rule.nodes.some((node) => !/obscured/.test(node.failureSummary))

const told = ({ id, help, nodes }) => `${id}: ${help}: ` + nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary})`).join(' | ')
