//! Statistical secrecy: which figures of an indicator in a year may not be published, and which others would give them away.
//!
//! A figure is first kept back because too few units stand behind it, or because one of them makes most of it. Then, of
//! counts shared out by sex or by age, others are kept back with it so that no subtraction brings it back.

use tabulation::secrecy::{Hidden, SecrecyRule, protect};

/// Below how many units nothing is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrecy {
    /// Nothing to protect, or protected by whoever publishes it.
    #[default]
    None,
    /// Answers of people: five.
    Survey,
    /// Households and fiscal sources: eleven.
    Households,
    /// Establishments: three, none of them over 85 % of the value.
    Establishments,
}

impl Secrecy {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Survey, Self::Households, Self::Establishments];

    /// Stable word; empty for none.
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Survey => "survey",
            Self::Households => "households",
            Self::Establishments => "establishments",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::None => "Aucun : la source a déjà protégé ses chiffres",
            Self::Survey => "Personnes : rien au-dessous de 5",
            Self::Households => "Ménages et sources fiscales : rien au-dessous de 11",
            Self::Establishments => "Établissements : rien au-dessous de 3, ni quand l’un d’eux fait plus de 85 %",
        }
    }

    /// The secrecy of a stable word; none when the word is not known.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.key() == key).unwrap_or_default()
    }

    const fn rule(self) -> Option<SecrecyRule> {
        match self {
            Self::None => None,
            Self::Survey => Some(SecrecyRule::SURVEY),
            Self::Households => Some(SecrecyRule::FISCAL),
            Self::Establishments => Some(SecrecyRule { threshold: 3, protection: 2, ..SecrecyRule::SURVEY }),
        }
    }
}

/// Share of the largest unit beyond which it is known through the whole, in percent.
const DOMINANT: f64 = 85.0;

/// Why a figure is kept from the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Too few units.
    Small,
    /// One unit makes most of it.
    Dominant,
    /// It would give another away.
    Secondary,
    /// Written by a long import, which judges everything at its end.
    Waiting,
}

impl Kept {
    /// Stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Dominant => "dominant",
            Self::Secondary => "secondary",
            Self::Waiting => "waiting",
        }
    }

    /// What the back office says; the public reads the same words whatever the reason.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Small => "effectif trop petit",
            Self::Dominant => "une unité fait l’essentiel",
            Self::Secondary => "en laisserait retrouver une autre",
            Self::Waiting => "import en cours",
        }
    }

    /// The reason of a stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Small, Self::Dominant, Self::Secondary, Self::Waiting].into_iter().find(|one| one.key() == key)
    }
}

/// A figure to judge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Its value, when there is one.
    pub value: Option<f64>,
    /// Units behind it, when the source says them; of a count, itself.
    pub units: Option<i64>,
    /// Share of the largest, in percent.
    pub largest: Option<f64>,
}

/// One place in a year: the figure for everybody, and one for each part of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Everybody.
    pub whole: Judged,
    /// Each part, in the order of the axis; empty when nothing is shared out.
    pub parts: Vec<Judged>,
}

/// What is kept back of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Everybody.
    pub whole: Option<Kept>,
    /// Each part.
    pub parts: Vec<Option<Kept>>,
}

fn alone(one: &Judged, rule: &SecrecyRule, is_count: bool) -> Option<Kept> {
    let value = one.value?;
    let counted = if is_count && value >= 0.0 { Some(value.round() as i64) } else { None };
    let units = one.units.or(counted)?;
    if units > 0 && rule.is_small(units.unsigned_abs()) {
        return Some(Kept::Small);
    }
    one.largest.is_some_and(|share| share > DOMINANT).then_some(Kept::Dominant)
}

/// What must be kept back of the lines of an indicator in a year. The lines of one call are published together, with
/// what they come to: the places of one commune.
pub fn judge(lines: &[Line], secrecy: Secrecy, is_count: bool) -> Vec<Verdict> {
    let Some(rule) = secrecy.rule() else {
        return lines.iter().map(|line| Verdict { whole: None, parts: vec![None; line.parts.len()] }).collect();
    };
    let mut verdicts: Vec<Verdict> = lines
        .iter()
        .map(|line| Verdict {
            whole: alone(&line.whole, &rule, is_count),
            parts: line.parts.iter().map(|part| alone(part, &rule, is_count)).collect(),
        })
        .collect();
    if is_count {
        let tabled = tabled(lines);
        if !tabled.is_empty() {
            counts(lines, &tabled, &rule, &mut verdicts);
        }
    }
    for verdict in &mut verdicts {
        complements(verdict, is_count);
    }
    verdicts
}

/// The same when places are shared out in several ways, by sex and by age: each way is judged, then all together. A whole
/// that one way keeps back is the sum of the parts of another: told entire, that one is kept back for every place.
pub fn judge_together(ways: &[Vec<Line>], secrecy: Secrecy, is_count: bool) -> Vec<Vec<Verdict>> {
    let mut all: Vec<Vec<Verdict>> = ways.iter().map(|lines| judge(lines, secrecy, is_count)).collect();
    for way in 0..ways.len() {
        let is_withheld = |at: usize| all.iter().any(|told| told[at].whole.is_some());
        let is_entire = |at: usize| {
            let parts = &ways[way][at].parts;
            !parts.is_empty()
                && parts.iter().all(|part| part.value.is_some())
                && all[way][at].parts.iter().all(Option::is_none)
        };
        let gives_away = is_count && (0..ways[way].len()).any(|at| is_withheld(at) && is_entire(at));
        for kept in all[way].iter_mut().flat_map(|told| &mut told.parts).filter(|kept| gives_away && kept.is_none()) {
            *kept = Some(Kept::Secondary);
        }
    }
    all
}

