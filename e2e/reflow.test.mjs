// No horizontal scrolling at 320 px (a 1280 px screen at 400 %), at 390 px, nor with the text spaced as WCAG 1.4.12 allows readers to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue, tour } from './support/catalogue.mjs'
import { stage } from './support/stage.mjs'

let views
const here = stage(async (here) => { views = await catalogue(here) })

for (const width of [320, 390]) {
  test(`every view fits in ${width} px`, (t) =>
    tour(t, here, views, { screen: { width, height: 640 } }, async ({ page }) => {
      assert.deepEqual(await page.evaluate(overflowing), [])
      await page.evaluate(spaceText)
      assert.deepEqual(await page.evaluate(overflowing), [], 'with spaced text')
    }))
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
