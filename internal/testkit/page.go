package testkit

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/lxzan/gws"

	"osmose/internal/listeners/live"
)

// Frame is what an open page is told.
type Frame struct {
	Name     string   `json:"t"`
	Mark     string   `json:"m"`
	Audience int      `json:"a"`
	Kinds    []string `json:"k"`
	IDs      []string `json:"x"`
	Gap      bool     `json:"gap"`
	No       bool     `json:"no"`
	Count    *int     `json:"n"`
	Text     string   `json:"s"`
}

// Page is an open page of a visitor, over a real connection.
type Page struct {
	gws.BuiltinEventHandler
	visitor *Visitor
	conn    *gws.Conn
	frames  chan Frame
	closed  chan uint16
	once    sync.Once
}

// patience is how long a page waits for what must come.
const patience = 20 * time.Second

// OnMessage keeps a frame that is about something.
func (p *Page) OnMessage(_ *gws.Conn, message *gws.Message) {
	defer message.Close()
	var f Frame
	if err := json.Unmarshal(message.Bytes(), &f); err == nil && f.Name != "" {
		p.frames <- f
	}
}

// OnClose keeps the code.
func (p *Page) OnClose(_ *gws.Conn, err error) {
	code := uint16(0)
	if closed, ok := err.(*gws.CloseError); ok {
		code = closed.Code
	}
	p.once.Do(func() { p.closed <- code })
}

// Handshake returns the request by which a page of ours opens its socket.
func (v *Visitor) Handshake() http.Header {
	header := http.Header{"Origin": {BaseURL}}
	var cookies []string
	for _, cookie := range v.cookies {
		cookies = append(cookies, cookie.Name+"="+cookie.Value)
	}
	header.Set("Cookie", strings.Join(cookies, "; "))
	return header
}

// Serve answers real connections at an address until the world ends.
func (w *World) Serve() string {
	if w.server == nil {
		w.server = httptest.NewServer(w.Handler())
	}
	return w.server.URL
}

// Dial opens a socket as a browser does. Errors: what answered the handshake instead.
func (v *Visitor) Dial(header http.Header) (*Page, *http.Response, error) {
	v.t.Helper()
	p := &Page{visitor: v, frames: make(chan Frame, 1000), closed: make(chan uint16, 1)}
	conn, response, err := gws.NewClient(p, &gws.ClientOption{
		Addr: strings.Replace(v.world.Serve(), "http", "ws", 1) + live.Address, RequestHeader: header,
	})
	if err != nil {
		return nil, response, err
	}
	p.conn = conn
	v.t.Cleanup(func() { _ = conn.NetConn().Close() })
	go conn.ReadLoop()
	return p, response, nil
}

// Shows opens a page that shows some subjects, as if it had missed nothing, and waits until each is answered; it returns the
// answers.
func (v *Visitor) Shows(names ...string) (*Page, []Frame) {
	v.t.Helper()
	p, _, err := v.Dial(v.Handshake())
	if err != nil {
		v.t.Fatal(err)
	}
	var answers []Frame
	p.Ask("", names...)
	for range names {
		answers = append(answers, p.Next())
	}
	return p, answers
}

// Ask says what the page shows, and what it knows of it.
func (p *Page) Ask(mark string, names ...string) {
	p.visitor.t.Helper()
	type on struct {
		Name string `json:"t"`
		Mark string `json:"m"`
	}
	said := map[string][]on{"on": {}}
	for _, name := range names {
		said["on"] = append(said["on"], on{name, mark})
	}
	raw, err := json.Marshal(said)
	if err != nil {
		p.visitor.t.Fatal(err)
	}
	p.Say(string(raw))
}

// Say sends a frame; a connection that is closed loses it.
func (p *Page) Say(frame string) { _ = p.conn.WriteString(frame) }

// Next waits for the next frame.
func (p *Page) Next() Frame {
	p.visitor.t.Helper()
	select {
	case f := <-p.frames:
		return f
	case <-time.After(patience):
		p.visitor.t.Fatal("the page hears nothing")
		return Frame{}
	}
}

// Closed waits until the server closes the page and returns its code, zero for a connection that just ended.
func (p *Page) Closed() uint16 {
	p.visitor.t.Helper()
	select {
	case code := <-p.closed:
		p.closed <- code
		return code
	case <-time.After(patience):
		p.visitor.t.Fatal("the page is not closed")
		return 0
	}
}

// Heard returns the frames that came and were not taken yet.
func (p *Page) Heard() []Frame {
	var all []Frame
	for {
		select {
		case f := <-p.frames:
			all = append(all, f)
		default:
			return all
		}
	}
}
