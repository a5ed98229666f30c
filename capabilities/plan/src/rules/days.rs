//! Days as people type them in one field.

use jiff::civil::Date;

/// « 15/09/2026 », « 15-9-2026 » or « 2026-09-15 ».
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let (year, month, day) = if one.len() == 4 { (one, two, three) } else { (three, two, one) };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        let day: Date = "2026-09-05".parse().expect("a day");
        for text in ["5/9/2026", "05-09-2026", "2026-09-05", " 5.9.2026 "] {
            assert_eq!(read_day(text), Some(day), "{text}");
        }
        assert_eq!((read_day("31/2/2026"), read_day("bientôt"), read_day("5/9")), (None, None, None));
    }
}
