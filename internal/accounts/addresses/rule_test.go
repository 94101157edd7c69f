package addresses_test

import (
	"strings"
	"testing"

	"osmose/internal/accounts/addresses"
)

// some are lists of a few words.
var some = addresses.Lists{
	Generic: map[string]bool{"contact": true, "mairie": true, "archives": true, "petiteenfance": true},
	Webmail: map[string]bool{"gmail.example": true, "orange.example": true},
}

func TestAProfessionalAddressOfOnePersonIsAccepted(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{
		"karim.benali@herault.example", " Karim.BENALI@Herault.example ", "k.benali+osmose@herault.example", "kbenali@culture.gouv.fr", "a@gouv.fr",
		"paul.mairie@ville.example",               // a surname
		"jean.archives@ville.example",             // the same
		"mairieux.jean@ville.example",             // a word is a whole one
		"jean@notgmail.example",                   // a domain is compared by equality
		"jean@gmail.example.ville.example",        // it stands under another
		"marie@gouv.nc", "marie@sante.gouv.qc.ca", // other governments
		"marie@gouvernet.example",
	} {
		canonical, verdict := some.Judge(typed)
		if !verdict.Accepted() || canonical != strings.ToLower(strings.TrimSpace(typed)) {
			t.Errorf("%q: %q, %+v", typed, canonical, verdict)
		}
	}
}

func TestAnyOtherAddressIsRefusedForItsReason(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]addresses.Verdict{
		"":                             {Reason: addresses.Malformed},
		"karim":                        {Reason: addresses.Malformed},
		"karim@herault":                {Reason: addresses.Malformed},
		"karim@127.0.0.1":              {Reason: addresses.Malformed},
		"karim\x00@herault.example":    {Reason: addresses.Malformed},
		"a@b.fr@gouv.fr":               {Reason: addresses.TwoAts},
		"\u0430nna@ville.example":      {Reason: addresses.Foreign, Word: "\u0430"}, // Cyrillic
		"anna@gm\u0430il.example":      {Reason: addresses.Foreign, Word: "\u0430"},
		"\u212Aarim@ville.example":     {Reason: addresses.Foreign, Word: "\u212A"}, // the Kelvin sign
		"hélène@ville.example":         {Reason: addresses.Foreign, Word: "é"},
		"anna@culture\uFF0Egouv.fr":    {Reason: addresses.Foreign, Word: "\uFF0E"}, // a full-width dot
		"anna@\u202Eexample.fr":        {Reason: addresses.Foreign, Word: "\u202E"}, // turns the writing round
		"anna@xn--gmil-63d.example":    {Reason: addresses.Encoded, Word: "xn--gmil-63d.example"},
		"anna@mail.xn--gmil-63d.fr":    {Reason: addresses.Encoded, Word: "mail.xn--gmil-63d.fr"},
		"anna@evil-gouv.fr":            {Reason: addresses.Disguised, Word: "evil-gouv.fr"},
		"anna@evilgouv.fr":             {Reason: addresses.Disguised, Word: "evilgouv.fr"},
		"anna@g0uv.fr":                 {Reason: addresses.Disguised, Word: "g0uv.fr"},
		"anna@culture.govv.fr":         {Reason: addresses.Disguised, Word: "culture.govv.fr"},
		"anna@culture.gouv.fr.evil.ru": {Reason: addresses.Disguised, Word: "culture.gouv.fr.evil.ru"},
		"anna@gouv-fr.example":         {Reason: addresses.Disguised, Word: "gouv-fr.example"},
		"anna@gouvfr.example":          {Reason: addresses.Disguised, Word: "gouvfr.example"},
		"contact@ville.example":        {Reason: addresses.Generic, Word: "contact"},
		"CONTACT@ville.example":        {Reason: addresses.Generic, Word: "contact"},
		"contact+anna@ville.example":   {Reason: addresses.Generic, Word: "contact"},
		"petite-enfance+anna@ville.fr": {Reason: addresses.Generic, Word: "petiteenfance"},
		"mairie-lyon@ville.example":    {Reason: addresses.Generic, Word: "mairie"},
		"archives33@ville.example":     {Reason: addresses.Generic, Word: "archives"},
		"petite-enfance@ville.example": {Reason: addresses.Generic, Word: "petiteenfance"},
		"petite.enfance2@ville.fr":     {Reason: addresses.Generic, Word: "petiteenfance"},
		"anna@gmail.example":           {Reason: addresses.Webmail, Word: "gmail.example"},
		"anna@mail.orange.example":     {Reason: addresses.Webmail, Word: "orange.example"},
		"contact@gmail.example":        {Reason: addresses.Generic, Word: "contact"},
	} {
		if _, verdict := some.Judge(typed); verdict != want {
			t.Errorf("%q: %+v, want %+v", typed, verdict, want)
		}
	}
}

// FuzzJudge: whatever is typed, what is accepted is an address of plain letters with one @, and judging it again says the same.
func FuzzJudge(f *testing.F) {
	for _, seed := range []string{"karim.benali@herault.example", "a@b.fr@gouv.fr", "contact@ville.example", "а@б.рф", "x@g0uv.fr"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		canonical, verdict := some.Judge(typed)
		if !verdict.Accepted() {
			return
		}
		if strings.Count(canonical, "@") != 1 || strings.ContainsFunc(canonical, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q became %q", typed, canonical)
		}
		if again, verdict := some.Judge(canonical); again != canonical || !verdict.Accepted() {
			t.Errorf("%q judged again: %q, %+v", canonical, again, verdict)
		}
	})
}
