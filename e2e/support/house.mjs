// The product, started as a person would: bin/osmose demo, on a free port, in a folder that is thrown away. Where
// OSMOSE_TEST_DATABASE holds the address of a PostgreSQL server (scripts/postgres), on a database of its own there.
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const binary = process.env.OSMOSE_BINARY ?? fileURLToPath(new URL('../../bin/osmose', import.meta.url))

/** Starts the demo and waits until it is ready. Returns its address and a function that stops it. */
export async function openHouse() {
  const data = await mkdtemp(join(tmpdir(), 'osmose-e2e-'))
  const url = `http://127.0.0.1:${await freePort()}`
  const database = await freshDatabase()
  const log = []
  const child = spawn(binary, ['demo', '--data', data, '--listen', new URL(url).host], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, OSMOSE_DATABASE: database, OSMOSE_MOST_READ: '100000', OSMOSE_MOST_WRITTEN: '100000' } // no person opens and writes what the tests do
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => log.push(piece))
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal}`))
    child.once('error', (problem) => resolve(problem.message))
  })

  // The runner may be told to end, or lose whoever reads it: the house does not outlive it.
  process.once('exit', () => child.kill('SIGKILL'))
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => process.exit(1))

  async function stop() {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(late)
    await rm(data, { recursive: true, force: true })
  }

  try {
    await ready(url, ended)
  } catch (problem) {
    await stop()
    throw new Error(`${problem.message}\n${Buffer.concat(log)}`)
  }
  return { url, stop, pid: child.pid, log: () => Buffer.concat(log).toString() }
}

async function ready(url, ended) {
  const over = ended.then((how) => { throw new Error(`${binary} ended before it was ready: ${how}`) })
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const answer = await Promise.race([fetch(`${url}/readyz`).catch(() => null), over])
    if (answer?.ok) return
    await pause(25)
  }
  throw new Error(`${url}/readyz did not answer 200 within 20 seconds`)
}

/** Makes a database on the test server and returns its address; "" where there is none, which is SQLite. It ends with the server. */
async function freshDatabase() {
  const server = process.env.OSMOSE_TEST_DATABASE
  if (!server) return ''
  const name = 'osmose_e2e_' + randomUUID().replaceAll('-', '')
  await promisify(execFile)('psql', ['--quiet', '--no-psqlrc', '--dbname', server, '--command', `CREATE DATABASE ${name} TEMPLATE template0`])
  return server.replace(/^(postgres:\/\/[^/]*\/)[^?]*/, `$1${name}`)
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
