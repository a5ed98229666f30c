//! Calendars: meetings and deadlines that people subscribe to or receive (RFC 5545).

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use kernel::Moment;

/// Longest line in octets, without its end (RFC 5545 §3.1).
const LONGEST_LINE: usize = 75;

/// Clock changes in France since 1996, as rules (source: IANA time zone database, `Europe/Paris`).
const PARIS: &[&str] = &[
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Paris",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// What the file asks of the calendar that receives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A feed to read.
    Publish,
    /// An invitation; its events need an organiser and attendees.
    Request,
    /// A cancellation of events sent before; they need an organiser.
    Cancel,
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not sure yet.
    Tentative,
    /// Will take place.
    Confirmed,
    /// Will not take place.
    Cancelled,
}

/// When an event takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Whole days, the last one included.
    Days {
        /// First day.
        first: Date,
        /// Last day.
        last: Date,
    },
    /// Hours as read on a clock in metropolitan France.
    Paris {
        /// Start.
        start: DateTime,
        /// End, after the start.
        end: DateTime,
    },
    /// Instants, the same everywhere (right for territories overseas).
    Universal {
        /// Start.
        start: Moment,
        /// End, after the start.
        end: Moment,
    },
}

/// Somebody with an electronic address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Name shown.
    pub name: String,
    /// Address, as `prenom.nom@exemple.fr`.
    pub address: String,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Identifier that never changes and is unique in the world (`<id>@host`).
    pub uid: String,
    /// Instant at which this version of the event was written.
    pub stamp: Moment,
    /// Number of the version, from 0: raised at each change that matters to those who come.
    pub sequence: u32,
    /// Where it stands.
    pub status: Status,
    /// When it takes place.
    pub extent: Extent,
    /// Its title.
    pub summary: String,
    /// More about it.
    pub description: Option<String>,
    /// Where it takes place.
    pub location: Option<String>,
    /// Page about it.
    pub url: Option<String>,
    /// Who invites.
    pub organiser: Option<Mailbox>,
    /// Who is invited.
    pub attendees: Vec<Mailbox>,
}

/// A calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Name shown by programs that subscribe to it.
    pub name: String,
    /// What it asks.
    pub method: Method,
    /// Its events.
    pub events: Vec<Event>,
}

/// Why a calendar cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// An event has no identifier.
    #[error("l’événement « {summary} » n’a pas d’identifiant")]
    NoIdentifier {
        /// Title of the event.
        summary: String,
    },
    /// An event ends before it starts, or lasts no time at all.
    #[error("l’événement « {summary} » finit avant de commencer : vérifiez ses dates")]
    EndsBeforeStart {
        /// Title of the event.
        summary: String,
    },
    /// An invitation or a cancellation names no organiser, or an invitation invites nobody.
    #[error(
        "l’événement « {summary} » ne peut pas être envoyé : il manque la personne qui invite ou les personnes invitées"
    )]
    NobodyInvited {
        /// Title of the event.
        summary: String,
    },
    /// An electronic address is not one.
    #[error("l’adresse électronique « {address} » ne peut pas recevoir d’invitation : vérifiez-la")]
    UnusableAddress {
        /// The address.
        address: String,
    },
}

/// Writes a calendar: UTF-8, CRLF, lines folded at 75 octets.
///
/// # Errors
///
/// [`CalendarError`] names the event that cannot be written and why.
pub fn write(calendar: &Calendar) -> Result<Vec<u8>, CalendarError> {
    let mut lines = Lines::default();
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.raw("PRODID:-//Parvis//Parvis//FR");
    lines.raw("CALSCALE:GREGORIAN");
    lines.raw(match calendar.method {
        Method::Publish => "METHOD:PUBLISH",
        Method::Request => "METHOD:REQUEST",
        Method::Cancel => "METHOD:CANCEL",
    });
    if !calendar.name.trim().is_empty() {
        lines.text("NAME", &calendar.name);
        lines.text("X-WR-CALNAME", &calendar.name);
    }
    if calendar.events.iter().any(|event| matches!(event.extent, Extent::Paris { .. })) {
        PARIS.iter().for_each(|line| lines.raw(line));
    }
    for event in &calendar.events {
        write_event(&mut lines, event, calendar.method)?;
    }
    lines.raw("END:VCALENDAR");
    Ok(lines.written.into_bytes())
}

