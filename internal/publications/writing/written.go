package writing

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// The fields of a composer, beside the text « body ».
const (
	bodyField   = "body"
	placeField  = "place"
	sheetField  = "feuille" // see drafts.Sheet
	piecesField = "piece"   // attachments that were sent before the form
	dropField   = "retrait" // attachments to take away from the text
	keepField   = "garde"   // pictures to keep beside a text that shows them no longer
	filesField  = "files"   // files that come with the form, without JavaScript
)

// maxForm is the size of a form with files: without JavaScript they all come at once.
const maxForm = 60_000_000

// Written is what a composer sent. Its form is read as any other.
type Written struct {
	*web.Form
	Body richtext.HTML

	place  drafts.Place
	sheet  drafts.Sheet
	pieces []ids.ID
	came   []ids.ID // files of the form itself, which come anew when it is sent twice
	drop   []ids.ID
	keep   []ids.ID
}

// Read reads the form of a composer. required is the key of what is said of an empty text. Files that came with the form
// are kept, so that a form sent back has them still. Errors: a body that is no form or too large; a Refusal.
func (r *Room) Read(x *web.Exchange, m spaces.Member, required string) (*Written, error) {
	form, err := x.Form(maxForm)
	if err != nil {
		return nil, err
	}
	s := &Written{Form: form, place: drafts.Place(form.Value(placeField)), sheet: drafts.Sheet(form.Value(sheetField)), drop: idsIn(form, dropField), keep: idsIn(form, keepField)}
	s.Body = texts.Typed(form, bodyField, required)
	if err := r.spendText(x.Context(), m, form); err != nil {
		return nil, err
	}
	s.pieces = idsIn(form, piecesField)
	return s, r.receiveAll(x.Context(), m, s)
}

// receiveAll keeps the files of a form. A form sent back names them as if they had been sent before it.
func (r *Room) receiveAll(ctx context.Context, m spaces.Member, s *Written) error {
	for _, upload := range s.Files(filesField, attachments.MaxSize, attachments.MostPerText) {
		a, err := r.attachments.Receive(ctx, m, filesField, upload)
		if s.Take(err) {
			continue
		}
		if err != nil {
			return err
		}
		s.came = append(s.came, a.ID)
		s.Add(piecesField, a.ID.String())
	}
	return nil
}

func idsIn(form *web.Form, name string) (list []ids.ID) {
	for _, value := range form.All(name) {
		if id, err := ids.Parse(value); err == nil {
			list = append(list, id)
		}
	}
	return list
}

// File ends the transaction that publishes or rewrites a text of m: its attachments are claimed, what waited apart and the
// draft go. A picture that the text shows no longer leaves its page with the words around it, unless the form keeps it; former
// versions show it. Errors: *fault.Invalid on the field of files.
func (s *Written) File(tx *db.Tx, m spaces.Member, text ids.ID) error {
	if err := attachments.Drop(tx, m, text, s.drop); err != nil {
		return err
	}
	if err := attachments.List(tx, m, text, s.keep[:min(len(s.keep), mostPieces)]); err != nil {
		return err
	}
	shown := richtext.Pictures(s.Body, m.SpaceID())
	err := attachments.Claim(tx, m, text, filesField, attachments.Claims{
		Beside: s.pieces[:min(len(s.pieces), mostPieces)], Came: s.came, Shown: shown[:min(len(shown), mostPieces)],
	})
	if err != nil {
		return err
	}
	if err := s.dropApart(tx, m); err != nil {
		return err
	}
	return drafts.Close(tx, m, s.place, s.sheet)
}

// FileBody is File for the body of a publication, in whatever state.
func (s *Written) FileBody(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	text, err := texts.BodyIn(tx, m, publication)
	if err != nil {
		return err
	}
	return s.File(tx, m, text)
}

// mostPieces bounds what one form may name.
const mostPieces = 50
