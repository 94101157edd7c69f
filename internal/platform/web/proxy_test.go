package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"osmose/internal/platform/web"
)

func TestOnlyATrustedProxySaysWhoAsks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, peer, forwarded, want string
	}{
		{"straight from a person", "198.51.100.7:4711", "203.0.113.9", "198.51.100.7:4711"},
		{"through the proxy", "10.0.0.2:4711", "203.0.113.9", "203.0.113.9:0"},
		{"a forged hop before the real one", "10.0.0.2:4711", "1.2.3.4, 203.0.113.9", "203.0.113.9:0"},
		{"through two proxies", "10.0.0.2:4711", "203.0.113.9, 10.0.0.3", "203.0.113.9:0"},
		{"no header", "10.0.0.2:4711", "", "10.0.0.2:4711"},
		{"no address", "10.0.0.2:4711", "karim", "10.0.0.2:4711"},
		{"an IPv6 person", "[::1]:4711", "2001:db8::1", "[2001:db8::1]:0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got string
			h, err := web.BehindProxies(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }),
				[]string{"10.0.0.0/8", "::1"})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = c.peer
			if c.forwarded != "" {
				r.Header.Set("X-Forwarded-For", c.forwarded)
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			if got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}

func TestAProxyThatIsNoAddressIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := web.BehindProxies(http.NotFoundHandler(), []string{"proxy.example"}); err == nil {
		t.Fatal("accepted")
	}
}
