// Draws the pictures of the README: docs/pictures/{page}-{wide|phone}-{light|dark}.png, from the real pages of the demo.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openHouse } from './support/house.mjs'
import { openBrowser, phone, signIn, wide } from './support/stage.mjs'
import { findSpace, findThread } from './support/world.mjs'

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
await mkdir(folder, { recursive: true })
const house = await openHouse()
const browser = await openBrowser()
try {
  for (const [size, viewport] of Object.entries({ wide, phone })) {
    for (const scheme of ['light', 'dark']) {
      const context = await browser.newContext({ baseURL: house.url, viewport, colorScheme: scheme, locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce' })
      const page = await context.newPage()
      const draw = async (name, path) => {
        await page.goto(path, { waitUntil: 'networkidle' })
        await page.screenshot({ path: `${folder}${name}-${size}-${scheme}.png` })
      }
      await draw('sign-in', '/connexion')
      await signIn(context.request, 'karim')
      const space = await findSpace(context.request, 'Archivage numérique')
      await draw('spaces', '/espaces')
      await draw('space', space)
      await draw('threads', `${space}/echanges`)
      await draw('thread', await findThread(context.request, space))
      await context.close()
    }
  }
} finally {
  await browser.close()
  await house.stop()
}
