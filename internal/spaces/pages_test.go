package spaces_test

import (
	"net/url"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

func TestKarimEntersHisSpaceAndPaulFindsNothing(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim, paul := w.As("karim"), w.As("paul")
	address := karim.Get("/espaces").Is(200).Shows("Archivage numérique", "Publics").Link("archivage-numerique")
	karim.Get(address).Is(200).Shows("Archivage numérique", "Espace secret", "Nouveaux membres")
	paul.Get("/espaces").Is(200).Shows("Démat.ADS").Hides("Archivage", address)
	nonsense := paul.Get("/espaces/0000000000001-rien").Is(404)
	for _, path := range []string{address, address + "/membres", address + "/reglages", address[:len("/espaces/")+13]} {
		if got := paul.Get(path).Is(404); got.Body != nonsense.Body {
			t.Errorf("%s does not give Paul the bytes of a nonsense address", path)
		}
	}
}

func TestTheSlugIsDecoration(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	address := karim.Get("/espaces").Link("archivage-numerique")
	id := address[len("/espaces/") : len("/espaces/")+13]
	if got := karim.Get("/espaces/" + id + "/membres?apres=x").LeadsTo(address); got != address+"/membres?apres=x" {
		t.Errorf("led to %s", got)
	}
	karim.Get("/espaces/" + id + "-ancien-nom").LeadsTo(address)
}

func TestAnOpenSpaceLetsKarimInAndOutAgain(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	paul := w.As("paul")
	address := paul.Get("/espaces").Shows("Communauté d’entraide").Link("entraide")
	paul.Get(address).Is(200).Shows("Rejoindre l’espace").Hides("Nouveaux membres")
	paul.Get(address + "/membres").Is(404)
	paul.Post(address+"/adhesion", nil).LeadsTo(address)
	paul.Get(address).Shows("Vous êtes membre", "Nouveaux membres")
	paul.Post(address+"/depart", nil).LeadsTo("/espaces")
	paul.Get(address + "/membres").Is(404)
}

func TestARequestWaitsForTheAnimator(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	paul := w.As("paul")
	address := paul.Get("/espaces").Link("veille-juridique")
	paul.Post(address+"/adhesion", url.Values{"message": {"Je suis nouveau au service juridique."}}).LeadsTo(address)
	paul.Get(address).Shows("Votre demande est transmise")
	paul.Get(address + "/membres").Is(404)

	space := w.Space("Veille juridique et RGPD")
	w.Write(func(tx *db.Tx) error {
		return w.Spaces.Admit(tx, spaces.TakeCustody(space, "test"), w.Person("marc"), spaces.Animator)
	})
	marc := w.As("marc")
	w.Settle()
	marc.Get(address+"/membres").Shows("Paul Lefèvre", "Je suis nouveau au service juridique.")
	answer := address + "/demandes/" + w.Person("paul").String()
	paul.Post(answer+"/acceptation", nil).Is(404)
	marc.Post(answer+"/acceptation", nil).LeadsTo(address + "/membres")
	w.Settle()
	paul.Get(address).Is(200).Shows("Nouveaux membres")
	paul.Get("/notifications").Shows("Votre demande d’entrée est acceptée")
	w.Anonymous().Get("/demo/mails").Shows("Votre entrée dans « Veille juridique et RGPD » est acceptée")
}

func TestABlockedAnimatorIsNoAnimatorToLeaveASpaceWith(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	space := w.Space("Archivage numérique")
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			UPDATE people
			SET blocked_at = 1
			WHERE id <> $2 AND id IN (SELECT person_id FROM memberships WHERE space_id = $1 AND role = 'animator')`,
			space, w.Person("helene"))
		return err
	})
	helene := w.As("helene")
	address := helene.Get("/espaces").Link("archivage-numerique")
	helene.Post(address+"/depart", nil).Is(403).Shows("Un espace garde toujours un animateur")
	helene.Get(address).Is(200)
	// Nobody else is kept, even where no animator is left at all.
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE people SET blocked_at = 1 WHERE id = $1`, w.Person("helene"))
		return err
	})
	w.As("karim").Post(address+"/depart", nil).LeadsTo("/espaces")
}
