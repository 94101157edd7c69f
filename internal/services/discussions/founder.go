package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// feedback is the standing thread of S40.
const feedback = "feedback"

// What a new space starts with is content, written once in the language of its members; the animator may change the
// themes afterwards.
var usualThemes = []string{"Questions générales", "Partage d’expérience", "Ressources", houseTheme}

// houseTheme is the theme of the standing thread, where the space has it; else that is the first of the list.
const houseTheme = "Vie de l’espace"

const (
	feedbackTitle = "\u00a0: vos retours, vos questions sur l’utilisation de la plateforme"
	feedbackBody  = `Bonjour à toutes et à tous,

Ce fil recueille vos questions, vos remarques et vos idées sur l’utilisation de la plateforme : une fonction que vous cherchez, un point qui vous gêne, une amélioration que vous souhaitez.

Décrivez ce que vous vouliez faire et ce que vous avez obtenu : l’animation de l’espace vous répond ici, et sa réponse sert à tous.`
)

// Found furnishes a new space: its themes, and its standing thread, which nobody wrote.
func (r *Room) Found(tx *db.Tx, custody spaces.Custody, f spaces.Foundation) error {
	labels := f.Themes
	if len(labels) == 0 {
		labels = usualThemes
	}
	var theme ids.ID
	for _, label := range labels {
		id, err := publications.AddTheme(tx, custody, label)
		if err != nil {
			return err
		}
		if theme == 0 || label == houseTheme {
			theme = id
		}
	}
	_, err := r.Place(tx, custody, PlacedThread{
		Theme: theme, Title: r.name + feedbackTitle, Body: richtext.FromMarkdown(feedbackBody), At: f.At, Pinned: true,
		standing: feedback,
	})
	return err
}
