package recurrence

import (
	"sync"
	"time"

	"osmose/internal/platform/fault"
)

// zones holds those that were asked for; there are about 600 names.
var zones sync.Map

// Zone returns the zone of a name of the IANA, « Europe/Paris », « Indian/Reunion ». Errors: fault.Refusal.
func Zone(name string) (*time.Location, error) {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location), nil
	}
	if name == "" || name == "Local" || len(name) > 40 {
		return nil, refuse("zone", fault.Args{"Text": quoted(name)})
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, refuse("zone", fault.Args{"Text": quoted(name)})
	}
	zones.Store(name, zone)
	return zone, nil
}
