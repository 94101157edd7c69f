package demo

import (
	"fmt"
	"time"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/services/faq"
	"osmose/internal/spaces"
)

// entry places a question of the FAQ, with what was said of its answer.
func (f *filler) entry(custody spaces.Custody, themes map[string]ids.ID, e Entry) error {
	placed := faq.PlacedEntry{
		Draft:  faq.Draft{Title: e.Title, Theme: themes[e.Theme], Keywords: e.Keywords, Body: richtext.FromMarkdown(e.Body)},
		Author: f.people[e.Author], At: before(f.tx.Now, e.Minutes), Unpublished: e.Draft,
	}
	if e.Updated != 0 {
		placed.Updated = before(f.tx.Now, e.Updated)
	}
	if e.Review != 0 {
		placed.Review = f.tx.Now.Add(time.Duration(e.Review) * 24 * time.Hour)
	}
	if e.Source != "" {
		list := f.texts[e.Source]
		at := max(e.Reply, 0) // OpeningMessage is the first
		if at >= len(list) {
			return fmt.Errorf("no message %d under « %s »", e.Reply, e.Source)
		}
		placed.Source = list[at]
	}
	id, err := f.app.FAQ.Place(f.tx, custody, placed)
	if err != nil {
		return err
	}
	for useful, list := range map[bool][]string{true: e.Useful, false: e.Useless} {
		for _, email := range list {
			if err := f.app.FAQ.PlaceOpinion(f.tx, custody, id, f.people[email], useful, placed.At); err != nil {
				return err
			}
		}
	}
	return nil
}
