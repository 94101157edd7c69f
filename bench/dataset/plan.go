package dataset

import (
	"cmp"
	"slices"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
)

// plan is the whole world but its words. Rows name each other by their place in these lists.
type plan struct {
	size Size
	seed uint64

	people       []person
	networks     []ids.ID
	spaces       []space
	publications []publication
	// texts are grouped by publication, the body first, then its comments as they came; order is that of time.
	texts []text
	order []int32
}

type person struct {
	id ids.ID
	at clock.Instant
}

// space has its members in the order of their roles: animators, contributors, readers.
type space struct {
	id       ids.ID
	at       clock.Instant
	network  int
	parent   int // -1 is none
	members  []int32
	writers  int // how many of the members may write
	animator int // how many of them are animators
	themes   []ids.ID
	keywords []ids.ID
	tallies  []int // live publications by kind and theme: kind * len(themes) + theme
}

const nobody = -1

type publication struct {
	id       ids.ID
	at, last clock.Instant
	space    int32
	author   int32 // nobody wrote the standing thread
	first    int32 // its body, in texts
	comments int32
	theme    uint8
	kind     uint8
	standing bool
	pinned   bool
	known    bool // the thread that load scripts read
}

type text struct {
	id          ids.ID
	at          clock.Instant
	publication int32
	author      int32
	quoted      int32 // how many texts of the publication come before the one that is quoted, plus one; zero is none
}

// streams keep what is drawn for one thing from moving when another changes.
const (
	ofPeople uint64 = iota + 1
	ofSpaces
	ofPublications
	ofTexts
	ofIDs
	ofWords
	ofKeywords
	ofReactions
	ofFollows
	ofNotifications
	ofMarks
	ofKinds
	ofNetworks
	ofRequests
	ofMembers
)

// draw plans a world.
func draw(size Size, seed uint64) *plan {
	p := &plan{size: size, seed: seed}
	p.drawPeople()
	p.drawSpaces()
	p.drawPublications()
	p.pin()
	p.drawTexts()
	return p
}

func (p *plan) drawPeople() {
	c, m := newChance(p.seed, ofPeople), mint{chance: newChance(p.seed, ofIDs)}
	moments := make([]clock.Instant, p.size.People)
	for i := range moments {
		moments[i] = c.moment(begin, end-clock.Instant(month))
	}
	slices.Sort(moments)
	for _, at := range moments {
		p.people = append(p.people, person{m.id(at), at})
	}
	networks := mint{chance: newChance(p.seed, ofIDs+100)}
	for range 1 + p.size.Spaces/150 {
		p.networks = append(p.networks, networks.id(begin))
	}
}

const month = 30 * 24 * 3600 * 1000

func (p *plan) drawSpaces() {
	c, m := newChance(p.seed, ofSpaces), mint{chance: newChance(p.seed, ofIDs+200)}
	themes, keywords := mint{chance: newChance(p.seed, ofIDs+300)}, mint{chance: newChance(p.seed, ofIDs+400)}
	at := begin
	for i := range p.size.Spaces {
		at += clock.Instant(c.IntN(1 + 12*month/p.size.Spaces))
		s := space{id: m.id(at), at: at, network: c.IntN(len(p.networks)), parent: -1}
		members := c.members()
		if i < len(p.size.Crowds) {
			members = p.size.Crowds[i]
		} else if i%8 == 7 {
			s.parent = p.parentFor(c, members)
		}
		s.members = p.pick(c, s.parent, members)
		s.animator = min(len(s.members), 1+len(s.members)/400+c.IntN(2))
		s.writers = max(s.animator, len(s.members)*7/10)
		for range 4 + c.IntN(5) {
			s.themes = append(s.themes, themes.id(at))
		}
		for range min(60, 12+members/20) {
			s.keywords = append(s.keywords, keywords.id(at))
		}
		s.tallies = make([]int, len(kinds)*len(s.themes))
		p.spaces = append(p.spaces, s)
	}
}

// parentFor returns a space of which a sub-space of so many members can be made, or -1.
func (p *plan) parentFor(c chance, members int) int {
	for range 20 {
		if i := c.IntN(len(p.spaces)); p.spaces[i].parent < 0 && len(p.spaces[i].members) >= members {
			return i
		}
	}
	return -1
}

