package richtext

import "testing"

// hostile are texts that tried to run a script, to load something, or to leave the page; see TestHostile….
var hostile = append(hostileHTML, hostileMarkdown...)
var hostileHTML = []string{"<a href=javascript:alert(1)>a</a>"}
var hostileMarkdown = []string{"[a](javascript:alert(1))"}

func TestX(t *testing.T) {}
