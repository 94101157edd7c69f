package discussions

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// The standing threads: S40's, for what concerns the platform, and S80's, for the questions to which the FAQ has no answer.
const (
	feedback  = "feedback"
	questions = "questions"
)

// What a new space starts with is content, written once in the language of its members; the animator may change the
// themes afterwards.
var usualThemes = []string{"Questions générales", "Partage d’expérience", "Ressources", houseTheme}

// The themes of the standing threads, where the space has them; else it is the first of the list.
const (
	houseTheme     = "Vie de l’espace"
	questionsTheme = "Questions générales"
)

const (
	feedbackTitle = "\u00a0: vos retours, vos questions sur l’utilisation de la plateforme"
	feedbackBody  = `Bonjour à toutes et à tous,

Ce fil recueille vos questions, vos remarques et vos idées sur l’utilisation de la plateforme : une fonction que vous cherchez, un point qui vous gêne, une amélioration que vous souhaitez.

Décrivez ce que vous vouliez faire et ce que vous avez obtenu : l’animation de l’espace vous répond ici, et sa réponse sert à tous.`
	questionsTitle = "FAQ\u00a0: posez vos questions"
	questionsBody  = `Bonjour à toutes et à tous,

Vous avez cherché dans la FAQ et n’y trouvez pas la réponse ? Posez votre question ici, en quelques lignes : le contexte, ce que vous avez déjà essayé, ce qui vous manque.

Les membres de l’espace vous répondent dans ce fil. Les réponses qui peuvent servir à d’autres rejoignent ensuite la FAQ.`
)

// Found furnishes a new space: its themes, and its standing threads, which nobody wrote.
func (r *Room) Found(tx *db.Tx, custody spaces.Custody, f spaces.Foundation) error {
	labels := f.Themes
	if len(labels) == 0 {
		labels = usualThemes
	}
	for _, label := range labels {
		if _, err := publications.AddTheme(tx, custody, label); err != nil {
			return err
		}
	}
	if err := r.foundQuestions(tx, custody, f.At); err != nil {
		return err
	}
	return r.stand(tx, custody, PlacedThread{
		Title: r.name + feedbackTitle, Body: richtext.FromMarkdown(feedbackBody), At: f.At, standing: feedback,
	}, houseTheme)
}

func (r *Room) foundQuestions(tx *db.Tx, custody spaces.Custody, at clock.Instant) error {
	return r.stand(tx, custody, PlacedThread{
		Title: questionsTitle, Body: richtext.FromMarkdown(questionsBody), At: at, standing: questions,
	}, questionsTheme)
}

// stand puts down a standing thread under a theme of that name, or under the first of the space.
func (r *Room) stand(tx *db.Tx, custody spaces.Custody, t PlacedThread, theme string) error {
	themes, err := r.publications.ThemesOf(tx, custody)
	if err != nil {
		return err
	}
	for _, each := range themes {
		if t.Theme == 0 || each.Label == theme {
			t.Theme = each.ID
		}
	}
	t.Pinned = true
	_, err = r.Place(tx, custody, t)
	return err
}

// questionsJob runs foundLater; the migration that needs it puts it down.
const questionsJob = "discussions.questions"

// foundAtOnce is how many spaces one job furnishes.
const foundAtOnce = 100

// foundLater gives the thread of the questions to spaces that were founded before there was one, and has itself called again
// while there are more. It may run twice.
func (r *Room) foundLater(tx *db.Tx, _ struct{}) error {
	list, err := db.All[ids.ID](tx, `
		SELECT s.id
		FROM spaces s
		WHERE NOT EXISTS (SELECT 1 FROM threads t WHERE t.space_id = s.id AND t.standing = $1 AND t.standing <> '')
			AND EXISTS (SELECT 1 FROM themes th WHERE th.space_id = s.id)
		ORDER BY s.id
		LIMIT $2`, questions, foundAtOnce)
	if err != nil {
		return err
	}
	for _, space := range list {
		if err := r.foundQuestions(tx, spaces.TakeCustody(space, "the thread of the questions, for a space founded before it"), tx.Now); err != nil {
			return err
		}
	}
	if len(list) < foundAtOnce {
		return nil
	}
	return r.queue.Put(tx, questionsJob, struct{}{})
}
