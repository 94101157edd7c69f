package bus

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// user is the name under which nodes know each other.
const user = "osmose"

// start runs a server in this process. Alone it has no port at all; a server without a client port opens no way to others
// either, so that one which listens has a client port too: on this machine, any that is free, behind the same secret.
func start(c Config) (*server.Server, error) {
	options := &server.Options{
		ServerName: "osmose", NoLog: true, NoSigs: true, DontListen: true, NoSystemAccount: true,
		MaxPayload: 1 << 16, MaxPending: heardBytes, MaxControlLine: 1024,
	}
	if c.Listen != "" {
		if err := listen(options, c); err != nil {
			return nil, err
		}
	}
	s, err := server.NewServer(options)
	if err != nil {
		return nil, err
	}
	s.Start()
	if !s.ReadyForConnections(5 * time.Second) {
		s.Shutdown()
		return nil, fmt.Errorf("the server did not start: is %s taken?", c.Listen)
	}
	return s, nil
}

func listen(options *server.Options, c Config) error {
	if c.Secret == "" {
		return errors.New("a bus between nodes needs a secret that they share")
	}
	host, port, err := split(c.Listen)
	if err != nil {
		return err
	}
	options.ServerName = rand.Text() // two of one name refuse each other
	options.DontListen = false
	options.Host, options.Port = "127.0.0.1", server.RANDOM_PORT
	options.Username, options.Password = user, c.Secret
	options.Cluster = server.ClusterOpts{Name: "osmose", Host: host, Port: port, Username: user, Password: c.Secret, PoolSize: -1}
	for _, peer := range c.Peers {
		if _, _, err := split(peer); err != nil {
			return err
		}
		options.Routes = append(options.Routes, &url.URL{Scheme: "nats", User: url.UserPassword(user, c.Secret), Host: peer})
	}
	return nil
}

func split(address string) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(address)
	if err == nil {
		port, err = strconv.Atoi(text)
	}
	if err != nil {
		return "", 0, fmt.Errorf("%q is not a host and a port", address)
	}
	return host, port, nil
}

// watchRoutes notices that another node has come or come back: what was said while it was away, one of the two has missed.
func (b *Bus) watchRoutes() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	routes := b.server.NumRoutes()
	for {
		select {
		case <-b.stop:
			return
		case <-ticker.C:
			now := b.server.NumRoutes()
			if now > routes {
				b.missed("a node has come")
			}
			routes = now
		}
	}
}
