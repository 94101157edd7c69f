package app_test

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/i18n"
)

// composed lists the beginnings of keys whose end is found at run time, and what that end is.
var composed = map[string]string{
	"addresses.refused.":             "the reason of a refusal",
	"accounts.language_":             "a language of the profile's form",
	"accounts.theme_":                "a theme of the profile's form",
	"ui.editor.":                     "a tool of the editor, or what it says",
	"documents.viewer.":              "a tool of the viewer of pages",
	"budget.":                        "the name of a budget that is spent",
	"discussions.filter.period_":     "a number of days, of the filter",
	"discussions.filter.unanswered_": "a number of days, of the filter",
	"blog.noun.":                     "an article, of publications.Kind",
	"blog.setting.write.":            "what a setting made by spaces.WhoMay says",
	"discussions.setting.open.":      "the same",
	"discussions.state.make_":        "a state of a malfunction",
	"faq.noun.":                      "an article, of publications.Kind",
	"faq.pour.credit.":               "whether somebody replied, wrote or nobody did",
	"faq.setting.propose.":           "what a setting made by spaces.WhoMay says",
	"faq.source.":                    "whether somebody replied, wrote or nobody did",
	"documents.setting.deposit.":     "the same",
	"documents.done.moved_":          "how many of a selection were moved",
	"documents.done.trashed_":        "how many of a selection were thrown away",
	"failure.":                       "the name of a verdict",
	"filetypes.":                     "a class of files",
	"i18n.month.":                    "the number of a month",
	"i18n.month_short.":              "the number of a month",
	"notifications.mail.":            "what the animator answered",
	"notifications.one.":             "a reason of a notification",
	"notifications.several.":         "a reason of a notification",
	"pages.noun.":                    "a text, and an article",
	"calendar.answered.":             "what a person answered",
	"calendar.group.":                "the same",
	"calendar.hue.":                  "the number of a colour",
	"calendar.lead_time.":            "minutes before the start",
	"calendar.mine.":                 "what a person answered",
	"calendar.next.":                 "a month or a week",
	"calendar.noun.":                 "an article, of publications.Kind",
	"calendar.previous.":             "a month or a week",
	"calendar.repeat.":               "how an event repeats",
	"calendar.repeats.":              "the same",
	"calendar.say.":                  "what a person answers",
	"calendar.setting.create.":       "what a setting made by spaces.WhoMay says",
	"calendar.type.":                 "one of the usual types",
	"calendar.weekday.":              "the number of a day of the week",
	"calendar.weekday_short.":        "the same",
	"calendar.zone.":                 "a zone of France",
	"ical.":                          "the reason of a refusal",
	"recurrence.":                    "the reason of a refusal",
	"spaces.make.":                   "a role",
	"spaces.policy.":                 "a policy",
	"spaces.role_needed.":            "a role",
}

// otherNames are strings in the form of a key that are none.
var otherNames = map[string]string{
	"accounts.photo": "a budget", "accounts.password": "a budget", "accounts.signin.pair": "a budget",
	"accounts.signin.account": "a budget", "accounts.signin.client": "a budget",
	"calendar.setting.create": "the beginning of keys", "publications.called_off": "an event", "publications.nears": "an event",
	"publications.seated": "an event", "publications.shifted": "an event",
	"blog.setting.write": "the beginning of keys", "faq.setting.propose": "the beginning of keys", "discussions.setting.open": "the beginning of keys",
	"blog.atom": "the purpose of a feed", "blog.cover": "a budget", "documents.deposit": "a budget", "documents.archive": "a budget", "documents.upload": "a budget", "documents.setting.deposit": "the beginning of keys", "blog.due": "a job", "discussions.questions": "a job", "attachments.upload": "a budget",
	"index.search": "a budget", "writing.text": "a budget", "writing.completion": "a budget", "writing.conversion": "a budget", "writing.draft": "a budget",
	"accounts.read_much": "an event", "publications.renewed": "an event", "accounts.sessions_ended": "an event", "moderation.hid": "an event", "moderation.restored": "an event",
	"publications.changed": "an event", "publications.prepared": "an event", "reactions.changed": "an event", "texts.revised": "an event",
	"comments.added": "an event", "moderation.reported": "an event", "publications.appeared": "an event",
	"publications.drawn": "an event", "publications.proposed": "an event",
	"spaces.answered": "an event", "spaces.joined": "an event", "spaces.left": "an event", "spaces.requested": "an event",
	"notifications.reading_mail": "a job", "notifications.answer_mail": "a job",
}

var quoted = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"`)

// saidStrings returns every string that the programs hold, tests aside.
func saidStrings(t *testing.T) map[string]bool {
	t.Helper()
	said := map[string]bool{}
	for _, f := range sources(t) {
		if !f.IsTest() {
			f.Strings(func(text string) { said[text] = true })
		}
	}
	err := walkModule(func(name string) error {
		if path.Ext(name) != ".templ" {
			return nil
		}
		content, err := os.ReadFile(filepath.Join(root, name))
		for _, literal := range quoted.FindAllString(string(content), -1) {
			if text, err := strconv.Unquote(literal); err == nil {
				said[text] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// textKeys returns the keys of every room's texts.
func textKeys(t *testing.T) map[string]bool {
	t.Helper()
	bundle := i18n.New("fr")
	if err := loadTexts(bundle); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, key := range bundle.Keys() {
		keys[key] = true
	}
	if len(keys) < 300 {
		t.Fatalf("only %d texts were found", len(keys))
	}
	return keys
}

func TestEveryTextIsSaid(t *testing.T) {
	t.Parallel()
	said, needed := saidStrings(t), map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(textKeys(t))) {
		if said[key] {
			continue
		}
		prefix := ""
		for beginning := range composed {
			if strings.HasPrefix(key, beginning) {
				prefix = beginning
			}
		}
		needed[prefix] = true
		if prefix == "" {
			t.Errorf("nothing says %q: strike the text out, or list how its key is composed", key)
		}
	}
	for beginning := range composed {
		if !needed[beginning] {
			t.Errorf("%q is listed as the beginning of composed keys, and no text needs it: strike it out", beginning)
		}
	}
}

// TestEverySaidKeyIsAText finds keys by their form: words parted by dots, of which the first begins some text's key.
func TestEverySaidKeyIsAText(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[a-z0-9]+(\.[a-z0-9_]+)+$`)
	keys, families := textKeys(t), map[string]bool{}
	for key := range keys {
		family, _, _ := strings.Cut(key, ".")
		families[family] = true
	}
	actions := map[string]bool{}
	for _, rule := range app.Rules() {
		actions[string(rule.Action)] = true
	}
	met := map[string]bool{}
	for _, text := range slices.Sorted(maps.Keys(saidStrings(t))) {
		family, _, _ := strings.Cut(text, ".")
		met[text] = true
		if !form.MatchString(text) || !families[family] || keys[text] || actions[text] || composed[text] != "" || otherNames[text] != "" {
			continue
		}
		t.Errorf("%q looks like the key of a text and there is none: write the text, or list the name", text)
	}
	for name := range otherNames {
		if !met[name] {
			t.Errorf("%q is listed as a name and is said nowhere: strike it out", name)
		}
	}
}
