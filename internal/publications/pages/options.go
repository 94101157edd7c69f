package pages

import (
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// ThemeChoices are the themes that a space offers, for a form, and the one that is chosen even if it is retired.
func ThemeChoices(themes []publications.Theme, chosen string) []ui.Option {
	var options []ui.Option
	for _, theme := range themes {
		id := theme.ID.String()
		if !theme.Retired || id == chosen {
			options = append(options, ui.Option{Value: id, Label: theme.Label, Selected: id == chosen})
		}
	}
	return options
}

// ThemeFilter are all the themes of a space, for a filter.
func ThemeFilter(themes []publications.Theme, chosen ids.ID) []ui.Option {
	var options []ui.Option
	for _, theme := range themes {
		options = append(options, ui.Option{Value: theme.ID.String(), Label: theme.Label, Selected: theme.ID == chosen})
	}
	return options
}

// AuthorFilter is a field for the name of an author, completed with those of the members.
func AuthorFilter(m spaces.Member, name, label, typed string) ui.PersonField {
	return ui.PersonField{Name: name, Label: label, Value: typed, Source: m.Path() + "/membres/completion"}
}
