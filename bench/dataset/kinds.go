package dataset

// kind is a service's publications: how many of all are of it, and the row that each has beside the common one.
type kind struct {
	name    string
	percent int
	table   string
	columns []string
	row     func(p *plan, c chance, l publication) []any
}

// kinds are all that the data set knows; their percents make 100. A kind that comes adds its line.
var kinds = []kind{
	{"thread", 85, "threads", []string{"id", "space_id", "standing", "malfunction"}, threadRow},
	{"post", 15, "posts", []string{"id", "space_id", "appeared_at"}, postRow},
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
	standing, malfunction := "", ""
	if l.standing {
		standing = "feedback"
	} else if c.percent(1) {
		malfunction = []string{"open", "progress", "resolved"}[c.IntN(3)]
	}
	return []any{num(l.id), num(p.spaces[l.space].id), standing, malfunction}
}

func postRow(p *plan, _ chance, l publication) []any {
	return []any{num(l.id), num(p.spaces[l.space].id), when(l.at)}
}
