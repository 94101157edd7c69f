package accounts_test

import (
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"

// sessionOf returns the id of the only session on a device.
func (h *house) sessionOf(device string) ids.ID {
	h.Helper()
	id, err := db.One[ids.ID](h.db.Read(h.Context()), `SELECT id FROM sessions WHERE device = $1`, device)
	h.must(err)
	return id
}

func (h *house) onPhone(email string) *browser {
	h.Helper()
	b := h.browser()
	b.agent = iphone
	b.signIn(email, password).status(303)
	return b
}

func TestKarimSeesWhereHeIsSignedIn(t *testing.T) {
	h := open(t)
	h.onPhone("karim.benali@herault.example")
	h.as("helene.marchand@culture.example")
	h.clock.Advance(12 * time.Minute)
	b := h.as("karim.benali@herault.example")
	page := b.get("/profil/connexions").status(200)
	page.says("Firefox sur Windows", "Cette connexion", "Safari sur iPhone", "Ouverte le 18 novembre 2026 à 10", "il y a 12 minutes",
		"Déconnecter tous les autres appareils")
	if n := h.count(`SELECT COUNT(*) FROM sessions`); n != 3 {
		t.Errorf("%d sessions", n)
	}
	h.browser().get("/profil/connexions").leadsTo("/connexion?suite=%2Fprofil%2Fconnexions")
}

func TestALostPhoneIsDisconnectedAtOnce(t *testing.T) {
	h := open(t)
	phone := h.onPhone("karim.benali@herault.example")
	b := h.as("karim.benali@herault.example")
	phone.get("/profil").status(200)
	end := "/profil/connexions/" + h.sessionOf("Safari/iPhone").String() + "/fin"
	b.get(end).status(404)
	phone.get("/profil").status(200)
	b.post(end, nil).leadsTo("/profil/connexions")
	phone.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	b.get("/profil/connexions").status(200).says("L’appareil est déconnecté.").silent("iPhone", "tous les autres")
	b.get("/profil/connexions").silent("L’appareil est déconnecté.")
	b.post(end, nil).status(404)
}

func TestNobodyEndsTheSessionOfSomebodyElse(t *testing.T) {
	h := open(t)
	phone := h.onPhone("helene.marchand@culture.example")
	b := h.as("karim.benali@herault.example")
	nonsense := b.post("/profil/connexions/0000000000001/fin", nil).status(404)
	hers := b.post("/profil/connexions/"+h.sessionOf("Safari/iPhone").String()+"/fin", nil).status(404)
	if hers.body != nonsense.body {
		t.Error("a session of somebody else shows")
	}
	b.post("/profil/connexions/x/fin", nil).status(404)
	b.post("/profil/connexions/fin", nil).status(303)
	phone.get("/profil").status(200)
}

func TestAllOtherDevicesAreDisconnectedAtOnce(t *testing.T) {
	h := open(t)
	phone, desk := h.onPhone("karim.benali@herault.example"), h.as("karim.benali@herault.example")
	b := h.as("karim.benali@herault.example")
	b.post("/profil/connexions/fin", nil).leadsTo("/profil/connexions")
	b.get("/profil/connexions").status(200).says("Tous les autres appareils sont déconnectés.")
	for _, other := range []*browser{phone, desk} {
		other.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	}
}

func TestDevicesAreToldInPlainWords(t *testing.T) {
	h := open(t)
	b := h.browser()
	for agent, want := range map[string]string{
		firefox: "Firefox sur Windows",
		iphone:  "Safari sur iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36":              "Chrome sur Android",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0":             "Edge sur Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15": "Safari sur Mac",
		"Mozilla/5.0 (X11; Linux x86_64) something": "Linux",
		"":                                  "Appareil inconnu",
		"<script>alert(1)</script>":         "Appareil inconnu",
		"<b>Firefox/1</b> Windows \x00\xff": "Firefox sur Windows",
	} {
		b.agent = agent
		b.signIn("karim.benali@herault.example", password).status(303)
		b.get("/profil/connexions").status(200).says(want).silent("<script>alert", "<b>Fire")
	}
}
