package writing_test

import (
	"bytes"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/testkit"
)

func TestAFormSentTwiceJoinsItsFilesOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	send := func() string {
		return karim.Send(d.thread+"/messages", url.Values{"body": {"Le bordereau signé."}},
			testkit.File{Field: "files", Name: "signé.txt", Content: []byte(report)},
			testkit.File{Field: "files", Name: "plan.jpg", Content: picture(t)},
			testkit.File{Field: "files", Name: "annexe.txt", Content: []byte(report)}).Is(303).Header.Get("Location")
	}
	if first, second := send(), send(); first != second {
		t.Fatalf("two messages: %s, %s", first, second)
	}
	for _, name := range []string{"signé.txt", "plan.jpg", "annexe.txt"} {
		if n := d.shown(karim, name); n != 1 {
			t.Errorf("%s shows %d times", name, n)
		}
	}
	d.Clock.Advance(2 * time.Minute)
	d.reply(karim, url.Values{"body": {"Le même, plus tard."}, "piece": {d.upload(karim, "signé.txt", []byte(report)).ID}})
	if n := d.shown(karim, "signé.txt"); n != 2 {
		t.Errorf("the files show %d times", n)
	}
}

// shown counts the files of a name that v sees in the thread.
func (d *desk) shown(v *testkit.Visitor, name string) int {
	d.t.Helper()
	return strings.Count(v.Get(d.thread).Is(200).Body, ">"+name+"</a>")
}

// TestACorrectedFileTakesItsPlaceAtOnce: it has the name, the type and the size of the one before, and is another.
func TestACorrectedFileTakesItsPlaceAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	right := strings.Replace(report, "visite", "remise", 1)
	where := karim.Send(d.thread+"/messages", url.Values{"body": {"Le bordereau."}}, testkit.File{Field: "files", Name: "bordereau.txt", Content: []byte(report)}).LeadsTo(d.space)
	_, text, _ := strings.Cut(where, "#m-")
	edit := d.space + "/textes/" + text + "/modifier"
	body := url.Values{"body": {"Le bordereau, corrigé."}, "version": {"1"}}
	karim.Send(edit, body, testkit.File{Field: "files", Name: "bordereau.txt", Content: []byte(right)}).Is(303)
	if n := d.shown(karim, "bordereau.txt"); n != 2 {
		t.Errorf("with the form: %d files, want the one before and the corrected one", n)
	}
	// The editor sends the same content again: it was chosen, so it stays.
	body = url.Values{"body": {"Le bordereau, deux fois."}, "version": {"2"}, "piece": {d.upload(karim, "bordereau.txt", []byte(right)).ID}}
	karim.Send(edit, body).Is(303)
	if n := d.shown(karim, "bordereau.txt"); n != 3 {
		t.Errorf("from the editor: %d files, want 3", n)
	}
}

// TestAPictureShownTwiceIsOthersToReadTwice: each in the text has an id of its own, and one that is not claimed is its
// sender's alone.
func TestAPictureShownTwiceIsOthersToReadTwice(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, sophie := d.As("karim"), d.As("sophie")
	show := func(file sent) string { return `<img src="` + file.URL + `" alt="Plan">` }
	first, second := d.upload(karim, "plan.jpg", picture(t)), d.upload(karim, "plan.jpg", picture(t))
	where := karim.Send(d.thread+"/messages", url.Values{"body": {`<p>Le plan</p>` + show(first)}, "format": {"html"}}).LeadsTo(d.space)
	_, text, _ := strings.Cut(where, "#m-")
	sophie.Get(first.URL).Is(200)
	sophie.Get(second.URL).Is(404)
	karim.Send(d.space+"/textes/"+text+"/modifier", url.Values{"body": {`<p>Les plans</p>` + show(first) + show(second)}, "format": {"html"}, "version": {"1"}}).Is(303)
	sophie.Get(second.URL).Is(200)
}

