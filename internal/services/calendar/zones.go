package calendar

import (
	_ "embed"
	"slices"
	"strings"

	"osmose/internal/platform/i18n"
	"osmose/internal/platform/richtext"
)

// zonesOf are the names of the IANA's file zone1970.tab (public domain), with those of the French overseas territories, one a line.
//
//go:embed zones.txt
var zonesOf string

// zoneNames are all that a person may choose.
var zoneNames = strings.Fields(zonesOf)

// paris is the zone of an event whose author chose none.
var paris = i18n.Paris.String()

// nearZones are offered first: mainland France, then the overseas territories from west to east. What follows the last slash, folded,
// ends the key of the name that people know.
var nearZones = []string{
	paris, "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier", "America/Guadeloupe", "America/Martinique", "America/Cayenne",
	"America/Miquelon", "America/St_Barthelemy", "Indian/Mayotte", "Indian/Reunion", "Pacific/Noumea", "Pacific/Wallis",
}

// zoneKey is the key of the name of a zone that is offered first.
func zoneKey(zone string) string {
	return "calendar.zone." + strings.ToLower(zone[strings.LastIndexByte(zone, '/')+1:])
}

// cityOf is what people call a zone that is not offered first.
func cityOf(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

// findZone returns the zone that a person typed: its name, or its city, whatever the case and the accents.
func findZone(typed string) (string, bool) {
	wanted := richtext.Fold(typed)
	at := slices.IndexFunc(zoneNames, func(zone string) bool {
		return richtext.Fold(zone) == wanted || richtext.Fold(cityOf(zone)) == wanted
	})
	if at < 0 || wanted == "" {
		return "", false
	}
	return zoneNames[at], true
}
