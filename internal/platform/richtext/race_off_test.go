//go:build !race

package richtext

// slower is how much longer a step may take under the race detector, which is not there.
const slower = 1
