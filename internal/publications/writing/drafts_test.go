package writing_test

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/publications/drafts"
	"osmose/internal/testkit"
)

func (d *desk) place() string {
	return "reponse/" + strings.Split(strings.TrimPrefix(d.thread, d.space+"/echanges/"), "-")[0]
}

// draft keeps a draft of a reply, as a page does that last stored one at known.
func (d *desk) draft(v *testkit.Visitor, body string, known int64) (saved int64, elsewhere bool) {
	d.t.Helper()
	answer := v.Post(d.space+"/redaction/brouillon", url.Values{
		"place": {d.place()}, "body": {body}, "format": {"html"}, "saved": {strconv.FormatInt(known, 10)},
	}).Is(200)
	var told struct {
		Saved     int64
		Elsewhere bool
	}
	if err := json.Unmarshal([]byte(answer.Body), &told); err != nil {
		d.t.Fatal(err)
	}
	return told.Saved, told.Elsewhere
}

func TestADraftIsItsAuthorsAndGoesWhenTheTextIsPublished(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	d.draft(karim, "<p>Une phrase <strong>commencée</strong><script>x()</script></p>", 0)
	karim.Get(d.thread).Is(200).Shows("Brouillon du 18 novembre 2026", "Une phrase **commencée**")
	helene.Get(d.thread).Is(200).Hides("commencée")
	d.reply(karim, url.Values{"body": {"Une phrase finie."}}).Hides("commencée")
	if n, err := db.One[int](d.DB.Read(t.Context()), `SELECT COUNT(*) FROM text_drafts`); n != 0 || err != nil {
		t.Errorf("%d drafts, %v", n, err)
	}
}

func TestTheNewestOfTwoDraftsWinsAndTheirAuthorIsTold(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	first, elsewhere := d.draft(karim, "<p>un</p>", 0)
	if elsewhere {
		t.Error("nobody else has written")
	}
	d.Clock.Advance(time.Second)
	if _, elsewhere = d.draft(karim, "<p>deux</p>", first); elsewhere {
		t.Error("the same page wrote before")
	}
	d.Clock.Advance(time.Second)
	if _, elsewhere = d.draft(karim, "<p>zibeline</p>", first); !elsewhere {
		t.Error("another page wrote meanwhile, and nobody says so")
	}
	karim.Get(d.thread).Is(200).Shows("zibeline").Hides("deux")
}

func TestAnEmptyOrAnOldDraftIsNone(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	d.draft(karim, "<p>un</p>", 0)
	d.draft(karim, "<p> </p>", 0)
	karim.Get(d.thread).Is(200).Hides("Brouillon du")
	d.draft(karim, "<p>deux</p>", 0)
	karim.Post(d.space+"/redaction/brouillon/retrait", url.Values{"place": {d.place()}}).LeadsTo(d.space)
	karim.Get(d.thread).Is(200).Hides("Brouillon du")
	d.draft(karim, "<p>zibeline</p>", 0)
	d.Clock.Advance(29 * 24 * time.Hour)
	d.Write(drafts.Sweep)
	karim = d.As("karim")
	karim.Get(d.thread).Is(200).Shows("zibeline")
	d.Clock.Advance(2 * 24 * time.Hour)
	d.Write(drafts.Sweep)
	d.As("karim").Get(d.thread).Is(200).Hides("zibeline")
}

func TestADraftHasALawfulPlaceAndABoundedNumber(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	for _, place := range []string{"", "fil/../../x", "fil/0123456789abc/x", strings.Repeat("a", 21), "Fil"} {
		karim.Post(d.space+"/redaction/brouillon", url.Values{"place": {place}, "body": {"x"}}).Is(404)
	}
	for i := range 60 {
		d.Clock.Advance(time.Second)
		karim.Post(d.space+"/redaction/brouillon", url.Values{"place": {"texte/" + strconv.FormatInt(1_000_000_000_000+int64(i), 10)}, "body": {"x"}}).Is(200)
	}
	if n, err := db.One[int](d.DB.Read(t.Context()), `SELECT COUNT(*) FROM text_drafts`); n != 50 || err != nil {
		t.Errorf("%d drafts, %v", n, err)
	}
}

