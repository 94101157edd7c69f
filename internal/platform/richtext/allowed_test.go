package richtext

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// holders says in which elements each element of the allow-list may stand: "" is the top of the text, "inline" any
// element of a line.
var holders = map[string][]string{
	"p":  {"", "li", "blockquote"},
	"h2": {"", "li", "blockquote"}, "h3": {"", "li", "blockquote"},
	"ul": {"", "li", "blockquote"}, "ol": {"", "li", "blockquote"}, "li": {"ul", "ol"},
	"blockquote": {"", "li", "blockquote"}, "hr": {"", "li", "blockquote"}, "pre": {"", "li", "blockquote"},
	"table": {"", "li", "blockquote"}, "thead": {"table"}, "tbody": {"table"}, "tr": {"thead", "tbody"}, "th": {"tr"}, "td": {"tr"},
	"img":    {"", "li", "blockquote"},
	"a":      {"p", "h2", "h3", "li", "th", "td"},
	"strong": {"p", "h2", "h3", "li", "th", "td", "a"},
	"em":     {"p", "h2", "h3", "li", "th", "td", "a", "strong"},
	"code":   {"p", "h2", "h3", "li", "th", "td", "a", "strong", "em", "pre"},
	"br":     {"p", "li", "th", "td"},
}

// outsideAllowList parses h as a browser does and returns the first thing that should not be there, or nil.
func outsideAllowList(h HTML) error {
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(string(h)), context)
	if err != nil {
		return err
	}
	var printed strings.Builder
	for _, n := range nodes {
		if err := walk(n, ""); err != nil {
			return err
		}
		if err := html.Render(&printed, n); err != nil {
			return err
		}
	}
	return sameMarkup(string(h), printed.String())
}

// sameMarkup compares with what a browser's tree prints, but for the entities that we do not need: a difference is a
// text that a browser reads in another way than it is written.
func sameMarkup(ours, theirs string) error {
	ours = strings.ReplaceAll(ours, "&#34;", `"`) // in the alternative of a picture
	theirs = strings.NewReplacer("&#34;", `"`, "&#39;", "'", "<br/>", "<br>", "<hr/>", "<hr>", `lazy"/>`, `lazy">`).Replace(theirs)
	if ours != theirs {
		return fmt.Errorf("a browser would read %q", theirs)
	}
	return nil
}

func walk(n *html.Node, parent string) error {
	if n.Type == html.TextNode {
		return nil
	}
	if n.Type != html.ElementNode || n.Namespace != "" {
		return fmt.Errorf("node of type %d, namespace %q", n.Type, n.Namespace)
	}
	if !slices.Contains(holders[n.Data], parent) {
		return fmt.Errorf("<%s> in <%s>", n.Data, parent)
	}
	if err := attributesAllowed(n); err != nil {
		return err
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if err := walk(child, n.Data); err != nil {
			return err
		}
	}
	return nil
}

func attributesAllowed(n *html.Node) error {
	for i, a := range n.Attr {
		switch {
		case n.Data == "a" && a.Key == "href" && i == 0 && safeAddress(a.Val):
		case n.Data == "a" && a.Key == "rel" && i == 1 && a.Val == "noopener noreferrer nofollow":
		case n.Data == "img" && a.Key == "src" && i == 0 && ownPicture.MatchString(a.Val):
		case n.Data == "img" && a.Key == "alt" && i == 1:
		case n.Data == "img" && a.Key == "loading" && i == 2 && a.Val == "lazy":
		case n.Data == "ol" && a.Key == "start" && numeric(a.Val):
		default:
			return fmt.Errorf("attribute %s=%q of <%s>", a.Key, a.Val, n.Data)
		}
	}
	if n.Data == "a" && (len(n.Attr) == 0 || strings.HasPrefix(n.Attr[0].Val, "http") != (len(n.Attr) == 2)) {
		return fmt.Errorf("a link with %v", n.Attr)
	}
	if n.Data == "img" && len(n.Attr) != 3 {
		return fmt.Errorf("a picture with %v", n.Attr)
	}
	return nil
}

var ownPicture = regexp.MustCompile(`^/espaces/[0-9a-hjkmnp-tv-z]{13}/pieces/[0-9a-hjkmnp-tv-z]{13}$`)

// safeAddress is written apart from canonicalURL on purpose.
func safeAddress(href string) bool {
	for i := range len(href) {
		if href[i] <= ' ' || href[i] > '~' || strings.IndexByte("\"<>\\`", href[i]) >= 0 {
			return false
		}
	}
	switch {
	case strings.HasPrefix(href, "http://"), strings.HasPrefix(href, "https://"):
		host := strings.FieldsFunc(href[strings.Index(href, "//")+2:]+"/", func(r rune) bool { return strings.ContainsRune("/?#", r) })
		return len(host) > 0 && !strings.Contains(host[0], "@")
	case strings.HasPrefix(href, "mailto:"):
		return len(href) > len("mailto:")
	}
	return strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//")
}

func numeric(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0
}
