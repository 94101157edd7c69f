package dataset

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
)

// KnownFile is written in the data folder.
const KnownFile = "bench.json"

// Known is what load scripts ask for in a world: who signs in, and what is read.
type Known struct {
	Password string   `json:"password"`
	Writers  []string `json:"writers"` // addresses of people who may write in the space; the first reads too
	Space    string   `json:"space"`
	Forum    string   `json:"forum"`
	Thread   string   `json:"thread"` // of Replies replies of about 500 characters
}

// knownToLoad is the largest space and its known thread.
func (p *plan) knownToLoad() Known {
	w := newWriter(p)
	k := Known{Password: Password}
	s := p.spaces[0]
	for _, m := range s.members[:min(s.writers, 64)] {
		k.Writers = append(k.Writers, w.email(int(m)))
	}
	k.Space = "/espaces/" + slug(s.id, w.spaceTitle(0))
	k.Forum = k.Space + "/echanges"
	place := p.known()
	k.Thread = k.Forum + "/" + slug(p.publications[place].id, w.words(ofPublications, place).Title())
	return k
}

func slug(id ids.ID, title string) string { return id.String() + "-" + richtext.Slug(title) }

// ReadKnown reads what stands beside a data set.
func ReadKnown(dir string) (Known, error) {
	var k Known
	text, err := os.ReadFile(filepath.Join(dir, KnownFile))
	if err != nil {
		return k, fmt.Errorf("dataset: there is none here: %w", err)
	}
	if err := json.Unmarshal(text, &k); err != nil {
		return k, fmt.Errorf("dataset: %s: %w", KnownFile, err)
	}
	return k, nil
}

func (k Known) write(dir string) error {
	text, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, KnownFile), append(text, '\n'), 0o600)
}
