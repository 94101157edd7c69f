package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	messagefile "github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed texts.*.toml
var ownTexts embed.FS

// Bundle holds the texts of all rooms in all languages. It is filled at start by one goroutine, then only read.
type Bundle struct {
	// Strict makes a missing key or value panic instead of showing a mark: tests set it.
	Strict bool

	fallback string
	texts    map[string]map[string]*text // language, key
	finished bool
}

// New returns a bundle that holds this package's own texts. People whose language is none of Languages read fallback.
func New(fallback string) *Bundle {
	b := &Bundle{fallback: fallback, texts: map[string]map[string]*text{}}
	for _, lang := range Languages {
		b.texts[lang] = map[string]*text{}
	}
	if err := b.Load(ownTexts); err != nil {
		panic(err)
	}
	return b
}

// Load adds the files texts.<lang>.toml at the root of files, one for each of Languages that has one.
// Errors: a file that is not in the message format, a key that another room has taken, a text that holds more of the
// template language than {{.Name}}.
func (b *Bundle) Load(files fs.FS) error {
	if b.finished {
		return errors.New("i18n: the bundle is finished")
	}
	for _, lang := range Languages {
		name := "texts." + lang + ".toml"
		content, err := fs.ReadFile(files, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("i18n: %w", err)
		}
		if err := b.add(lang, name, content); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bundle) add(lang, name string, content []byte) error {
	parse := map[string]messagefile.UnmarshalFunc{"toml": toml.Unmarshal}
	file, err := messagefile.ParseMessageFileBytes(content, name, parse)
	if err != nil {
		return fmt.Errorf("i18n: %s: %w", name, err)
	}
	for _, m := range file.Messages {
		if b.texts[lang][m.ID] != nil {
			return fmt.Errorf("i18n: %s: %q is already a text of another room", name, m.ID)
		}
		t, err := parseText(m)
		if err != nil {
			return fmt.Errorf("i18n: %s: %q: %w", name, m.ID, err)
		}
		b.texts[lang][m.ID] = t
	}
	return nil
}

// Finish closes the bundle. It returns one error that lists every key missing in a language, and every text that
// differs between languages in the values it mentions or in having plural forms.
func (b *Bundle) Finish() error {
	b.finished = true
	var faults []string
	for _, key := range b.Keys() {
		for _, lang := range Languages {
			if fault := b.compare(lang, key); fault != "" {
				faults = append(faults, fmt.Sprintf("%s: %q %s", lang, key, fault))
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return errors.New("i18n: " + strings.Join(faults, "\ni18n: "))
}

func (b *Bundle) compare(lang, key string) string {
	t, reference := b.texts[lang][key], b.texts[Languages[0]][key]
	switch {
	case t == nil:
		return "is missing"
	case reference == nil:
		return "" // told once, for the reference
	case (t.one == nil) != (reference.one == nil):
		return "has plural forms in one language only"
	case !slices.Equal(t.names, reference.names):
		return fmt.Sprintf("mentions %v, and %v in %s", t.names, reference.names, Languages[0])
	}
	return ""
}

// Keys returns every key of every language, sorted.
func (b *Bundle) Keys() []string {
	all := map[string]bool{}
	for _, lang := range Languages {
		for key := range b.texts[lang] {
			all[key] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Localizer returns what writes texts in lang, and dates in zone: nil means Europe/Paris. It is cheap and safe for use
// by several goroutines.
func (b *Bundle) Localizer(lang string, zone *time.Location) *Localizer {
	if b.texts[lang] == nil {
		lang = b.fallback
	}
	if zone == nil {
		zone = Paris
	}
	return &Localizer{lang: lang, zone: zone, texts: b.texts[lang], strict: b.Strict}
}
