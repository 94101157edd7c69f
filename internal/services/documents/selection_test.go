package documents_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/services/documents"
)

// selection is the address at which something is asked of documents that were ticked.
func (w world) selection(what string, from ids.ID, list ...ids.ID) string {
	q := url.Values{"faire": {what}}
	if from != 0 {
		q.Set("dossier", from.String())
	}
	for _, id := range list {
		q.Add("document", id.String())
	}
	return w.shelf() + "/selection?" + q.Encode()
}

// sent is the form that the page of a selection sends.
func (w world) sent(folder ids.ID, list ...ids.ID) url.Values {
	form := url.Values{}
	if folder != 0 {
		form.Set("folder", folder.String())
	}
	for _, id := range list {
		form.Add("document", id.String())
	}
	return form
}

// TestKarimMovesWhatIsHisAndIsToldOfTheRest chooses two documents of his, one of Hélène's, one in the trash and one of another
// space.
func TestKarimMovesWhatIsHisAndIsToldOfTheRest(t *testing.T) {
	w := boot(t)
	target, closed := w.folder("Rangés", 0, ""), w.folder("Réservé", 0, "animators")
	first, second := w.filed("karim", 0, "Premier", "Un."), w.filed("karim", 0, "Second", "Deux.")
	hers, gone := w.filed("helene", 0, "Tableau d’Hélène", "Trois."), w.filed("karim", 0, "Jeté", "Quatre.")
	m := w.member("karim")
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, m, gone) })
	karim, paul, sophie := w.As("karim"), w.As("paul"), w.As("sophie")

	page := karim.Get(w.shelf()).Is(200).Shows("Télécharger (ZIP)", "Déplacer", "Mettre à la corbeille")
	if !strings.Contains(page.Body, `aria-label="Sélectionner « Premier »"`) {
		t.Error("no box for « Premier »")
	}
	sophie.Get(w.shelf()).Is(200).Shows("Télécharger (ZIP)").Hides(`value="deplacement"`, `data-os-carry=`)

	all := []ids.ID{first, second, hers, gone}
	karim.Get(w.selection("deplacement", 0, all...)).Is(200).Shows("2 documents", "Premier", "Second", "Seuls leur auteur et les animateurs", "Tableau d’Hélène", "Rangés").
		Hides("Jeté", "Réservé")
	paul.Get(w.selection("deplacement", 0, all...)).Is(404).Hides("Premier")
	paul.Post(w.shelf()+"/selection/deplacement", w.sent(target, all...)).Is(404)
	sophie.Post(w.shelf()+"/selection/deplacement", w.sent(target, all...)).Is(403)
	karim.Post(w.shelf()+"/selection/deplacement", w.sent(closed, all...)).Is(403)
	karim.Post(w.shelf()+"/selection/deplacement", url.Values{"document": {first.String()}, "folder": {"0000000000001"}}).Is(422).
		Shows("Ce dossier n’existe plus", "Premier")
	if w.find(first).FolderID != 0 {
		t.Fatal("it moved")
	}

	to := karim.Post(w.shelf()+"/selection/deplacement", w.sent(target, all...)).LeadsTo(w.space() + "/dossiers/" + target.String())
	at := karim.Get(to).LeadsTo(w.space() + "/dossiers/" + target.String() + "-ranges")
	karim.Get(at).Is(200).Shows("Documents déplacés : 2", "Restent où ils étaient", "« Tableau d’Hélène »", "Premier", "Second")
	if w.find(hers).FolderID != 0 {
		t.Error("hers moved")
	}
	karim.Post(w.shelf()+"/selection/deplacement", w.sent(target, hers)).LeadsTo(w.space())
	karim.Get(at).Shows("Aucun document n’est déplacé")
}

