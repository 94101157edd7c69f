package textdiff

import "slices"

// edits returns the shortest way from a to b, a step for each word, and whether it takes at most mostEdits changes. It is
// the greedy algorithm of E. Myers, « An O(ND) Difference Algorithm and Its Variations » (1986): v[k] is how far the best
// way of d changes reaches on the diagonal k = x − y.
func edits(a, b []string) (steps []Kind, ok bool) {
	most := min(len(a)+len(b), mostEdits)
	v := make([]int, 2*most+3)
	middle := most + 1
	var reached [][]int // v after each d, its diagonals −d to d
	for d := 0; d <= most; d++ {
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && v[middle+k-1] < v[middle+k+1] {
				x = v[middle+k+1] // down: a word was added
			} else {
				x = v[middle+k-1] + 1 // right: a word was taken away
			}
			for x < len(a) && x-k < len(b) && x-k >= 0 && a[x] == b[x-k] {
				x++
			}
			v[middle+k] = x
			if x >= len(a) && x-k >= len(b) {
				return back(a, b, reached, d), true
			}
		}
		reached = append(reached, slices.Clone(v[middle-d:middle+d+1]))
	}
	return nil, false
}

// back walks from the end of both texts to their beginning, over the ends of the best ways of fewer and fewer changes.
func back(a, b []string, reached [][]int, changes int) []Kind {
	var steps []Kind
	x, y := len(a), len(b)
	for d := changes; d > 0; d-- {
		before := reached[d-1]
		at := func(k int) int { return before[k+d-1] }
		k := x - y
		step, from := Removed, k-1
		if k == -d || k != d && at(k-1) < at(k+1) {
			step, from = Added, k+1
		}
		startX := at(from)
		startY := startX - from
		afterX, afterY := startX, startY+1
		if step == Removed {
			afterX, afterY = startX+1, startY
		}
		for x > afterX && y > afterY {
			steps = append(steps, Same)
			x, y = x-1, y-1
		}
		steps = append(steps, step)
		x, y = startX, startY
	}
	for ; x > 0; x-- {
		steps = append(steps, Same)
	}
	slices.Reverse(steps)
	return steps
}
