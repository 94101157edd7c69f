package richtext

import (
	"strings"
	"testing"

	"osmose/internal/platform/ids"
)

func TestATeaserNamesThoseWhomAReaderMayKnow(t *testing.T) {
	mention := "[](/personnes/" + karim.String() + ")"
	h := FromMarkdown("Merci " + mention + ", et " + mention + ".\n\nSigné @\uE000" + karim.String())
	teaser := TeaserOf(h, 200)
	for _, c := range []struct {
		name func(ids.ID) string
		want string
	}{
		{nameOf, "Merci @Karim Benali, et @Karim Benali. Signé @\uFFFD" + karim.String()},
		{func(ids.ID) string { return "" }, "Merci @Ancien membre, et @Ancien membre. Signé @\uFFFD" + karim.String()},
	} {
		if got := teaser.Show("Ancien membre", c.name); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if got := teaser.Mentions(); len(got) != 2 || got[0] != karim {
		t.Errorf("it mentions %v", got)
	}
	if strings.Contains(string(teaser), "Karim") {
		t.Errorf("a name is stored: %q", teaser)
	}
}

func TestATeaserIsNeverCutWithinAMention(t *testing.T) {
	h := FromMarkdown("Merci,\u00a0[](/personnes/" + karim.String() + ")!!!")
	mentioned := 0
	for limit := range 40 {
		teaser := TeaserOf(h, limit)
		if signs := strings.Count(string(teaser), string(mentionSign)); signs != len(teaser.Mentions()) {
			t.Errorf("%d: %q is cut within a mention", limit, teaser)
		}
		mentioned += len(teaser.Mentions())
	}
	if mentioned == 0 {
		t.Error("no teaser was long enough for the mention")
	}
	if got := TeaserOf(h, 12); got != "Merci…" && got != "Merci,…" && got != "Merci,\u00a0…" {
		t.Errorf("cut before a mention: %q", got)
	}
}