// TestAnEditRestoredOverANewerTextIsAConflict keeps a draft from overwriting in silence what was published since.
func TestAnEditRestoredOverANewerTextIsAConflict(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	page := karim.Send(d.thread+"/messages", url.Values{"body": {"Première version."}}).LeadsTo(d.space)
	_, text, _ := strings.Cut(page, "#m-")
	edit := d.space + "/textes/" + text + "/modifier"
	karim.Post(d.space+"/redaction/brouillon", url.Values{"place": {"texte/" + text}, "body": {"Version en cours."}, "version": {"1"}}).Is(200)
	d.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE texts SET version = 2, body = '<p>Version publiée entre-temps.</p>' WHERE space_id = $1 AND body = '<p>Première version.</p>'`, d.id)
		return err
	})
	form := karim.Get(edit).Is(200).Shows("Version en cours.")
	if !strings.Contains(form.Body, `name="version" value="1"`) {
		t.Error("the draft is of version 1, and the form says otherwise")
	}
	karim.Post(edit, url.Values{"body": {"Version en cours."}, "version": {"1"}}).Is(409).Shows("Version publiée entre-temps.")
}

func TestNamesAreCompletedForMembersOfTheSpaceOnly(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	for typed, want := range map[string]string{
		"hélène": "Hélène Marchand", "HELE": "Hélène Marchand", "march": "Hélène Marchand", "helene mar": "Hélène Marchand", "mar hel": "Hélène Marchand",
	} {
		karim.Get(d.space + "/membres/completion?q=" + url.QueryEscape(typed)).Is(200).Shows(want)
	}
	for _, typed := range []string{"", "%", "_", "élène", "paul", "lefev", "%25marchand", "xx"} {
		if answer := karim.Get(d.space + "/membres/completion?q=" + url.QueryEscape(typed)).Is(200); strings.TrimSpace(answer.Body) != "[]" {
			t.Errorf("%q gives %s", typed, answer.Body)
		}
	}
	d.As("paul").Get(d.space + "/membres/completion?q=hel").Is(404).Hides("Marchand")
}

// TestADraftThatComesAfterItsTextWasSentIsNone: the request was on its way when Karim pressed « Publier ».
func TestADraftThatComesAfterItsTextWasSentIsNone(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	draft := func(sheet string) {
		t.Helper()
		karim.Post(d.space+"/redaction/brouillon", url.Values{"place": {d.place()}, "feuille": {sheet}, "body": {"zibeline"}}).Is(200)
	}
	draft("premier0001")
	karim.Get(d.thread).Is(200).Shows("Brouillon du", "zibeline")
	d.reply(karim, url.Values{"body": {"Une phrase finie."}, "feuille": {"premier0001"}}).Hides("Brouillon du")
	draft("premier0001")
	karim.Get(d.thread).Is(200).Hides("Brouillon du", "zibeline")
	// What another window says was sent by nobody.
	draft("second00002")
	karim.Get(d.thread).Is(200).Shows("Brouillon du", "zibeline")
	karim.Post(d.space+"/redaction/brouillon/retrait", url.Values{"place": {d.place()}, "feuille": {"second00002"}}).Is(303)
	draft("second00002")
	karim.Get(d.thread).Is(200).Hides("Brouillon du")
	d.Clock.Advance(2 * time.Hour)
	d.Write(drafts.Sweep)
	if n, err := db.One[int](d.DB.Read(t.Context()), `SELECT COUNT(*) FROM text_sheets`); n != 0 || err != nil {
		t.Errorf("%d sheets are kept, %v", n, err)
	}
}

// TestSheetsAreFewForOnePersonAndGoneAfterAnHour has a script of Karim's draw a sheet for each request; Hélène's, of before, is
// still known as sent.
func TestSheetsAreFewForOnePersonAndGoneAfterAnHour(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	clear := func(v *testkit.Visitor, sheet string) {
		t.Helper()
		v.Post(d.space+"/redaction/brouillon/retrait", url.Values{"place": {d.place()}, "feuille": {sheet}}).Is(303)
	}
	sheets := func() int {
		t.Helper()
		n, err := db.One[int](d.DB.Read(t.Context()), `SELECT COUNT(*) FROM text_sheets`)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	clear(helene, "feuille0000")
	for i := range 130 {
		d.Clock.Advance(time.Second)
		clear(karim, "feuille"+strconv.Itoa(1000+i))
	}
	if n := sheets(); n != 101 {
		t.Errorf("%d sheets are kept", n)
	}
	for v, sheet := range map[*testkit.Visitor]string{helene: "feuille0000", karim: "feuille1129"} {
		v.Post(d.space+"/redaction/brouillon", url.Values{"place": {d.place()}, "feuille": {sheet}, "body": {"zibeline"}}).Is(200)
		v.Get(d.thread).Is(200).Hides("zibeline")
	}
	// What Hélène sent says nothing of Karim, who draws the same letters.
	karim.Post(d.space+"/redaction/brouillon", url.Values{"place": {d.place()}, "feuille": {"feuille0000"}, "body": {"zibeline"}}).Is(200)
	karim.Get(d.thread).Is(200).Shows("zibeline")
	// A house full of people leaves more in an hour than a sweep of drafts removes.
	d.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO text_sheets (person_id, space_id, sheet, sent, seen_at)
			SELECT a.person_id, a.space_id, a.sheet || b.sheet, 0, a.seen_at
			FROM text_sheets a, text_sheets b
			WHERE a.space_id = $1 AND b.space_id = $1 AND a.sheet < b.sheet`, d.id)
		return err
	})
	if n := sheets(); n < 4000 {
		t.Fatalf("%d sheets are not many", n)
	}
	d.Clock.Advance(2 * time.Hour)
	d.Write(drafts.Sweep)
	if n := sheets(); n != 0 {
		t.Errorf("%d sheets are kept", n)
	}
}

