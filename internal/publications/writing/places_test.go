package writing_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"osmose/internal/testkit"
)

// post publishes a post by v, or whatever else the button do says, and returns its address.
func (d *desk) post(v *testkit.Visitor, do string, form url.Values, files ...testkit.File) string {
	d.t.Helper()
	form.Set("do", do)
	form.Set("when", "now")
	return v.Send(d.space+"/blog", form, files...).LeadsTo(d.space + "/blog/")
}

// note is a file that comes with a form.
func note(name string) testkit.File {
	return testkit.File{Field: "files", Name: name, Content: []byte(report)}
}

// fresh is what our script is given of a page, all its comments.
func (d *desk) fresh(v *testkit.Visitor, page string) *testkit.Answer {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+page+"?apres=0000000000001", nil)
	r.Header.Set("X-Requested-With", "osmose")
	return v.Do(r)
}

// value is that of a hidden field.
func value(page *testkit.Answer, name string) string {
	_, rest, _ := strings.Cut(page.Body, `name="`+name+`" value="`)
	found, _, _ := strings.Cut(rest, `"`)
	return found
}

func TestFilesOfACommentArriveWithItAndGoWithIt(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, sophie, helene := d.As("karim"), d.As("sophie"), d.As("helene")
	before := filesIn(t, filepath.Join(d.Data, "files"))
	post := d.post(helene, "publish", url.Values{"title": {"Le tri commence"}, "body": {"Dites ce que vous avez trouvé."}}, note("consignes.txt"))
	page := karim.Get(post).Is(200).Shows("consignes.txt")
	comment := karim.Send(page.Link("/commentaires"), url.Values{"body": {"Voici ma liste."}}, note("liste.txt")).LeadsTo(post + "#m-")
	file := sophie.Get(post).Is(200).Shows("Voici ma liste.", "liste.txt").Link("/pieces/")
	list := d.fresh(sophie, post).Is(200).Shows("Voici ma liste.", "liste.txt").Link("/pieces/")
	for _, address := range []string{file, list} {
		sophie.Get(address).Is(200)
	}
	text := d.space + "/textes/" + strings.Split(comment, "#m-")[1]
	karim.Post(text+"/supprimer", nil).LeadsTo(post)
	sophie.Get(post).Is(200).Shows("consignes.txt").Hides("Voici ma liste.", "liste.txt")
	for _, v := range []*testkit.Visitor{sophie, karim, helene} {
		v.Get(list).Is(404)
		v.Get(file).Is(200)
	}
	d.Clock.Advance(2 * time.Hour)
	d.Write(d.Attachments.Sweep)
	if n := filesIn(t, filepath.Join(d.Data, "files")); n != before+1 {
		t.Errorf("%d files on disk, and %d before the post", n, before)
	}
}

func TestFilesOfWhatIsNotPublishedAreItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, sophie, helene := d.As("karim"), d.As("sophie"), d.As("helene")
	d.post(karim, "draft", url.Values{"title": {"Pas encore"}, "body": {""}}, note("brouillard.txt"))
	draft := karim.Get(d.space + "/blog/brouillons").Is(200).Link("pas-encore")
	file := karim.Get(draft).Is(200).Shows("brouillard.txt").Link("/pieces/")
	seenBy := func(when string, readers ...*testkit.Visitor) {
		t.Helper()
		for _, v := range []*testkit.Visitor{karim, sophie, helene} {
			status := 404
			for _, reader := range readers {
				if v == reader {
					status = 200
				}
			}
			if got := v.Get(file).Status; got != status {
				t.Errorf("%s: %d instead of %d", when, got, status)
			}
		}
	}
	seenBy("a draft", karim)
	karim.Post(draft+"/publication", nil).Is(422) // it says nothing yet
	edit := karim.Get(draft + "/modifier").Is(200).Shows("brouillard.txt")
	karim.Send(draft+"/modifier", url.Values{
		"title": {"Pas encore"}, "body": {"Enfin."}, "version": {value(edit, "version")}, "when": {"now"}, "do": {"publish"},
	}).LeadsTo(draft)
	seenBy("published", karim, sophie, helene)
	karim.Post(draft+"/publication/retrait", nil).LeadsTo(draft)
	seenBy("a draft again", karim)
	karim.Post(draft+"/corbeille", nil).LeadsTo(d.space)
	seenBy("in the trash", karim)
}

