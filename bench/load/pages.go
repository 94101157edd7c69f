package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// page is an address that somebody signed in reads.
type page struct{ name, path string }

func (w *world) pages() []page {
	return []page{
		{"thread", w.Thread}, {"space", w.Space}, {"threads", w.Forum}, {"home", "/"},
	}
}

// measurePages asks for each page, whole and packed, and for the same bytes from the ceiling.
func measurePages(ctx context.Context, h *house) (rows []Row, err error) {
	type variant struct {
		page
		coding string
	}
	var variants []variant
	var sheets []sheet
	reader := h.world.reader()
	for _, p := range h.world.pages() {
		for _, coding := range []string{"", "gzip"} {
			a, err := reader.wire.read(getting(reader.host, p.path, reader.cookie, coding))
			if err == nil && a.Status != http.StatusOK {
				err = fmt.Errorf("load: %s answers %d", p.path, a.Status)
			}
			if err != nil {
				return nil, err
			}
			variants, sheets = append(variants, variant{p, coding}), append(sheets, sheetOf(a))
		}
	}
	c, err := startCeiling(ctx, sheets)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	for i, v := range variants {
		real, bare := getting(reader.host, v.path, reader.cookie, v.coding), getting(c.address, sheetPath(i), reader.cookie, v.coding)
		row, err := h.pair(ctx, v.name,
			load{address: reader.host, workers: h.options.Readers, request: always(real), status: http.StatusOK},
			load{address: c.address, workers: h.options.Readers, request: always(bare), status: http.StatusOK}, c)
		if err != nil {
			return nil, err
		}
		row.Coding = v.coding
		rows = append(rows, row)
	}
	return rows, nil
}

// always is one request again and again.
func always(request []byte) func(worker, n int) []byte {
	return func(int, int) []byte { return request }
}
