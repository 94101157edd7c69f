package richtext

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

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
		"@Karim merci":                    "<p>" + mentionOf(karim) + " merci</p>",
		"@Karim\nBonjour":                 "<p>" + mentionOf(karim) + "<br>Bonjour</p>",
		"@Karim - Bonjour":                "<p>" + mentionOf(karim) + " - Bonjour</p>",
	} {
		got := ResolveMentions(FromMarkdown(written), members)
		if string(got) != want {
			t.Errorf("%q gave %s, want %s", written, got, want)
		}
		promise(t, got)
	}
	// What a text holds beside its names is as it was: the picture that it claims, and what describes it.
	picture := Sanitise(`<img src="` + plan + `" alt="@Karim Benali">`)
	h := ResolveMentions(Sanitise("<p>@Karim Benali</p>"+string(picture)), members)
	if string(h) != "<p>"+mentionOf(karim)+"</p>"+string(picture) {
		t.Errorf("beside a picture: %s", h)
	}
}

func TestWhatIsNoMentionStays(t *testing.T) {
	for _, written := range []string{
		"karim@Karim.fr", "@Karim Durand", "@Karim-Ali", "@Karim‑Ali", "@Karima", "@Karim2", "@Paul", "@ Karim", "`@Karim`", "[@Karim](/espaces/x)", "```\n@Karim\n```", "https://a.fr/@Karim", "@", "",
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
	edited := ToMarkdown(WriteNames(want, "Ancien membre", nameOf))
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
	if got := WriteNames(h, "Ancien membre", nameOf); got != want {
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
	if allocated := testing.AllocsPerRun(100, func() { WriteNames(h, "Ancien membre", nameOf) }); allocated != 0 {
		t.Errorf("%v allocations", allocated)
	}
}

func TestATextCallsItsFirstWordsAfterEachAt(t *testing.T) {
	got := Called(FromMarkdown("Merci @Élodie Le Goff, et à @paul. Écrire à a@b.fr, `@code`, [@lien](/x), @ rien, @élodie"))
	want := []string{"elodie", "elodie le", "elodie le goff", "paul", "paul.", "paul. ecrire", "paul. ecrire a", "paul. ecrire a a"}
	if !slices.Equal(got, want) {
		t.Errorf("called %q", got)
	}
	many := ""
	for i := range 1000 {
		many += fmt.Sprintf("@nom%d, ", i)
	}
	if got := Called(FromMarkdown(many)); len(got) != 200 || got[0] != "nom0" {
		t.Errorf("a text that calls a thousand names gives %d", len(got))
	}
}

func TestWhoeverIsResolvedWasCalled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Sanitise(drawDocument(t))
		if before := len(Mentions(h)); len(Mentions(ResolveMentions(h, members))) > before && !slices.Contains(Called(h), "karim") {
			t.Fatalf("%q mentions somebody whom it does not call: %q", h, Called(h))
		}
	})
}

// TestAMentionKeepsItsPersonWhateverNamesBecome edits a text without changing it, its people bearing any names, alike or
// not, and reads the mentions again.
func TestAMentionKeepsItsPersonWhateverNamesBecome(t *testing.T) {
	names := []string{"Karim Benali", "karim benali", "Ancien membre", "Jean [Petit](/personnes/0123456789abc)", "@", "*a*", "É", "a|b", ""}
	rapid.Check(t, func(t *rapid.T) {
		all := []ids.ID{karim, emilie, jean}
		source := ""
		for range rapid.IntRange(1, 5).Draw(t, "mentions") {
			source += drawText(t, "between") + " " + mentionOf(rapid.SampledFrom(all).Draw(t, "person")) + " "
		}
		h := Sanitise("<p>" + source + "</p>")
		borne := map[ids.ID]string{}
		for _, id := range all {
			borne[id] = rapid.SampledFrom(names).Draw(t, "name")
		}
		named := func(id ids.ID) string { return cmp.Or(borne[id], "Ancien membre") }
		back := FromMarkdown(ToMarkdown(WriteNames(h, "Ancien membre", named)))
		var roll []Named
		for id, name := range borne {
			roll = append(roll, Named{ID: id, Name: name})
		}
		if got := ResolveMentions(back, roll); back != h || len(Called(h)) == 0 && got != h {
			t.Fatalf("%q comes back as %q, then %q", h, back, got)
		}
	})
}
