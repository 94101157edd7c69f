package ui

import (
	"cmp"
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"osmose/internal/platform/i18n"
	"osmose/web"
)

// speaking returns a context whose texts are in lang, and where a missing text panics.
func speaking(t testing.TB, lang string) context.Context {
	t.Helper()
	bundle := i18n.New("fr")
	if err := bundle.Load(Texts); err != nil {
		t.Fatal(err)
	}
	if err := bundle.Finish(); err != nil {
		t.Fatal(err)
	}
	bundle.Strict = true
	return i18n.With(context.Background(), bundle.Localizer(lang, nil))
}

func TestEveryComponentRendersInBothLanguages(t *testing.T) {
	chrome := Chrome{Service: "Osmose", Lang: "fr", Title: "Galerie – Osmose", CSS: "/app.css", JS: "/app.js", Icons: "/icons.svg",
		Person: &ChromePerson{Name: "Karim Benali", Initials: "KB", URL: "/profil"}, SignOutURL: "/deconnexion",
		Nav: []NavLink{{Label: "Mes espaces", URL: "/espaces", Current: true}}, Search: &SearchBox{URL: "/recherche"},
		Tools: []NavLink{{Key: "notifications", Label: "Notifications", URL: "/notifications", Icon: "notification-3-line", Count: 4, CountText: "4 non lues"}},
		Flash: []Alert{{Kind: Success, Text: "Fait."}}, Footer: []NavLink{{Label: "Accessibilité", URL: "/accessibilite"}}}
	framed := SpaceFrame(Frame{Band: Band{Title: "Publics", Breadcrumb: []NavLink{{Label: "Mes espaces", URL: "/espaces"}, {Label: "Publics"}}},
		Menu: []MenuItem{{Label: "Accueil", URL: "/", Icon: "home-4-line", Current: true}}, Aside: exampleSection()}, Gallery())
	for _, lang := range i18n.Languages {
		var page strings.Builder
		if err := Layout(chrome, framed).Render(speaking(t, lang), &page); err != nil {
			t.Fatal(err)
		}
		for _, banned := range []string{" style=", "<style", "onclick", "javascript:", "<script>"} {
			if strings.Contains(page.String(), banned) {
				t.Errorf("%s: the page holds %q, which the content security policy forbids", lang, banned)
			}
		}
	}
}

func TestWhatDestroysComesLastInAMenu(t *testing.T) {
	var page strings.Builder
	menu := Menu{Label: "Actions", Items: []Action{{Label: "Modifier", URL: "#"}, {Label: "Supprimer", URL: "#", Danger: true}, {Label: "Masquer", URL: "#"}, {Label: "Verser", URL: "#"}}}
	if err := menu.Render(speaking(t, "fr"), &page); err != nil {
		t.Fatal(err)
	}
	order := regexp.MustCompile(`Modifier.*Masquer.*Verser.*Supprimer`)
	if !order.MatchString(page.String()) || strings.Count(page.String(), "<li>") != 4 {
		t.Errorf("the entries stand in another order: %s", page.String())
	}
}

func TestAWordWithAHyphenStaysOnOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"Sans trait":                           "Sans trait",
		"Comment vous y prenez-vous\u202f?":    `Comment vous y <span class="os-whole">prenez-vous` + "\u202f?</span>",
		"Plan-de-classement - <b> Y a-t-il":    `<span class="os-whole">Plan-de-classement</span> <span class="os-whole">-</span> &lt;b&gt; Y <span class="os-whole">a-t-il</span>`,
		"a--------------------------------b c": "a--------------------------------b c",
		"-":                                    `<span class="os-whole">-</span>`, "": "",
	} {
		var page strings.Builder
		if err := Title(text).Render(speaking(t, "fr"), &page); err != nil {
			t.Fatal(err)
		}
		if page.String() != want {
			t.Errorf("%q is written %q, want %q", text, page.String(), want)
		}
	}
	var page strings.Builder
	found := Passage{{Text: "Plan", Marked: true}, {Text: "-de-"}, {Text: "classement Y a", Marked: true}, {Text: "-t-il"}}
	want := `<span class="os-whole"><mark class="os-hit">Plan</mark>-de-<mark class="os-hit">classement</mark></span><mark class="os-hit"> Y </mark><span class="os-whole"><mark class="os-hit">a</mark>-t-il</span>`
	if err := found.Title().Render(speaking(t, "fr"), &page); err != nil || page.String() != want {
		t.Errorf("found words are written %q, want %q: %v", page.String(), want, err)
	}
}

