package clock

import "time"

// Stopwatch starts measuring and returns what tells the time passed since, on the monotonic clock of the machine. It is
// for logs and metrics only: what the product decides, it decides on a Clock.
func Stopwatch() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
