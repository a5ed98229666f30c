//! Calendars, read back by a Python library that did not write them.

use crate::sample;

use crate::sample::PRODUCED_AT;
use documents::ics::{Calendar, CalendarError, Event, Extent, Mailbox, Method, Status, write};
use jiff::civil::date;
use kernel::Moment;

const SUMMARY: &str =
    "Conseil citoyen de Belle-Île ; ordre du jour, lieu\\salle « Œillets » et accueil des personnes nouvelles";

fn meeting() -> Event {
    Event {
        uid: "reunion-42@exemple.fr".to_owned(),
        stamp: PRODUCED_AT,
        sequence: 3,
        status: Status::Confirmed,
        extent: Extent::Paris { start: date(2026, 3, 17).at(18, 30, 0, 0), end: date(2026, 3, 17).at(20, 0, 0, 0) },
        summary: SUMMARY.to_owned(),
        description: Some("Première ligne\r\nDeuxième ligne\u{7}".to_owned()),
        location: Some("12, rue des Écoles".to_owned()),
        url: Some("https://exemple.fr/reunions/42".to_owned()),
        organiser: Some(Mailbox {
            name: "Ville \"de\" Démonstration".to_owned(),
            address: "ville@exemple.fr".to_owned(),
        }),
        attendees: vec![Mailbox { name: String::new(), address: "habitante@exemple.fr".to_owned() }],
    }
}

fn calendar() -> Calendar {
    let deadline = Event {
        uid: "echeance-7@exemple.fr".to_owned(),
        status: Status::Tentative,
        extent: Extent::Days { first: date(2026, 12, 31), last: date(2026, 12, 31) },
        summary: "Clôture de l’appel à projets".to_owned(),
        ..meeting()
    };
    let overseas = Event {
        uid: "visio-8@exemple.fr".to_owned(),
        status: Status::Cancelled,
        extent: Extent::Universal { start: PRODUCED_AT, end: PRODUCED_AT.plus_seconds(3_600) },
        ..meeting()
    };
    Calendar {
        name: "Contrat de ville".to_owned(),
        method: Method::Publish,
        events: vec![meeting(), deadline, overseas],
    }
}

#[test]
fn lines_are_folded_without_cutting_a_character() {
    let bytes = write(&calendar()).expect("a calendar");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\n', '\r']), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    for expected in [
        "SUMMARY:Conseil citoyen de Belle-Île \\; ordre du jour\\, lieu\\\\salle « Œillets »",
        "DESCRIPTION:Première ligne\\nDeuxième ligne\r\n",
        "DTSTART;TZID=Europe/Paris:20260317T183000\r\n",
        "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n",
        "DTSTART:20261122T",
        "STATUS:CANCELLED",
        "ORGANIZER;CN=\"Ville 'de' Démonstration\":mailto:ville@exemple.fr",
    ] {
        assert!(unfolded.contains(expected), "{expected} not in {unfolded}");
    }
}

#[test]
fn another_program_reads_the_same_thing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("agenda.ics");
    std::fs::write(&file, write(&calendar()).expect("a calendar")).expect("the file is written");
    sample::validate("check_ics.py", &[file.as_os_str(), SUMMARY.as_ref()]);
}

#[test]
fn an_event_that_cannot_be_written_is_named() {
    let refused = |event: Event, method: Method| {
        write(&Calendar { name: String::new(), method, events: vec![event] }).expect_err("a refusal")
    };
    let summary = SUMMARY.to_owned();
    let backwards = Extent::Days { first: date(2026, 3, 2), last: date(2026, 3, 1) };
    assert_eq!(
        refused(Event { extent: backwards, ..meeting() }, Method::Publish),
        CalendarError::EndsBeforeStart { summary: summary.clone() }
    );
    let instant = Extent::Universal { start: Moment(0), end: Moment(0) };
    assert_eq!(
        refused(Event { extent: instant, ..meeting() }, Method::Publish),
        CalendarError::EndsBeforeStart { summary: summary.clone() }
    );
    assert_eq!(
        refused(Event { uid: " ".to_owned(), ..meeting() }, Method::Publish),
        CalendarError::NoIdentifier { summary: summary.clone() }
    );
    assert_eq!(
        refused(Event { attendees: vec![], ..meeting() }, Method::Request),
        CalendarError::NobodyInvited { summary }
    );
    for address in ["", "sans-arobase", "@exemple.fr", "a@", "a b@exemple.fr", "a@exemple.fr\r\nX:1"] {
        let attendees = vec![Mailbox { name: "A".to_owned(), address: address.to_owned() }];
        assert_eq!(
            refused(Event { attendees, ..meeting() }, Method::Request),
            CalendarError::UnusableAddress { address: address.to_owned() }
        );
    }
    let latest = Extent::Days { first: jiff::civil::Date::MAX, last: jiff::civil::Date::MAX };
    assert!(
        write(&Calendar {
            name: String::new(),
            method: Method::Publish,
            events: vec![Event { extent: latest, ..meeting() }]
        })
        .is_err()
    );
}

#[test]
fn nothing_typed_by_a_person_adds_a_line() {
    let hostile = "a\r\nBEGIN:VEVENT\nX\rY\u{2028}Z\u{85}";
    let event = Event {
        uid: hostile.to_owned(),
        summary: hostile.to_owned(),
        description: Some(hostile.to_owned()),
        location: Some(hostile.to_owned()),
        url: Some(hostile.to_owned()),
        organiser: Some(Mailbox { name: hostile.to_owned(), address: "a@exemple.fr".to_owned() }),
        ..meeting()
    };
    let calendar = Calendar { name: hostile.to_owned(), method: Method::Publish, events: vec![event] };
    let text = String::from_utf8(write(&calendar).expect("a calendar")).expect("UTF-8");
    assert_eq!(text.split("\r\n").filter(|line| *line == "BEGIN:VEVENT").count(), 1, "{text}");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    assert!(!text.contains("URL:"), "{text}");
}
