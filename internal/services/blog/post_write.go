package blog

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Draft is a post as its author wants it now.
type Draft struct {
	Title    string
	Theme    ids.ID // zero for none
	Keywords []string
	Body     richtext.HTML
	// Planned is the hour that they chose for it to appear, zero for none.
	Planned clock.Instant
	Cover   Cover
}

// check says what a post lacks that is to be read by others; a draft may lack anything.
func (d Draft) check() error {
	wrong := &fault.Invalid{}
	if d.Title == "" {
		wrong.Add("title", "blog.title_required", nil)
	}
	if d.Cover.Large != "" && d.Cover.Alt == "" && !d.Cover.Decorative {
		wrong.Add("cover_alt", "blog.alt_required", nil)
	}
	if richtext.Empty(d.Body) {
		wrong.Add("body", "blog.body_required", nil)
	}
	return wrong.Err()
}

// manuscript is the common row of the post; stored is its body as it will be stored, for an excerpt holds no name that the
// body does not hold.
func (d Draft) manuscript(stored richtext.HTML) publications.Manuscript {
	return publications.Manuscript{
		Kind: kind, Title: d.Title, Excerpt: richtext.TeaserOf(stored, excerptLength), Theme: d.Theme, Keywords: d.Keywords,
		State: publications.Draft,
	}
}

// Write begins a post by m as a draft, which nobody else sees. What m published within the last minute under the same title
// and with the same words is returned instead: a form sent twice. Errors: a Refusal, fault.ErrNotFound, fault.Invalid on
// title, theme, keywords or cover_alt.
func (r *Room) Write(tx *db.Tx, m spaces.Member, d Draft) (ids.ID, error) {
	if !m.May(MayWrite) {
		return 0, fault.Refuse("blog.write_refused")
	}
	if err := m.ConfirmAlone(tx); err != nil {
		return 0, err
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return 0, err
	}
	if twin, err := texts.Twin(tx, m, kind, d.Title, body.HTML()); twin != 0 || err != nil {
		return twin, err
	}
	if err := d.Cover.check(); err != nil {
		return 0, err
	}
	id, err := r.Publications.Publish(tx, m, d.manuscript(body.HTML()))
	if err != nil {
		return 0, err
	}
	return id, r.furnish(tx, m.SpaceID(), id, m.PersonID(), d, body, tx.Now)
}

// furnish writes what a post has beside the common row: its body and its own row.
func (r *Room) furnish(tx *db.Tx, space, id, author ids.ID, d Draft, body texts.Ready, at clock.Instant) error {
	_, err := r.Texts.Write(tx, body, texts.Text{Publication: id, Author: author, Role: texts.Body, CreatedAt: at})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO posts (id, space_id, cover, thumbnail, cover_alt, decorative, cover_width, cover_height, planned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, space, d.Cover.Large, d.Cover.Small, d.Cover.Alt, d.Cover.Decorative, d.Cover.Width, d.Cover.Height, d.Planned)
	return err
}

// Rewrite changes a post of m's own, in whatever state it is but the trash. version is the one that was read. What others
// could read stays as a revision. Errors: a Refusal when it is hidden; fault.ErrNotFound, also for somebody else's;
// fault.Invalid; fault.Conflict when it has changed since.
func (r *Room) Rewrite(tx *db.Tx, m spaces.Member, id ids.ID, version int64, d Draft) error {
	p, err := r.begin(tx, m, id)
	if err != nil {
		return err
	}
	if p.Version != version {
		return &fault.Conflict{Current: p.Version}
	}
	if err := d.Cover.check(); err != nil {
		return err
	}
	if p.State != publications.Draft {
		if err := d.check(); err != nil {
			return err
		}
	}
	changed, err := tx.Exec(`
		UPDATE posts
		SET cover = $4, thumbnail = $5, cover_alt = $6, decorative = $7, cover_width = $8, cover_height = $9, planned_at = $10,
			version = version + 1
		WHERE id = $1 AND space_id = $2 AND version = $3`,
		id, m.SpaceID(), version, d.Cover.Large, d.Cover.Small, d.Cover.Alt, d.Cover.Decorative, d.Cover.Width, d.Cover.Height, d.Planned)
	if err != nil {
		return err
	}
	if changed == 0 {
		return &fault.Conflict{Current: version + 1}
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return err
	}
	if err := r.Texts.RewriteBody(tx, m, id, body, p.AppearedAt != 0); err != nil {
		return err
	}
	return r.Publications.Retitle(tx, m, id, d.manuscript(body.HTML()))
}

// begin returns a post of m's own that is not in the trash, which no other writer changes before the end of tx.
func (r *Room) begin(tx *db.Tx, m spaces.Member, id ids.ID) (Post, error) {
	p, err := r.hold(tx, m, id)
	if err == nil && p.State == publications.Trashed {
		err = fault.ErrNotFound
	}
	return p, err
}

// hold returns a post of m's own, the trash included, and takes the row on which all who change it contend.
func (r *Room) hold(tx *db.Tx, m spaces.Member, id ids.ID) (Post, error) {
	if !m.May(MayKeep) {
		return Post{}, fault.Refuse("comments.add_refused")
	}
	if err := m.Confirm(tx); err != nil {
		return Post{}, err
	}
	if _, err := tx.Exec(`UPDATE posts SET version = version WHERE id = $1 AND space_id = $2`, id, m.SpaceID()); err != nil {
		return Post{}, err
	}
	return r.FindOwn(tx, m, id)
}
