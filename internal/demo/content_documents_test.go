package demo

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gabriel-vasile/mimetype"
)

func TestDocumentsHoldTogether(t *testing.T) {
	world := world(t)
	total, several, valid := 0, 0, 0
	for _, space := range world.Spaces {
		folders, titles := map[string]string{"": ""}, map[string]bool{}
		for _, f := range space.Folders {
			if _, twice := folders[f.Name]; twice {
				t.Errorf("%s: two folders « %s »", space.Key, f.Name)
			}
			if _, known := folders[f.Parent]; !known {
				t.Errorf("%s: « %s » stands in « %s », which does not come before", space.Key, f.Name, f.Parent)
			}
			oneOf(t, "deposits", f.Deposits, "", "contributors", "animators")
			folders[f.Name] = f.Deposits
		}
		oneOf(t, "deposited_by", space.DepositedBy, "", "contributors", "animators")
		for _, d := range space.Documents {
			total++
			t.Run(space.Key+"/"+d.Title, func(t *testing.T) {
				deposits, known := folders[d.Folder]
				if !known || titles[d.Title] || len(d.Versions) == 0 {
					t.Fatalf("no folder « %s », a title used twice, or no version", d.Folder)
				}
				titles[d.Title] = true
				if (deposits == "animators" || deposits == "" && space.DepositedBy == "animators") && space.role(d.Author) != "animator" {
					t.Errorf("deposited by %s, who is no animator", d.Author)
				}
				oneOf(t, "theme", d.Theme, append(space.Themes, "")...)
				if d.ValidatedBy != "" {
					valid++
					if space.role(d.ValidatedBy) != "animator" {
						t.Errorf("validated by %s, who is no animator", d.ValidatedBy)
					}
				}
				if len(d.Versions) > 1 {
					several++
				}
				checkVersions(t, space, d)
				checkKeywords(t, d.Keywords)
				for _, c := range d.Comments {
					if space.role(c.Author) == "" {
						t.Errorf("%s comments and is no member", c.Author)
					}
				}
			})
		}
	}
	if total < 15 || several < 3 || valid < 5 {
		t.Errorf("too empty: %d documents, %d of several versions, %d valid", total, several, valid)
	}
}

// checkVersions wants the oldest first, by people who may write, each a real file.
func checkVersions(t *testing.T, space Space, d Document) {
	t.Helper()
	for i, v := range d.Versions {
		if !space.mayWrite(v.Author) || i > 0 && v.Minutes >= d.Versions[i-1].Minutes {
			t.Errorf("version %d by %s, %d minutes ago", i+1, v.Author, v.Minutes)
		}
		content, err := v.file()
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(v.Name, ".pdf") && (mimetype.Detect(content).String() != "application/pdf" || !bytes.HasSuffix(content, []byte("%%EOF\n"))) {
			t.Errorf("%s is no PDF", v.Name)
		}
	}
}
