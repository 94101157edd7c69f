package faq

import (
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
)

// Kind is what feeds and notifications know of entries.
func Kind() publications.Kind {
	return publications.Kind{
		Name: kind, Label: "faq.kind", Plural: "faq.kinds", Noun: "faq.noun.", Icon: "question-line", Service: service, Commented: true, Reviewed: MayEdit,
		Path: path,
		Edit: func(space string, id ids.ID, title string) string { return path(space, id, title) + "/modifier" },
	}
}
