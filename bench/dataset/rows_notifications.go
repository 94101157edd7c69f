package dataset

// followed lists, for each person, the publications that they follow still, in order.
func (w *writer) followed() [][]int32 {
	if w.follows == nil {
		w.follows = make([][]int32, len(w.people))
		for unit := range w.publications {
			for _, f := range w.followers(unit, w.of(ofFollows, unit)) {
				if !f.stopped {
					w.follows[f.person] = append(w.follows[f.person], int32(unit))
				}
			}
		}
	}
	return w.follows
}

// notificationRows tell each person of what others said where they follow: what came in the last two weeks is unread by half, and counts;
// the rest was read, and stands for its last reply.
func notificationRows(w *writer, unit int) {
	me := int32(unit)
	for _, publication := range w.followed()[unit] {
		texts := w.textsOf(int(publication))[1:]
		c := w.of(ofNotifications, unit*len(w.publications)+int(publication))
		unread := c.percent(50)
		first, last, count := -1, -1, 0
		for i, t := range texts {
			if t.author == me {
				first, count = -1, 0 // whoever writes has seen what stands above
				continue
			}
			last = i
			if unread && when(t.at) > when(end)-14*day {
				count++
				if first < 0 {
					first = i
				}
			}
		}
		if last < 0 {
			continue
		}
		read := int64(0)
		if count == 0 {
			first, count, read = last, 1, when(texts[last].at)+1
		}
		l := w.publications[publication]
		reason := "followed"
		if l.author == me {
			reason = "reply"
		}
		w.put(num(w.people[me].id), "publication:"+l.id.String(), num(w.spaces[l.space].id), num(l.id), reason, int64(count), num(texts[first].id),
			w.personOrNull(texts[last].author), when(texts[last].at), read)
	}
}
