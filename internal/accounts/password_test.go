package accounts_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
)

func newPassword(present, fresh, again string) url.Values {
	return url.Values{"password": {present}, "new-password": {fresh}, "new-password-again": {again}}
}

const better = "trois mots au hasard"

func TestANewPasswordClosesTheOtherSessionsAndRenewsThisOne(t *testing.T) {
	h := open(t)
	phone, b := h.onPhone("karim.benali@herault.example"), h.as("karim.benali@herault.example")
	before := *b.cookies["osmose"]
	b.post("/profil/mot-de-passe", newPassword(password, better, better)).leadsTo("/profil")
	b.get("/profil").status(200).says("Votre mot de passe est changé.")
	phone.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	thief := h.browser()
	thief.cookies["osmose"] = &before
	thief.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	h.browser().signIn("karim.benali@herault.example", password).status(422)
	h.browser().signIn("karim.benali@herault.example", better).status(303)
}

func TestAPasswordIsRefusedBesideItsField(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	for _, c := range []struct {
		form url.Values
		says string
	}{
		{nil, "Remplissez ce champ."},
		{newPassword("", better, better), "Remplissez ce champ."},
		{newPassword(password, "", ""), "Remplissez ce champ."},
		{newPassword(password, "onze lettre", "onze lettre"), "de 12 caractères au moins"},
		{newPassword(password, better, better+"x"), "Les deux saisies diffèrent"},
		{newPassword(password, password, password), "C’est votre mot de passe actuel"},
		{newPassword("a wrong password", better, better), "Ce n’est pas votre mot de passe actuel"},
		{newPassword(password, strings.Repeat("x", 257), strings.Repeat("x", 257)), "Ramenez-le à 256 au plus"},
		{newPassword(password, better+"\x00", better+"\x00"), "caractère invisible"},
		{newPassword(password, better+"\xff", better+"\xff"), "caractères illisibles"},
	} {
		b.post("/profil/mot-de-passe", c.form).status(422).says(c.says, "à corriger").silent(better, "onze lettre")
	}
	h.browser().signIn("karim.benali@herault.example", password).status(303)
}

func TestMarkupIsAPasswordLikeAnother(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	markup := `<script>alert("é")</script> `
	b.post("/profil/mot-de-passe", newPassword(password, markup, markup)).leadsTo("/profil")
	// Another keyboard types é as two characters.
	h.browser().signIn("karim.benali@herault.example", "<script>alert(\"e\u0301\")</script> ").status(303)
}

func TestAdministratorsNeedSixteenCharacters(t *testing.T) {
	h := open(t)
	h.write(func(tx *db.Tx) error { return accounts.Administrator(tx, h.helene, true) })
	fifteen := "quinze lettres!"
	for email, status := range map[string]int{"nadia.rousseau@osmose.example": 422, "helene.marchand@culture.example": 422,
		"karim.benali@herault.example": 303} {
		h.as(email).post("/profil/mot-de-passe", newPassword(password, fifteen, fifteen)).status(status)
	}
	h.as("nadia.rousseau@osmose.example").get("/profil/mot-de-passe").says("16 caractères au moins")
}

func TestAStolenSessionGuessesNoFasterThanAStranger(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	for range 10 {
		b.post("/profil/mot-de-passe", newPassword("a wrong password", better, better)).status(422)
	}
	b.post("/profil/mot-de-passe", newPassword(password, better, better)).status(429).says("Trop de tentatives")
	h.browser().signIn("karim.benali@herault.example", password).status(303) // from elsewhere, who knows it comes in
}

func TestASignInNeverSlipsPastANewPassword(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	var everybody sync.WaitGroup
	visitors := make([]*browser, 8)
	for i := range visitors {
		visitors[i] = h.browser()
		everybody.Go(func() { visitors[i].signIn("karim.benali@herault.example", password) })
	}
	everybody.Go(func() { b.post("/profil/mot-de-passe", newPassword(password, better, better)).leadsTo("/profil") })
	everybody.Wait()
	for _, visitor := range visitors {
		visitor.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	}
	b.get("/profil").status(200)
}

func TestAPasswordHashSaysHowItWasMade(t *testing.T) {
	if !strings.HasPrefix(passwordHash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(passwordHash)
	}
	again, err := accounts.HashPassword(t.Context(), password)
	if err != nil || again == passwordHash {
		t.Error(err, "two hashes of one password are the same")
	}
	ended, end := context.WithCancel(t.Context())
	end()
	release := accounts.TakeArgonSlots()
	defer release()
	if _, err := accounts.HashPassword(ended, password); !errors.Is(err, context.Canceled) {
		t.Error(err, "more ran at a time than there are cores")
	}
}

func TestAnAccountWithoutAPasswordLetsNobodyIn(t *testing.T) {
	h := open(t)
	h.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE people SET password_hash = '' WHERE id = $1`, h.karim)
		return err
	})
	for _, attempt := range []string{"x", password, strings.Repeat("x", 256)} {
		h.browser().signIn("karim.benali@herault.example", attempt).status(422)
	}
}
