package dataset

import "strings"

// kind is a service's publications: how many of all are of it, and the row that each has beside the common one.
type kind struct {
	name    string
	percent int
	table   string
	columns []string
	row     func(p *plan, c chance, l publication) []any
	// card is what the common row notes of that row; nil notes nothing.
	card func(c chance, l publication, closed bool) string
}

// kinds are all that the data set knows; their percents make 100. A kind that comes adds its line.
var kinds = []kind{
	{"thread", 85, "threads", []string{"id", "space_id", "standing", "malfunction"}, threadRow, threadCard},
	{"post", 15, "posts", []string{"id", "space_id", "appeared_at"}, postRow, nil},
}

// drawKind draws a kind by the percents.
func drawKind(c chance) uint8 {
	n := c.IntN(100)
	for i, k := range kinds {
		if n -= k.percent; n < 0 {
			return uint8(i)
		}
	}
	return 0
}

func threadRow(p *plan, c chance, l publication) []any {
	standing, malfunction := threadStates(c, l)
	return []any{num(l.id), num(p.spaces[l.space].id), standing, malfunction}
}

func threadStates(c chance, l publication) (standing, malfunction string) {
	if l.standing {
		return "feedback", ""
	}
	if c.percent(1) {
		return "", []string{"open", "progress", "resolved"}[c.IntN(3)]
	}
	return "", ""
}

func threadCard(c chance, l publication, closed bool) string {
	standing, malfunction := threadStates(c, l)
	words := []string{standing, malfunction}
	if closed {
		words = append(words, "closed")
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

func postRow(p *plan, _ chance, l publication) []any {
	return []any{num(l.id), num(p.spaces[l.space].id), when(l.at)}
}
