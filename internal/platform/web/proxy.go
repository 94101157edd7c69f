package web

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// BehindProxies returns h seeing the address of the person rather than that of a proxy: when a request comes from one of
// the trusted networks (« 10.0.0.0/8 », « 127.0.0.1 »), the last address of X-Forwarded-For that is no trusted proxy's
// is believed. From elsewhere the header is what anybody may write, and is not read. Errors: a network that is not one.
func BehindProxies(h http.Handler, networks []string) (http.Handler, error) {
	var trusted []netip.Prefix
	for _, text := range networks {
		prefix, err := prefixOf(text)
		if err != nil {
			return nil, fmt.Errorf("web: trusted proxy %q is neither an address nor a network: %w", text, err)
		}
		trusted = append(trusted, prefix)
	}
	if len(trusted) == 0 {
		return h, nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if address, found := person(r, trusted); found {
			r.RemoteAddr = netip.AddrPortFrom(address, 0).String()
		}
		h.ServeHTTP(w, r)
	}), nil
}

func prefixOf(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		return netip.ParsePrefix(text)
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return netip.PrefixFrom(address, address.BitLen()), nil
}

// person returns the address of whoever is in front of the trusted proxies.
func person(r *http.Request, trusted []netip.Prefix) (netip.Addr, bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !contains(trusted, peer.Addr()) {
		return netip.Addr{}, false
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return netip.Addr{}, false
		}
		if !contains(trusted, hop) {
			return hop, true
		}
	}
	return netip.Addr{}, false
}

func contains(networks []netip.Prefix, address netip.Addr) bool {
	for _, network := range networks {
		if network.Contains(address.Unmap()) {
			return true
		}
	}
	return false
}
