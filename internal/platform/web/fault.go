package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
)

// clientGone is the status in the log of a request whose person left before the answer.
const clientGone = 499

// foreign is a write that a page of another site tried to make.
type foreign struct{ error }

// What can be wrong with a body as a whole.
var (
	errUnreadable = errors.New("the body cannot be read")
	errTooLarge   = errors.New("the body is too large")
)

// fallen is a panic of a handler.
type fallen struct{ cause any }

func (e *fallen) Error() string { return fmt.Sprintf("panic: %v", e.cause) }

// broken is what happened while a failure was being explained; it hides what the failure was.
type broken struct{ cause error }

func (e *broken) Error() string { return e.cause.Error() }

// attempt runs what and turns a panic into an error. http.ErrAbortHandler passes: it asks the server to hang up.
func (x *Exchange) attempt(what func() error) (err error) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause == http.ErrAbortHandler {
			panic(cause)
		}
		err = &fallen{cause}
		x.notes = append(x.notes, slog.String("stack", string(debug.Stack())))
	}()
	return what()
}

// fail answers a request whose handler returned err. It is the one place where an error becomes a status.
func (x *Exchange) fail(err error) {
	if x.sent.status != 0 {
		x.failure, x.reference = err, newReference() // too late to tell the person
		return
	}
	if gone(x.R.Context()) {
		x.failure = err
		x.write(clientGone, nil)
		return
	}
	x.forget()
	failed := x.attempt(func() error {
		x.speak()
		return x.explain(err)
	})
	if failed == nil {
		return
	}
	err = errors.Join(err, failed)
	if x.attempt(func() error { return x.explain(&broken{err}) }) != nil {
		x.collapse(err)
	}
}

// forget drops the headers that the handler had prepared: those of a secret must not differ from those of nonsense.
func (x *Exchange) forget() {
	h := x.W.Header()
	cookies := h["Set-Cookie"]
	clear(h)
	x.router.closeToOthers(h)
	if cookies != nil {
		h["Set-Cookie"] = cookies
	}
}

func (x *Exchange) explain(err error) error {
	var elsewhere *redirection
	switch {
	case errors.As(err, &elsewhere):
		return x.sendTo(x.redirectStatus(), elsewhere.path)
	case errors.Is(err, ErrSignedOut):
		return x.leadToSignIn()
	}
	v := judge(err)
	if v.status != http.StatusNotFound {
		x.failure = err
	}
	if v.status == http.StatusInternalServerError {
		x.reference = newReference()
		v.reference = x.reference
	}
	if v.after > 0 {
		x.RetryAfter(v.after)
	}
	return x.tell(v)
}

// RetryAfter tells machines when to come back, in whole seconds rounded up. It is for a page that says so itself.
func (x *Exchange) RetryAfter(d time.Duration) {
	x.W.Header().Set("Retry-After", strconv.Itoa(int((d+time.Second-1)/time.Second)))
}

func (x *Exchange) redirectStatus() int {
	if x.R.Method == http.MethodGet || x.R.Method == http.MethodHead {
		return http.StatusFound
	}
	return http.StatusSeeOther
}

// tell sends the page of a failure; a script receives its sentence alone.
func (x *Exchange) tell(v verdict) error {
	body := v.write(i18n.From(x.Context()))
	if x.Script() || !x.readsPages() {
		x.send(v.status, plainText, []byte(body.Text))
		return nil
	}
	page := Page{Title: []string{body.Title}, Body: failurePage(body)}
	chrome, err := x.chromeOf(page)
	if err != nil {
		// The header may be what failed: the page must not need it.
		x.notes = append(x.notes, slog.Any("chrome", err))
		chrome = ui.Chrome{}
	}
	chrome.Live = nil // nothing here changes by itself, and the page of what does not exist has always the same bytes
	return x.renderIn(v.status, chrome, page)
}

func (x *Exchange) chromeOf(p Page) (chrome ui.Chrome, err error) {
	err = x.attempt(func() error {
		chrome, err = x.router.config.Chrome(x, p)
		return err
	})
	return chrome, err
}

// collapse is for when even the page of a failure cannot be made.
func (x *Exchange) collapse(err error) {
	x.failure, x.reference = err, newReference()
	if x.sent.status != 0 {
		return
	}
	x.forget()
	x.send(http.StatusInternalServerError, plainText, []byte("Erreur "+x.reference+"\n"))
}

// newReference returns 8 characters that a person can read out over the telephone.
func newReference() string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's base 32
	var b [8]byte
	_, _ = rand.Read(b[:])
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return string(b[:])
}

// gone tells whether the person has left before the answer.
func gone(ctx context.Context) bool { return errors.Is(context.Cause(ctx), context.Canceled) }
