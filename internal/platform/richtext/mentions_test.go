package richtext

import (
	"strings"
	"testing"

	"osmose/internal/platform/ids"
)

const (
	karim  = ids.ID(1<<40 + 1)
	emilie = ids.ID(1<<40 + 2)
	jean   = ids.ID(1<<40 + 3)
)

func mentionOf(id ids.ID) string { return `<a href="/personnes/` + id.String() + `"></a>` }

var members = []Named{
	{ID: karim, Name: "Karim Benali"}, {ID: karim, Name: "Karim", Part: true}, {ID: emilie, Name: "Émilie Lefèvre"}, {ID: jean, Name: "Jean Petit"},
	{ID: emilie, Name: "Jean Petit-Roux"},
}

func TestAMentionIsResolvedWhenTheTextIsWritten(t *testing.T) {
	for written, want := range map[string]string{
		"Merci @Karim Benali.":            "<p>Merci " + mentionOf(karim) + ".</p>",
		"@karim, tu confirmes ?":          "<p>" + mentionOf(karim) + ", tu confirmes ?</p>",
		"@EMILIE LEFEVRE":                 "<p>" + mentionOf(emilie) + "</p>",
		"@e\u0301milie lefe\u0300vre":     "<p>" + mentionOf(emilie) + "</p>",
		"(@Jean Petit)":                   "<p>(" + mentionOf(jean) + ")</p>",
		"@Jean Petit-Roux et @Jean Petit": "<p>" + mentionOf(emilie) + " et " + mentionOf(jean) + "</p>",
		"**@Karim** et *@Karim*":          "<p>" + mentionOf(karim) + " et " + mentionOf(karim) + "</p>",
		"- @Karim":                        "<ul><li>" + mentionOf(karim) + "</li></ul>",
	} {
		got := ResolveMentions(FromMarkdown(written), members)
		if string(got) != want {
			t.Errorf("%q gave %s, want %s", written, got, want)
		}
		promise(t, got)
	}
}

func TestWhatIsNoMentionStays(t *testing.T) {
	for _, written := range []string{
		"karim@Karim.fr", "@Karima", "@Karim2", "@Paul", "@ Karim", "`@Karim`", "[@Karim](/espaces/x)", "```\n@Karim\n```", "https://a.fr/@Karim", "@", "",
	} {
		h := FromMarkdown(written)
		if got := ResolveMentions(h, members); got != h {
			t.Errorf("%q gave %s", written, got)
		}
	}
}

func TestANameOfTwoPersonsMentionsNeither(t *testing.T) {
	h := FromMarkdown("@Jean Petit")
	if got := ResolveMentions(h, []Named{{ID: jean, Name: "Jean Petit"}, {ID: karim, Name: "jean petit"}, {ID: jean, Name: "Jean Petit"}}); got != h {
		t.Errorf("got %s", got)
	}
}

func TestTheNameOfAMentionIsNeverStored(t *testing.T) {
	want := HTML("<p>Merci " + mentionOf(karim) + " et " + mentionOf(jean) + "</p>")
	if got := Sanitise(`<p>Merci <a href="/personnes/` + karim.String() + `"><b>Karim</b> Benali</a> et [` + "]" + `</p>`); strings.Contains(string(got), "Benali") {
		t.Errorf("the editor's name was kept: %s", got)
	}
	edited := ToMarkdown(WriteNames(want, nameOf))
	if edited != "Merci [@Karim Benali](/personnes/"+karim.String()+") et @Ancien membre\n" {
		t.Errorf("the text area shows %q", edited)
	}
	if got := FromMarkdown(strings.Replace(edited, "@Ancien membre", "[](/personnes/"+jean.String()+")", 1)); got != want {
		t.Errorf("edited again: %s, want %s", got, want)
	}
}

func nameOf(id ids.ID) string {
	return map[ids.ID]string{karim: "Karim Benali", emilie: `<script>"É&`}[id]
}

func TestNamesAreWrittenAtDisplay(t *testing.T) {
	h := HTML("<p>" + mentionOf(karim) + " " + mentionOf(emilie) + " " + mentionOf(jean) + `<a href="/personnes/autre">x</a></p>`)
	want := HTML(`<p><a href="/personnes/` + karim.String() + `">@Karim Benali</a> <a href="/personnes/` + emilie.String() +
		`">@&lt;script&gt;"É&amp;</a> @Ancien membre<a href="/personnes/autre">x</a></p>`)
	if got := WriteNames(h, nameOf); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMentionsAreListedOnce(t *testing.T) {
	h := FromMarkdown("[](/personnes/" + karim.String() + ") [x](/personnes/" + jean.String() + ")\n\n> [](/personnes/" + karim.String() + ")\n\n[](/personnes/nobody)")
	got := Mentions(h)
	if len(got) != 2 || got[0] != karim || got[1] != jean {
		t.Errorf("got %v of %s", got, h)
	}
	if got := Mentions("<p>a</p>"); got != nil {
		t.Errorf("a text without mentions has %v", got)
	}
}

func TestDisplayOfATextWithoutMentionsCostsNothing(t *testing.T) {
	h := FromMarkdown(strings.Repeat("Bonjour à **tous**, voir https://www.archives.gouv.fr.\n\n", 50))
	if allocated := testing.AllocsPerRun(100, func() { WriteNames(h, nameOf) }); allocated != 0 {
		t.Errorf("%v allocations", allocated)
	}
}
