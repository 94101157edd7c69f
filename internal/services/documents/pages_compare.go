package documents

import (
	"strconv"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/web"
)

import ()

// comparison is two versions side by side, the older first.
type comparison struct {
	seat
	Sides [2]drawings
	// Before and After are what is read in them.
	Before, After string
}

// compare shows a version beside the one before it, or the one that the address names.
func (r *Room) compare(x *web.Exchange, at seat) error {
	later := numberOf(x.R.PathValue("number"))
	earlier := later - 1
	if later == 1 {
		earlier = at.document.Number
	}
	if asked := x.Query("avec"); asked != "" {
		earlier = numberOf(asked)
	}
	if earlier > later {
		earlier, later = later, earlier
	}
	if earlier == later {
		return fault.ErrNotFound
	}
	c := comparison{seat: at}
	err := db.Together(r.DB.Read(x.Context()), accounts.Of(x).Header, func(q db.Querier) error {
		for i, number := range []int64{earlier, later} {
			v, err := VersionOf(q, at.m, at.document.ID, number)
			if err == nil {
				c.Sides[i], err = at.drawings(q, number, v.File, v.Rendering)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.Before, c.After = c.Sides[0].Words, c.Sides[1].Words
	title := i18n.T(x.Context(), "documents.compare.title", i18n.Args{"Earlier": strconv.FormatInt(earlier, 10), "Later": strconv.FormatInt(later, 10)})
	return r.renderTitled(x, at, 200, title, nil, comparisonView(c))
}
