// The proof of large files, for anybody to run: 2 GB go through the protocol, cut ten times, and come back with the same hash, while
// the server's memory stays flat. `node large.mjs`, or `node large.mjs 500000000` for less; it needs three times that on disk.
import assert from 'node:assert/strict'
import { createCipheriv, createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { request as ask } from 'playwright-core'
import { Upload } from 'tus-js-client'
import { openHouse } from './support/house.mjs'
import { signIn } from './support/stage.mjs'
import { findSpace } from './support/world.mjs'

const size = Number(process.argv[2] ?? 2_000_000_000)
const cuts = 10
const folder = await mkdtemp(join(tmpdir(), 'osmose-large-'))
const file = join(folder, 'enregistrement.wav')
const house = await openHouse()
try {
  const sent = await write()
  const people = await ask.newContext({ baseURL: house.url })
  await signIn(people, 'karim')
  const space = await findSpace(people, 'Archivage numérique')
  const cookie = (await people.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const headers = { Cookie: cookie, 'X-Requested-With': 'osmose', 'Sec-Fetch-Site': 'same-origin' }
  const before = await memory('VmRSS')
  const began = performance.now()
  const upload = await send(`${house.url}${space}/envois`, headers)
  const came = performance.now()
  const form = await people.post(`${space}/documents`, { form: { upload: upload.url.split('/').at(-1) }, headers })
  const [{ document, error }] = await form.json()
  assert.ok(document, error)
  const back = createHash('sha256')
  const answer = await fetch(`${house.url}${document}/versions/1`, { headers })
  for await (const part of answer.body) back.update(part)
  assert.equal(back.digest('hex'), sent)
  console.log(`${size} bytes, ${cuts} cuts, the same hash; ${((came - began) / 1000).toFixed(1)} s to send`)
  console.log(`memory of the server: ${before} kB before, ${await memory('VmHWM')} kB at its highest`)
} finally {
  await house.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Writes a file that begins as a recording does and is noise after, and returns its hash. */
async function write() {
  const sum = createHash('sha256')
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16))
  await pipeline(Readable.from((function* () {
    yield Buffer.from('RIFF....WAVEfmt ')
    for (let left = size - 16; left > 0; left -= 1 << 20) yield noise.update(Buffer.alloc(Math.min(left, 1 << 20)))
  })()), async function* (source) {
    for await (const part of source) {
      sum.update(part)
      yield part
    }
  }, createWriteStream(file))
  return sum.digest('hex')
}

async function memory(what) {
  return Number((await readFile(`/proc/${house.pid}/status`, 'utf8')).match(new RegExp(`${what}:\\s+(\\d+)`))[1])
}

function send(endpoint, headers) {
  let cut = 0
  return new Promise((resolve, reject) => {
    const upload = new Upload(createReadStream(file), {
      endpoint, headers, uploadSize: size, chunkSize: 32 * 1024 * 1024, retryDelays: [0, 100, 1000], metadata: { filename: 'enregistrement.wav' },
      onProgress: (at) => {
        if (cut >= cuts || at < ((cut + 1) * size) / (cuts + 2)) return
        cut++
        upload.abort().then(() => again(upload.url), reject)
      },
      onError: reject, onSuccess: () => resolve(upload),
    })
    const again = (url) => { // a stream can't go back: another reads the file from its beginning, as after a restart
      const next = new Upload(createReadStream(file), { ...upload.options, uploadUrl: url, onSuccess: () => resolve(next) })
      upload.abort = () => next.abort()
      Object.defineProperty(upload, 'url', { configurable: true, get: () => next.url })
      next.start()
    }
    upload.start()
  })
}
