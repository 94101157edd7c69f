package live

import (
	"embed"
	"encoding/json"

	"osmose/internal/platform/i18n"
)

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

// words are what a page may have to say by itself. They come over the socket, for few pages ever need them.
func words(l *i18n.Localizer) []byte {
	frame, err := json.Marshal(map[string]any{"w": map[string]string{
		"messages_one": l.T("live.words.messages_one"), "messages_other": l.T("live.words.messages_other"),
		"moves_one": l.T("live.words.moves_one"), "moves_other": l.T("live.words.moves_other"),
		"changed": l.T("live.words.changed"), "refused": l.T("live.words.refused"),
		"signed_out": l.T("live.words.signed_out"), "sign_in": l.T("live.words.sign_in"),
	}})
	if err != nil {
		panic(err) // strings
	}
	return frame
}
