// axe in a page, by the debugger's own door, which the page's policy does not close.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
// Rules that axe leaves off unless asked: WCAG 2.2's size of targets, names that say their visible label, headed tables.
// (p-as-heading stays off: it takes an author's name in bold for a heading.)
const asked = ['target-size', 'label-content-name-mismatch', 'table-fake-caption', 'td-has-header']
const whole = { resultTypes: ['violations', 'incomplete'], selectors: false, rules: Object.fromEntries(asked.map((rule) => [rule, { enabled: true }])) }

/** A theme changes colours and nothing else: these rules look at it. */
export const colours = ['color-contrast', 'link-in-text-block']

/** Brings axe into the page. Returns a function that runs it, with these rules only if any are named: { violations, incomplete }. */
export async function axeIn(page) {
  const session = await page.context().newCDPSession(page)
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  await evaluate(source)
  return async (only) => {
    const options = only ? { ...whole, rules: {}, runOnly: { type: 'rule', values: only } } : whole
    return JSON.parse(await evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations, incomplete }) => JSON.stringify({ violations, incomplete }))`))
  }
}

export const told = ({ id, help, nodes }) => `${id}: ${help}: ` + nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary})`).join(' | ')
