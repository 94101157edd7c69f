package app_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"osmose/internal/demo"
)

// kills is how often the process is killed: a few times in the suite, many with OSMOSE_PROOF=full.
func kills() int {
	if os.Getenv("OSMOSE_PROOF") == "full" {
		return 100
	}
	return 5
}

// installation is the real program, in a process of its own, on a folder that outlives it.
type installation struct {
	t       *testing.T
	program string
	data    string
	listen  string
	process *exec.Cmd
	done    chan error
	log     *os.File
}

// TestAKilledProcessLosesNothingItAcknowledged kills the program while several people reply, again and again. Whatever
// was answered by 303 is there, once, and so is what tells of it.
func TestAKilledProcessLosesNothingItAcknowledged(t *testing.T) {
	t.Parallel()
	i := &installation{t: t, program: build(t), data: t.TempDir(), listen: freeAddress(t)}
	i.keepLog()
	i.start()
	writers := []*browser{i.browse("karim.benali@herault.example"), i.browse("helene.marchand@culture.example")}
	forum := writers[0].link("/espaces", `/espaces/0[0-9a-z]{12}-archivage-numerique`) + "/echanges"
	thread := writers[0].open(forum)
	if status, err := i.browse("sophie.legoff@finistere.example").post(thread+"/suivi", nil); err != nil || status != http.StatusSeeOther {
		t.Fatalf("Sophie can't follow: %d, %v", status, err)
	}
	var acknowledged acknowledgements
	for round := range kills() {
		i.replyUntilKilled(writers, thread, round, &acknowledged)
		i.start()
	}
	if len(acknowledged.texts) == 0 {
		t.Fatal("no reply was acknowledged")
	}
	t.Logf("%d replies acknowledged, %d kills", len(acknowledged.texts), kills())
	pool := i.open()
	for _, text := range acknowledged.texts {
		if n := i.number(pool, `SELECT COUNT(*) FROM texts WHERE role = 'comment' AND body = $1`, "<p>"+text+"</p>"); n != 1 {
			t.Errorf("%q was acknowledged and stands there %d times", text, n)
		}
	}
	i.awaitJobs(pool)
	replies := i.number(pool, `SELECT COUNT(*) FROM texts WHERE role = 'comment' AND body LIKE '<p>Réponse %'`)
	told := i.number(pool, `
		SELECT n.count
		FROM notifications n
		JOIN people p ON p.id = n.person_id
		JOIN publications l ON l.id = n.publication_id
		WHERE p.email = 'sophie.legoff@finistere.example' AND l.title = $1`, title)
	if told != replies {
		t.Errorf("Sophie follows a thread with %d replies, and was told of %d", replies, told)
	}
}

// open looks at the database beside the program.
func (i *installation) open() *sql.DB {
	i.t.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(i.data, "osmose.db")+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		i.t.Fatal(err)
	}
	i.t.Cleanup(func() { _ = pool.Close() }) // nothing was written through it
	return pool
}

func (i *installation) number(pool *sql.DB, query string, args ...any) (n int) {
	i.t.Helper()
	if err := pool.QueryRow(query, args...).Scan(&n); err != nil {
		i.t.Fatalf("%v in %s", err, query)
	}
	return n
}

// awaitJobs waits until every fact has been heard.
func (i *installation) awaitJobs(pool *sql.DB) {
	i.t.Helper()
	late := time.After(time.Minute)
	for i.number(pool, `SELECT COUNT(*) FROM jobs WHERE unique_key IS NULL`) > 0 {
		select {
		case <-time.After(20 * time.Millisecond):
		case err := <-i.done:
			i.t.Fatalf("the program ended by itself: %v", err)
		case <-late:
			i.t.Fatal("the jobs are not done")
		}
	}
}

// replyUntilKilled has everybody write until the process is killed, some replies after it was told to be.
func (i *installation) replyUntilKilled(writers []*browser, thread string, round int, acknowledged *acknowledgements) {
	i.t.Helper()
	enough := make(chan struct{}, 1)
	var sent atomic.Int64
	var group sync.WaitGroup
	for w, writer := range writers {
		writer.client.CloseIdleConnections()
		group.Go(func() {
			for n := 0; ; n++ {
				text := fmt.Sprintf("Réponse %d-%d-%d.", round, w, n)
				status, err := writer.post(thread+"/messages", url.Values{"body": {text}})
				if err != nil {
					return // the process is dead
				}
				if status != http.StatusSeeOther {
					i.t.Errorf("%q: %d", text, status)
					return
				}
				acknowledged.add(text)
				if sent.Add(1) == int64(3+2*(round%5)) {
					enough <- struct{}{}
				}
			}
		})
	}
	select {
	case <-enough:
	case <-time.After(time.Minute):
		i.t.Error("replies are too slow")
	}
	i.kill()
	group.Wait()
}

