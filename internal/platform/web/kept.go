package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"osmose/internal/platform/i18n"
)

// Kept is a form that arrived after its session had ended. The sign-in page carries it in hidden inputs, so that it can
// be sent once the person has signed in again; it is never sent by itself.
type Kept struct {
	// Path is where the form goes, Local.
	Path string
	// Fields are what it held, but for passwords.
	Fields url.Values
	// LostFile tells that a file was in it: the person must choose it again.
	LostFile bool
}

// Input is one hidden input.
type Input struct{ Name, Value string }

// Names of the hidden inputs that carry a Kept through the sign-in form.
const (
	keptPath   = "kept-path"
	keptFile   = "kept-file"
	keptPrefix = "kept."
)

// Inputs returns the hidden inputs of the form itself, sorted by name.
func (k Kept) Inputs() []Input {
	var inputs []Input
	for _, name := range slices.Sorted(maps.Keys(k.Fields)) {
		for _, value := range k.Fields[name] {
			inputs = append(inputs, Input{name, value})
		}
	}
	return inputs
}

// Carry returns the hidden inputs by which the sign-in form hands a Kept over to KeptIn.
func (k Kept) Carry() []Input {
	inputs := []Input{{keptPath, k.Path}}
	if k.LostFile {
		inputs = append(inputs, Input{keptFile, "1"})
	}
	for _, input := range k.Inputs() {
		inputs = append(inputs, Input{keptPrefix + input.Name, input.Value})
	}
	return inputs
}

// KeptLimit is the size of body to allow for a sign-in form: an ordinary form and the names that carry it.
const KeptLimit = 2 * ordinaryForm

// KeptIn returns what Carry put in a sign-in form, and whether there was anything.
func KeptIn(f *Form) (Kept, bool) {
	path := f.values.Get(keptPath)
	if !Local(path) {
		return Kept{}, false
	}
	kept := Kept{Path: path, Fields: url.Values{}, LostFile: f.values.Has(keptFile)}
	for name := range f.values {
		if original, ok := strings.CutPrefix(name, keptPrefix); ok {
			kept.Fields[original] = f.Values(name)
		}
	}
	return kept, true
}

// SignInThen is where somebody signs in to go on at an address, which follows it escaped.
const SignInThen = "/connexion?suite="

// leadToSignIn answers a request whose door found nobody.
func (x *Exchange) leadToSignIn() error {
	if x.Script() {
		// A redirect would put the sign-in page in the middle of another. The script sends its form the plain way.
		x.send(http.StatusUnauthorized, plainText, []byte(i18n.T(x.Context(), "failure.signed_out.text")))
		return nil
	}
	if kept, ok := x.keep(); ok {
		return x.router.config.SignInPage(x, kept)
	}
	return x.sendTo(http.StatusSeeOther, SignInThen+url.QueryEscape(x.wanted()))
}

// wanted is the address to come back to after signing in: for a form, the page that it stood on.
func (x *Exchange) wanted() string {
	here := withQuery(x.R.URL.EscapedPath(), x.R.URL.RawQuery)
	if x.R.Method != http.MethodGet && x.R.Method != http.MethodHead {
		here = x.Back(here)
	}
	return LocalOr(here, "/")
}

// Back returns the address of the page whose form was sent, or otherwise when the browser does not say.
func (x *Exchange) Back(otherwise string) string {
	if page, found := strings.CutPrefix(x.R.Referer(), x.router.config.BaseURL); found && Local(page) {
		return page
	}
	return otherwise
}

// keep reads the form of a person whose session has ended. Whoever never had one (no cookie, and not from a page of
// ours) typed nothing here.
func (x *Exchange) keep() (Kept, bool) {
	had := x.R.Header.Get("Cookie") != "" || x.R.Header.Get("Sec-Fetch-Site") == "same-origin"
	path := withQuery(x.R.URL.EscapedPath(), x.R.URL.RawQuery)
	if x.router.config.SignInPage == nil || x.R.Method != http.MethodPost || !had || !isForm(x.R) || !Local(path) {
		return Kept{}, false
	}
	form, err := x.Form()
	if err != nil {
		return Kept{}, false
	}
	kept := Kept{Path: path, Fields: url.Values{}, LostFile: form.files.any()}
	for name := range form.values {
		if !secret(name) {
			cleaned, _ := clean(name)
			kept.Fields[cleaned] = form.Values(name)
		}
	}
	return kept, len(kept.Fields) > 0
}

// secret tells whether a field holds what must not stand in the source of a page.
func secret(name string) bool { return strings.Contains(name, "password") }
