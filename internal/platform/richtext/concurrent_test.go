package richtext

import (
	"sync"
	"testing"
)

func TestManyPeopleWriteAtOnce(t *testing.T) {
	want := FromMarkdown(report)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := Sanitise(string(FromMarkdown(report))); got != want {
				t.Errorf("another text came back")
			}
		})
	}
	all.Wait()
}