// TestWhereverOneWritesADraftWaits knocks at each form of the product.
func TestWhereverOneWritesADraftWaits(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	post := d.post(karim, "publish", url.Values{"title": {"Un billet"}, "body": {"Son texte."}})
	comment := karim.Send(karim.Get(post).Link("/commentaires"), url.Values{"body": {"Un commentaire."}}).LeadsTo(post)
	text := d.space + "/textes/" + strings.Split(comment, "#m-")[1]
	theme := karim.Get(d.space + "/echanges/nouveau").Is(200).Option("theme")
	thread := karim.Send(d.space+"/echanges", url.Values{"title": {"Un fil"}, "theme": {theme}, "body": {"Sa question."}}, note("question.txt")).LeadsTo(d.space)
	karim.Get(thread).Is(200).Shows("question.txt")
	entry := karim.Send(d.space+"/faq", url.Values{"title": {"Une autre question"}, "theme": {theme}, "body": {"Sa réponse."}}).LeadsTo(d.space + "/faq/")
	for _, c := range []struct {
		form, action string
		more         url.Values
	}{
		{d.space + "/echanges/nouveau", d.space + "/echanges", url.Values{"title": {"Un autre fil"}, "theme": {theme}}},
		{thread, thread + "/messages", nil},
		{thread + "/modifier", thread + "/modifier", url.Values{"title": {"Un fil"}, "theme": {theme}, "version": {"1"}}},
		{d.space + "/blog/nouveau", d.space + "/blog", url.Values{"title": {"Un autre billet"}, "do": {"publish"}, "when": {"now"}}},
		{post + "/modifier", post + "/modifier", url.Values{"title": {"Un billet"}, "do": {"publish"}}},
		{post, karim.Get(post).Link("/commentaires"), nil},
		{text + "/modifier", text + "/modifier", url.Values{"version": {"1"}}},
		{d.space + "/faq/nouveau", d.space + "/faq", url.Values{"title": {"Une question"}, "theme": {theme}}},
		{entry + "/modifier", entry + "/modifier", url.Values{"title": {"Une autre question"}, "theme": {theme}}},
		{text + "/faq", text + "/faq", url.Values{"title": {"Une réponse à garder"}, "theme": {theme}}},
	} {
		place := value(karim.Get(c.form).Is(200), "place")
		karim.Post(d.space+"/redaction/brouillon", url.Values{"place": {place}, "body": {"Une zibeline passe."}}).Is(200)
		begun := karim.Get(c.form).Is(200).Shows("Brouillon du 18 novembre 2026", "Une zibeline passe.")
		if c.form != thread && c.form != post && !strings.HasSuffix(c.form, "/nouveau") {
			helene.Get(c.form).Hides("Une zibeline passe.")
		} else {
			helene.Get(c.form).Is(200).Hides("Une zibeline passe.")
		}
		form := url.Values{"place": {place}, "body": {"Le lynx est passé."}}
		for name, values := range c.more {
			form[name] = values
		}
		if c.form == post+"/modifier" || c.form == entry+"/modifier" {
			form.Set("version", value(begun, "version"))
		}
		page := karim.Send(c.action, form, note("lynx.txt")).LeadsTo(d.space)
		page, _, _ = strings.Cut(page, "#")
		karim.Get(page).Is(200).Shows("Le lynx est passé.", "lynx.txt")
		karim.Get(c.form).Is(200).Hides("Une zibeline passe.")
	}
}
