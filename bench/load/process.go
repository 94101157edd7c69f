package load

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of processor time in /proc (USER_HZ, the same on every Linux that Go runs on).
const tick = 10 * time.Millisecond

// usage is what a process has taken of the processor since it began, system calls included; children that it has waited
// for are apart.
type usage struct {
	parent         int
	own, inherited time.Duration
}

// usageOf reads /proc/PID/stat (proc(5)): the name may hold spaces and brackets, so that fields are counted after it.
func usageOf(pid int) (usage, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return usage{}, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 15 {
		return usage{}, fmt.Errorf("load: /proc/%d/stat is not understood", pid)
	}
	var n [15]int64
	for _, i := range []int{1, 11, 12, 13, 14} { // ppid, utime, stime, cutime, cstime
		if n[i], err = strconv.ParseInt(fields[i], 10, 64); err != nil {
			return usage{}, err
		}
	}
	return usage{int(n[1]), time.Duration(n[11]+n[12]) * tick, time.Duration(n[13]+n[14]) * tick}, nil
}

// cpuOf returns the processor time of one process.
func cpuOf(pid int) (time.Duration, error) {
	u, err := usageOf(pid)
	return u.own, err
}

// cpuOfFamily returns the processor time of a process and of all that it started, those that have ended included.
func cpuOfFamily(pid int) (time.Duration, error) {
	all, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	first, err := usageOf(pid)
	if err != nil {
		return 0, err
	}
	sum := first.own + first.inherited
	for _, entry := range all {
		other, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if u, err := usageOf(other); err == nil && u.parent == pid { // it may have ended since
			sum += u.own + u.inherited
		}
	}
	return sum, nil
}

// memory is what a process holds and has held at most, in bytes.
type memory struct{ resident, peak int64 }

func memoryOf(pid int) (memory, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return memory{}, err
	}
	var m memory
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		var into *int64
		switch name {
		case "VmRSS":
			into = &m.resident
		case "VmHWM":
			into = &m.peak
		default:
			continue
		}
		kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		if err != nil {
			return memory{}, err
		}
		*into = kilobytes << 10
	}
	return m, nil
}
