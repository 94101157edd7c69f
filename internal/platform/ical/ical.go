// Package ical writes and reads iCalendar (RFC 5545): feeds of events, and the messages of iTIP (RFC 5546) by which people are invited
// and answer. What it writes is the same bytes for the same events. What it reads is hostile: sizes, lines, components and
// depth have limits, and the time is that of one walk over the bytes.
//
// It knows events alone: no tasks, no journals, no free and busy times. See decision 0028 for why it is ours.
package ical

import (
	"embed"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/recurrence"
)

// Texts are the reasons of refusals.
//
//go:embed texts.*.toml
var Texts embed.FS

// MediaType is what a calendar is served as.
const MediaType = "text/calendar; charset=utf-8"

// Method says what a calendar is sent for (RFC 5546).
type Method string

// The methods that we write and read.
const (
	Publish Method = "PUBLISH"
	Request Method = "REQUEST"
	Cancel  Method = "CANCEL"
	Reply   Method = "REPLY"
)

// Status says whether an event takes place.
type Status string

// The statuses of an event.
const (
	Confirmed Status = "CONFIRMED"
	Tentative Status = "TENTATIVE"
	Cancelled Status = "CANCELLED"
)

// Answer is what an attendee says of coming (PARTSTAT).
type Answer string

// The answers that we know.
const (
	NeedsAction Answer = "NEEDS-ACTION"
	Accepted    Answer = "ACCEPTED"
	Maybe       Answer = "TENTATIVE"
	Declined    Answer = "DECLINED"
)

// Calendar is a set of events that is sent or read at once.
type Calendar struct {
	// Product names who wrote it: « -//Osmose//Osmose//FR ».
	Product string
	Method  Method
	// Name is what calendars show; Refresh is how often a feed may be asked for. Both may be empty.
	Name    string
	Refresh time.Duration
	Events  []Event
}

// Event is one event, one series, or one date of a series that differs from it.
type Event struct {
	UID string
	// Of is the date of the series that this one stands for (RECURRENCE-ID), none for the series itself.
	Of recurrence.Wall
	// Sequence rises with each change that matters to those who come.
	Sequence int
	// Stamp is when it was written down, in an invitation when that was made; Created and Modified may be zero.
	Stamp, Created, Modified clock.Instant
	// Series says when: start, zone, length, rule, and the dates dropped. Dates that moved are events of their own, with Of.
	Series                              recurrence.Series
	Status                              Status
	Summary, Description, Location, URL string
	Categories                          []string
	Organizer                           Party
	Attendees                           []Attendee
	// Alarm is how long before the start to remind; 0 for no alarm.
	Alarm time.Duration
	// Free says that the time is not taken by it.
	Free bool
}

// Party is a mailbox. No Email, no party.
type Party struct {
	Name  string
	Email string
}

// Attendee is somebody invited, with what they answered.
type Attendee struct {
	Party
	Answer Answer
	// Ask says that an answer is wanted.
	Ask bool
}
