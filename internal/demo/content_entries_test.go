package demo

import (
	"slices"
	"testing"
)

func TestEntriesOfTheFAQHoldTogether(t *testing.T) {
	titles, drafts, poured, overdue, told := map[string]bool{}, 0, 0, 0, 0
	world := world(t)
	for _, space := range world.Spaces {
		for _, entry := range space.Entries {
			t.Run(space.Key+"/"+entry.Title, func(t *testing.T) {
				if titles[entry.Title] || entry.Title == "" {
					t.Error("title empty or used twice")
				}
				titles[entry.Title] = true
				oneOf(t, "theme", entry.Theme, space.Themes...)
				checkKeywords(t, entry.Keywords)
				checkMessage(t, world, space, entry.Author, entry.Body, nil)
				if !entry.Draft && space.role(entry.Author) != "animator" {
					t.Errorf("published by %s, who is no animator", entry.Author)
				}
				for i, email := range slices.Concat(entry.Useful, entry.Useless) {
					if space.role(email) == "" || slices.Contains(entry.Useful[:min(i, len(entry.Useful))], email) {
						t.Errorf("judged by %s, who is no member, or twice", email)
					}
				}
				if entry.Updated > entry.Minutes {
					t.Error("changed before it was written")
				}
			})
			if entry.Draft {
				drafts++
			}
			if entry.Source != "" {
				poured++
			}
			if entry.Review < 0 {
				overdue++
			}
			told += len(entry.Useful)
		}
	}
	if len(titles) < 12 || drafts == 0 || poured < 2 || overdue == 0 || told < 15 {
		t.Errorf("too empty: %d entries, %d drafts, %d poured, %d overdue, %d opinions", len(titles), drafts, poured, overdue, told)
	}
}
