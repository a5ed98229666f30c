"""Reads the feed of somebody's meetings with the icalendar library: one meeting, on that day of April 2026, at 14 h in Paris."""
import sys
from datetime import timedelta
from icalendar import Calendar

calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())
assert not calendar.errors, calendar.errors
assert str(calendar["METHOD"]) == "PUBLISH", calendar["METHOD"]
(event,) = calendar.walk("VEVENT")
assert not event.errors, event.errors
for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "URL"):
    assert name in event, name
start = event["DTSTART"].dt
assert (start.year, start.month, start.day, start.hour) == (2026, 4, int(sys.argv[2]), 12), start
assert start.utcoffset() == timedelta(0), start
assert event["DTEND"].dt - start == timedelta(hours=2)
assert str(event["SUMMARY"]) == "Comité de pilotage : Comité de printemps", event["SUMMARY"]
