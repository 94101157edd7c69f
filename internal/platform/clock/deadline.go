package clock

import "time"

// Deadline returns the moment d from now on the clock of the machine, for network connections, which the kernel ends by
// its own clock.
func Deadline(d time.Duration) time.Time { return time.Now().Add(d) }
