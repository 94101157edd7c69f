package richtext

import (
	"strings"
	"testing"
)

// remote ends the tag of a link that leaves the platform.
const remote = `" rel="noopener noreferrer nofollow">`

func TestWhatPeopleTypeInATextArea(t *testing.T) {
	for _, typed := range []struct{ what, source, want string }{
		{"paragraphs", "Bonjour,\n\nmerci.", "<p>Bonjour,</p><p>merci.</p>"},
		{"a single newline", "Bonjour,\nmerci.", "<p>Bonjour,<br>merci.</p>"},
		{"newlines of Windows", "a\r\nb\r\n\r\nc", "<p>a<br>b</p><p>c</p>"},
		{"indentation", "    pas du code", "<p>pas du code</p>"},
		{"a line of hyphens", "Karim\n---\nArchives", "<p>Karim</p><hr><p>Archives</p>"},
		{"a line of equals", "Karim\n===", "<p>Karim<br>===</p>"},
		{"titles", "# A\n## B\n### C\n###### D\n####### E", "<h2>A</h2><h3>B</h3><h3>C</h3><h3>D</h3><p>####### E</p>"},
		{"a hashtag", "#archives", "<p>#archives</p>"},
		{"styles", "**gras** *italique* _italique_ __gras__ ***les deux*** `code`", "<p><strong>gras</strong> <em>italique</em> <em>italique</em> <strong>gras</strong> <strong><em>les deux</em></strong> <code>code</code></p>"},
		{"stars that are stars", "5 * 3 et 2*", "<p>5 * 3 et 2*</p>"},
		{"file names", "un_nom_de_fichier", "<p>un_nom_de_fichier</p>"},
		{"struck words", "~~a~~", "<p>~~a~~</p>"},
		{"a list after its sentence", "Liste :\n- a\n- b", "<p>Liste :</p><ul><li>a</li><li>b</li></ul>"},
		{"an airy list", "- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"},
		{"lists in lists", "1. a\n   - b\n     - c\n2. d", "<ol><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ol>"},
		{"a list from three", "3. a\n4. b", `<ol start="3"><li>a</li><li>b</li></ol>`},
		{"a list from zero", "0. a", `<ol start="0"><li>a</li></ol>`},
		{"paragraphs in an item", "- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"},
		{"quotes", "> a\n> b\n\nc", "<blockquote><p>a<br>b</p></blockquote><p>c</p>"},
		{"code", "```sql\nSELECT *\n  FROM a;\n```", "<pre><code>SELECT *\n  FROM a;\n</code></pre>"},
		{"code that is never closed", "```\na", "<pre><code>a\n</code></pre>"},
		{"a table", "| A | B |\n|:--|--:|\n| *a* | b\\|c |\n| d |", "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td><em>a</em></td><td>b|c</td></tr><tr><td>d</td><td></td></tr></tbody></table>"},
		{"lines in a cell", "| A |\n|---|\n| a<br>b<BR />c |", "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>a<br>b<br>c</td></tr></tbody></table>"},
		{"a link", "[le guide](https://a.fr/g?x=1&y=2 \"Titre\")", `<p><a href="https://a.fr/g?x=1&amp;y=2` + remote + "le guide</a></p>"},
		{"a page of ours", "[fiche](/espaces/x)", `<p><a href="/espaces/x">fiche</a></p>`},
		{"an address of mail", "[nous](mailto:a@b.fr) ou <a@b.fr>", `<p><a href="mailto:a@b.fr">nous</a> ou <a href="mailto:a@b.fr">a@b.fr</a></p>`},
		{"a bare address", "Voir https://a.fr/b_(c), puis http://d.fr.", `<p>Voir <a href="https://a.fr/b_(c)` + remote + `https://a.fr/b_(c)</a>, puis <a href="http://d.fr` + remote + "http://d.fr</a>.</p>"},
		{"an address in quotation marks", "« https://a.fr/é »", `<p>« <a href="https://a.fr/%C3%A9` + remote + "https://a.fr/é</a> »</p>"},
		{"an address in code", "`https://a.fr`", "<p><code>https://a.fr</code></p>"},
		{"an address in capitals", "HTTPS://A.fr", `<p><a href="https://A.fr` + remote + "HTTPS://A.fr</a></p>"},
		{"entities", "&eacute; &amp; &#233; &inconnue; \\&amp;", "<p>é &amp; é &amp;inconnue; &amp;amp;</p>"},
		{"no-break spaces", "Oui\u202f! «\u00a0a\u00a0»", "<p>Oui\u202f! «\u00a0a\u00a0»</p>"},
		{"nothing", " \n\n\t ", ""},
	} {
		if got := FromMarkdown(typed.source); string(got) != typed.want {
			t.Errorf("%s: %q gave\n%s, want\n%s", typed.what, typed.source, got, typed.want)
		}
	}
}

