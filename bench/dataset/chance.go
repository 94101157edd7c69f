package dataset

import (
	"math"
	"math/rand/v2"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
)

// chance is a source of randomness with the skews of this package.
type chance struct{ *rand.Rand }

func newChance(seed, stream uint64) chance { return chance{rand.New(rand.NewPCG(seed, stream))} }

func (c chance) percent(n int) bool { return c.IntN(100) < n }

// skewed returns a number under n, the smaller the likelier: by a power of one, all alike.
func (c chance) skewed(n int, power float64) int {
	return min(n-1, int(float64(n)*math.Pow(c.Float64(), power)))
}

// moment returns a moment between two, the later the likelier, in office hours of a working day most of the time.
func (c chance) moment(from, to clock.Instant) clock.Instant {
	at := from + clock.Instant(float64(to-from)*math.Pow(c.Float64(), 0.6))
	if c.percent(90) {
		day := at.Time().Truncate(24 * time.Hour)
		switch day.Weekday() {
		case time.Saturday:
			day = day.AddDate(0, 0, -1)
		case time.Sunday:
			day = day.AddDate(0, 0, 1)
		}
		at = clock.Of(day.Add(7*time.Hour + time.Duration(c.Int64N(int64(10*time.Hour)))))
	}
	return min(max(at, from), to)
}

// replies returns how many comments a publication has: most few, one in thousands hundreds.
func (c chance) replies() int {
	const most = 600
	return min(most, int(1.35*(math.Pow(1-c.Float64(), -1/1.5)-1)))
}

// members returns how many members an ordinary space has: about thirty.
func (c chance) members() int { return max(6, min(250, int(26*math.Exp(0.5*c.NormFloat64())))) }

// mint makes the ids of one table as ids.New does, from moments that come in order.
type mint struct {
	chance
	last ids.ID
}

// random bits leave the top bit of the tail free, as ids.New does.
const tail = 1 << 21

func (m *mint) id(at clock.Instant) ids.ID {
	fresh := ids.From(at) + ids.ID(m.IntN(tail))
	if fresh>>22 <= m.last>>22 {
		fresh = m.last + 1
	}
	m.last = fresh
	return fresh
}
