// With the keyboard alone: the skip link first, everything reached in the order of the page, the focus always to be seen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue, tour, unfold } from './support/catalogue.mjs'
import { findQuestionForm, findSpace } from './support/world.mjs'
import { password, people } from './support/people.mjs'
import { phone, stage, still, visit, wide } from './support/stage.mjs'

let views
const here = stage(async (here) => { views = await catalogue(here) })

test('Karim signs in and opens a thread without a mouse', () => visit(here, {}, async ({ page }) => {
  await page.goto('/connexion')
  await tabTo(page, '[name=email]')
  await page.keyboard.type(people.karim)
  await tabTo(page, '[name=password]')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname !== '/connexion')

  const form = await findQuestionForm(page.request, await findSpace(page.request, 'Archivage numérique'))
  await page.goto(form)
  await tabTo(page, '[name=title]')
  await page.keyboard.type('Écrit sans souris')
  await tabTo(page, '[name=theme]')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, '[name=body]')
  await page.keyboard.type('Tout se fait au clavier.')
  await tabTo(page, 'form:has([name=title]) button', 'Publier')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Écrit sans souris' }).waitFor()
}))

for (const screen of [wide, phone]) {
  test(`every view by the Tab key, ${screen.width} px`, (t) =>
    tour(t, here, views.filter(fromTheTop), { screen }, async ({ page }) => {
      const stops = await walk(page)
      assert.match(stops[0]?.text ?? '', /contenu/i, 'the first stop is the skip link')
      assert.deepEqual(stops.filter((stop) => !stop.seen).map((stop) => stop.html), [], 'focus to be seen')
      const order = stops.map((stop) => stop.index)
      assert.deepEqual(order, [...order].sort((a, b) => a - b), 'the order of the page')
      assert.deepEqual(await page.evaluate(unreached), [], 'everything is reached')
    }))
}

/**
 * After an act the focus stands further down, at what just happened; unfolding moves no focus. In the gallery, the example
 * of an error summary takes the focus, as it should.
 */
const fromTheTop = (view) => (!view.act || view.act === unfold) && view.name !== 'gallery'

test('the skip link leads to the content', () => visit(here, { person: 'karim' }, async ({ page }) => {
  await page.goto('/espaces')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.closest('main') !== null), true)
}))

/** Presses Tab until the focus stands on the element, at most 150 times. */
async function tabTo(page, selector, text = '') {
  for (let pressed = 0; pressed < 150; pressed++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(([selector, text]) => document.activeElement.matches(selector) && document.activeElement.textContent.includes(text), [selector, text])) return
  }
  assert.fail(`the Tab key does not reach ${selector}`)
}

/** Presses Tab from the top of the page to its end, and tells each stop. */
async function walk(page) {
  await page.evaluate(`window.still = ${still}`)
  await page.evaluate(rememberLooks)
  const stops = []
  let barPassed = false // that of an editor which came at once, over words, is a stop on the way down
  for (let pressed = 0; pressed < 400; pressed++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(describeFocus)
    if (!stop) return stops
    if (!stop.within) stops.push(stop)
    if (stop.writes && !barPassed) await lookBack(page)
    barPassed ||= stop.inBar
  }
  return assert.fail('the Tab key never leaves the page: a trap')
}

/**
 * The editor came when its empty text got the focus, and its bar stands before the text: it is no stop on the way down, once, but the
 * first on the way up. Nobody who only reads loads it.
 */
async function lookBack(page) {
  await page.keyboard.press('Shift+Tab')
  assert.equal(await page.evaluate(() => document.activeElement.closest('[role=toolbar]') !== null), true, 'Shift and Tab lead to the bar')
  assert.equal((await page.evaluate(describeFocus)).seen, true, 'focus to be seen in the bar')
  await page.keyboard.press('Tab')
}

/** In the page: keeps how each element looks while nothing has the focus. */
function rememberLooks() {
  const looks = (element) => [element, ...element.querySelectorAll('*'), element.labels?.[0], element.parentElement].filter(Boolean)
    .flatMap((part) => [getComputedStyle(part), getComputedStyle(part, '::before'), getComputedStyle(part, '::after')])
    .map((style) => [style.outlineStyle === 'none' ? '' : style.outlineWidth + style.outlineColor, style.boxShadow, style.borderColor,
      style.backgroundColor, style.textDecorationLine, style.textDecorationThickness].join()).join()
  const idle = new Map([...document.querySelectorAll('*')].filter((element) => element.tabIndex >= 0).map((element) => [element, looks(element)]))
  window.looksTheSame = (element) => looks(element) === idle.get(element)
}

/**
 * In the page, once it is still and the editor there: the focused element, and whether its focus shows. Null once the focus has
 * left, or come round. A date has its day, month and year within one element.
 */
async function describeFocus() {
  while (document.querySelector('[data-os-editor=loading]')) await new Promise((resolve) => requestAnimationFrame(resolve))
  await window.still()
  const element = document.activeElement
  if (/^(date|time)$/.test(element.type) && element === window.lastStop) return { within: true }
  window.lastStop = element
  if (element === document.body || element.dataset.visited) return null
  element.dataset.visited = 'yes'
  const box = element.getBoundingClientRect()
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const same = window.looksTheSame(element)
  return {
    text: (element.innerText || element.value || element.ariaLabel || '').trim(),
    html: element.cloneNode(false).outerHTML.slice(0, 160) + (inside ? '' : ` (off the screen, at ${Math.round(box.left)}, ${Math.round(box.top)})`) + (same ? ' (looks the same)' : ''),
    index: [...document.querySelectorAll('*')].indexOf(element),
    seen: inside && !same,
    writes: element.matches('.os-editor__page'),
    inBar: element.closest('[role=toolbar]') !== null,
  }
}

/** In the page: what a mouse could use and the Tab key did not reach. */
function unreached() {
  const usable = 'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]'
  return [...document.querySelectorAll(usable)]
    .filter((element) => !element.dataset.visited && element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]'))
    // A group of radio buttons is one stop; arrows move inside it. tabindex=-1 is said on purpose, for what has a twin in reach.
    .filter((element) => !(element.type === 'radio' && document.querySelector(`input[name="${element.name}"][data-visited]`)) && element.tabIndex >= 0)
    .map((element) => element.cloneNode(false).outerHTML.slice(0, 160))
}
