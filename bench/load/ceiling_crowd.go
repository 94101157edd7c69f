package load

import (
	"net"
	"net/http"
	"sync"
)

// Where the ceiling's sockets are opened, and where it is told to send a frame to all of them.
const (
	hearPath = "/hear"
	tellPath = "/tell"
)

// hearers are the ceiling's open sockets: connections that hear and are never heard.
type hearers struct {
	mu    sync.Mutex
	conns []net.Conn
}

func (h *hearers) register(mux *http.ServeMux) {
	mux.HandleFunc(hearPath, h.hear)
	mux.HandleFunc(tellPath, h.tell)
}

func (h *hearers) hear(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	// In one turn: whoever reads the answer hears what is told next.
	h.mu.Lock()
	defer h.mu.Unlock()
	_, _ = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")) // who has left is not there
	h.conns = append(h.conns, conn)
}

// tell answers once the frame has been handed to every connection.
func (h *hearers) tell(w http.ResponseWriter, r *http.Request) {
	text := r.FormValue("frame")
	frame := append([]byte{0x80 | opText, byte(len(text))}, text...)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, conn := range h.conns {
		_, _ = conn.Write(frame)
	}
	w.Header().Set("Content-Length", "0")
}
