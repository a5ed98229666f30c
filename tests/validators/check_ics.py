"""Reads a calendar with the icalendar library: three events, hours in Paris, text unescaped."""
import sys
from datetime import date, timedelta
from icalendar import Calendar

calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())
assert not calendar.errors, calendar.errors
events = calendar.walk("VEVENT")
assert len(events) == 3, events
for event in events:
    assert not event.errors, event.errors
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"):
        assert name in event, name
meeting, deadline, overseas = events
assert str(meeting["SUMMARY"]) == sys.argv[2], meeting["SUMMARY"]
assert meeting["DTSTART"].dt.utcoffset() == timedelta(hours=1), meeting["DTSTART"].dt
assert str(meeting["DESCRIPTION"]) == "Première ligne\nDeuxième ligne", repr(meeting["DESCRIPTION"])
assert deadline["DTSTART"].dt == date(2026, 12, 31)
assert deadline["DTEND"].dt == date(2027, 1, 1)
assert overseas["DTSTART"].dt.utcoffset() == timedelta(0)
assert len(calendar.walk("VTIMEZONE")) == 1
zone = calendar.walk("VTIMEZONE")[0].to_tz()
from datetime import datetime
assert datetime(2026, 7, 1, 12, tzinfo=zone).utcoffset() == timedelta(hours=2)
