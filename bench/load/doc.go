// Package load measures the real program from outside: it starts it as a child on a loopback address, signs people of
// its world in, asks for pages and posts replies as browsers do, and tells requests a second, latencies, processor time,
// allocations, memory and bytes.
//
// Beside each figure stands the ceiling: what a bare net/http server of the same standard library takes, in a process of
// its own, to send the same bytes from memory. The two are measured in turns, several rounds, and medians are told: a
// machine that others use too moves both alike, and their ratio little.
//
// It must never be pointed at an installation that people use: it writes in it.
package load
