package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// What a page says of its socket: where it is, what the page shows, and up to where it knows of it.
var (
	socketAt = regexp.MustCompile(`data-socket="([^"]+)"`)
	markOf   = regexp.MustCompile(`data-mark="([^"]*)"`)
	subject  = regexp.MustCompile(`data-os-live="(p:[^"]+)"`)
)

// pagesOfSession is how many pages of one session the program lets be open, rounded down; sessionsOfPerson how many sessions one
// has without ending an older one.
const (
	pagesOfSession   = 38
	sessionsOfPerson = 15
)

// replyMark is what a frame holds that tells of one.
var replyMark = []byte(`"reply"`)

// measureSockets opens a page of the thread in thousands of browsers, leaves them idle, then lets somebody reply: a latency is from the moment at
// which the reply is sent to that at which a browser is told. The ceiling sends the same frame from memory to as many.
func measureSockets(ctx context.Context, h *house) (rows []Row, err error) {
	p := h.world.reader()
	page, err := p.see(h.world.Thread)
	if err != nil {
		return nil, err
	}
	address := socketAt.FindStringSubmatch(page)
	if address == nil {
		fmt.Fprintln(h.options.Progress, "load: this program's pages open no socket: not measured")
		return nil, nil
	}
	shown, mark := subject.FindStringSubmatch(page), markOf.FindStringSubmatch(page)
	if shown == nil || mark == nil {
		return nil, errors.New("load: the thread's page does not say what it shows")
	}
	greeting, err := json.Marshal(map[string]any{"on": []map[string]string{{"t": html.UnescapeString(shown[1]), "m": html.UnescapeString(mark[1])}}})
	if err != nil {
		return nil, err
	}
	before, err := memoryOf(h.server.pid())
	if err != nil {
		return nil, err
	}
	cookies, err := h.sessions(h.options.Sockets)
	if err != nil {
		return nil, err
	}
	open := func(n int) (*socket, error) {
		s, err := openSocket(p.host, loopback(n/100), html.UnescapeString(address[1]), cookies[n/pagesOfSession])
		if err != nil {
			return nil, err
		}
		return s, s.join(string(greeting), html.UnescapeString(shown[1]))
	}
	c, err := gather(ctx, h.options.Sockets, open, replyMark)
	if err != nil {
		return nil, err
	}
	opened := c.passed()
	after, err := memoryOf(h.server.pid())
	var s series
	if err == nil {
		s, err = h.tellCrowd(ctx, c)
	}
	c.scatter()
	if err != nil {
		return nil, err
	}
	if err := tellBareCrowd(ctx, h.options.Sockets, s); err != nil {
		return nil, err
	}
	row := s.row("sockets")
	row.Extra = map[string]float64{
		"sockets": float64(len(c.sockets)), "opened a second": float64(len(c.sockets)) / opened.Seconds(),
		"memory of a connection, KB": float64(after.resident-before.resident) / 1024 / float64(len(c.sockets)),
	}
	return []Row{row}, nil
}

// tellCrowd has somebody reply in each round, until all have heard.
func (h *house) tellCrowd(ctx context.Context, c *crowd) (s series, err error) {
	for round := range h.options.Rounds {
		// What changes at once is told at once: each round is one telling, apart from the replies of the scenario before.
		select {
		case <-time.After(rest):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		var r run
		reply := func() error {
			who := h.world.people[round%len(h.world.people)]
			_, err := who.post(h.world.Thread+"/messages", url.Values{"body": {written(500_000 + round)}})
			return err
		}
		r.took, err = h.during(ctx, func() (err error) {
			began := c.passed()
			r.real.latencies, err = c.tell(ctx, reply)
			r.real.took = c.passed() - began
			return err
		})
		if err != nil {
			return nil, err
		}
		s = append(s, r)
	}
	return s, nil
}

// rest is longer than the program rests between two tellings of one thread.
const rest = 1200 * time.Millisecond

// join says what the page shows, and waits for the answer that it hears of it from now on.
func (s *socket) join(greeting, name string) error {
	if err := s.say(greeting); err != nil {
		return err
	}
	keep := make([]byte, smallBuffer)
	for {
		frame, err := s.hear(keep)
		if err != nil {
			return err
		}
		if strings.Contains(string(frame), name) {
			if strings.Contains(string(frame), `"no":true`) {
				return fmt.Errorf("load: a page may not hear of %s", name)
			}
			return nil
		}
	}
}

// sessions signs people in until there are sessions enough for so many pages.
func (h *house) sessions(pages int) (cookies []string, err error) {
	people := h.world.Writers
	needed := (pages + pagesOfSession - 1) / pagesOfSession
	if needed > sessionsOfPerson*len(people) {
		return nil, fmt.Errorf("load: %d people can't keep %d pages open", len(people), pages)
	}
	for n := range needed {
		p, err := signIn(h.server.address, loopback(n), people[n%len(people)], h.world.Password)
		if err != nil {
			return nil, err
		}
		p.wire.close()
		cookies = append(cookies, p.cookie)
	}
	return cookies, nil
}

// bareFrame is a frame as the program sends them, in bytes on the wire.
const bareFrame = `{"t":"p:0ahvaq7rcbvg2:0s7zq3rg1bv56","m":"AAAAAAAAAAAAAAAAAAAAAA","a":10000,"k":["reply"],"x":["0s7zq3rg1bv56"]}`

// tellBareCrowd does the same on the ceiling and adds it to the rounds. It comes after the program's own crowd has gone: two
// crowds are more connections than a process may have.
func tellBareCrowd(ctx context.Context, number int, s series) (err error) {
	b, err := startCeiling(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.stop()) }()
	c, err := gather(ctx, number, func(n int) (*socket, error) { return openSocket(b.address, loopback(n/100), hearPath, "") }, replyMark)
	if err != nil {
		return err
	}
	defer c.scatter()
	teller, err := dial(b.address, "")
	if err != nil {
		return err
	}
	defer teller.close()
	for i := range s {
		before, err := cpuOf(b.pid())
		if err != nil {
			return err
		}
		began := c.passed()
		s[i].bare.latencies, err = c.tell(ctx, func() error {
			_, err := teller.ask(posting(b.address, tellPath, "", url.Values{"frame": {bareFrame}}))
			return err
		})
		if err != nil {
			return err
		}
		s[i].bare.took = c.passed() - began
		after, err := cpuOf(b.pid())
		if err != nil {
			return err
		}
		s[i].ceiling = after - before
	}
	return nil
}