// pick returns so many different people, all of them members of the parent if there is one.
func (p *plan) pick(c chance, parent, members int) []int32 {
	from := len(p.people)
	if parent >= 0 {
		from = len(p.spaces[parent].members)
	}
	members = min(members, from)
	picked, taken := make([]int32, 0, members), make(map[int32]bool, members)
	for len(picked) < members {
		one := int32(c.skewed(from, 1.2))
		if parent >= 0 {
			one = p.spaces[parent].members[one]
		}
		if !taken[one] {
			taken[one] = true
			picked = append(picked, one)
		}
	}
	return picked
}

// drawPublications shares the publications out among the spaces, by the number of members, in the order of time. The first
// of each space is its standing thread; the known thread of the first space is among its last.
func (p *plan) drawPublications() {
	c := newChance(p.seed, ofPublications)
	weights := make([]float64, len(p.spaces))
	sum := 0.0
	for i, s := range p.spaces {
		sum += float64(len(s.members)) * (0.3 + c.ExpFloat64())
		weights[i] = sum
		p.publications = append(p.publications, publication{at: s.at, space: int32(i), author: nobody, standing: true})
	}
	for len(p.publications) < p.size.Publications-1 {
		i, _ := slices.BinarySearch(weights, c.Float64()*sum)
		s := &p.spaces[i]
		p.publications = append(p.publications, publication{
			at: c.moment(s.at, end), space: int32(i), author: s.members[c.skewed(s.writers, 2.5)],
			theme: uint8(c.skewed(len(s.themes), 1.4)), kind: drawKind(c), comments: int32(c.replies()),
		})
	}
	known := end - clock.Instant(3*24*3600*1000)
	p.publications = append(p.publications, publication{at: known, space: 0, author: p.spaces[0].members[0], comments: Replies, known: true})
	slices.SortStableFunc(p.publications, func(a, b publication) int { return cmp.Compare(a.at, b.at) })
	m := mint{chance: newChance(p.seed, ofIDs+500)}
	for i := range p.publications {
		l := &p.publications[i]
		l.id, l.last = m.id(l.at), l.at
		s := &p.spaces[l.space]
		s.tallies[int(l.kind)*len(s.themes)+int(l.theme)]++
	}
}

// pin pins the standing thread of each space, and up to two of its newest: every visit of a forum shows what is pinned.
func (p *plan) pin() {
	more := make([]int, len(p.spaces))
	for i := len(p.publications) - 1; i >= 0; i-- {
		l := &p.publications[i]
		l.pinned = l.standing
		if !l.standing && !l.known && kinds[l.kind].name == "thread" && more[l.space] < int(l.space)%3 {
			l.pinned = true
			more[l.space]++
		}
	}
}

// Replies is how many comments the known thread has, of about 500 characters each.
const Replies = 50

// known returns the place of the known thread, which is among the last.
func (p *plan) known() int {
	for i := len(p.publications) - 1; ; i-- {
		if p.publications[i].known {
			return i
		}
	}
}

// drawTexts lets people answer within some days, faster where many do; then numbers all texts in the order of time.
func (p *plan) drawTexts() {
	c := newChance(p.seed, ofTexts)
	var moments []clock.Instant
	for i := range p.publications {
		l := &p.publications[i]
		l.first = int32(len(p.texts))
		p.texts = append(p.texts, text{at: l.at, publication: int32(i), author: l.author})
		length := min(end-l.at, clock.Instant(2+l.comments/6)*24*3600*1000)
		moments = moments[:0]
		for range l.comments {
			u := c.Float64()
			moments = append(moments, l.at+1+clock.Instant(u*u*float64(length)))
		}
		slices.Sort(moments)
		s := &p.spaces[l.space]
		for n, at := range moments {
			t := text{at: at, publication: int32(i), author: s.members[c.skewed(s.writers, 2)]}
			if l.author != nobody && c.percent(20) {
				t.author = l.author
			}
			if c.percent(12) {
				t.quoted = int32(1 + c.IntN(n+1))
			}
			p.texts = append(p.texts, t)
			l.last = at
		}
	}
	p.order = make([]int32, len(p.texts))
	for i := range p.order {
		p.order[i] = int32(i)
	}
	slices.SortFunc(p.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(p.texts[a].at, p.texts[b].at), cmp.Compare(a, b))
	})
	m := mint{chance: newChance(p.seed, ofIDs+600)}
	for _, i := range p.order {
		p.texts[i].id = m.id(p.texts[i].at)
	}
}

// textsOf returns the texts of a publication, the body first.
func (p *plan) textsOf(publication int) []text {
	l := p.publications[publication]
	return p.texts[l.first : l.first+l.comments+1]
}
