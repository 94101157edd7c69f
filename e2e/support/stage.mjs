// A test file's stage: one house and one browser, opened before its first test and closed after its last.
import { after, before } from 'node:test'
import { chromium } from 'playwright-core'
import { openHouse } from './house.mjs'
import { password, people } from './people.mjs'
import { reportViolations, watch } from './watch.mjs'

export const wide = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

/** Opens Debian's Chromium; Playwright ships no browser of its own here. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.OSMOSE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

/**
 * Registers the opening and closing, and gives the tests their visitors. `prepare` runs once the house is open
 * (in the same hook: node:test runs two of them at the same time).
 */
export function stage(prepare = async () => {}) {
  const here = { url: '', visitor, close }
  let house, browser
  const signedIn = new Map() // person → cookies: one sign-in serves the whole file

  before(async () => {
    house = await openHouse()
    browser = await openBrowser()
    here.url = house.url
    await prepare(here)
  }, { timeout: 60_000 })
  after(close)

  async function close() {
    await browser?.close()
    await house?.stop()
  }

  /**
   * A person before a screen, signed in already if named. `script: false` is a browser without JavaScript.
   * Whoever asks for one closes its context; `visit` does both.
   */
  async function visitor({ person, script = true, screen = wide, scheme = 'light' } = {}) {
    const context = await browser.newContext({
      baseURL: here.url, locale: 'fr-FR', timezoneId: 'Europe/Paris', viewport: screen, javaScriptEnabled: script,
      colorScheme: scheme, reducedMotion: 'reduce',
      storageState: person ? await cookiesOf(person) : undefined,
    })
    context.setDefaultTimeout(10_000)
    await context.addInitScript(reportViolations)
    const { expecting, settle, lastPage } = watch(context, here.url)
    const page = await context.newPage()
    return { context, page, request: context.request, expecting, settle, lastPage }
  }

  async function cookiesOf(person) {
    if (!signedIn.has(person)) {
      const context = await browser.newContext({ baseURL: here.url })
      await signIn(context.request, person)
      signedIn.set(person, await context.storageState())
      await context.close()
    }
    return signedIn.get(person)
  }
  return here
}

/** Signs in by the form's own request. */
export async function signIn(request, person) {
  const answer = await request.post('/connexion', {
    form: { email: people[person], password }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' },
  })
  if (answer.status() !== 303) throw new Error(`${person} could not sign in: ${answer.status()}`)
}

/** Runs an act with a visitor, who leaves whatever happens. */
export async function visit(here, options, act) {
  const visitor = await here.visitor(options)
  try {
    await settled(visitor, () => act(visitor))
  } finally {
    await visitor.context.close()
  }
}

/** Runs an act, and fails if anything went wrong on the way; the act's own failure is told first. */
export async function settled(visitor, act) {
  let failure
  await act().catch((problem) => { failure = problem })
  try {
    visitor.settle()
  } catch (problem) {
    if (!failure) throw problem
    failure.message += `\n${problem.message}`
  }
  if (failure) throw failure
}

/**
 * In the page: resolves when what moves or fades has arrived, at once when nothing does: getAnimations() brings the styles up to
 * date first. Motion is reduced in our browsers, where only an animation moves still, for a frame.
 */
export async function still() {
  const moving = () => document.getAnimations().filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
  for (let list = moving(); list.length; list = moving()) {
    await Promise.allSettled(list.map((animation) => animation.finished))
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
