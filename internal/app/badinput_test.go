package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"osmose/internal/testkit"
)

const markup = `<script>zibelinette()</script>`

// bad is what people and programs put into fields.
var bad = []struct {
	What, Value string
	// Refused says that a field of text can't take it: nothing is stored.
	Refused bool
}{
	{"nothing", "", false},
	{"too much", strings.Repeat("z", 100_000), true},
	{"NUL", "avant\x00après", true},
	{"broken UTF-8", "avant\xff\xfeaprès", true},
	{"markup", markup, false},
}

// trial is a form of the world, with all that is needed to send it again and again.
type trial struct {
	form    form
	visitor *testkit.Visitor // of the mould
	mould   *testkit.Mould
	world   *testkit.World
}

// TestBadInputIsToldAndNothingIsStored sends every form that Hélène, or somebody signed out, can reach, with each of
// its fields wrong in turn.
func TestBadInputIsToldAndNothingIsStored(t *testing.T) {
	t.Parallel()
	var helene, anonymous *testkit.Visitor
	forms := map[string]form{}
	signedOut := map[string]bool{}
	mould := testkit.Prepare(t, func(w *testkit.World) {
		helene, anonymous = w.As("helene"), w.Anonymous()
		for _, f := range crawl(t, helene, isStatic, "/").Forms {
			forms[kindOf(f)] = f
		}
		for _, f := range crawl(t, anonymous, isStatic, "/connexion").Forms {
			forms[kindOf(f)], signedOut[kindOf(f)] = f, true
		}
	})
	if len(forms) < 20 {
		t.Fatalf("only %d forms: the crawl went astray", len(forms))
	}
	for _, kind := range slices.Sorted(maps.Keys(forms)) {
		visitor := helene
		if signedOut[kind] {
			visitor = anonymous
		}
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			one := trial{form: forms[kind], visitor: visitor, mould: mould}
			for _, f := range one.form.Fields {
				one.spoil(t, f)
			}
		})
	}
}

// kindOf is what the forms of one kind have in common: their address without ids, and the names of their fields.
func kindOf(f form) string {
	names := map[string]bool{}
	for _, one := range f.Fields {
		name, _, _ := strings.Cut(one.Name, "-0") // label-<id>
		names[name] = true
	}
	return idText.ReplaceAllString(shape(f.Action), "/…") + " " + strings.Join(slices.Sorted(maps.Keys(names)), " ")
}

// written tells whether people type words into a field.
func (f field) written() bool {
	return f.Type == "text" || f.Type == "textarea" || f.Type == "email" || f.Type == "search" || f.Type == ""
}

// filled is the form as a person sends it: what the page gives, and something plausible in what it leaves empty.
func (f form) filled() url.Values {
	values, plausible := url.Values{}, fields(scene{})
	for _, one := range f.Fields {
		if one.Type == "button" || one.Type == "file" {
			continue
		}
		value := one.Value
		if value == "" && (one.written() || one.Type == "password") {
			value = plausible.Get(one.Name)
		}
		values.Set(one.Name, value)
	}
	return values
}

func (one *trial) spoil(t *testing.T, f field) {
	for _, b := range bad {
		if one.world == nil {
			one.world = one.mould.Boot(t)
		}
		sent := one.form.filled()
		sent.Set(f.Name, b.Value)
		before := counts(t, one.world)
		visitor := one.visitor.In(one.world)
		answer := visitor.Post(one.form.Action, sent)
		where := one.form.Action + ", " + f.Name + " with " + b.What
		switch {
		case answer.Status == http.StatusSeeOther:
			if b.Refused && f.written() {
				t.Errorf("%s: accepted", where)
			}
			if next := visitor.Get(withoutAnchor(answer.Header.Get("Location"))); next.Status >= 500 || strings.Contains(next.Body, markup) {
				t.Errorf("%s: leads to a page with %d, or shows the markup as it is", where, next.Status)
			}
			one.world = nil
		case answer.Status/100 != 4:
			t.Errorf("%s: %d\n%s", where, answer.Status, answer.Text())
		default:
			for table, n := range counts(t, one.world) {
				if n != before[table] && table != "budgets" {
					t.Errorf("%s: refused with %d, and yet %s went from %d rows to %d", where, answer.Status, table, before[table], n)
				}
			}
			if answer.Status == http.StatusUnprocessableEntity {
				one.keeps(t, where, f, sent, answer)
			}
		}
		if strings.Contains(answer.Body, markup) || strings.Contains(answer.Body, "zibelinette()<") {
			t.Errorf("%s: the markup stands in the page as it is", where)
		}
	}
}

// keeps wants a form that is sent back to say what is wrong beside the field, and to hold what was typed elsewhere.
func (one *trial) keeps(t *testing.T, where string, wrong field, sent url.Values, answer *testkit.Answer) {
	t.Helper()
	if f := wrong; f.written() && !strings.Contains(answer.Body, `aria-invalid="true"`) {
		t.Errorf("%s: no field is marked as wrong\n%s", where, answer.Text())
	}
	for _, f := range formsOf(t, answer) {
		if f.Action != one.form.Action {
			continue
		}
		shown := map[string]string{}
		for _, each := range f.Fields {
			shown[each.Name] = each.Value
		}
		for _, each := range one.form.Fields {
			if each.Name == wrong.Name || !each.written() {
				continue
			}
			if got := shown[each.Name]; squeezed(got) != squeezed(sent.Get(each.Name)) {
				t.Errorf("%s: %s held %q and comes back with %q", where, each.Name, sent.Get(each.Name), got)
			}
		}
		return
	}
	if !wrong.written() {
		return // no page of ours sends such a choice: an error page says that it is unknown
	}
	t.Errorf("%s: 422 without the form\n%s", where, answer.Text())
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// counts returns how many rows each table has.
func counts(t *testing.T, w *testkit.World) map[string]int {
	t.Helper()
	pool := w.SQL()
	defer pool.Close()
	all := map[string]int{}
	for _, table := range tablesIn(t, w, pool) {
		var n int
		if err := pool.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		all[table] = n
	}
	return all
}