func filesIn(t *testing.T, folder string) (n int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNobodyClaimsAnothersFile(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	file := d.upload(karim, "projet.txt", []byte(report))
	d.reply(helene, url.Values{"body": {"Je prends le projet de Karim."}, "piece": {file.ID}}).Hides("projet.txt")
	helene.Get(file.URL).Is(404)
	helene.Post(file.URL+"/retrait", nil).Is(404)
	karim.Post(strings.Replace(file.URL, strings.Split(file.URL, "/")[2], strings.TrimPrefix(d.space, "/espaces/"), 1)+"/retrait", nil).Is(200)
	karim.Get(file.URL).Is(404)
}

// TestAPictureOfTheTextIsNotOfferedBesideIt: neither under the text, nor in the form that rewrites it, where the editor shows it.
func TestAPictureOfTheTextIsNotOfferedBesideIt(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	shown, joined := d.upload(karim, "plan.jpg", picture(t)), d.upload(karim, "annexe.jpg", picture(t))
	where := karim.Send(d.thread+"/messages", url.Values{"body": {`<p>Le plan</p><img src="` + shown.URL + `" alt="Plan">`}, "format": {"html"},
		"piece": {joined.ID, shown.ID}}).LeadsTo(d.space)
	page, text, _ := strings.Cut(where, "#m-")
	karim.Get(page).Is(200).Shows("annexe.jpg").Hides("plan.jpg")
	karim.Get(d.space + "/textes/" + text + "/modifier").Is(200).Shows("annexe.jpg").Hides("plan.jpg")
}

// TestAPictureTakenOutOfATextLeavesItsPage has Karim take a picture out of his reply: it stands nowhere on the page, the former
// version shows it still, and the form offers to keep it as a file, which he does. Hélène’s form can do nothing to it, and
// Paul opens neither page nor picture.
func TestAPictureTakenOutOfATextLeavesItsPage(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene, paul := d.As("karim"), d.As("helene"), d.As("paul")
	file := d.upload(karim, "plan.jpg", picture(t))
	with := `<p>Le plan</p><img src="` + file.URL + `" alt="Plan">`
	page, text, _ := strings.Cut(karim.Send(d.thread+"/messages", url.Values{"body": {with}, "format": {"html"}}).LeadsTo(d.space), "#m-")
	edit := d.space + "/textes/" + text + "/modifier"
	listed := `href="` + file.URL + `"`
	rewrite := func(v *testkit.Visitor, version string, more url.Values) *testkit.Answer {
		form := url.Values{"body": {"<p>Sans le plan</p>"}, "format": {"html"}, "version": {version}}
		maps.Copy(form, more)
		return v.Send(edit, form)
	}
	rewrite(karim, "1", nil).Is(303)
	if body := karim.Get(page).Is(200).Body; strings.Contains(body, file.URL) {
		t.Errorf("the page shows %s", file.URL)
	}
	if history := karim.Get(d.space + "/textes/" + text + "/historique").Is(200).Body; !strings.Contains(history, file.URL) {
		t.Error("the former version has lost its picture")
	}
	helene.Get(file.URL).Is(200)
	karim.Get(edit).Is(200).Shows("Images qui ne sont plus dans le texte", "plan.jpg")
	rewrite(helene, "2", url.Values{"garde": {file.ID}}).Is(403)
	rewrite(karim, "2", url.Values{"garde": {file.ID}}).Is(303)
	if body := helene.Get(page).Is(200).Body; !strings.Contains(body, listed) {
		t.Error("the picture that Karim keeps is not in the list")
	}
	karim.Get(edit).Is(200).Shows("Fichiers déjà joints", "plan.jpg").Hides("Images qui ne sont plus dans le texte")
	paul.Get(page).Is(404)
	paul.Get(file.URL).Is(404)
}

// TestASpaceReceivesSoMuchADayAndNoMore has Karim and Hélène fill what « Archivage numérique » may receive, Karim by a file that he
// takes back; who comes next is told so beside the field, nothing of theirs stays on disk, and another space and the next day
// are open.
func TestASpaceReceivesSoMuchADayAndNoMore(t *testing.T) {
	t.Parallel()
	d := openWith(t, func(o *app.Options) { o.SpaceFiles = 3 })
	karim, helene := d.As("karim"), d.As("helene")
	megabyte := bytes.Repeat([]byte("Bordereau de versement.\n"), 1_000_000/24)
	var last sent
	for _, v := range []*testkit.Visitor{karim, helene, karim} {
		if last = d.upload(v, "bordereau.txt", megabyte); last.Error != "" {
			t.Fatal(last.Error)
		}
	}
	karim.Post(d.space+"/pieces/"+last.ID+"/retrait", nil).Is(200)
	karim.Get(last.URL).Is(404)
	before := filesIn(t, filepath.Join(d.Data, "files"))
	for name, content := range map[string][]byte{"bordereau.txt": megabyte, "plan.jpg": picture(t)} {
		if sent := d.upload(helene, name, content); !strings.Contains(sent.Error, "plus de 3\u00a0Mo") {
			t.Errorf("%s: %+v", name, sent)
		}
	}
	if n := filesIn(t, filepath.Join(d.Data, "files")); n != before {
		t.Errorf("%d files on disk, and %d before", n, before)
	}
	elsewhere := &desk{World: d.World, t: t, space: karim.Get("/espaces").Is(200).Link("publics")}
	if sent := elsewhere.upload(karim, "bordereau.txt", megabyte); sent.Error != "" {
		t.Errorf("another space: %s", sent.Error)
	}
	d.Clock.Advance(24*time.Hour + time.Second)
	if sent := d.upload(d.As("helene"), "bordereau.txt", megabyte); sent.Error != "" {
		t.Errorf("the next day: %s", sent.Error)
	}
}

// TestAPictureApartIsItsSendersInItsSpace has Karim's form name, as the cover of a post, a picture of Hélène's that waits and one of
// his that waits in another space: the post gets none of them, and both wait as before. His own of this space covers it, and goes.
func TestAPictureApartIsItsSendersInItsSpace(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	elsewhere := &desk{World: d.World, t: t, space: karim.Get("/espaces").Is(200).Link("publics")}
	hers, other := d.upload(helene, "secret.jpg", picture(t)), elsewhere.upload(karim, "ailleurs.jpg", picture(t))
	mine := d.upload(karim, "collines.jpg", picture(t))
	publish := func(file sent) *testkit.Answer {
		form := url.Values{"place": {"billet"}, "title": {"Billet de " + file.Name}, "body": {"Voici."}, "decorative": {"1"}, "when": {"now"}, "do": {"publish"}, "depot": {file.ID}}
		return karim.Get(karim.Send(d.space+"/blog", form).LeadsTo(d.space + "/blog/")).Is(200)
	}
	for _, file := range []sent{hers, other} {
		if page := publish(file); strings.Contains(page.Body, "/couverture") {
			t.Errorf("%s covers a post", file.Name)
		}
	}
	helene.Get(hers.URL).Is(200)
	karim.Get(other.URL).Is(200)
	if page := publish(mine); !strings.Contains(page.Body, "/couverture") {
		t.Errorf("no cover: %s", page.Text())
	}
	karim.Get(mine.URL).Is(404)
}
