package hostile

import (
	"math/rand/v2"
	"strings"
)

// badName is a name that leads elsewhere, that some system forbids, or that shows as another; end is its last part.
func badName(r *rand.Rand, end string) string {
	stem := one(r,
		"../../../../etc/passwd", `..\..\windows\system32\drivers\etc\hosts`, "/etc/shadow", `C:\boot`, `\\serveur\partage\note`, "....//....//etc/passwd",
		"%2e%2e%2f%2e%2e%2fetc", "..%c0%af..%c0%afetc", "CON", "nul", "COM1.txt", "aux.c", "note\x00", "note.html\x00", "fpj\u202etab",
		"note\u200b\u200d", "A\u0301ccent", "\u00c1ccent", "\xed\xa0\x80\xed\xb0\x80", "\xff\xfe\xfd", "", ".", "..", " ", "-rf", "--help", "$(touch pwn)",
		"`touch pwn`", "a;b|c&d", "note\r\nContent-Type: text/html\r\n\r\n"+Script, `"onmouseover="alert(1)`, "'><img src=x onerror=alert(1)>", Script,
		"{{constructor.constructor('alert(1)')()}}", "=HYPERLINK(\"http://ailleurs.example\")", "@SUM(1+1)", "note.", "note ", "note:flux",
		strings.Repeat("é", 2000), strings.Repeat("../", 1300), strings.Repeat("a", 4090), "\U0001F600\U000E0001", "\u2028\u2029", ".htaccess", "desktop.ini",
		"arriving", "ab/cd/"+strings.Repeat("ab", 32),
	)
	end = one(r, end, end, end, "html", "svg", "hta", "lnk", "js", "php", "jpg.exe", "")
	if end == "" {
		return stem
	}
	return stem + "." + end
}
