package load

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"osmose/internal/platform/clock"
)

// server is the real program, a child of this one.
type server struct {
	address string
	token   string
	log     string
	process *exec.Cmd
	ended   chan error
	// ready is how long it took from its start to its first « ready ».
	ready time.Duration
}

// start runs the program on a data folder, demo or serve, and waits until it is ready. What it says goes to server.log in
// the folder.
func start(ctx context.Context, o Options) (*server, error) {
	address := o.Listen
	if address == "" {
		var err error
		if address, err = freeAddress(); err != nil {
			return nil, err
		}
	}
	log, err := os.OpenFile(filepath.Join(o.Data, "server.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close() // the child has its own
	command := "serve"
	if o.World == Demo {
		command = "demo"
	}
	s := &server{address: address, token: rand.Text(), log: log.Name(), ended: make(chan error, 1)}
	s.process = exec.Command(o.Binary, command, "--data", o.Data, "--listen", address)
	s.process.Env = append(os.Environ(), "OSMOSE_METRICS_TOKEN="+s.token, "OSMOSE_DATABASE="+o.Database,
		fmt.Sprintf("OSMOSE_LIVE_PAGES=%d", max(60, o.Sockets)), "OSMOSE_MOST_WRITTEN=10000000") // of one account, of which there are few here
	s.process.Stderr = log
	passed := clock.Stopwatch()
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	go func() { s.ended <- s.process.Wait() }()
	if err := s.await(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%w (see %s)", err, log.Name()), s.stop())
	}
	s.ready = passed()
	return s, nil
}

// await returns when the server is ready.
func (s *server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	for {
		status, _, err := s.fetch(ctx, "/readyz")
		if err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-time.After(2 * time.Millisecond):
		case err := <-s.ended:
			s.ended <- err
			return fmt.Errorf("load: the server ended by itself: %w", err)
		case <-ctx.Done():
			return errors.New("load: the server is not ready in five minutes")
		}
	}
}

// stop ends the server and waits for its end.
func (s *server) stop() error {
	_ = s.process.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case err := <-s.ended:
		s.ended <- err
		if err != nil {
			return fmt.Errorf("load: the server did not end well: %w, after saying in %s:\n%s", err, s.log, s.lastWords())
		}
		return nil
	case <-time.After(patience):
		_ = s.process.Process.Kill()
		return errors.Join(errors.New("load: the server does not end when told to"), <-s.ended)
	}
}

// lastWords are the last kilobyte or two of what the server said.
func (s *server) lastWords() string {
	said, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(said[max(0, len(said)-2000):])
}

func (s *server) pid() int { return s.process.Process.Pid }

// fetch is for what is not measured: readiness and metrics.
func (s *server) fetch(ctx context.Context, path string) (status int, body string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+path, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// metrics are the figures of the server by their names; those with labels are left out.
type metrics map[string]float64

func (s *server) metrics(ctx context.Context) (metrics, error) {
	status, text, err := s.fetch(ctx, "/metrics")
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("load: /metrics answers %d", status)
	}
	found := metrics{}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(name, "#") || strings.Contains(name, "{") {
			continue
		}
		if found[name], err = strconv.ParseFloat(value, 64); err != nil {
			return nil, fmt.Errorf("load: /metrics: %w", err)
		}
	}
	for _, needed := range []string{allocations, allocatedBytes, oldestJob} {
		if _, is := found[needed]; !is {
			return nil, fmt.Errorf("load: /metrics does not tell %s", needed)
		}
	}
	return found, nil
}

// The names of what is read.
const (
	allocations    = "go_memstats_mallocs_total"
	allocatedBytes = "go_memstats_alloc_bytes_total"
	oldestJob      = "osmose_jobs_oldest_seconds"
)

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
