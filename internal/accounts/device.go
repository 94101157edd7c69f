package accounts

import "strings"

// naming finds a name in a User-Agent by a word in it; the first that matches counts, so the order matters: every
// browser also claims to be older ones.
type naming []struct{ word, name string }

var browsers = naming{
	{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
	{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
}

var systems = naming{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "Mac"},
	{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
}

func (all naming) find(agent string) string {
	for _, n := range all {
		if strings.Contains(agent, n.word) {
			return n.name
		}
	}
	return ""
}

// deviceOf reads a User-Agent. Only « Firefox/Windows » is stored, of a fixed set: neither a version nor anything that
// its sender could make up.
func deviceOf(agent string) string {
	browser, system := browsers.find(agent), systems.find(agent)
	if browser == "" && system == "" {
		return ""
	}
	return browser + "/" + system
}
