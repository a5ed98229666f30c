//! Delays of a draw: from its announcement to its session, from its lottery to the number read aloud.

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;

/// Days between the announcement of a draw and its session: people learn of the rules before anybody knows the pool.
pub const NOTICE_DAYS: i64 = 7;
/// Hours between the lottery and the number: two days, for everybody to read her receipt and count her tickets.
pub const OBJECTION_HOURS: i64 = 48;

/// The first day a session announced that day may be held.
pub fn first_session(announced_on: Date, notice_days: i64) -> Date {
    announced_on.checked_add(Span::new().days(notice_days)).unwrap_or(announced_on)
}

/// Until when objections to a lottery are received.
pub const fn objections_until(published_at: Moment, hours: i64) -> Moment {
    published_at.plus_seconds(hours * 3_600)
}

/// From when the number may be read: the day of the session has come, and objections are over.
pub fn number_from(session_on: Date, published_at: Moment, hours: i64, zone: &TimeZone) -> Moment {
    let day = session_on.to_zoned(zone.clone()).map_or(published_at, |day| Moment(day.timestamp().as_millisecond()));
    day.max(objections_until(published_at, hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_waits_for_the_day_and_for_objections() {
        let session = Date::constant(2027, 6, 10);
        assert_eq!(first_session(Date::constant(2027, 6, 3), NOTICE_DAYS), session);
        let at = |text: &str| Moment(text.parse::<jiff::Timestamp>().expect("a moment").as_millisecond());
        let zone = TimeZone::get("Europe/Paris").expect("a zone");
        let early = at("2027-06-04T10:00:00Z");
        assert_eq!(number_from(session, early, OBJECTION_HOURS, &zone), at("2027-06-09T22:00:00Z"), "midnight there");
        let late = at("2027-06-09T10:00:00Z");
        assert_eq!(number_from(session, late, OBJECTION_HOURS, &zone), at("2027-06-11T10:00:00Z"), "objections first");
        assert_eq!(number_from(session, late, 0, &zone), at("2027-06-09T22:00:00Z"));
    }
}
