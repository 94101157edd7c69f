package accounts_test

import (
	"net/url"
	"testing"
	"time"
)

func TestAReplyWrittenInAnEndedSessionWaitsAndIsSentByItsAuthorAlone(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	h.clock.Advance(31 * 24 * time.Hour)
	reply := url.Values{"body": {"Une longue réponse\navec <b>deux</b> lignes"}, "follow": {"1"}}
	path := "/espaces/0000000000001-archivage/messages?de=fil"
	page := b.post(path, reply).status(401).says("Votre session est terminée", "ce que vous avez écrit est conservé")
	form := page.hidden()
	form.Set("email", "karim.benali@herault.example")
	form.Set("password", "a wrong password")
	page = b.post("/connexion", form).status(422).says("ne convient pas")
	form = page.hidden()
	form.Set("email", "karim.benali@herault.example")
	form.Set("password", password)
	waiting := b.post("/connexion", form).status(200).says("Votre message vous attend", "Une longue réponse", "Envoyer maintenant", "Karim Benali").
		silent("<b>deux", password)
	b.get("/profil").status(200)
	if got := waiting.hidden(); got.Encode() != reply.Encode() {
		t.Errorf("the form became %v", got)
	}
	b.post(path, waiting.hidden()).status(200).says(`"body":"Une longue réponse\navec`, `"from":"Karim Benali"`)
}

func TestAPasswordIsNeverKept(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	h.clock.Advance(31 * 24 * time.Hour)
	b.post("/profil/mot-de-passe", newPassword(password, better, better)).silent(password, better)
}

func TestAFormThatPretendsToBeKeptGoesNowhereElse(t *testing.T) {
	h := open(t)
	b := h.browser()
	form := url.Values{"email": {"karim.benali@herault.example"}, "password": {password},
		"kept-path": {"https://evil.example/"}, "kept.body": {"x"}}
	b.post("/connexion", form).leadsTo("/")
}
