package writing_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/testkit"
)

// ask asks for an address as our script does.
func (d *desk) ask(v *testkit.Visitor, path string) *testkit.Answer {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+path, nil)
	r.Header.Set("X-Requested-With", "osmose")
	return v.Do(r)
}

// TestWhoeverSendsWithoutEndKeepsTheText has Karim's account reply in a loop: the text that meets the limit comes back in its
// form with a sentence, nothing of it is published, and it goes through a minute later. Hélène replies meanwhile.
func TestWhoeverSendsWithoutEndKeepsTheText(t *testing.T) {
	t.Parallel()
	d := openWith(t, func(o *app.Options) { o.MostWritten = 20 })
	karim, helene := d.As("karim"), d.As("helene")
	reply := func(v *testkit.Visitor, text string) *testkit.Answer {
		return v.Post(d.thread+"/messages", url.Values{"body": {text}})
	}
	for i := range 20 {
		reply(karim, "Réponse "+strconv.Itoa(i)).LeadsTo(d.thread)
	}
	refused := reply(karim, "Une de trop, longuement écrite.").Is(422).Shows("envoyé beaucoup de textes en peu de temps")
	if kept := refused.Value("body"); kept != "Une de trop, longuement écrite." {
		t.Errorf("the form holds %q", kept)
	}
	karim.Get(d.thread).Hides("Une de trop")
	reply(helene, "Je réponds à mon rythme.").LeadsTo(d.thread)
	d.Clock.Advance(time.Minute)
	reply(karim, "Une de trop, longuement écrite.").LeadsTo(d.thread)
}

// TestALoopMeetsABudgetAndNobodyWhoTypesDoes has Karim's account ask in a loop, as a stolen one would: he is told to wait, in
// his language and without a page, and gets everything back after a minute. Hélène writes meanwhile as ever.
func TestALoopMeetsABudgetAndNobodyWhoTypesDoes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		limit int
		do    func(*desk, *testkit.Visitor) *testkit.Answer
		says  string
	}{
		"completion": {900, func(d *desk, v *testkit.Visitor) *testkit.Answer {
			return d.ask(v, d.space+"/membres/completion?q=hel")
		}, "beaucoup de suggestions"},
		"keywords": {900, func(d *desk, v *testkit.Visitor) *testkit.Answer { return d.ask(v, d.space+"/mots-cles?q=se") }, "beaucoup de suggestions"},
		"conversion": {600, func(d *desk, v *testkit.Visitor) *testkit.Answer {
			return v.Post(d.space+"/redaction/conversion", url.Values{"body": {"**Un** mot."}, "format": {"markdown"}})
		}, "converti de nombreuses fois"},
		"draft": {120, func(d *desk, v *testkit.Visitor) *testkit.Answer {
			return v.Post(d.space+"/redaction/brouillon", url.Values{"place": {d.place()}, "body": {"x"}})
		}, "brouillon a été enregistré de nombreuses fois"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			karim, helene := d.As("karim"), d.As("helene")
			d.Clock.Advance(15 * time.Second)
			for range c.limit {
				c.do(d, karim).Is(200)
			}
			d.Clock.Advance(20 * time.Second)
			refused := c.do(d, karim).Is(429).Shows(c.says)
			if after := refused.Header.Get("Retry-After"); after != "40" {
				t.Errorf("come back after %q seconds", after)
			}
			c.do(d, helene).Is(200)
			karim.Get(d.thread).Is(200)
			d.Clock.Advance(40 * time.Second)
			c.do(d, karim).Is(200)
		})
	}
}

// TestTitlesAndNamesShareTheBudgetOfSuggestions keeps a loop from having one for each kind of suggestion.
func TestTitlesAndNamesShareTheBudgetOfSuggestions(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	for range 450 {
		d.ask(karim, d.space+"/membres/completion?q=hel").Is(200)
		d.ask(karim, d.space+"/mots-cles?q=se").Is(200)
	}
	refused := d.ask(karim, d.space+"/publications/completion?q=seda").Is(429)
	if strings.Contains(refused.Body, "<") {
		t.Errorf("a script is sent a page: %s", refused.Body)
	}
	karim.Language = "en"
	d.ask(karim, d.space+"/publications/completion?q=seda").Is(429).Shows("they come back in 1 minute.")
}

// TestConversionTakesNoMoreThanTheLongestText bounds what one request makes the server read.
func TestConversionTakesNoMoreThanTheLongestText(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	convert := func(body, format string) *testkit.Answer {
		return karim.Post(d.space+"/redaction/conversion", url.Values{"body": {body}, "format": {format}})
	}
	for _, format := range []string{"html", "markdown"} {
		convert(strings.Repeat("mot ", 25_000), format).Is(200)
		convert(strings.Repeat("mot ", 25_001), format).Is(422)
		convert(strings.Repeat("mot ", 300_000), format).Is(413)
	}
}
