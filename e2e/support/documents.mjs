// Runs in a page that has the editor: documents of the editor's schema, made at random, sent to the server and read back.

/**
 * Returns what went wrong: documents that the schema refuses, that the server changes, or that come back otherwise into the
 * editor. `seed` makes the same documents again.
 */
export async function randomDocuments({ space, documents, seed }) {
  const root = document.querySelector('script[src$="/app.js"]').src.replace(/app\.js$/, '')
  const { Editor, DOMParser } = await import(`${root}vendor/tiptap.mjs`)
  const { learn } = await import(`${root}editor_places.mjs`)
  learn({ person: '/personnes/{id}', picture: '/espaces/{id}/pieces/{id}' })
  const { extensions, parse } = await import(`${root}editor_schema.mjs`)
  const { toHTML } = await import(`${root}editor_html.mjs`)
  const editor = new Editor({ extensions: extensions(), injectCSS: false, content: { type: 'doc', content: [{ type: 'paragraph' }] } })
  const { schema } = editor
  const person = (await (await fetch(`${space}/membres/completion?q=karim`)).json())[0]
  const picture = `/espaces/${space.match(/espaces\/([0-9a-z]{13})/)[1]}/pieces/0123456789abd`

  let state = seed
  const random = (n) => { // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
  const pick = (list) => list[random(list.length)]
  const times = (least, most, make) => Array.from({ length: least + random(most - least + 1) }, make)
  const words = ['Durée', 'été', 'a*b', '_c_', '[d]', '1.', '#', '>', '<b>', '&amp;', '😀', '«\u00a0e\u00a0»', 'f|g', '`h`', '\\', 'www', '!', '@Karim', '~', '- i', '||', '"', "l'a"]
  const text = () => times(1, 4, () => pick(words)).join(' ')
  const marksOf = (kind) => kind === 'code' ? [] : [
    ...random(4) ? [] : [{ type: 'link', attrs: { href: pick(['https://a.example/b?c=d&e=f', 'mailto:a@b.example', '/espaces']) } }],
    ...random(3) ? [] : [{ type: 'bold' }], ...random(3) ? [] : [{ type: 'italic' }], ...random(6) ? [] : [{ type: 'code' }],
  ]
  // Neighbours differ in style, and a space without one stands between: what a person sees as one word in two styles the
  // normal form spells in one way only.
  const inline = (kind) => {
    const out = []
    for (const _ of times(1, 4, () => 0)) {
      if (out.length) out.push({ type: 'text', text: ' ' })
      const marks = marksOf()
      const last = out.at(-1)
      if (!marks.length && last) last.text += text()
      else out.push({ type: 'text', text: text(), ...marks.length ? { marks } : {} })
      if (out.at(-1).marks && !random(6)) out.push({ type: 'mention', attrs: { id: person.id, label: '' } })
      else if (kind !== 'heading' && !random(6)) out.push({ type: 'hardBreak' }, { type: 'text', text: text() })
    }
    return joined(out)
  }
  const joined = (nodes) => nodes.reduce((out, node) => {
    const last = out.at(-1)
    if (node.type === 'text' && last?.type === 'text' && JSON.stringify(node.marks) === JSON.stringify(last.marks)) last.text += node.text
    else out.push({ ...node })
    return out
  }, [])
  const block = (depth) => {
    const kind = pick(['paragraph', 'paragraph', 'heading', 'codeBlock', 'horizontalRule', 'picture', 'table', ...depth ? ['blockquote', 'bulletList', 'orderedList', 'bulletList'] : []])
    switch (kind) {
      case 'paragraph': return { type: kind, content: inline(kind) }
      case 'heading': return { type: kind, attrs: { level: pick([2, 3]) }, content: inline(kind) }
      case 'codeBlock': return { type: kind, content: [{ type: 'text', text: times(1, 3, text).join('\n') }] }
      case 'horizontalRule': return { type: kind }
      case 'picture': return { type: kind, attrs: { src: picture, alt: random(3) ? text() : '' } }
      case 'blockquote': return { type: kind, content: blocks(depth - 1) }
      case 'bulletList': return { type: kind, content: items(depth) }
      case 'orderedList': return { type: kind, attrs: { start: pick([1, 1, 3]) }, content: items(depth) }
      default: {
        const columns = 1 + random(3)
        const row = (cell) => ({ type: 'tableRow', content: Array.from({ length: columns }, () => ({ type: cell, content: inline('cell') })) })
        return { type: 'table', content: [row('tableHeader'), ...times(0, 2, () => row('tableCell'))] }
      }
    }
  }
  const blocks = (depth) => times(1, 3, () => block(depth))
  const items = (depth) => times(1, 3, () => ({ type: 'listItem', content: blocks(depth - 1) }))

  const convert = async (body, format) => (await fetch(`${space}/redaction/conversion`, { method: 'POST', body: new URLSearchParams({ body, format }), headers: { 'X-Requested-With': 'osmose' } }))
  const stored = async (html) => {
    const markdown = await (await convert(html, 'html')).json()
    const shown = await (await convert(markdown, 'markdown')).text()
    return shown.replace(/^<div class="os-prose">|<\/div>$/g, '').replaceAll(/(<a href="\/personnes\/[0-9a-z]{13}">)@[^<]*<\/a>/g, '$1</a>')
  }
  const asDocument = (html) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${space}/redaction/conversion`)
    request.responseType = 'document'
    request.onload = () => resolve(request.response.querySelector('.os-prose'))
    request.onerror = reject
    convert(html, 'html').then((answer) => answer.json()).then((body) => request.send(new URLSearchParams({ body, format: 'markdown' })), reject)
  })

  const wrong = []
  for (let i = 0; i < documents && wrong.length < 3; i++) {
    const doc = { type: 'doc', content: blocks(3) }
    try {
      schema.nodeFromJSON(doc).check()
    } catch (problem) {
      wrong.push({ refused: problem.message, doc: JSON.stringify(doc) })
      continue
    }
    const html = toHTML(doc)
    const kept = await stored(html)
    if (kept !== html) {
      wrong.push({ html, kept })
      continue
    }
    const again = toHTML(parse(DOMParser.fromSchema(schema), await asDocument(kept)))
    if (again !== kept) wrong.push({ kept, again })
  }
  editor.destroy()
  return wrong
}
