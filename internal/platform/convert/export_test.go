package convert

import (
	"context"
	"fmt"
	"time"
)

// EndlessScript is what Endless runs.
const EndlessScript = "while true; do sleep 7.125; done"

// Endless runs what never ends.
func (c *Converter) Endless(ctx context.Context, patience time.Duration) ([]byte, error) {
	return c.run(ctx, patience, 100, "", EndlessScript)
}

// Chatter runs what says too much.
func (c *Converter) Chatter(ctx context.Context) ([]byte, error) {
	return c.run(ctx, time.Minute, 1000, "", "while true; do echo encore; done")
}

// Looking tells what can be seen in the box: its root, whether it can be written to, and whether other processes are there.
func (c *Converter) Looking(ctx context.Context) (string, error) {
	out, err := c.run(ctx, time.Minute, 10_000, "",
		"ls /; touch /usr/x 2>/dev/null || touch /x 2>/dev/null || echo unwritable; test $(ls -d /proc/[0-9]* | wc -l) -lt 10 && test $(grep -c : /proc/net/dev) -le 1 && echo alone")
	return string(out), err
}

// Writable lists the folders of the box in which something can be written.
func (c *Converter) Writable(ctx context.Context) (string, error) {
	out, err := c.run(ctx, time.Minute, 10_000, "", `find / \( -path /proc -o -path '/usr/*' \) -prune -o -type d -writable -print`)
	return string(out), err
}

// Heavy keeps what the box says after a beginning: so many zeros.
func (c *Converter) Heavy(ctx context.Context, head string, zeros int) (*Source, error) {
	return c.pdf(ctx, "", fmt.Sprintf("printf %%s '%s' && head -c %d /dev/zero", head, zeros))
}
