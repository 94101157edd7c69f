package i18n

import (
	"context"
	"strconv"
)

// Size writes a number of bytes as people say it: « 12 Ko », « 3,4 Mo ».
func Size(ctx context.Context, bytes int64) string {
	l := From(ctx)
	if bytes < 1_000_000 {
		return l.T("i18n.size.kilo", Args{"N": l.Number(int((bytes + 999) / 1000))})
	}
	tenths := (bytes + 50_000) / 100_000
	whole := l.Number(int(tenths / 10))
	if tenths%10 != 0 && tenths < 1000 {
		whole += l.T("i18n.number.point") + strconv.Itoa(int(tenths%10))
	}
	return l.T("i18n.size.mega", Args{"N": whole})
}

// Number writes n with its thousands grouped: « 12 345 » with a narrow no-break space, "12,345" in English.
func (l *Localizer) Number(n int) string {
	digits := strconv.Itoa(n)
	if n > -1000 && n < 1000 {
		return digits
	}
	var sign string
	if n < 0 {
		sign, digits = digits[:1], digits[1:]
	}
	first := (len(digits)-1)%3 + 1
	out := make([]byte, 0, len(digits)*2)
	out = append(out, sign...)
	out = append(out, digits[:first]...)
	for ; first < len(digits); first += 3 {
		out = append(out, l.T("i18n.number.group")...)
		out = append(out, digits[first:first+3]...)
	}
	return string(out)
}
