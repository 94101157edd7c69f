package index

import (
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"

	"osmose/internal/platform/richtext"
)

// longestWord is where a word is cut, in bytes: what is longer is no word.
const longestWord = 64

// token is a word of a text. Its stem is empty for words that say nothing by themselves (« le », « dans », « d’ »).
type token struct {
	word, stem string
	// from and to are its place in the text, in bytes; linked says that a hyphen alone parts it from the next one, dotted that
	// both are of one number (« 2.2 »).
	from, to       int
	linked, dotted bool
}

// tokens splits a text into words. Apostrophes and hyphens part them: « l’archive » is « l », « archive ».
func tokens(text string) []token {
	var list []token
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isLetter(r) {
			at += size
			continue
		}
		end := at + size
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !isLetter(r) && !unicode.In(r, unicode.Mn, unicode.Cf) {
				break
			}
			end += size
		}
		if word := fold(text[at:end]); word != "" {
			if n := len(list); n > 0 {
				between := text[list[n-1].to:at]
				list[n-1].linked = isHyphen(between)
				list[n-1].dotted = (between == "." || between == ",") && isDigit(text[list[n-1].to-1]) && isDigit(text[at])
			}
			list = append(list, token{word: word, stem: stem(word), from: at, to: end})
		}
		at = end
	}
	return list
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isHyphen(between string) bool { return between == "-" || between == "‐" || between == "‑" }

// fold returns a word in lower case without accents or ligatures, letters and digits only.
func fold(word string) string {
	folded, plain := foldFrench(word)
	if !plain {
		folded = strings.Map(func(r rune) rune {
			if isLetter(r) {
				return r
			}
			return -1
		}, richtext.Fold(word))
	}
	if len(folded) > longestWord {
		folded = strings.ToValidUTF8(folded[:longestWord], "")
	}
	return folded
}

// french are the letters of French beside a–z, each with what richtext.Fold makes of it.
var french = func() map[rune]string {
	letters := map[rune]string{}
	for _, r := range "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ" {
		letters[r] = richtext.Fold(string(r))
	}
	return letters
}()

// foldFrench is fold for words of French letters, which nearly all are: half of the work of indexing was folding.
func foldFrench(word string) (folded string, plain bool) {
	room := [2 * longestWord]byte{}
	b := room[:0]
	for _, r := range word {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b = append(b, byte(r))
		case 'A' <= r && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		default:
			letters, known := french[r]
			if !known {
				return "", false
			}
			b = append(b, letters...)
		}
	}
	return string(b), true
}

var stemmer = fr.NewFrenchLightStemmerFilter()

// stem returns a folded word without its endings, or "" if it says nothing. It is folded first: people type without
// accents, and the stemmer's rules for « ière » and « ième » would part what they type from what is written.
func stem(word string) string {
	if stopWords[word] || len(word) == 1 && (word[0] < '0' || word[0] > '9') {
		return ""
	}
	if len(word) <= 3 || strings.ContainsFunc(word, unicode.IsNumber) {
		return word
	}
	if known, ok := stemmed.Load(word); ok {
		return known.(string)
	}
	t := analysis.Token{Term: []byte(word)}
	stemmer.Filter(analysis.TokenStream{&t})
	stem := string(t.Term)
	if stemmedSize.Load() < mostStemmed {
		stemmedSize.Add(1)
		stemmed.Store(word, stem)
	}
	return stem
}

// stemmed remembers the stems of the first words met: a few thousand make up nearly all of a text.
var (
	stemmed     sync.Map // word → stem
	stemmedSize atomic.Int64
)

const mostStemmed = 20_000

// stopWords are folded, as what they are compared with. Articles before an apostrophe are among them.
var stopWords = func() map[string]bool {
	list := map[string]bool{}
	for _, source := range [][]byte{fr.FrenchStopWords, fr.FrenchArticles} {
		words := analysis.NewTokenMap()
		if err := words.LoadBytes(source); err != nil {
			panic(err) // it is a constant of the library
		}
		for word := range words {
			list[richtext.Fold(word)] = true
		}
	}
	return list
}()

// compound returns what the linked words that begin at i read as one (« plate-forme », « plateforme »), and where they
// end; "" for a single word. The parts of a number stand together too, and never read as one: 2.2 is not 22.
func compound(list []token, i int) (joined string, end int) {
	end = i + 1
	number := false
	for end < len(list) && (list[end-1].linked || list[end-1].dotted) {
		number = number || list[end-1].dotted
		end++
	}
	if end == i+1 || number {
		return "", end
	}
	for _, t := range list[i:end] {
		joined += t.word
	}
	if len(joined) > longestWord {
		joined = ""
	}
	return joined, end
}

// analysed is a text as the index stores it. Compounds stand once more at the end as one word.
type analysed struct{ words, stems []string }

func analyse(text string) analysed {
	list := tokens(text)
	a := analysed{words: make([]string, 0, len(list)), stems: make([]string, 0, len(list))}
	for _, t := range list {
		a.add(t.word, t.stem)
	}
	for i := 0; i < len(list); {
		joined, end := compound(list, i)
		if joined != "" {
			a.add(joined, stem(joined))
		}
		i = end
	}
	return a
}

func (a *analysed) add(word, stem string) {
	a.words = append(a.words, word)
	if stem != "" {
		a.stems = append(a.stems, stem)
	}
}
