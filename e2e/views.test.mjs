// Every view, visited once for each screen. axe in light and dark: no violation; what it could not decide about contrast is
// counted. On a phone no horizontal scrolling at 390 nor 320 px (a 1280 px screen at 400 %), nor with the text spaced as WCAG
// 1.4.12 allows readers to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axeIn, colours, told } from './support/axe.mjs'
import { catalogue, tour, unfold } from './support/catalogue.mjs'
import { phone, stage, still, wide } from './support/stage.mjs'

let views
const here = stage(async (here) => { views = await catalogue(here) })

for (const screen of [wide, phone]) {
  test(`every view, light and dark, ${screen.width} px`, async (t) => {
    const undecided = {} // contrasts, by axe's reason
    await tour(t, here, views, { screen }, async ({ page }, view) => {
      await accessible(page, view, undecided)
      if (screen === phone) await fits(page)
    })
    t.diagnostic(`contrasts that axe could not decide: ${JSON.stringify(undecided)}`)
  })
}

async function accessible(page, view, undecided) {
  const axe = await axeIn(page)
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.evaluate(still)
    const { violations, incomplete } = await axe(scheme === 'dark' ? colours : undefined)
    count(undecided, incomplete)
    assert.deepEqual(violations.filter(view.act === unfold ? meantToBe : () => true).map(told), [], scheme)
  }
}

function count(undecided, incomplete) {
  for (const node of incomplete.filter((rule) => rule.id === 'color-contrast').flatMap((rule) => rule.nodes)) {
    const reason = node.any[0]?.data?.messageKey ?? 'no reason'
    undecided[reason] = (undecided[reason] ?? 0) + 1
  }
}

/** Menus that are all open at once lie over each other's targets, as they never do for a person. */
const meantToBe = (rule) => rule.id !== 'target-size' || rule.nodes.some((node) => !/obscured/.test(node.failureSummary))

async function fits(page) {
  for (const how of ['', ' with spaced text']) {
    if (how) await page.evaluate(spaceText)
    for (const width of [phone.width, 320]) {
      await page.setViewportSize({ width, height: 640 })
      assert.deepEqual(await page.evaluate(overflowing), [], `${width} px${how}`)
    }
  }
  await page.setViewportSize(phone) // for the view after this one
}

/** In the page: what sticks out, when the page scrolls sideways. */
function overflowing() {
  const root = document.documentElement
  if (root.scrollWidth <= root.clientWidth) return []
  const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
  return [`${root.scrollWidth} px wide`, ...wide.slice(0, 5).map((element) => element.cloneNode(false).outerHTML.slice(0, 160))]
}

/** In the page: WCAG 1.4.12. Written on elements, since the policy refuses a <style>. */
function spaceText() {
  for (const element of document.body.querySelectorAll('*')) {
    element.style.setProperty('line-height', '1.5', 'important')
    element.style.setProperty('letter-spacing', '.12em', 'important')
    element.style.setProperty('word-spacing', '.16em', 'important')
  }
}
