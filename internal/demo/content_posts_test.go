package demo

import (
	"testing"
)

func TestPostsHoldTogether(t *testing.T) {
	world := world(t)
	titles, states, covers := map[string]bool{}, map[string]int{}, 0
	for _, space := range world.Spaces {
		for _, post := range space.Posts {
			t.Run(space.Key+"/"+post.Title, func(t *testing.T) {
				if titles[post.Title] || post.Title == "" {
					t.Error("title empty or used twice")
				}
				titles[post.Title] = true
				if space.WrittenBy == "animators" && space.role(post.Author) != "animator" {
					t.Errorf("written by %s, who is no animator", post.Author)
				}
				oneOf(t, "theme", post.Theme, append(space.Themes, "")...)
				oneOf(t, "state", post.State, "", "draft", "scheduled")
				if _, known := palettes[post.Cover]; post.Cover != "" && !known {
					t.Errorf("no palette %q", post.Cover)
				} else if known {
					covers++
				}
				states[post.State]++
				checkKeywords(t, post.Keywords)
				checkMessage(t, world, space, post.Author, post.Body, post.Reactions)
				if post.State == "" {
					checkReplies(t, world, space, post.Minutes, post.Comments)
				} else if len(post.Comments)+len(post.Reactions) > 0 {
					t.Error("something was said of what nobody reads yet")
				}
			})
		}
	}
	if states[""] < 5 || states["draft"] == 0 || states["scheduled"] == 0 || covers < 4 {
		t.Errorf("too empty: %v, %d covers", states, covers)
	}
}
