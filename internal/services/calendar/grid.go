package calendar

import (
	"context"
	"time"
)

// mostInCell is how many dates a day of the month shows; the week shows the rest.
const mostInCell = 4

// week is a row of the month.
type week struct {
	Monday time.Time
	Cells  []cell
}

// cell is a day with what takes place.
type cell struct {
	Day   time.Time
	Out   bool // of another month
	Today bool
	Dates []shown
}

// shown is a date in a cell: on its first day, or on one after it.
type shown struct {
	Date
	Goes bool // it began on a day before
}

// weeks lays dates out on the days of a window; each stands on every day that it touches.
func weeks(ctx context.Context, w window, dates []Date) []week {
	first, days := w.grid()
	byDay := make([][]shown, days)
	for _, d := range dates {
		begins, ends := d.days(ctx)
		from := int(begins.Sub(first).Hours() / 24)
		to := int(ends.Sub(first).Hours() / 24)
		for at := max(0, from); at <= min(to, days-1); at++ {
			byDay[at] = append(byDay[at], shown{d, at > from})
		}
	}
	var list []week
	for at := 0; at < days; at += 7 {
		row := week{Monday: first.AddDate(0, 0, at)}
		for i := at; i < at+7; i++ {
			day := first.AddDate(0, 0, i)
			row.Cells = append(row.Cells, cell{
				Day: day, Today: day.Equal(w.Today), Out: w.Shape == asMonth && day.Month() != w.First.Month(), Dates: byDay[i],
			})
		}
		list = append(list, row)
	}
	return list
}

// busy returns the days of the window on which something takes place, those of other months aside: the list that a phone shows.
func busy(list []week) []cell {
	var days []cell
	for _, row := range list {
		for _, c := range row.Cells {
			if len(c.Dates) > 0 && !c.Out {
				days = append(days, c)
			}
		}
	}
	return days
}

// seen are the dates that a cell shows, and how many more there are.
func (c cell) seen() ([]shown, int) {
	if len(c.Dates) <= mostInCell {
		return c.Dates, 0
	}
	return c.Dates[:mostInCell-1], len(c.Dates) - mostInCell + 1
}