/// Lines whose every part is a known count: only these make a table that can be protected as one.
fn tabled(lines: &[Line]) -> Vec<usize> {
    let is_counted = |one: &Judged| one.value.is_some_and(|value| value >= 0.0 && value.is_finite());
    (0..lines.len()).filter(|at| !lines[*at].parts.is_empty() && lines[*at].parts.iter().all(is_counted)).collect()
}

fn counts(lines: &[Line], tabled: &[usize], rule: &SecrecyRule, verdicts: &mut [Verdict]) {
    let count = |one: &Judged| one.value.map_or(0, |value| value.round() as u64);
    let table: Vec<Vec<u64>> = tabled.iter().map(|at| lines[*at].parts.iter().map(count).collect()).collect();
    let Ok(told) = protect(&table, rule) else {
        // A table that nothing protects is not published at all.
        for at in tabled {
            for kept in verdicts[*at].parts.iter_mut().filter(|kept| kept.is_none()) {
                *kept = Some(Kept::Secondary);
            }
        }
        return;
    };
    for (row, at) in tabled.iter().enumerate() {
        let verdict = &mut verdicts[*at];
        for (column, kept) in verdict.parts.iter_mut().enumerate() {
            *kept = kept.or_else(|| told.cell(row, column).map(reason));
        }
        verdict.whole = verdict.whole.or_else(|| told.row_total(row).map(reason));
    }
}

const fn reason(hidden: Hidden) -> Kept {
    match hidden {
        Hidden::Small | Hidden::Group => Kept::Small,
        Hidden::Secondary => Kept::Secondary,
    }
}

/// One part alone kept back, while the whole is told, is found by a subtraction: another goes with it.
/// A share tells nothing without its base, but two of them and their bases do.
fn complements(verdict: &mut Verdict, is_count: bool) {
    let hidden = verdict.parts.iter().flatten().count();
    if hidden == 1 && verdict.whole.is_none() && (is_count || verdict.parts.len() == 2) {
        if let Some(other) = verdict.parts.iter_mut().find(|kept| kept.is_none()) {
            *other = Some(Kept::Secondary);
        } else {
            verdict.whole = Some(Kept::Secondary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: f64) -> Judged {
        Judged { value: Some(value), units: None, largest: None }
    }

    fn line(parts: &[f64]) -> Line {
        Line { whole: count(parts.iter().sum()), parts: parts.iter().map(|one| count(*one)).collect() }
    }

    #[test]
    fn a_small_count_takes_others_with_it_and_cannot_be_found_again() {
        let lines = [line(&[4.0, 60.0]), line(&[40.0, 50.0]), line(&[70.0, 80.0])];
        let told = judge(&lines, Secrecy::Households, true);
        assert_eq!(told[0].parts, [Some(Kept::Small), Some(Kept::Secondary)]);
        // In the column too, a second one: the total of the commune gives nothing away.
        let hidden = (0..2).map(|part| told.iter().filter(|one| one.parts[part].is_some()).count());
        assert!(hidden.into_iter().all(|count| count >= 2), "{told:?}");
        assert!(told.iter().all(|one| one.whole.is_none()));
        assert!(judge(&lines, Secrecy::None, true).iter().all(|one| one.parts.iter().all(Option::is_none)));
    }

    #[test]
    fn nought_is_told_and_a_dominant_unit_is_not() {
        let told = judge(&[line(&[0.0, 60.0])], Secrecy::Survey, true);
        assert!(told[0].parts.iter().all(Option::is_none), "{told:?}");
        let one = |units, largest| Line {
            whole: Judged { value: Some(120.0), units: Some(units), largest },
            parts: Vec::new(),
        };
        let told = judge(&[one(2, None), one(9, Some(86.0)), one(9, Some(85.0))], Secrecy::Establishments, false);
        let kept: Vec<Option<Kept>> = told.into_iter().map(|one| one.whole).collect();
        assert_eq!(kept, [Some(Kept::Small), Some(Kept::Dominant), None]);
    }

    #[test]
    fn what_one_way_keeps_back_is_not_added_up_from_another() {
        let known = |value| Judged { value: Some(value), units: None, largest: Some(90.0) };
        let whole = Judged { units: Some(90), ..known(90.0) };
        let by_sex = Line { whole, parts: vec![count(40.0), count(50.0)] };
        let by_age = Line { whole, parts: vec![count(30.0), count(30.0), count(30.0)] };
        let told = judge_together(&[vec![by_sex], vec![by_age]], Secrecy::Survey, true);
        assert!(told.iter().all(|way| way[0].whole == Some(Kept::Dominant)), "{told:?}");
        let parts: Vec<Option<Kept>> = told.iter().flat_map(|way| way[0].parts.clone()).collect();
        assert_eq!(parts, [Some(Kept::Secondary); 5]);
    }

    #[test]
    fn a_share_of_few_hides_the_other_sex() {
        let share = |value, units| Judged { value: Some(value), units: Some(units), largest: None };
        let line = Line { whole: share(40.0, 60), parts: vec![share(50.0, 8), share(38.0, 52)] };
        let told = judge(&[line], Secrecy::Households, false);
        assert_eq!(told[0].parts, [Some(Kept::Small), Some(Kept::Secondary)]);
    }
}
