"""Reads a calendar with python3-icalendar, expands it with python3-dateutil in the zones that it holds, and prints the first
starts of each series, in UTC: icalendar.py FILE COUNT"""
import datetime
import json
import sys

# This folder must not stand before the library whose name this file has.
sys.path.pop(0)

import icalendar  # noqa: E402
import pytz  # noqa: E402
from dateutil import rrule  # noqa: E402

UTC = datetime.timezone.utc


def moment(local, zone):
    """RFC 5545, 3.3.5: the first of two, the offset before a gap."""
    if zone is None:
        return local.replace(tzinfo=UTC)
    before = zone.utcoffset(local - datetime.timedelta(days=1), is_dst=False)
    after = zone.utcoffset(local + datetime.timedelta(days=1), is_dst=False)
    first = (local - before).replace(tzinfo=UTC)
    if before == after or first.astimezone(zone).utcoffset() == before:
        return first
    second = (local - after).replace(tzinfo=UTC)
    return second if second.astimezone(zone).utcoffset() == after else first


def written(local, zone):
    if not isinstance(local, datetime.datetime):
        return local.strftime("%Y%m%d")
    return moment(local, zone).strftime("%Y%m%dT%H%M%SZ")


def naive(value, zone):
    if not isinstance(value, datetime.datetime) or value.tzinfo is None:
        return value
    if value.tzinfo in (UTC, pytz.utc) and zone is not None:
        value = value.astimezone(zone)
    return value.replace(tzinfo=None)


def zone_of(event, name):
    tzid = event[name].params.get("TZID")
    return zones[tzid] if tzid else None


def midnight(value):
    return value if isinstance(value, datetime.datetime) else datetime.datetime(value.year, value.month, value.day)


with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
count = int(sys.argv[2])
if any(component.errors for component in calendar.walk()):
    sys.exit(str([component.errors for component in calendar.walk() if component.errors][:3]))

zones = {zone["TZID"]: zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
found, moved = {}, {}
for event in calendar.walk("VEVENT"):
    if "RECURRENCE-ID" in event:
        zone = zone_of(event, "DTSTART")
        moved[event["UID"], midnight(naive(event["RECURRENCE-ID"].dt, zone))] = event["DTSTART"].dt
for event in calendar.walk("VEVENT"):
    if "RECURRENCE-ID" in event:
        continue
    zone = zone_of(event, "DTSTART")
    start = naive(event["DTSTART"].dt, zone)
    is_day = not isinstance(start, datetime.datetime)
    start = midnight(start)
    starts = [start]
    if "RRULE" in event:
        rule = event["RRULE"]
        if "UNTIL" in rule:
            rule["UNTIL"] = [midnight(naive(until, zone)) for until in rule["UNTIL"]]
        exceptions = event.get("EXDATE", [])
        exceptions = exceptions if isinstance(exceptions, list) else [exceptions]
        dropped = {midnight(naive(each.dt, zone)) for exception in exceptions for each in exception.dts}
        every = rrule.rrulestr(rule.to_ical().decode(), dtstart=start)
        last = datetime.datetime(2036, 12, 31, 23, 59)
        starts = []
        for each in every:
            if len(starts) == count or each > last:
                break
            if each not in dropped:
                starts.append(midnight(naive(moved.get((event["UID"], each), each), zone)))
    found[event["UID"]] = sorted(written(each.date() if is_day else each, zone) for each in starts)
json.dump(found, sys.stdout)
