package demo

import (
	"context"
	"image"
	"image/color"
	"math"
	"time"

	"osmose/internal/app"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/services/blog"
	"osmose/internal/spaces"
)

// post places a post with its comments.
func (f *filler) post(custody spaces.Custody, themes map[string]ids.ID, p Post) error {
	placed := blog.PlacedPost{
		Draft: blog.Draft{
			Title: p.Title, Theme: themes[p.Theme], Keywords: p.Keywords, Body: richtext.FromMarkdown(p.Body), Cover: f.covers[p.Title],
		},
		Author: f.people[p.Author], At: before(f.tx.Now, p.Minutes), State: publications.Published,
	}
	placed.Cover.Alt, placed.Cover.Decorative = p.Alt, p.Alt == ""
	switch p.State {
	case "draft":
		placed.State = publications.Draft
	case "scheduled":
		placed.State, placed.At = publications.Scheduled, f.tx.Now
		placed.Planned = f.tx.Now.Add(time.Duration(p.Minutes) * time.Minute)
	}
	id, err := f.app.Blog.Place(f.tx, custody, placed)
	if err != nil {
		return err
	}
	_, err = f.said(custody, id, p.Reactions, p.Comments)
	return err
}

// palettes are the covers that the demo draws: from one colour to another, under hills of the second.
var palettes = map[string][2]color.RGBA{
	"sauge":   {{0xdd, 0xe9, 0xdf, 0xff}, {0x2f, 0x6b, 0x4f, 0xff}},
	"ardoise": {{0xdf, 0xe5, 0xec, 0xff}, {0x34, 0x4a, 0x66, 0xff}},
	"ocre":    {{0xf6, 0xea, 0xd2, 0xff}, {0x9a, 0x5f, 0x1e, 0xff}},
	"prune":   {{0xef, 0xe1, 0xea, 0xff}, {0x6b, 0x35, 0x5c, 0xff}},
}

// drawCovers draws the covers that a world asks for, by the titles of the posts: each has files of its own. They come
// before the rows that mention them.
func drawCovers(ctx context.Context, a *app.App, world World) (map[string]blog.Cover, error) {
	covers := map[string]blog.Cover{}
	for _, s := range world.Spaces {
		for _, p := range s.Posts {
			palette, known := palettes[p.Cover]
			if !known {
				continue
			}
			cover, err := a.Blog.DrawCover(ctx, landscape(palette[0], palette[1]))
			if err != nil {
				return nil, err
			}
			covers[p.Title] = cover
		}
	}
	return covers, nil
}

// landscape is a picture of three ranges of hills in the mist.
func landscape(sky, earth color.RGBA) image.Image {
	const width, height = 1200, 500
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		at := float64(x) / width
		var tops [3]int
		for i := range tops {
			wave := math.Sin(at*math.Pi*(2.1+float64(i)*1.3)+float64(i)*1.7) + 0.4*math.Sin(at*math.Pi*7.3+float64(i)*2.3)
			tops[i] = int(height * (0.42 + 0.17*float64(i) - 0.07*wave))
		}
		for y := range height {
			shade := 0.12 * float64(y) / height
			for i, top := range tops {
				if y >= top {
					shade = 0.35 + 0.25*float64(i)
				}
			}
			m.SetRGBA(x, y, mix(sky, earth, shade))
		}
	}
	return m
}

func mix(a, b color.RGBA, share float64) color.RGBA {
	blend := func(p, q uint8) uint8 { return uint8(float64(p) + (float64(q)-float64(p))*share) }
	return color.RGBA{blend(a.R, b.R), blend(a.G, b.G), blend(a.B, b.B), 0xff}
}
