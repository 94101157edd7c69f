package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"osmose/internal/platform/ids"
)

func TestLocal(t *testing.T) {
	for _, target := range []string{
		"/", "/espaces", "/espaces/1-archivage?theme=a%20b&page=2#message-3", "/a?suite=//evil", "/a?x=http://evil",
		"/recherche?q=caf%C3%A9", "/é", "/a:b", "/?x", "/#x", "/%2F%2Fevil", "/%5Cevil",
	} {
		if !Local(target) {
			t.Errorf("%q is refused", target)
		}
	}
	for _, target := range []string{
		"", "espaces", "//evil", "///evil", `/\evil`, `\\evil`, `/\/evil`, "http://evil", "https:/evil", "javascript:alert(1)",
		"/\t/evil", "/\n/evil", "\t//evil", " //evil", "/ /evil", "/a\r\nSet-Cookie: x=y", "/\x00", "/\x7f", "/\u0085/evil",
		"/a//evil", "/.//evil", "/./x", "/..//evil", "/x/../../evil", "/%zz", "/\xff", "?suite=/x", "#x",
		"/" + strings.Repeat("a", 2000), "//evil@osmose.example",
	} {
		if Local(target) {
			t.Errorf("%q is taken", target)
		}
	}
	if LocalOr("//evil", "/espaces") != "/espaces" || LocalOr("/x", "/espaces") != "/x" {
		t.Error("LocalOr chooses wrongly")
	}
}

// FuzzLocal reads each target that Local takes as a browser does: tabs and line ends are dropped, spaces at the ends too,
// and a backslash is a slash.
func FuzzLocal(f *testing.F) {
	for _, seed := range []string{"/", "//evil", `/\evil`, "/\t/evil", "/a?b=//c#d", "/%2f", "/.//x", "/\u0085", "/:80", "/@x"} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://osmose.example/connexion")
	f.Fuzz(func(t *testing.T, target string) {
		if !Local(target) {
			return
		}
		read := strings.Trim(strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(target), " \x00\x1f")
		if !strings.HasPrefix(read, "/") || strings.HasPrefix(read, "//") {
			t.Fatalf("%q leads to another host", target)
		}
		followed, err := base.Parse(read)
		if err != nil {
			t.Fatalf("%q: %v", target, err)
		}
		if followed.Scheme != "https" || followed.Host != "osmose.example" || followed.User != nil {
			t.Fatalf("%q leads to %s", target, followed)
		}
		if strings.HasPrefix(followed.EscapedPath(), "//") {
			t.Fatalf("%q leads to the path %s", target, followed.Path)
		}
		header := httptest.NewRecorder().Header()
		header.Set("Location", target)
		if strings.ContainsAny(header.Get("Location"), "\r\n") {
			t.Fatalf("%q splits the header", target)
		}
	})
}

func TestSeeOtherLeadsNowhereElse(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /connexion", Public, func(x *Exchange, _ struct{}) error {
		return x.SeeOther(x.Query("suite"))
	})
	w := s.post("/connexion?suite=/espaces%23a", nil)
	wantStatus(t, w, http.StatusSeeOther)
	wantHeader(t, w, "Location", "/espaces#a")
	w = s.post("/connexion?suite=//evil", nil)
	wantStatus(t, w, http.StatusInternalServerError)
	wantHeader(t, w, "Location", "")
}

func TestTheSlugIsDecoration(t *testing.T) {
	const space, thread = "0123456789abc", "0zzzzzzzzzzzz"
	s := newSite(t)
	read := func(x *Exchange, _ string) error {
		id, err := x.ID("thread")
		if err != nil {
			return err
		}
		if err := Canonical(x, "space", space+"-archivage"); err != nil {
			return err
		}
		if err := Canonical(x, "thread", id.String()+"-duree-d-utilite"); err != nil {
			return err
		}
		return x.Render(Page{Body: say("Le fil")})
	}
	Handle(s.Router, "GET /espaces/{space}/echanges/{thread}", member, read)
	Handle(s.Router, "POST /espaces/{space}/echanges/{thread}", member, read)

	right := "/espaces/" + space + "-archivage/echanges/" + thread + "-duree-d-utilite"
	wantStatus(t, s.get(right, as("karim")), http.StatusOK)
	wantStatus(t, s.post("/espaces/"+space+"/echanges/"+thread, nil, as("karim")), http.StatusOK)

	w := s.get("/espaces/"+space+"-ancien%20nom/echanges/"+thread+"?page=2&x=%26", as("karim"))
	wantStatus(t, w, http.StatusFound)
	wantHeader(t, w, "Location", "/espaces/"+space+"-archivage/echanges/"+thread+"?page=2&x=%26")
	w = s.get(w.Header().Get("Location"), as("karim"))
	wantStatus(t, w, http.StatusFound)
	wantHeader(t, w, "Location", right+"?page=2&x=%26")

	for _, nonsense := range []string{"x", "0ZZZZZZZZZZZZ-a", "0zzzzzzzzzzzzz", "-" + thread, "0000000000000"} {
		wantStatus(t, s.get("/espaces/"+space+"/echanges/"+nonsense, as("karim")), http.StatusNotFound)
	}
}

func TestIDReadsWhatStandsBeforeTheDash(t *testing.T) {
	s := newSite(t)
	var got ids.ID
	Handle(s.Router, "GET /personnes/{person}", member, func(x *Exchange, _ string) (err error) {
		got, err = x.ID("person")
		return err
	})
	s.get("/personnes/0zzzzzzzzzzzz-karim-benali", as("karim"))
	if got.String() != "0zzzzzzzzzzzz" {
		t.Errorf("the id is %s", got)
	}
}

func TestNextURLChangesOneValue(t *testing.T) {
	r := httptest.NewRequest("GET", "/espaces/1-a%20b?theme=dates&apres=3", nil)
	for _, test := range []struct{ name, value, want string }{
		{"apres", "4&5", "/espaces/1-a%20b?apres=4%265&theme=dates"},
		{"apres", "", "/espaces/1-a%20b?theme=dates"},
		{"auteur", "x", "/espaces/1-a%20b?apres=3&auteur=x&theme=dates"},
	} {
		if got := NextURL(r, test.name, test.value); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
}
