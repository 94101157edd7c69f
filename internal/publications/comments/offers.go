package comments

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Offer is something that a room above makes of a text, for the « ⋯ » of the text; app hands it in.
type Offer struct {
	// Label is a text key; Segment is the place of the form under the address of the text.
	Label, Icon, Segment string
	// To says whether it is offered to m for a text under a publication of a kind.
	To func(m spaces.Member, kind string, v View) bool
}

// Trace is what a room above made of a text: where to read it.
type Trace struct {
	Text ids.ID
	// Label is a text key: « Versé à la FAQ : ».
	Label, Title, URL string
}

// Tracer returns the traces of some texts of m's space: the body of a publication of a kind, and comments on it.
type Tracer func(q db.Querier, m spaces.Member, kind string, body ids.ID, comments []ids.ID) ([]Trace, error)

// Offer adds to what may be made of texts, and t finds what was made of them.
func (r *Room) Offer(o Offer, t Tracer) {
	r.offers = append(r.offers, o)
	r.tracers = append(r.tracers, t)
}

// Offers returns what may be made of a text.
func (r *Room) Offers() []Offer { return r.offers }

// Traces returns what was made of some texts of m's space, by text: one query at most for each room that makes something.
func (r *Room) Traces(q db.Querier, m spaces.Member, kind string, body ids.ID, comments []ids.ID) (map[ids.ID][]Trace, error) {
	of := map[ids.ID][]Trace{}
	for _, trace := range r.tracers {
		found, err := trace(q, m, kind, body, comments)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			of[t.Text] = append(of[t.Text], t)
		}
	}
	return of, nil
}