// acknowledgements are the replies that were answered by 303.
type acknowledgements struct {
	mu    sync.Mutex
	texts []string
}

func (a *acknowledgements) add(text string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.texts = append(a.texts, text)
}

// title is that of the thread.
const title = "Un fil que rien n’arrête"

// build compiles the program once.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "osmose")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, root+"/cmd/osmose").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// keepLog keeps what the program says, to be shown if the test fails.
func (i *installation) keepLog() {
	i.t.Helper()
	file, err := os.Create(filepath.Join(i.data, "log"))
	if err != nil {
		i.t.Fatal(err)
	}
	i.log = file
	i.t.Cleanup(func() {
		_ = file.Close() // nothing more is read from it than what the program wrote
		if said, err := os.ReadFile(file.Name()); err == nil && i.t.Failed() {
			i.t.Logf("%s", said)
		}
	})
}

// start runs the program and waits until it answers.
func (i *installation) start() {
	i.t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(i.t.Context()), time.Minute)
	defer cancel()
	i.process = exec.Command(i.program, "demo", "--data", i.data, "--listen", i.listen)
	i.process.Stderr = i.log
	if err := i.process.Start(); err != nil {
		i.t.Fatal(err)
	}
	process, done := i.process, make(chan error, 1)
	i.done = done
	go func() { done <- process.Wait() }()
	i.t.Cleanup(func() { _ = process.Process.Kill() }) // dead already, unless the test failed
	for {
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+i.listen+"/readyz", nil) // a lawful address
		answer, err := http.DefaultClient.Do(r)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case err := <-done:
			i.t.Fatalf("the program ended by itself: %v", err)
		case <-ctx.Done():
			i.t.Fatal("the program does not answer")
		}
	}
}

// kill ends the process as a power cut would end it, but for what the system still writes.
func (i *installation) kill() {
	i.t.Helper()
	if err := i.process.Process.Kill(); err != nil {
		i.t.Fatal(err)
	}
	<-i.done
}

// browser is somebody signed in over a real connection.
type browser struct {
	at     *installation
	client *http.Client
}

func (i *installation) browse(email string) *browser {
	i.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		i.t.Fatal(err)
	}
	b := &browser{at: i, client: &http.Client{
		Jar: jar, Timeout: 30 * time.Second, Transport: &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	status, err := b.post("/connexion", url.Values{"email": {email}, "password": {demo.Password}})
	if err != nil || status != http.StatusSeeOther {
		i.t.Fatalf("%s can't sign in: %d, %v", email, status, err)
	}
	return b
}

func (b *browser) post(path string, form url.Values) (int, error) {
	status, _, err := b.send(path, form)
	return status, err
}

func (b *browser) send(path string, form url.Values) (status int, location string, err error) {
	r, err := http.NewRequest(http.MethodPost, "http://"+b.at.listen+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+b.at.listen)
	answer, err := b.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0, "", err
	}
	return answer.StatusCode, answer.Header.Get("Location"), nil
}

func (b *browser) get(path string) string {
	b.at.t.Helper()
	answer, err := b.client.Get("http://" + b.at.listen + path)
	if err != nil {
		b.at.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.at.t.Fatalf("%s: %d, %v", path, answer.StatusCode, err)
	}
	return string(body)
}

func (b *browser) link(page, pattern string) string {
	b.at.t.Helper()
	found := regexp.MustCompile(pattern).FindString(b.get(page))
	if found == "" {
		b.at.t.Fatalf("%s leads to nothing like %s", page, pattern)
	}
	return found
}

// open begins a thread and returns its address.
func (b *browser) open(forum string) string {
	b.at.t.Helper()
	_, theme, _ := strings.Cut(b.link(forum, `theme=0[0-9a-z]{12}`), "=")
	status, location, err := b.send(forum, url.Values{"title": {title}, "theme": {theme}, "body": {"Répondez."}})
	if err != nil || status != http.StatusSeeOther {
		b.at.t.Fatalf("no thread: %d, %v", status, err)
	}
	return location
}