func TestWhatEditorsAndMailProgramsWrite(t *testing.T) {
	for _, pasted := range []struct{ what, fragment, want string }{
		{"an editor's items", "<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"},
		{"old elements", "<b>a</b> <i>b</i> <tt>c</tt>", "<p><strong>a</strong> <em>b</em> <code>c</code></p>"},
		{"lines in divs", "<div>a</div><div>b<br></div><div><br></div>", "<p>a</p><p>b</p>"},
		{"two breaks", "<p>a<br><br>b</p>", "<p>a</p><p>b</p>"},
		{"spaces in styles", "<p>a<strong> b </strong>c</p>", "<p>a <strong>b</strong> c</p>"},
		{"badly nested styles", "<p><b>a<i>b</b>c</i></p>", "<p><strong>a<em>b</em></strong><em>c</em></p>"},
		{"styles inside out", "<p><em><strong>a</strong></em></p>", "<p><strong><em>a</em></strong></p>"},
		{"a style in pieces", "<p><b>a</b><b>b</b></p>", "<p><strong>ab</strong></p>"},
		{"empty elements", "<p></p><p> </p><ul></ul><ul><li></li></ul><h2></h2><b></b><a href='/x'></a><pre></pre>", ""},
		{"titles of all sizes", "<h1>a</h1><h2>b</h2><h3>c</h3><h6>d</h6>", "<h2>a</h2><h2>b</h2><h3>c</h3><h3>d</h3>"},
		{"a list in a list", "<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"},
		{"an item without list", "<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"},
		{"text in a list", "<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
		{"a table of a spreadsheet", "<table><caption>T</caption><colgroup><col></colgroup><tr><td><p>a</p><p>b</p></td><td>c</td></tr><tr><td>d</td></tr></table>", "<p>T</p><table><thead><tr><th>a<br>b</th><th>c</th></tr></thead><tbody><tr><td>d</td><td></td></tr></tbody></table>"},
		{"a table in a table", "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>", "<table><thead><tr><th>a<br>b<br>c</th></tr></thead></table>"},
		{"code with a language", "<pre><code class=\"language-go\">\tif a &lt; b {\n\n\t}</code></pre>", "<pre><code>    if a &lt; b {\n\n    }\n</code></pre>"},
		{"a coloured code", "<pre><span>a</span><br><b>b</b></pre>", "<pre><code>a\nb\n</code></pre>"},
		{"a link of another form", "<a target=_blank class=x href=' HTTPS://a.fr/é '>a</a>", `<p><a href="https://a.fr/%C3%A9` + remote + "a</a></p>"},
		{"a link around blocks", "<a href='/x'><p>a</p><p>b</p></a>", `<p><a href="/x">a</a></p><p><a href="/x">b</a></p>`},
		{"a bare address", "<p>http://a.fr</p>", `<p><a href="http://a.fr` + remote + "http://a.fr</a></p>"},
		{"entities", "&eacute;&nbsp;&#233;&quot;&lt;", "<p>é\u00a0é\"&lt;</p>"},
		{"scripts", "a<script>b</script>c", "<p>ac</p>"},
	} {
		if got := Sanitise(pasted.fragment); string(got) != pasted.want {
			t.Errorf("%s: %s gave\n%s, want\n%s", pasted.what, pasted.fragment, got, pasted.want)
		}
	}
}

func TestATextAreaShowsReadableMarkdown(t *testing.T) {
	for _, source := range []string{
		"Bonjour à **tous** !\nVoir https://a.fr/un_nom?x=1&y=2, ou [la _fiche_](/espaces/x).\n",
		"# Titre\n\n## Sous-titre n° 3 - suite\n\n***\n\n- a\n- b\n  1. c\n  2. d\n\n+ autre liste\n",
		"> Quelle durée ?\n>\n> - a\n>\n> Merci\n",
		"3. trois\n\n4. quatre\n\n   avec un paragraphe\n\n5. cinq\n",
		"| A | B |\n| --- | --- |\n| a\\|b | `c` |\n",
		"```\nSELECT *\n\n  FROM a\n```\n",
		"Le 1er mars, 5 * 3 = 15 & -2 €, un_nom, (s), #archives, a ~ b, \\[brouillon] \\<b>\n",
		"mot<!-- -->**(s)**<!-- -->clé\n",
	} {
		if got := ToMarkdown(FromMarkdown(source)); got != source {
			t.Errorf("%q\nis shown as %q", source, got)
		}
	}
}

func TestWhatIsTooDeepJoinsWhatIsAbove(t *testing.T) {
	for name, h := range map[string]HTML{
		"Markdown quotes": FromMarkdown(strings.Repeat(">", 10_000) + " a"),
		"Markdown items":  FromMarkdown(strings.Repeat("- ", 10_000) + "a"),
		"HTML quotes":     Sanitise(strings.Repeat("<blockquote>", 10_000) + "a" + strings.Repeat("</blockquote>", 10_000) + "b"),
		"HTML lists":      Sanitise(strings.Repeat("<ul><li>", 10_000) + "a" + strings.Repeat("</li></ul>", 10_000) + "b"),
	} {
		if depth := strings.Count(string(h), "<blockquote>") + strings.Count(string(h), "<ul>"); depth != maxDepth {
			t.Errorf("%s: %d deep", name, depth)
		}
		promise(t, h)
	}
	if h := FromMarkdown(strings.Repeat(">", maxDepth+2) + " a"); !strings.Contains(string(h), "<p>&gt;&gt; a</p>") {
		t.Errorf("a mark that is too deep is text, got %s", h)
	}
}

func TestATableThatIsTooLargeIsItsWords(t *testing.T) {
	for name, h := range map[string]HTML{
		"rows of HTML":        Sanitise("<table>" + strings.Repeat("<tr><td>a<td>b", maxCells)),
		"rows of Markdown":    FromMarkdown("a|b\n-|-\n" + strings.Repeat("a|b\n", maxCells)),
		"columns of Markdown": FromMarkdown(strings.Repeat("a|", 100) + "\n" + strings.Repeat("-|", 100) + "\na"),
	} {
		if strings.Contains(string(h), "<table>") {
			t.Errorf("%s: still a table", name)
		}
		promise(t, h)
	}
	wide := Sanitise("<table><tr>" + strings.Repeat("<td>a", 100))
	if strings.Count(string(wide), "<th>") != maxColumns || strings.Count(string(wide), "a") < 100 {
		t.Errorf("columns of HTML: %s", wide)
	}
}

func TestAParagraphOfTooManyStylesKeepsItsWords(t *testing.T) {
	h := FromMarkdown(strings.Repeat("**a** b `c` [d](/e) ", maxRuns))
	if want := "<p>" + strings.TrimSpace(strings.Repeat("a b c d ", maxRuns)) + "</p>"; !strings.HasPrefix(string(h), want[:200]) {
		t.Errorf("got %.300s", h)
	}
	promise(t, h)
	promise(t, FromMarkdown(strings.Repeat("http://a.fr ", maxRuns+3)))
	promise(t, FromMarkdown(strings.Repeat("**[`a`](/x)** ", maxRuns)))
	promise(t, FromMarkdown(strings.Repeat("a!b]c_d * ", 20_000)))
}
