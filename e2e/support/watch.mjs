// What must never happen on any page: a console error, a report of the content security policy, a request that fails,
// a request to another origin, an answer of 400 or more that the test did not announce.

/** Watches every page of a context. Returns { expecting, settle, lastPage }. */
export function watch(context, origin) {
  const troubles = []
  const announced = new Set()
  const asked = new Set() // of those, what our scripts may be answered too
  let last
  const note = (page, text) => troubles.push(`${text}  (on ${page?.url() ?? 'a page'})`)

  context.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url())
    if (protocol !== 'data:' && protocol !== 'blob:' && to !== origin) note(null, `request to another origin: ${request.url()}`)
  })
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText
    if (why !== 'net::ERR_ABORTED') note(null, `failed request: ${request.url()} ${why}`) // aborted: the person went on to another page
  })
  context.on('response', (response) => {
    const page = response.request().isNavigationRequest()
    if (page && response.status() !== 303) last = response
    if (response.status() < 400) return
    if (!(page ? announced : asked).has(response.status())) note(null, `${response.status()}: ${response.url()}`)
  })
  context.on('console', (message) => {
    // Chromium repeats each answer of 400 or more as a console error; the line above has judged it.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource: the server responded')) return
    note(message.page(), `console: ${message.text()}`)
  })
  context.on('weberror', (error) => note(error.page(), `script: ${error.error()}`))

  /** Runs an action during which a page may answer with this status, e.g. 422 for a form sent back; with `scripts`, a request too. */
  async function expecting(status, action, { scripts = false } = {}) {
    announced.add(status)
    if (scripts) asked.add(status)
    try {
      return await action()
    } finally {
      announced.delete(status)
      asked.delete(status)
    }
  }

  /** Fails if anything went wrong since the last time it was asked. */
  function settle() {
    const told = [...new Set(troubles.splice(0))]
    if (told.length) throw new Error(`something went wrong on the way:\n  ${told.join('\n  ')}`)
  }
  return { expecting, settle, lastPage: () => last }
}

/** For addInitScript: the policy's own event, which also tells what the console keeps silent. */
export function reportViolations() {
  addEventListener('securitypolicyviolation', (event) =>
    console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
}