// sources returns what our own templates and Go files of the whole house say, by path.
func sources(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if ext := filepath.Ext(path); ext == ".templ" || ext == ".go" {
			content, err := os.ReadFile(path)
			found[path] = string(content)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// foreign finds an address of the house, in what knows none: rooms hand over theirs.
var foreign = regexp.MustCompile(`["'` + "`" + `(=/}]/(?:redaction|personnes|espaces|pieces|connexion|membres|publications|notifications|recherche|profil|echanges|documents|blog|faq)\b`)

func TestTheComponentsKnowNoAddressOfTheHouse(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		if found := foreign.FindString(string(content)); found != "" {
			t.Errorf("%s knows %s: let a room say it", path, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// iconUse finds an icon where one is asked for, and every string in the form of an icon's name.
var iconUse = regexp.MustCompile(`(?:\bIcon(?:\(|:\s*)"([^"]+)"|"((?:fr--)?[a-z0-9]+(?:-[a-z0-9]+)*-(?:line|fill))")`)

func TestEveryIconOfTheHouseIsInTheSpriteAndNoOther(t *testing.T) {
	var all strings.Builder
	for _, text := range sources(t) {
		all.WriteString(text)
	}
	for name := range icons {
		if !strings.Contains(all.String(), `"`+name+`"`) {
			t.Errorf("nothing shows the icon %q: take it out of web/icons.txt", name)
		}
	}
	for path, text := range sources(t) {
		for _, use := range iconUse.FindAllStringSubmatch(text, -1) {
			if name := cmp.Or(use[1], use[2]); !icons[name] {
				t.Errorf("%s shows the icon %q: add it to web/icons.txt and build (web/README.md)", path, name)
			}
		}
	}
}

var officialClass = regexp.MustCompile(`\bfr-[a-z0-9]+(?:[-_]+[a-z0-9]+)*`)

func TestEveryOfficialClassOfTheHouseIsInTheCommittedStyles(t *testing.T) {
	styles := ""
	for _, name := range []string{"1-dsfr.css", "2-theme.css"} {
		content, err := fs.ReadFile(web.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		styles += string(content)
	}
	known := map[string]bool{}
	for _, class := range officialClass.FindAllString(styles, -1) {
		known[class] = true
	}
	for path, text := range sources(t) {
		for _, class := range officialClass.FindAllString(text, -1) {
			if !known[class] && class != "fr-theme" {
				t.Errorf("%s uses the class %q, which was purged: build again (web/README.md)", path, class)
			}
		}
	}
}

var (
	tokenUse = regexp.MustCompile(`var\((--[a-z0-9-]+)[,)]`)
	tokenDef = regexp.MustCompile(`(--[a-z0-9-]+)\s*:`)
)

func TestEveryColourTokenIsDefined(t *testing.T) {
	used, defined := map[string]string{}, map[string]bool{}
	for _, files := range []fs.FS{web.Files(), Assets} {
		names, _ := fs.Glob(files, "*.css")
		for _, name := range names {
			content, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range tokenUse.FindAllStringSubmatch(string(content), -1) {
				used[m[1]] = name
			}
			for _, m := range tokenDef.FindAllStringSubmatch(string(content), -1) {
				defined[m[1]] = true
			}
		}
	}
	for token, name := range used {
		if !defined[token] {
			t.Errorf("%s uses the token %s, which nothing defines", name, token)
		}
	}
}

func TestBothThemesAreComplete(t *testing.T) {
	content, err := fs.ReadFile(web.Files(), "2-theme.css")
	if err != nil {
		t.Fatal(err)
	}
	light := tokensAfter(string(content), ":root {")
	automatic := tokensAfter(string(content), `:root:not([data-fr-theme="light"]) {`)
	chosen := tokensAfter(string(content), `:root[data-fr-theme="dark"] {`)
	if !maps.Equal(automatic, chosen) {
		t.Error("the dark theme chosen in a profile differs from the automatic one")
	}
	for token := range light {
		if automatic[token] == "" {
			t.Errorf("the dark theme has no %s", token)
		}
	}
	if len(light) < 50 || len(light) != len(automatic) {
		t.Errorf("%d tokens in the light theme, %d in the dark one", len(light), len(automatic))
	}
}

var tokenValue = regexp.MustCompile(`(--[a-z0-9-]+):\s*([^;]+);`)

// tokensAfter reads the tokens of the first block that opener begins.
func tokensAfter(style, opener string) map[string]string {
	tokens := map[string]string{}
	_, block, _ := strings.Cut(style, opener)
	block, _, _ = strings.Cut(block, "}")
	for _, m := range tokenValue.FindAllStringSubmatch(block, -1) {
		tokens[m[1]] = m[2]
	}
	return tokens
}

func TestScriptsAvoidWhatTrustedTypesForbid(t *testing.T) {
	names, _ := fs.Glob(Assets, "*js")
	if len(names) < 12 {
		t.Fatal("no script found")
	}
	for _, name := range names {
		content, err := fs.ReadFile(Assets, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, banned := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "new DOMParser", "eval(", "document.write", ".style"} {
			if strings.Contains(string(content), banned) {
				t.Errorf("%s uses %s", name, banned)
			}
		}
	}
}
