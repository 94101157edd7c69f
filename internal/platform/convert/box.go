package convert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// What one run may take. LibreOffice wants much more addresses than memory; the box's files are memory too.
const (
	addresses = "3000000000" // bytes
	memory    = "268435456"  // bytes of files in the box
	cpu       = "60"         // seconds
	processes = "200"
	largest   = "100000000" // bytes of one file
)

// inBox is where the file to read stands in the box.
const inBox = "/tmp/in"

// command runs a script of the shell in the box. The box has programs, fonts and settings of the machine, read-only, and a new
// /tmp; no network: its only interface is a loopback of its own.
func (c *Converter) command(ctx context.Context, file, script string) *exec.Cmd {
	args := []string{
		"--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
		"--clearenv", "--setenv", "PATH", "/usr/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8",
		"--hostname", "box", "--ro-bind", "/usr", "/usr",
		"--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
	}
	for _, settings := range []string{"/etc/fonts", "/etc/libreoffice", "/etc/alternatives", "/etc/ld.so.cache", "/var/cache/fontconfig"} {
		args = append(args, "--ro-bind-try", settings, settings)
	}
	args = append(args, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev/pts", "--remount-ro", "/dev", "--size", memory, "--tmpfs", "/tmp")
	if file != "" {
		args = append(args, "--ro-bind", file, inBox)
	}
	args = append(args, "--remount-ro", "/", "--chdir", "/tmp", "--",
		"prlimit", "--as="+addresses, "--cpu="+cpu, "--nproc="+processes, "--fsize="+largest, "--core=0", "--nofile=512", "sh", "-c", script)
	cmd := exec.CommandContext(ctx, c.box, args...)
	cmd.Env = []string{}
	// The box's first process goes with bwrap, and takes along all that is in it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	return cmd
}

// run is runInto of what is small enough to be held in memory.
func (c *Converter) run(ctx context.Context, patience time.Duration, limit int64, file, script string) ([]byte, error) {
	var data bytes.Buffer
	if err := c.runInto(ctx, &data, patience, limit, file, script); err != nil {
		return nil, err
	}
	return data.Bytes(), nil
}

// runInto waits for its turn, runs a script and writes down what it says, up to limit bytes. Errors: ErrTooMuch, ErrLocked,
// ErrBroken, ctx's, those of to.
func (c *Converter) runInto(ctx context.Context, to io.Writer, patience time.Duration, limit int64, file, script string) error {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-c.turn }()
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := c.command(within, file, script)
	said := &tail{most: 2000}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	n, copyErr := io.Copy(to, io.LimitReader(out, limit+1))
	if n > limit || copyErr != nil {
		cancel()
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case n > limit || errors.Is(within.Err(), context.DeadlineExceeded):
		return ErrTooMuch
	case copyErr != nil:
		return fmt.Errorf("convert: %w", copyErr)
	case errors.As(err, &exit) && strings.Contains(strings.ToLower(said.String()), "password"):
		return ErrLocked
	case errors.As(err, &exit):
		return fmt.Errorf("%w: %s: %s", ErrBroken, exit, said)
	case err != nil:
		return fmt.Errorf("convert: %w", err)
	}
	return nil
}

// tail keeps the first bytes of what a program says, and takes the rest away from it.
type tail struct {
	bytes.Buffer
	most int
}

func (t *tail) Write(p []byte) (int, error) {
	t.Buffer.Write(p[:min(len(p), t.most-t.Len())])
	return len(p), nil
}
