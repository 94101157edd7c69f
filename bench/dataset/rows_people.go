package dataset

import (
	"fmt"
	"strings"
	"time"

	"osmose/bench/prose"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/richtext"
)

// steps are all tables in the order in which they are filled: what is pointed to comes first.
func (p *plan) steps() []step {
	people, spaces, publications, texts := len(p.people), len(p.spaces), len(p.publications), len(p.texts)
	list := []step{
		{table: "people", columns: []string{"id", "email", "given_name", "family_name", "sort_key", "given_key", "family_key", "organisation", "service", "function",
			"password_hash", "signed_in_at", "created_at", "changed_at"}, units: people, rows: personRow, per: 1},
		{table: "visits", columns: []string{"person_id", "last_request_at", "visit_started_at", "previous_visit_at"}, units: people, rows: visitRow, per: 1},
		{table: "networks", columns: []string{"id", "name", "title", "mailbox", "created_at"}, units: len(p.networks), rows: networkRow, per: 1},
		{table: "network_administrators", columns: []string{"network_id", "person_id", "since"}, units: len(p.networks), rows: administratorRow, per: 1},
		{table: "spaces", columns: []string{"id", "network_id", "parent_id", "kind", "policy", "title", "sort_key", "description", "welcome", "members",
			"created_at", "changed_at"}, units: spaces, rows: spaceRow, per: 1},
		{table: "themes", columns: []string{"id", "space_id", "label", "key", "position"}, units: spaces, rows: themeRows, per: 6},
		{table: "memberships", columns: []string{"space_id", "person_id", "sort_key", "role", "joined_at"}, units: spaces, rows: memberRows, per: 50},
		{table: "space_marks", columns: []string{"person_id", "space_id", "seen_at"}, units: spaces, rows: markRows, per: 35},
		{table: "join_requests", columns: []string{"space_id", "person_id", "message", "asked_at"}, units: spaces, rows: requestRows, per: 0.3},
		{table: "keywords", columns: []string{"id", "space_id", "label", "key"}, units: spaces, rows: keywordRows, per: 14},
		{table: "publications", columns: []string{"id", "space_id", "kind", "author_id", "title", "excerpt", "theme_id", "state", "comments",
			"created_at", "published_at", "changed_at", "activity_at", "card"}, units: publications, rows: publicationRow, per: 1, large: true},
	}
	for i, k := range kinds {
		list = append(list, step{table: k.table, columns: k.columns, units: publications, rows: func(w *writer, unit int) {
			if l := w.publications[unit]; int(l.kind) == i {
				w.put(k.row(w.plan, w.of(ofKinds, unit), l)...)
			}
		}, per: float64(k.percent) / 100})
	}
	return append(list,
		step{table: "theme_tallies", columns: []string{"theme_id", "space_id", "kind", "live"}, units: spaces, rows: tallyRows, per: 6},
		step{table: "publication_keywords", columns: []string{"publication_id", "keyword_id", "space_id"}, units: publications, rows: taggingRows, per: 0.6, large: true},
		step{table: "pins", columns: []string{"publication_id", "space_id", "pinned_at"}, units: publications, rows: pinRow, per: 0.01},
		step{table: "closures", columns: []string{"publication_id", "space_id", "closed_by", "closed_at"}, units: publications, rows: closureRow, per: 0.02},
		step{table: "texts", columns: []string{"id", "space_id", "publication_id", "author_id", "role", "body", "quoted_id", "created_at", "changed_at"},
			units: texts, rows: textRow, per: 1, large: true},
		step{table: "reactions", columns: []string{"text_id", "space_id", "person_id", "kind", "created_at"}, units: texts, rows: reactionRows, per: 0.5, large: true},
		step{table: "hidings", columns: []string{"text_id", "space_id", "hidden_by", "hidden_at", "reason"}, units: texts, rows: hidingRow, per: 0.001},
		step{table: "follows", columns: []string{"publication_id", "person_id", "space_id", "stopped", "since"}, units: publications, rows: followRows, per: 2.2, large: true},
		step{table: "notifications", columns: []string{"person_id", "subject", "space_id", "publication_id", "reason", "count", "text_id", "actor_id", "last_at",
			"read_at"}, units: people, rows: notificationRows, per: 1.6 * float64(publications) / float64(people), large: true},
	)
}

func (w *writer) name(unit int) (given, family string) {
	c := w.of(ofPeople, unit)
	return prose.GivenNames[c.IntN(len(prose.GivenNames))], prose.FamilyNames[c.IntN(len(prose.FamilyNames))]
}

// email is the address of the person number n.
func (w *writer) email(unit int) string {
	given, family := w.name(unit)
	return fmt.Sprintf("%s.%s.%d@agents.example", richtext.Slug(given), richtext.Slug(family), unit)
}

func personRow(w *writer, unit int) {
	p := w.people[unit]
	given, family := w.name(unit)
	words := w.words(ofPeople, unit)
	w.put(num(p.id), w.email(unit), given, family, w.sortKeys[unit], richtext.Fold(given), richtext.Fold(family), words.Organisation(), words.Service(), words.Function(),
		passwordHash, when(end)-day, when(p.at), when(p.at))
}

const day = int64(24 * time.Hour / time.Millisecond)

// visitRow has everybody come once in the last two months.
func visitRow(w *writer, unit int) {
	c := w.of(ofMarks, unit)
	last := when(end) - c.Int64N(60*day)
	w.put(num(w.people[unit].id), last, last-c.Int64N(1_500_000), last-c.Int64N(5*day)-1_500_000)
}

func networkRow(w *writer, unit int) {
	name := fmt.Sprintf("R%02d", unit+1)
	w.put(num(w.networks[unit]), name, "Réseau "+name+" des "+w.words(ofNetworks, unit).Keyword(), fmt.Sprintf("reseau-%02d@reseaux.example", unit+1), when(begin))
}

func administratorRow(w *writer, unit int) {
	w.put(num(w.networks[unit]), num(w.people[unit%len(w.people)].id), when(begin))
}

func requestRows(w *writer, unit int) {
	s := w.spaces[unit]
	c := w.of(ofRequests, unit)
	if policyOf(unit) != "on_request" || !c.percent(80) {
		return
	}
	asker := int32(c.IntN(len(w.people)))
	for _, m := range s.members {
		if m == asker {
			return
		}
	}
	at := clock.Instant(when(end) - c.Int64N(20*day))
	w.put(num(s.id), num(w.people[asker].id), strings.TrimSpace(w.words(ofRequests, unit).Phrase()), when(at))
}
