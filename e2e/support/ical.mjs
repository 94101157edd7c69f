// Reads a calendar as ical.js does and prints the first starts of each series, in UTC, for the test that compares them with ours
// (internal/platform/ical): node support/ical.mjs FILE COUNT
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const [file, count] = process.argv.slice(2);
ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone).tzid, new ICAL.Timezone(zone));
}

const exceptions = new Map();
const series = [];
for (const component of calendar.getAllSubcomponents('vevent')) {
  const event = new ICAL.Event(component, { exceptions: [] });
  if (!event.isRecurrenceException()) series.push(event);
  else exceptions.set(event.uid, [...(exceptions.get(event.uid) ?? []), event]);
}

const written = (time) =>
  time.isDate ? time.toICALString() : time.convertToZone(ICAL.Timezone.utcTimezone).toICALString().replace(/Z?$/, 'Z');

const found = {};
for (const event of series) {
  for (const exception of exceptions.get(event.uid) ?? []) event.relateException(exception);
  found[event.uid] = [];
  if (!event.isRecurring()) {
    found[event.uid].push(written(event.startDate));
    continue;
  }
  const all = event.iterator();
  for (let next = all.next(); next && found[event.uid].length < Number(count) && next.year < 2037; next = all.next()) {
    found[event.uid].push(written(event.getOccurrenceDetails(next).startDate));
  }
  found[event.uid].sort();
}
console.log(JSON.stringify(found));
