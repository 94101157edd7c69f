"""Reads a calendar as khal imports it, expands it as khal does, and prints the first starts of each series, in UTC:
khal.py FILE COUNT. What khal logs, it fails at."""
import datetime
import json
import logging
import sys

# This folder must not stand before the libraries whose names its files have.
sys.path.pop(0)

from khal.icalendar import cal_from_ics, expand, split_ics  # noqa: E402
from khal.khalendar.khalendar import CalendarCollection  # noqa: E402,F401


class Complaints(logging.Handler):
    def emit(self, record):
        sys.exit(record.getMessage())


logging.getLogger("khal").addHandler(Complaints(logging.WARNING))


def written(moment):
    if not isinstance(moment, datetime.datetime):
        return moment.strftime("%Y%m%d")
    return moment.astimezone(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")


with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
count, found = int(sys.argv[2]), {}
for item in split_ics(text):
    events = cal_from_ics(item).walk("VEVENT")
    series = [event for event in events if "RECURRENCE-ID" not in event]
    apart = {written(event["RECURRENCE-ID"].dt): event for event in events if "RECURRENCE-ID" in event}
    for event in series:
        starts = []
        for start, _ in sorted(expand(event), key=lambda pair: written(pair[0])):
            if start.year > 2036 or len(starts) == count:
                break
            other = apart.get(written(start))
            starts.append(written(expand(other)[0][0] if other else start))
        found[str(event["UID"])] = sorted(starts)
json.dump(found, sys.stdout)
