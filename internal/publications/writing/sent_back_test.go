package writing_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestATextSentBackNamesWhomItMentions: the editor sends a mention without its words, and a text area shows them.
func TestATextSentBackNamesWhomItMentions(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, yves := d.Person("karim").String(), d.Person("yves").String()
	d.As("helene").Post(d.space+"/blog", url.Values{
		"do": {"publish"}, "when": {"now"}, "place": {"billet"}, "format": {"html"},
		"body": {`<p>Merci <a href="/personnes/` + karim + `"></a>, <a href="/personnes/` + yves + `"></a> et <strong>tous</strong>.</p>`},
	}).Is(422).Shows("Merci [@Karim Benali](/personnes/"+karim+"), [@Ancien membre](/personnes/"+yves+") et **tous**.").Hides("[](/personnes/", "Yves Garnier")
}

// TestAnEditGoesOnInTheLastParagraph: a line break at the end would begin another one.
func TestAnEditGoesOnInTheLastParagraph(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	page := karim.Send(d.thread+"/messages", url.Values{"body": {"Une phrase.\n\nLa dernière."}}).LeadsTo(d.space)
	_, text, _ := strings.Cut(page, "#m-")
	if form := karim.Get(d.space + "/textes/" + text + "/modifier").Is(200); !strings.Contains(form.Body, "La dernière.</textarea>") {
		t.Error("the text of the form ends with a line break")
	}
}
