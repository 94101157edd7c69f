package i18n

import "strconv"

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
