// Prints each test on one line, failures in full, and ends with « N passed, N failed ».
export default async function* reporter(events) {
  let passed = 0, failed = 0
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message
    if (type === 'test:diagnostic' && data.file && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) yield `      ${data.message}\n`
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details?.type === 'suite' || (type === 'test:pass' && data.name === data.file)) continue // groups and files are no tests
    const seconds = (data.details.duration_ms / 1000).toFixed(1)
    if (type === 'test:pass' && data.skip === undefined && data.todo === undefined) {
      passed++
      yield `ok    ${seconds.padStart(5)}s  ${data.name}\n`
    } else {
      failed++
      yield `FAIL  ${seconds.padStart(5)}s  ${data.name}\n${told(data.details.error)}\n`
    }
  }
  yield `${passed} passed, ${failed} failed\n`
}

function told(error) {
  if (error?.failureType === 'subtestsFailed') return '      (see above)'
  const cause = error?.cause ?? error ?? 'skipped: there are no skipped tests here'
  const text = String(cause.stack ?? cause).split('\n').filter((line) => !/^ +at .*(node:internal|\/support\/)/.test(line))
  return text.join('\n').replace(/^/gm, '      ')
}
