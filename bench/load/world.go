package load

import (
	"fmt"
	"net/url"
	"strings"

	"osmose/bench/dataset"
	"osmose/internal/demo"
)

// Demo is the name of the world that « osmose demo » makes by itself.
const Demo = "demo"

// world is a Known with people signed in.
type world struct {
	dataset.Known
	people []*person
}

// reader is who asks for pages.
func (w *world) reader() *person { return w.people[0] }

func (w *world) close() {
	for _, p := range w.people {
		p.wire.close()
	}
}

// enter signs the people of the world in.
func enter(o Options, address string) (*world, error) {
	w := &world{}
	var err error
	if o.World == Demo {
		w.Known, err = demoPeople()
	} else {
		w.Known, err = dataset.ReadKnown(o.Data)
	}
	if err != nil {
		return nil, err
	}
	if err := w.signIn(o, address); err != nil {
		return nil, err
	}
	if o.World == Demo {
		return w, w.furnish()
	}
	return w, nil
}

// signIn gives each writer a session of today, instead of the one they had.
func (w *world) signIn(o Options, address string) error {
	w.close()
	w.people = nil
	for i, email := range w.Writers[:min(len(w.Writers), o.Writers)] {
		p, err := signIn(address, loopback(i), email, w.Password)
		if err != nil {
			return err
		}
		w.people = append(w.people, p)
	}
	return nil
}

// loopback is an address of this machine for the client number n: the program counts tries to sign in by client.
func loopback(n int) string { return fmt.Sprintf("127.0.%d.%d", 1+n/250, 1+n%250) }

// demoSpace is the key of the space of the demo where everything is measured.
const demoSpace = "Archivage numérique"

// demoPeople are the contributors of that space who can sign in.
func demoPeople() (dataset.Known, error) {
	k := dataset.Known{Password: demo.Password}
	content, err := demo.Load()
	if err != nil {
		return k, err
	}
	blocked := map[string]bool{}
	for _, p := range content.People {
		blocked[p.Email] = p.Blocked
	}
	for _, s := range content.Spaces {
		if s.Title != demoSpace {
			continue
		}
		for _, m := range s.Members {
			if m.Role != "reader" && !blocked[m.Email] {
				k.Writers = append(k.Writers, m.Email)
			}
		}
	}
	if len(k.Writers) < 2 {
		return k, fmt.Errorf("load: the demo has no writers in « %s »", demoSpace)
	}
	return k, nil
}

// furnish finds the addresses of the demo, and writes the thread of 50 replies as its people would: by forms, everybody
// in turn, one reply in five quoting another, one in three thanked.
func (w *world) furnish() (err error) {
	reader := w.reader()
	if w.Space, err = reader.link("/espaces", `/espaces/0[0-9a-z]{12}-archivage-numerique`); err != nil {
		return err
	}
	w.Forum = w.Space + "/echanges"
	if w.Thread, err = reader.open(w.Forum, "Tableaux de gestion : vos pratiques"); err != nil {
		return err
	}
	text := ""
	for i := range dataset.Replies {
		form := url.Values{"body": {written(i + 1)}}
		if i%5 == 4 {
			form.Set("quote", text)
		}
		a, err := w.people[i%len(w.people)].post(w.Thread+"/messages", form)
		if err != nil {
			return err
		}
		text = afterLast(a.get("Location"), "#m-")
		if i%3 != 2 {
			continue
		}
		_, err = w.people[(i+1)%len(w.people)].post(w.Space+"/textes/"+text+"/reactions", url.Values{"say": {"thanks"}})
		if err != nil {
			return err
		}
	}
	return nil
}

// afterLast returns what follows a mark in an address.
func afterLast(address, mark string) string {
	return address[strings.LastIndex(address, mark)+len(mark):]
}