fn write_event(lines: &mut Lines, event: &Event, method: Method) -> Result<(), CalendarError> {
    let summary = || event.summary.clone();
    if event.uid.trim().is_empty() {
        return Err(CalendarError::NoIdentifier { summary: summary() });
    }
    let is_complete = match method {
        Method::Publish => true,
        Method::Request => event.organiser.is_some() && !event.attendees.is_empty(),
        Method::Cancel => event.organiser.is_some(),
    };
    if !is_complete {
        return Err(CalendarError::NobodyInvited { summary: summary() });
    }
    lines.raw("BEGIN:VEVENT");
    lines.text("UID", &event.uid);
    lines.raw(&format!("DTSTAMP:{}", universal(event.stamp)));
    let (start, end) = extent(event.extent).ok_or_else(|| CalendarError::EndsBeforeStart { summary: summary() })?;
    lines.raw(&format!("DTSTART{start}"));
    lines.raw(&format!("DTEND{end}"));
    lines.raw(&format!("SEQUENCE:{}", event.sequence));
    lines.raw(match (method, event.status) {
        (Method::Cancel, _) | (_, Status::Cancelled) => "STATUS:CANCELLED",
        (_, Status::Tentative) => "STATUS:TENTATIVE",
        (_, Status::Confirmed) => "STATUS:CONFIRMED",
    });
    lines.text("SUMMARY", &event.summary);
    for (name, value) in [("DESCRIPTION", &event.description), ("LOCATION", &event.location)] {
        if let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) {
            lines.text(name, value);
        }
    }
    if let Some(url) = event.url.as_deref().filter(|url| is_address(url)) {
        lines.raw(&format!("URL:{url}"));
    }
    if let Some(organiser) = &event.organiser {
        lines.raw(&format!("ORGANIZER{}", mailbox(organiser, "")?));
    }
    for attendee in &event.attendees {
        let role = ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE";
        lines.raw(&format!("ATTENDEE{}", mailbox(attendee, role)?));
    }
    lines.raw("END:VEVENT");
    Ok(())
}

/// Both ends with their parameters; `None` when the end does not come after the start.
fn extent(extent: Extent) -> Option<(String, String)> {
    match extent {
        Extent::Days { first, last } => {
            // The end of a whole-day event is the first day after it (RFC 5545 §3.6.1).
            let after = last.checked_add(1.day()).ok()?;
            (first <= last).then(|| {
                (
                    format!(";VALUE=DATE:{}", first.strftime("%Y%m%d")),
                    format!(";VALUE=DATE:{}", after.strftime("%Y%m%d")),
                )
            })
        }
        Extent::Paris { start, end } => (start < end).then(|| {
            let written = |moment: DateTime| format!(";TZID=Europe/Paris:{}", moment.strftime("%Y%m%dT%H%M%S"));
            (written(start), written(end))
        }),
        Extent::Universal { start, end } => {
            (start < end).then(|| (format!(":{}", universal(start)), format!(":{}", universal(end))))
        }
    }
}

fn universal(moment: Moment) -> String {
    moment.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn mailbox(mailbox: &Mailbox, parameters: &str) -> Result<String, CalendarError> {
    let address = mailbox.address.trim();
    let is_usable = is_address(address) && address.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    if !is_usable {
        return Err(CalendarError::UnusableAddress { address: mailbox.address.clone() });
    }
    // A quoted parameter may hold anything but quotes and control characters.
    let name: String = mailbox
        .name
        .chars()
        .filter(|letter| !letter.is_control())
        .map(|letter| if letter == '"' { '\'' } else { letter })
        .collect();
    let shown = if name.trim().is_empty() { String::new() } else { format!(";CN=\"{name}\"") };
    Ok(format!("{shown}{parameters}:mailto:{address}"))
}

/// Whether a value can stand unescaped at the end of a line.
fn is_address(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|letter| letter.is_control() || letter.is_whitespace())
}

#[derive(Default)]
struct Lines {
    written: String,
}

impl Lines {
    /// A property whose value is a text: escaped (RFC 5545 §3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for letter in value.replace("\r\n", "\n").chars() {
            match letter {
                '\\' => line.push_str("\\\\"),
                ';' => line.push_str("\\;"),
                ',' => line.push_str("\\,"),
                '\n' | '\r' | '\u{2028}' | '\u{2029}' => line.push_str("\\n"),
                '\t' => line.push('\t'),
                _ if letter.is_control() => {}
                _ => line.push(letter),
            }
        }
        self.raw(&line);
    }

    /// A line as it is, folded so that none is longer than 75 octets and no character is cut.
    fn raw(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LONGEST_LINE {
                self.written.push_str("\r\n ");
                length = 1;
            }
            self.written.push(letter);
            length += letter.len_utf8();
        }
        self.written.push_str("\r\n");
    }
}
