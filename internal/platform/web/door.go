package web

import "errors"

// ErrSignedOut is what a door returns when nobody is signed in: the person is led to the sign-in page, then back.
var ErrSignedOut = errors.New("signed out")

// Door turns a request into the key that its handler works with, or into an error: ErrSignedOut, fault.ErrNotFound for
// whoever has no right to know, a refusal for whoever knows the thing and may not do this with it.
type Door[K any] func(x *Exchange) (K, error)

// Handler answers a request that has passed a door. It answers once, by one of the Exchange's verbs, or returns an
// error.
type Handler[K any] func(x *Exchange, key K) error

// Public is the door of the addresses that anybody may open.
func Public(*Exchange) (struct{}, error) { return struct{}{}, nil }

// Handle registers h behind door. It is the only registration there is, so that no address lacks a door. pattern is a
// method, a space and a path in the way of http.ServeMux: « GET /espaces/{space} ». A trailing slash, a host and a
// wildcard over several segments are refused with a panic, for ServeMux would then answer by itself to some addresses.
func Handle[K any](rt *Router, pattern string, door Door[K], h Handler[K]) {
	rt.add(pattern, func(x *Exchange) error {
		key, err := door(x)
		if err != nil {
			return err
		}
		return h(x, key)
	})
}
