package blog

import (
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
)

// Kind is what feeds and notifications know of posts.
func Kind() publications.Kind {
	return publications.Kind{
		Name: kind, Label: "blog.kind", Plural: "blog.kinds", Noun: "blog.noun.", Icon: "article-line", Service: service, Commented: true,
		Path: path,
		Edit: func(space string, id ids.ID, title string) string { return path(space, id, title) + "/modifier" },
	}
}
