package discussions

import (
	"strings"
	"testing"

	"osmose/internal/platform/db"
)

func TestNothingTypedIsLostAndNothingWrongIsStored(t *testing.T) {
	s := newSite(t)
	theme := s.theme.String()
	for name, c := range map[string]struct {
		fields []string
		says   []string
	}{
		"nothing":         {nil, []string{"Donnez un titre", "Choisissez un thème", "Écrivez votre message"}},
		"no theme":        {[]string{"title", "Mon titre", "keywords", "courriels", "body", "Mon texte"}, []string{"Choisissez un thème", `value="Mon titre"`, `value="courriels"`, ">Mon texte</textarea>"}},
		"a theme unknown": {[]string{"title", "Mon titre", "theme", "0000000000001", "body", "Mon texte"}, []string{"Ce thème n’existe pas", `value="Mon titre"`}},
		"no id":           {[]string{"title", "Mon titre", "theme", "rien", "body", "Mon texte"}, []string{"Ce choix n’est pas proposé"}},
		"a long title":    {[]string{"title", strings.Repeat("é", 201), "theme", theme, "body", "Mon texte"}, []string{"201 caractères", ">Mon texte</textarea>"}},
		"a long text":     {[]string{"title", "Mon titre", "theme", theme, "body", strings.Repeat("é", 20_001)}, []string{"Ramenez-le", `value="Mon titre"`}},
		"NUL":             {[]string{"title", "Mon\x00 titre", "theme", theme, "body", "Mon\x00 texte"}, []string{"caractère invisible", ">Mon texte</textarea>"}},
		"broken":          {[]string{"title", "Mon titre", "theme", theme, "body", "Mon \xff texte"}, []string{"illisibles"}},
		"only marks":      {[]string{"title", "Mon titre", "theme", theme, "body", "<!-- -->"}, []string{"champ-body-erreur"}},
		"many keywords":   {[]string{"title", "Mon titre", "theme", theme, "body", "x", "keywords", "a,b,c,d,e,f,g,h,i"}, []string{"8"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := s.post(s.karim, s.forum(), c.fields...)
			s.wants(a, 422, append(c.says, "os-error-summary")...)
		})
	}
	if summary := s.post(s.karim, s.forum()).body; strings.Index(summary, "#champ-title") > strings.Index(summary, "#champ-theme") || strings.Index(summary, "#champ-theme") > strings.Index(summary, "#champ-body") {
		t.Error("the summary names the fields in another order than the form")
	}
	n, err := db.One[int](s.q(), `SELECT COUNT(*) FROM texts WHERE author_id = $1`, s.karim)
	s.must(err)
	s.same(n, 0, "texts stored")
}

func TestMarkupIsText(t *testing.T) {
	s := newSite(t)
	const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>`
	sent := s.post(s.karim, s.forum(), "title", "Titre "+evil, "theme", s.theme.String(), "keywords", "<b>x</b>", "body", "Texte "+evil)
	s.wants(sent, 303)
	for _, path := range []string{sent.location, s.forum()} {
		a := s.get(s.sophie, path)
		s.wants(a, 200)
		s.lacks(a, "<script>alert", "<img src=x", "<b>x")
	}
}

func TestARefusedReplyKeepsItsWords(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	long := strings.Repeat("é", 20_001)
	s.wants(s.post(s.karim, s.at(id)+"/messages", "body", " "), 422, "Écrivez votre message", "<h1>Un fil</h1>")
	s.wants(s.post(s.karim, s.at(id)+"/messages", "body", long), 422, "Ramenez-le", long)
	s.write(func(tx *db.Tx) error { return s.room.Close(tx, s.as(s.helene), id) })
	s.wants(s.post(s.karim, s.at(id)+"/messages", "body", "Trop tard, hélas."), 409, "clos pendant que vous écriviez", "Trop tard, hélas.")
	s.same(s.world.thread(id).Replies, 0, "replies stored")
}

func TestTwoEditsOfOneTextShowBoth(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	text := s.replied(s.karim, id, "Première version.")
	edit := s.textAt(text, "/modifier")
	s.wants(s.get(s.karim, edit), 200, "Première version.", `name="version" value="1"`)
	s.wants(s.post(s.karim, edit, "version", "1", "body", "Depuis le bureau."), 303)
	both := s.post(s.karim, edit, "version", "1", "body", "Depuis le train.")
	s.wants(both, 409, "Depuis le bureau.", ">Depuis le train.</textarea>", `name="version" value="2"`)
	s.wants(s.post(s.karim, edit, "version", "2", "body", "Depuis le train."), 303)
	s.same(s.words(id), "[Depuis le train.]", "what stands")
	s.wants(s.get(s.helene, edit), 403, "vos propres messages")
}

func TestKeywordsComplete(t *testing.T) {
	s := newSite(t)
	s.write(func(tx *db.Tx) error {
		d := s.draft("Un fil")
		d.Keywords = []string{"Élimination", "électronique", "DUA"}
		_, err := s.room.Open(tx, s.as(s.karim), d)
		return err
	})
	s.same(s.get(s.sophie, s.as(s.sophie).Path()+"/mots-cles?q=EL").body, `["électronique","Élimination"]`, "completion")
	s.same(s.get(s.sophie, s.as(s.sophie).Path()+"/mots-cles?q=").body, `[]`, "nothing typed")
}

func TestSendingAndWritingAnother(t *testing.T) {
	s := newSite(t)
	a := s.post(s.karim, s.forum(), "title", "Un de plusieurs", "theme", s.theme.String(), "body", "x", "again", "1")
	s.wants(a, 303)
	if !strings.HasPrefix(a.location, s.forum()+"/nouveau?") {
		t.Errorf("leads to %s", a.location)
	}
	s.wants(s.get(s.karim, a.location), 200, `value="`+s.theme.String()+`" selected`)
}

func TestAReplyAfterARemovalIsNotStored(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	address := s.at(id)
	s.wants(s.get(s.karim, address), 200)
	s.write(func(tx *db.Tx) error { return s.spaces.Remove(tx, s.as(s.helene), s.karim) })
	s.wants(s.post(s.karim, address+"/messages", "body", "Trop tard."), 404)
	s.same(len(s.words(id)), 0, "replies")
}
