package app

import (
	"osmose/internal/platform/bus"
)

// busConfig says where the bus is. A command beside a server leaves the node's port to that one; what it changes is heard by
// the server's jobs.
func (a *App) busConfig() bus.Config {
	o := a.options
	c := bus.Config{URL: o.BusURL, Log: o.Log}
	if !o.Beside {
		c.Listen, c.Peers, c.Secret = o.BusListen, o.BusPeers, o.BusSecret
	}
	return c
}

// wake is the subject under which nodes tell each other that a job is due.
const wake = "wake"

// joinBus subscribes the rooms to what other nodes say, and them to us.
func (a *App) joinBus() error {
	if !a.bus.Alone() {
		a.Queue.WakeOthers(func() { a.bus.Publish(wake, nil) })
		if err := a.bus.Subscribe(wake, func([]byte) { a.Queue.WakeHere() }); err != nil {
			return err
		}
	}
	return a.Live.Start()
}
