package writing_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"image"
	"image/jpeg"
	"net/url"
	"strings"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// desk is a thread of « Archivage numérique » before which people stand.
type desk struct {
	*testkit.World
	t             *testing.T
	space, thread string
	id            ids.ID
}

func open(t *testing.T) *desk {
	t.Helper()
	return openWith(t, func(*app.Options) {})
}

func openWith(t *testing.T, change func(*app.Options)) *desk {
	t.Helper()
	w := testkit.BootWith(t, change)
	id := w.Space("Archivage numérique")
	d := &desk{World: w, t: t, id: id, space: spaces.Path(id, "Archivage numérique")}
	thread, err := db.One[struct {
		ID    ids.ID `db:"id"`
		Title string `db:"title"`
	}](w.DB.Read(t.Context()), `
		SELECT l.id, l.title
		FROM live_publications l
		JOIN threads h ON h.id = l.id
		LEFT JOIN closures c ON c.publication_id = l.id
		WHERE l.space_id = $1 AND c.publication_id IS NULL AND h.standing = ''
		ORDER BY l.id
		LIMIT 1`, id)
	if err != nil {
		t.Fatal(err)
	}
	d.thread = d.space + "/echanges/" + thread.ID.String()
	d.thread = w.As("karim").Get(d.thread).LeadsTo(d.space)
	return d
}

type sent struct{ ID, Name, URL, Thumb, About, Error string }

func (d *desk) upload(v *testkit.Visitor, name string, content []byte) sent {
	d.t.Helper()
	var answer sent
	body := v.Send(d.space+"/pieces", nil, testkit.File{Field: "files", Name: name, Content: content}).Is(200).Body
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		d.t.Fatal(err)
	}
	return answer
}

// reply publishes a reply and returns the page that shows it.
func (d *desk) reply(v *testkit.Visitor, form url.Values, files ...testkit.File) *testkit.Answer {
	d.t.Helper()
	form.Set("place", "reponse/"+strings.Split(strings.TrimPrefix(d.thread, d.space+"/echanges/"), "-")[0])
	where := v.Send(d.thread+"/messages", form, files...).LeadsTo(d.space)
	page, _, _ := strings.Cut(where, "#")
	return v.Get(page).Is(200)
}

func picture(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, 800, 600)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00 48°51'29.6\"N"
	segment := append(binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(exif)+2)), exif...)
	return append(append([]byte{0xFF, 0xD8}, segment...), out.Bytes()[2:]...)
}

const report = "Compte rendu de la visite du dépôt.\n"
