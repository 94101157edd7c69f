package app_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"osmose/internal/testkit"
)

// most is how many addresses a crawl may find: more means that some page leads to an endless number of others.
const most = 4000

// visit is what somebody found by following every link from where they start.
type visit struct {
	Pages map[string]*testkit.Answer // by address
	Order []string
	// Forms are the addresses that forms post to, with the page that shows each first.
	Forms map[string]form
}

// form is a form that posts.
type form struct {
	Page, Action string
	Fields       []field
}

// field is one of its fields, filled as the page fills it.
type field struct {
	Name, Type, Value string
}

// Addresses are all that the crawl saw, pages and actions.
func (v visit) Addresses() []string {
	list := append([]string(nil), v.Order...)
	for action := range v.Forms {
		if v.Pages[action] == nil {
			list = append(list, action)
		}
	}
	return list
}

// mostQueries is more than any page needs, whatever it is asked: queries_test.go has the number of each.
const mostQueries = 16

// variants is how many addresses that differ in the values of their query alone are followed: filters and pages of one
// list are one thing.
const variants = 3

// shape is an address without the values of its query.
func shape(address string) string {
	path, query, found := strings.Cut(address, "?")
	if !found {
		return address
	}
	values, _ := url.ParseQuery(query) // what is no query has no values
	return path + "?" + strings.Join(slices.Sorted(maps.Keys(values)), "&")
}

// crawl follows every link, picture and form's action from some addresses on, with GET. Static files are left out, and
// addresses for which skip answers true.
func crawl(t testing.TB, v *testkit.Visitor, skip func(address string) bool, starts ...string) visit {
	t.Helper()
	found := visit{Pages: map[string]*testkit.Answer{}, Forms: map[string]form{}}
	waiting := starts
	times := map[string]int{}
	for len(waiting) > 0 {
		address := waiting[0]
		waiting = waiting[1:]
		if found.Pages[address] != nil || skip(address) {
			continue
		}
		if times[shape(address)] == variants {
			continue
		}
		times[shape(address)]++
		if len(found.Order) == most {
			t.Fatalf("more than %d addresses; the last was %s", most, address)
		}
		answer := v.Get(address)
		found.Pages[address] = answer
		found.Order = append(found.Order, address)
		if answer.Status >= 500 {
			t.Errorf("%s: %d\n%s", address, answer.Status, answer.Text())
		}
		if answer.Queries > mostQueries {
			t.Errorf("%s costs %d queries", address, answer.Queries)
		}
		if answer.Status/100 == 3 {
			waiting = append(waiting, withoutAnchor(answer.Header.Get("Location")))
			continue
		}
		if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			continue
		}
		waiting = append(waiting, answer.Links()...)
		for _, f := range formsOf(t, answer) {
			if _, known := found.Forms[f.Action]; !known {
				found.Forms[f.Action] = f
			}
		}
	}
	return found
}

func withoutAnchor(address string) string {
	before, _, _ := strings.Cut(address, "#")
	return before
}

// isStatic leaves out what the server sends to anybody.
func isStatic(address string) bool {
	return strings.HasPrefix(address, "/static/") || strings.HasPrefix(address, "/galerie") || strings.HasPrefix(address, "/demo/")
}

// formsOf returns the forms of a page that post.
func formsOf(t testing.TB, a *testkit.Answer) []form {
	t.Helper()
	root, err := html.Parse(strings.NewReader(a.Body))
	if err != nil {
		t.Fatal(err)
	}
	var list []form
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" || !strings.EqualFold(attribute(n, "method"), "post") {
			continue
		}
		f := form{Page: a.Path, Action: attribute(n, "action")}
		for c := range n.Descendants() {
			if name := attribute(c, "name"); name != "" && c.Type == html.ElementNode {
				f.add(c, name)
			}
		}
		list = append(list, f)
	}
	return list
}

func (f *form) add(n *html.Node, name string) {
	one := field{Name: name, Type: n.Data, Value: attribute(n, "value")}
	switch n.Data {
	case "textarea":
		if n.FirstChild != nil {
			one.Value = strings.TrimPrefix(n.FirstChild.Data, "\n")
		}
	case "select":
		one.Value = chosen(n)
	case "input":
		one.Type = attribute(n, "type")
		checkable := one.Type == "radio" || one.Type == "checkbox"
		if checkable && !has(n, "checked") {
			return
		}
	case "button":
	default:
		return
	}
	f.Fields = append(f.Fields, one)
}

// chosen is the value of the option that a select shows: the one marked, else the first that has a value.
func chosen(n *html.Node) string {
	first := ""
	for option := range n.Descendants() {
		if option.Data != "option" {
			continue
		}
		value := attribute(option, "value")
		if has(option, "selected") && value != "" {
			return value
		}
		if first == "" {
			first = value
		}
	}
	return first
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
