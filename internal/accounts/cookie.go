package accounts

import (
	"net"
	"net/http"
	"net/netip"

	"osmose/internal/platform/web"
)

// The one cookie. The prefix makes browsers refuse it unless it is Secure, for / and for this host alone; plain http is
// for the machine that one sits at.
const (
	cookieName       = "osmose"
	secureCookieName = "__Host-osmose"
)

func (r *Room) cookieName() string {
	if r.secure {
		return secureCookieName
	}
	return cookieName
}

// secretOf returns what the browser brought, "" for nothing.
func (r *Room) secretOf(x *web.Exchange) string {
	cookie, err := x.R.Cookie(r.cookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// giveCookie hands a secret to the browser; an empty one takes the cookie away.
func (r *Room) giveCookie(x *web.Exchange, secret string) {
	age := int(sessionLife.Seconds())
	if secret == "" {
		age = -1
	}
	http.SetCookie(x.W, &http.Cookie{
		Name: r.cookieName(), Value: secret, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: r.secure, SameSite: http.SameSiteLaxMode,
	})
}

// clientOf returns whose failures are counted together: an IPv4 address, or the /64 that one IPv6 subscriber has. A
// server behind a proxy puts the client's address in RemoteAddr first.
func clientOf(x *web.Exchange) string {
	host, _, err := net.SplitHostPort(x.R.RemoteAddr)
	if err != nil {
		host = x.R.RemoteAddr
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return host
	}
	return network.String()
}
