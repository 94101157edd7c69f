package web

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Upgrades tells whether the browser asks for a socket rather than for a page.
func (x *Exchange) Upgrades() bool { return strings.EqualFold(x.R.Header.Get("Upgrade"), "websocket") }

// OwnPage tells whether a page of ours opens the socket. Browsers let any site open one with our cookie, and send no more
// than the origin to tell (RFC 6455, 10.2): it is the base URL, or the host that was asked, as on a machine of several
// names. Who sends none is no browser.
func (x *Exchange) OwnPage() bool {
	origin := x.R.Header.Get("Origin")
	if origin == x.router.config.BaseURL {
		return true
	}
	from, err := url.Parse(origin)
	return err == nil && from.Host != "" && from.Host == x.R.Host
}

// TakeOver hands the connection to the caller, who answers and closes it; its deadlines are gone. The log line of the
// request says 101. Errors: a connection that can't be taken (HTTP/2), or on which more than the request has come.
func (x *Exchange) TakeOver() (net.Conn, error) {
	conn, buffered, err := http.NewResponseController(x.W).Hijack()
	if err != nil {
		return nil, err
	}
	if buffered.Reader.Buffered() > 0 {
		_ = conn.Close()
		return nil, errUnreadable
	}
	x.sent.status = http.StatusSwitchingProtocols
	return conn, nil
}
