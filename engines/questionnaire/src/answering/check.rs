//! What is wrong with answers, told in the language of the person.

use super::messages::Speech;
use super::session::{Asked, LONGEST, Session};
use crate::expression::{is_date, is_moment, is_time, to_number};
use crate::model::{Item, Kind};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// An answer is compulsory.
    Missing,
    /// It is no number, no whole number, no day…
    WrongShape,
    /// It is not among the answers offered.
    NotOffered,
    /// More answers than allowed.
    TooMany,
    /// « Je ne sais pas » with something else.
    NotAlone,
    /// Every answer has its rank.
    Unranked,
    /// Outside the scale.
    OutOfScale,
    /// Longer than what is kept.
    TooLong,
    /// It does not respect what the form demands.
    Constraint,
}

/// What is wrong with one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Key of the question.
    pub key: String,
    /// What is wrong.
    pub kind: FaultKind,
    /// What to tell the person.
    pub sentence: String,
}

impl Session<'_> {
    /// What is wrong with every question asked.
    pub fn faults(&self, language: &str) -> Vec<Fault> {
        self.refuel();
        self.asked().iter().filter_map(|asked| self.told_of(asked, language)).collect()
    }

    /// What is wrong with one question; what is not asked is never wrong.
    pub fn fault(&self, asked: &Asked<'_>, language: &str) -> Option<Fault> {
        self.refuel();
        self.told_of(asked, language)
    }

    fn told_of(&self, asked: &Asked<'_>, language: &str) -> Option<Fault> {
        let speech = Speech::of(language);
        let (kind, sentence) = self.wrong(asked, speech, language)?;
        Some(Fault { key: asked.key.to_owned(), kind, sentence })
    }

    fn wrong(&self, asked: &Asked<'_>, speech: Speech, language: &str) -> Option<(FaultKind, String)> {
        let item = &asked.node.item;
        if item.kind == Kind::Note || item.calculation.is_some() {
            return None;
        }
        let own = |text| Some(self.told(asked, text, language)).filter(|words| !words.is_empty());
        if asked.value.is_empty() {
            let sentence = || own(&item.required_message).unwrap_or_else(|| speech.missing().to_owned());
            return self.is_required(asked).then(|| (FaultKind::Missing, sentence()));
        }
        if asked.value.len() > LONGEST {
            return Some((FaultKind::TooLong, speech.too_long(LONGEST)));
        }
        if let Some((kind, sentence)) = self.misshapen(asked, speech, language) {
            // What the form itself says of a count comes after ours.
            let more = own(&item.constraint_message).filter(|_| kind == FaultKind::TooMany);
            return Some((kind, more.map_or(sentence.clone(), |more| format!("{sentence} {more}"))));
        }
        let constraint = asked.node.constraint.as_ref()?;
        if self.holds(constraint, asked.entry, true) {
            return None;
        }
        Some((FaultKind::Constraint, own(&item.constraint_message).unwrap_or_else(|| speech.constraint().to_owned())))
    }

    fn misshapen(&self, asked: &Asked<'_>, speech: Speech, language: &str) -> Option<(FaultKind, String)> {
        let (item, value) = (&asked.node.item, asked.value);
        let shape = |is_right: bool, sentence: &str| (!is_right).then(|| (FaultKind::WrongShape, sentence.to_owned()));
        match &item.kind {
            Kind::Integer => shape(is_whole(value), speech.whole_number()),
            Kind::Decimal => shape(is_decimal(value), speech.number()),
            Kind::Date => shape(is_date(value), speech.day()),
            Kind::Time => shape(is_time(value), speech.hour()),
            Kind::DateTime => shape(is_date(value) || is_moment(value), speech.moment()),
            Kind::Acknowledge => shape(value == "OK", speech.acknowledge()),
            Kind::GeoPoint => shape(is_point(value), speech.point()),
            Kind::Range => self.scale(item, value, speech),
            Kind::SelectOne(..) => self.offers(asked, &[value], speech),
            Kind::SelectMultiple(..) | Kind::Rank(_) => self.several(asked, speech, language),
            _ => None,
        }
    }

    fn scale(&self, item: &Item, value: &str, speech: Speech) -> Option<(FaultKind, String)> {
        if !is_decimal(value) {
            return Some((FaultKind::WrongShape, speech.number().to_owned()));
        }
        let (start, end, step) = item.range();
        let (least, most) = (start.min(end), start.max(end));
        let number = to_number(value);
        let steps = (number - start) / step;
        let is_on_scale = (least..=most).contains(&number) && (steps - steps.round()).abs() < 1e-6;
        (!is_on_scale).then(|| (FaultKind::OutOfScale, speech.out_of_scale(least, most)))
    }

    fn offers(&self, asked: &Asked<'_>, codes: &[&str], speech: Speech) -> Option<(FaultKind, String)> {
        let node = self.entries[asked.entry].node;
        let known: Vec<String> = match (self.plan.list_of(node), self.plan.answers_offered(node)) {
            (Some(_), _) => self.left(asked).into_iter().map(|choice| choice.name.clone()).collect(),
            (None, Some(_)) => self.offered(asked, "").into_iter().map(|offered| offered.code).collect(),
            // The list is in a file we have not: anything may be right.
            (None, None) => return None,
        };
        let is_known = |code: &&str| known.iter().any(|known| known == *code);
        (!codes.iter().all(is_known)).then(|| (FaultKind::NotOffered, speech.not_offered().to_owned()))
    }

    fn several(&self, asked: &Asked<'_>, speech: Speech, language: &str) -> Option<(FaultKind, String)> {
        let codes: Vec<&str> = asked.value.split_whitespace().collect();
        if let Some(fault) = self.offers(asked, &codes, speech) {
            return Some(fault);
        }
        if let Some(most) = asked.node.item.max_selected.filter(|most| codes.len() > *most) {
            return Some((FaultKind::TooMany, speech.too_many(most, codes.len())));
        }
        let (_, list) = self.plan.list_of(self.entries[asked.entry].node)?;
        let alone = codes.iter().filter_map(|code| list.choice(code)).find(|choice| choice.special().is_some());
        if let Some(alone) = alone.filter(|_| codes.len() > 1) {
            return Some((FaultKind::NotAlone, speech.not_alone(&self.told(asked, &alone.label, language))));
        }
        let is_rank = matches!(asked.node.item.kind, Kind::Rank(_));
        let expected =
            if is_rank { self.left(asked).iter().filter(|choice| choice.special().is_none()).count() } else { 0 };
        let is_partial = is_rank && asked.node.item.max_selected.is_none() && codes.len() < expected;
        (is_partial && !codes.iter().any(|code| list.choice(code).is_some_and(|choice| choice.special().is_some())))
            .then(|| (FaultKind::Unranked, speech.unranked(expected)))
    }
}

fn is_whole(value: &str) -> bool {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(value: &str) -> bool {
    value.len() <= 40 && !is_date(value) && !value.contains([':', 'T']) && to_number(value).is_finite()
}

/// `43.21 2.35`, with altitude and accuracy after.
fn is_point(value: &str) -> bool {
    let numbers: Vec<f64> = value.split([' ', ',']).filter(|part| !part.is_empty()).map(to_number).collect();
    matches!(numbers.as_slice(), [latitude, longitude, rest @ ..]
        if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && rest.len() <= 2 && rest.iter().all(|n| n.is_finite()))
}