func TestADraftBringsBackWhatStandsBesideTheText(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	cover, hers := d.upload(karim, "collines.jpg", picture(t)), d.upload(helene, "secret.jpg", picture(t))
	theme, err := db.One[string](d.DB.Read(t.Context()), `SELECT label FROM themes WHERE space_id = $1 ORDER BY label LIMIT 1`, d.id)
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(strings.Join(strings.Fields(karim.Get(d.space+"/blog/nouveau").Is(200).Body), " "), `name="theme"`)
	before, _, _ := strings.Cut(after, ">"+theme+"</option>")
	before = before[strings.LastIndex(before, `value="`)+len(`value="`):]
	id, _, _ := strings.Cut(before, `"`)
	keep := func(beside map[string]string) *testkit.Answer {
		text, _ := json.Marshal(beside)
		return karim.Post(d.space+"/redaction/brouillon", url.Values{"place": {"billet"}, "title": {"Un titre"}, "body": {"Voici."}, "beside": {string(text)}})
	}
	keep(map[string]string{"theme": id, "keywords": "versement, <b>", "depot": cover.ID, "cover_alt": "Des collines", "decorative": "", "when": "later",
		"date": "2026-12-01", "time": "09:30", "do": "publish", "version": "7"}).Is(200)
	d.Clock.Advance(3 * 24 * time.Hour)
	d.Write(d.Attachments.Sweep)
	page := d.As("karim").Get(d.space + "/blog/nouveau").Is(200).Shows("collines.jpg").Hides("<b>")
	for _, held := range []string{`value="Un titre"`, `value="` + id + `" selected`, `value="versement, &lt;b&gt;"`, `name="depot" value="` + cover.ID + `" checked`,
		`value="Des collines"`, `value="2026-12-01"`, `value="09:30"`} {
		if !strings.Contains(page.Body, held) {
			t.Errorf("the form has no %s", held)
		}
	}
	if strings.Contains(page.Body, `value="7"`) {
		t.Error("a draft fills a field that the room did not name")
	}
	keep(map[string]string{"depot": hers.ID}).Is(200)
	d.As("karim").Get(d.space+"/blog/nouveau").Is(200).Hides("secret.jpg", "collines.jpg")
	// What no page of ours sends is not kept.
	for _, wrong := range []map[string]string{{"Nom-long": "x"}, {"keywords": strings.Repeat("é", 1001)}} {
		keep(wrong).Is(422)
	}
}
