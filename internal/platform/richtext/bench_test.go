package richtext

import (
	"strings"
	"testing"
)

// report is a long contribution of the kind that an archivist writes: titles, lists, a table, links.
var report = strings.Repeat(`# Durée d’utilité administrative

Bonjour à **tous**, voici le *compte rendu* de la réunion du 12 mars.
Le document est sur https://www.archives-nationales.culture.gouv.fr/guide, voir aussi la [fiche](/espaces/0123456789abc).

- premier point, avec `+"`un_nom_de_fichier.pdf`"+`
- second point
  1. d’abord
  2. ensuite

> Quelle durée pour les dossiers « d’éclairage » ?

| Série | Durée | Sort final |
| --- | --- | --- |
| 12 W | 10 ans | **versement** |
| 13 W | 5 ans | élimination |

`, 8)

var lines = strings.Repeat("a\n", maxBytes/2)

func BenchmarkFromMarkdown(b *testing.B) {
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		FromMarkdown(report)
	}
}

func BenchmarkFromMarkdownOfManyLines(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		FromMarkdown(lines)
	}
}

func BenchmarkSanitise(b *testing.B) {
	h := string(FromMarkdown(report))
	b.SetBytes(int64(len(h)))
	b.ReportAllocs()
	for b.Loop() {
		Sanitise(h)
	}
}

func BenchmarkToMarkdown(b *testing.B) {
	h := FromMarkdown(report)
	b.ReportAllocs()
	for b.Loop() {
		ToMarkdown(h)
	}
}

func BenchmarkDisplayWithoutMentions(b *testing.B) {
	h := FromMarkdown(report)
	b.ReportAllocs()
	for b.Loop() {
		WriteNames(h, "Ancien membre", nameOf)
	}
}

func BenchmarkDisplayWithTwentyMentions(b *testing.B) {
	h := FromMarkdown(report + strings.Repeat("Merci [](/personnes/"+karim.String()+") !\n\n", 20))
	b.ReportAllocs()
	for b.Loop() {
		WriteNames(h, "Ancien membre", nameOf)
	}
}

func BenchmarkExcerpt(b *testing.B) {
	h := FromMarkdown(report)
	b.ReportAllocs()
	for b.Loop() {
		Excerpt(h, 240)
	}
}