// TestHeleneThrowsSeveralAwayAfterAQuestion is the other action, on documents of everybody; nobody chosen is told.
func TestHeleneThrowsSeveralAwayAfterAQuestion(t *testing.T) {
	w := boot(t)
	folder := w.folder("À trier", 0, "")
	first, second := w.filed("karim", folder, "Premier", "Un."), w.filed("helene", folder, "Second", "Deux.")
	helene, paul := w.As("helene"), w.As("paul")
	helene.Get(w.selection("corbeille", folder, first, second)).Is(200).Shows("Mettre des documents à la corbeille", "2 documents", "Premier", "Second", "trente jours", "Annuler")
	form := w.sent(0, first, second)
	form.Set("dossier", folder.String())
	paul.Post(w.shelf()+"/selection/corbeille", form).Is(404)
	w.As("karim").Get(w.shelf() + "/" + second.String()).Is(302)
	back := helene.Post(w.shelf()+"/selection/corbeille", form).LeadsTo(w.space() + "/dossiers/" + folder.String())
	helene.Get(helene.Get(back).LeadsTo(w.space())).Is(200).Shows("2 documents sont à la corbeille", "Aucun document ici")
	helene.Get(w.shelf()+"/corbeille").Shows("Premier", "Second")

	helene.Get(w.selection("corbeille", 0)).Is(422).Shows("Aucun document n’est sélectionné")
	helene.Post(w.shelf()+"/selection/archive", nil).Is(422).Shows("Aucun document n’est sélectionné")
	many := url.Values{"faire": {"corbeille"}}
	for i := range documents.MostSelected + 1 {
		many.Add("document", ids.ID(i+1).String())
	}
	helene.Get(w.shelf() + "/selection?" + many.Encode()).Is(422).Shows("Une sélection compte 100 documents au plus")
	helene.Post(w.shelf()+"/selection/archive", many).Is(422).Shows("Une sélection compte 100 documents au plus")
}

// TestAFolderIsDraggedIntoAnother is what the script sends; a contributor and a stranger can't.
func TestAFolderIsDraggedIntoAnother(t *testing.T) {
	w := boot(t)
	outer, inner := w.folder("Dehors", 0, ""), w.folder("Dedans", 0, "")
	helene := w.As("helene")
	shown := helene.Get(w.shelf()).Is(200)
	move := w.space() + "/dossiers/" + inner.String() + "-dedans/deplacement"
	for _, mark := range []string{`data-os-drop="` + outer.String(), `data-os-carry-folder="` + move} {
		if !strings.Contains(shown.Body, mark) {
			t.Errorf("no %s", mark)
		}
	}
	into := url.Values{"parent": {outer.String()}}
	w.As("karim").Post(move, into).Is(403)
	w.As("paul").Post(move, into).Is(404)
	helene.Post(move, into).LeadsTo(w.space() + "/dossiers/" + outer.String())
	helene.Get(w.space()+"/dossiers/"+outer.String()+"-dehors").Shows("Dedans", "Le dossier est déplacé")
	helene.Post(w.space()+"/dossiers/"+outer.String()+"-dehors/deplacement", url.Values{"parent": {inner.String()}}).Is(422).
		Shows("Un dossier ne peut pas être rangé dans lui-même")
}

// TestTheGridIsKeptWhileOneWalks shows thumbnails, and hides none of what the list says.
func TestTheGridIsKeptWhileOneWalks(t *testing.T) {
	w := boot(t)
	folder := w.folder("Photographies", 0, "")
	karim := w.As("karim")
	karim.Send(w.shelf(), url.Values{"title": {"Un plan"}, "folder": {folder.String()}}, upload("plan.png", string(drawing(400, 300)))).LeadsTo(w.shelf())
	w.filed("karim", 0, "Un texte", "Bonjour.")
	home := karim.Get(w.shelf()+"?vue=grille").Is(200).Shows("Un texte", "Liste", "Grille", "Karim Benali", "Document de travail")
	if !strings.Contains(home.Body, `class="os-grid"`) || strings.Contains(karim.Get(w.shelf()).Body, `class="os-grid"`) {
		t.Error("the grid does not follow the address")
	}
	inside := karim.Get(home.Link("/dossiers/" + folder.String())).Is(200).Shows("Un plan")
	if !strings.Contains(inside.Body, `class="os-grid"`) {
		t.Error("the grid is lost in a folder")
	}
	karim.Get(inside.Link("/vignette")).Is(200)
	if sorted := inside.Link("tri=date"); !strings.Contains(sorted, "vue=grille") {
		t.Errorf("the grid is lost in another order: %s", sorted)
	}
	for i := range documents.PageSize + 1 {
		w.filed("karim", folder, "Texte "+strconv.Itoa(i), strconv.Itoa(i))
	}
	next := karim.Get(inside.Path + "?vue=grille").Link("apres=")
	if page := karim.Get(next).Is(200); !strings.Contains(page.Body, `class="os-grid"`) {
		t.Error("the grid is lost on the next page")
	}
	w.As("paul").Get(w.shelf() + "?vue=grille").Is(404).Hides("Un texte")
}
