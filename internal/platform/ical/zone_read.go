package ical

import (
	"strings"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/recurrence"
)

// windows are the zones that Outlook and Exchange name in their own way, by the table of Unicode (CLDR, windowsZones), for what
// people of French administrations meet.
var windows = map[string]string{
	"Romance Standard Time": "Europe/Paris", "W. Europe Standard Time": "Europe/Berlin", "Central Europe Standard Time": "Europe/Budapest",
	"Central European Standard Time": "Europe/Warsaw", "GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik",
	"E. Europe Standard Time": "Europe/Chisinau", "FLE Standard Time": "Europe/Kyiv", "GTB Standard Time": "Europe/Bucharest",
	"Russian Standard Time": "Europe/Moscow", "Turkey Standard Time": "Europe/Istanbul", "Israel Standard Time": "Asia/Jerusalem",
	"Morocco Standard Time": "Africa/Casablanca", "W. Central Africa Standard Time": "Africa/Lagos", "South Africa Standard Time": "Africa/Johannesburg",
	"E. Africa Standard Time": "Africa/Nairobi", "Egypt Standard Time": "Africa/Cairo", "Mauritius Standard Time": "Indian/Mauritius",
	"Arabian Standard Time": "Asia/Dubai", "India Standard Time": "Asia/Kolkata", "SE Asia Standard Time": "Asia/Bangkok",
	"China Standard Time": "Asia/Shanghai", "Tokyo Standard Time": "Asia/Tokyo", "Singapore Standard Time": "Asia/Singapore",
	"AUS Eastern Standard Time": "Australia/Sydney", "Central Pacific Standard Time": "Pacific/Guadalcanal", "New Zealand Standard Time": "Pacific/Auckland",
	"Fiji Standard Time": "Pacific/Fiji", "UTC+12": "Etc/GMT-12", "Hawaiian Standard Time": "Pacific/Honolulu", "Marquesas Standard Time": "Pacific/Marquesas",
	"UTC-09": "Etc/GMT+9", "Pacific Standard Time": "America/Los_Angeles", "Mountain Standard Time": "America/Denver",
	"Central Standard Time": "America/Chicago", "Eastern Standard Time": "America/New_York", "Atlantic Standard Time": "America/Halifax",
	"SA Western Standard Time": "America/La_Paz", "SA Eastern Standard Time": "America/Cayenne", "Saint Pierre Standard Time": "America/Miquelon",
	"Newfoundland Standard Time": "America/St_Johns", "E. South America Standard Time": "America/Sao_Paulo", "UTC": "UTC",
	"Coordinated Universal Time": "UTC",
}

// zones are the names that one file used, so that each is looked up once.
type zones map[string]*time.Location

// mostZones is how many names a file may use: looking one up that is none reads the disk.
const mostZones = 50

// find is zoneOf with a memory.
func (z zones) find(name string) (*time.Location, error) {
	zone, known := z[name]
	if !known && len(z) < mostZones {
		zone, _ = zoneOf(name)
		z[name] = zone
	}
	if zone == nil {
		return nil, refuse("zone", fault.Args{"Text": limit(clean(name), 60)})
	}
	return zone, nil
}

// zoneOf finds the zone that a TZID means: a name of the IANA, one that ends with it (« /citadel.org/20210210_1/Europe/Paris »), or
// one of Windows. What a VTIMEZONE says of a name that we don’t know is not read: such rules are hostile input too. Errors:
// fault.Refusal.
func zoneOf(name string) (*time.Location, error) {
	name = strings.TrimSpace(clean(limit(name, 200)))
	if iana := windows[name]; iana != "" {
		name = iana
	}
	if strings.HasPrefix(name, "/") {
		parts := strings.Split(name, "/")
		for n := min(3, len(parts)-1); n > 1; n-- {
			if zone, err := recurrence.Zone(strings.Join(parts[len(parts)-n:], "/")); err == nil {
				return zone, nil
			}
		}
	}
	zone, err := recurrence.Zone(name)
	if err != nil {
		return nil, refuse("zone", fault.Args{"Text": limit(name, 60)})
	}
	return zone, nil
}
