package richtext

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"osmose/internal/platform/ids"
)

// maxURL is the longest address of a link, in bytes.
const maxURL = 2000

// people is where a mention points.
const people = "/personnes/"

// PersonPattern and PicturePattern are the addresses of whom a text mentions and of what it shows, with « {id} » for ids.
const (
	PersonPattern  = people + "{id}"
	PicturePattern = pictureSpace + "{id}" + picturePiece + "{id}"
)

// isMention says whether href is exactly the address of a person.
func isMention(href string) bool {
	if len(href) != len(people)+ids.Length || !strings.HasPrefix(href, people) {
		return false
	}
	_, err := ids.Parse(href[len(people):])
	return err == nil
}

// external says whether a canonical address leaves the platform: only those lose their referrer.
func external(href string) bool { return strings.HasPrefix(href, "http") }

// canonicalURL returns the one spelling of an address that a link may have, or "" if none may: http and https with a
// host and nobody's name before it, mailto, and local paths, which begin with exactly one « / ».
func canonicalURL(raw string) string {
	raw = strings.TrimSpace(raw)
	if raw == "" || len(raw) > maxURL {
		return ""
	}
	once := parsedURL(escapeURL(raw))
	if once == "" || len(once) > maxURL || parsedURL(escapeURL(once)) != once {
		return ""
	}
	return once
}

func parsedURL(escaped string) string {
	u, err := url.Parse(escaped)
	if err != nil || u.User != nil || strings.ContainsFunc(escaped, unicode.IsControl) {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Hostname() == "" || u.Opaque != "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" || u.Host != "" || strings.HasPrefix(u.Opaque, "/") {
			return ""
		}
	case "":
		if u.Host != "" || !strings.HasPrefix(u.String(), "/") || strings.HasPrefix(u.String(), "//") {
			return ""
		}
	default:
		return ""
	}
	return u.String()
}

// escapeURL percent-encodes what may not stand in an address. A backslash is encoded too: browsers read it as a slash,
// so that « /\host » would leave the platform.
func escapeURL(raw string) string {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '%' && !(i+2 < len(raw) && isHex(raw[i+1]) && isHex(raw[i+2])) || c > '~' || strings.IndexByte(" \"<>\\^`{|}", c) >= 0 {
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// span is a piece of a text, in bytes, and where it links.
type span struct {
	from, to int
	href     string
}

// findURLs returns the bare addresses in a text, in order: from http:// or https:// at the start of a word to the next
// space, without the punctuation that follows. Of more than maxRuns it finds none: they would be no text any more.
func findURLs(text string) (found []span) {
	for at := 0; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return found
		}
		if len(found) > maxRuns {
			return nil
		}
		from := schemeStart(text, at, at+i)
		at += i + len("://")
		if from < 0 {
			continue
		}
		to := urlEnd(text, at)
		if href := canonicalURL(text[from:to]); href != "" {
			found = append(found, span{from, to, href})
		}
		at = to
	}
}

// schemeStart returns where the http or https that ends at colon begins, or -1.
func schemeStart(text string, from, colon int) int {
	for _, scheme := range []string{"https", "http"} {
		start := colon - len(scheme)
		if start < from || !strings.EqualFold(text[start:colon], scheme) {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(text[:start]); start == 0 || !isWord(before) {
			return start
		}
	}
	return -1
}

// urlEnd returns where the address ends that has begun before at.
func urlEnd(text string, at int) int {
	end := len(text)
	if i := strings.IndexFunc(text[at:], endsURL); i >= 0 {
		end = at + i
	}
	unclosed := strings.Count(text[at:end], "(") - strings.Count(text[at:end], ")")
	for end > at {
		last, size := utf8.DecodeLastRuneInString(text[at:end])
		if last == ')' && unclosed < 0 {
			unclosed++
		} else if last == ')' || !trailing(last) {
			break
		}
		end -= size
	}
	return end
}

// trailing says whether a sign at the end of an address belongs to the sentence around it.
func trailing(r rune) bool {
	return unicode.IsPunct(r) && !strings.ContainsRune("/#%&-", r) || r == '~'
}

func endsURL(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"`{}|\\^«»“”", r)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
