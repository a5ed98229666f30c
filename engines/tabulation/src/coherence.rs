//! Figures of a report that cannot all be true.
//!
//! A report says the same thing in several places, shares of one whole, a total and its parts. Each is a [`Claim`]; what
//! disagrees comes out as a sentence with what was expected and what is written. Nothing is corrected.

use crate::tables::percent_text;

/// A figure, and where it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it counts: « enquête téléphonique ».
    pub subject: String,
    /// Where it is read: « page 12 ».
    pub place: String,
    /// The figure: a count, or a share in percent.
    pub value: f64,
    /// Decimals it is written with.
    pub decimals: u32,
}

impl Figure {
    /// A figure written without decimals.
    pub fn new(subject: &str, place: &str, value: f64) -> Self {
        Self { subject: subject.to_owned(), place: place.to_owned(), value, decimals: 0 }
    }

    /// Half a unit of its last decimal: how far rounding may have moved it.
    fn slack(&self) -> f64 {
        0.5 * 10f64.powi(-i32::try_from(self.decimals).unwrap_or(0))
    }
}

/// Figures that bind each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// The same count, written in several places.
    Same(Vec<Figure>),
    /// A total and its parts.
    Total {
        /// The total.
        total: Figure,
        /// What it is made of.
        parts: Vec<Figure>,
    },
    /// The percentages of one question.
    Shares(Shares),
}

/// The percentages of one question and what they are out of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shares {
    /// The question.
    pub question: String,
    /// Percentages, with the count of each when it is written too.
    pub shares: Vec<(Figure, Option<u64>)>,
    /// Answers counted.
    pub base: Option<u64>,
    /// People who took part: no base can be larger.
    pub respondents: Option<u64>,
    /// Most choices of one person; 1 for a single choice, none when there is no limit.
    pub choices: Option<usize>,
    /// Percent said to be elsewhere: no answer, out of the neighbourhoods.
    pub explained: f64,
}

/// What does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// One count, two values.
    TwoValues,
    /// Parts that do not make their total.
    WrongTotal,
    /// Percentages that should make 100 and leave something out.
    Missing,
    /// Percentages that should make 100 and pass it.
    Excess,
    /// A percentage over 100 or under 0.
    NotAShare,
    /// A base larger than the number of people.
    BaseTooLarge,
    /// More citations than everybody choosing as many as allowed.
    TooManyChoices,
    /// A percentage that no whole number of people out of the base can give, or not the count written beside.
    Impossible,
}

/// Something that does not hold, told in French.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which kind.
    pub fault: Fault,
    /// The sentence.
    pub sentence: String,
    /// What should be found.
    pub expected: f64,
    /// What is written.
    pub found: f64,
}

/// Everything that does not hold, in the order of the claims.
pub fn check(claims: &[Claim]) -> Vec<Finding> {
    let of_claim = |claim: &Claim| match claim {
        Claim::Same(figures) => same(figures),
        Claim::Total { total, parts } => sum(total, parts),
        Claim::Shares(shares) => shares.check(),
    };
    claims.iter().flat_map(of_claim).collect()
}

fn text(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}").replace('.', ",")
}

fn same(figures: &[Figure]) -> Vec<Finding> {
    let Some((first, others)) = figures.split_first() else { return Vec::new() };
    // Two whole counts must be equal; figures with decimals may have been rounded differently.
    let differs = |other: &&Figure| {
        let is_rounded = first.decimals != other.decimals;
        let slack = if is_rounded { first.slack().max(other.slack()) } else { 0.0 };
        (other.value - first.value).abs() > slack + 1e-9
    };
    let told = |other: &Figure| Finding {
        fault: Fault::TwoValues,
        sentence: format!(
            "« {} » vaut {} ({}) et {} ({}) : un seul de ces nombres est juste.",
            first.subject,
            text(first.value),
            first.place,
            text(other.value),
            other.place
        ),
        expected: first.value,
        found: other.value,
    };
    others.iter().filter(differs).map(told).collect()
}

fn sum(total: &Figure, parts: &[Figure]) -> Vec<Finding> {
    let found: f64 = parts.iter().map(|part| part.value).sum();
    // Whole counts are exact; figures with decimals were rounded.
    let slack: f64 =
        std::iter::once(total).chain(parts).filter(|figure| figure.decimals > 0).map(Figure::slack).sum::<f64>() + 1e-9;
    if parts.is_empty() || (found - total.value).abs() <= slack {
        return Vec::new();
    }
    let list: Vec<String> = parts.iter().map(|part| format!("{} {}", part.subject, text(part.value))).collect();
    vec![Finding {
        fault: Fault::WrongTotal,
        sentence: format!(
            "« {} » vaut {} ({}), mais ses parties font {} : {}.",
            total.subject,
            text(total.value),
            total.place,
            text(found),
            list.join(", ")
        ),
        expected: total.value,
        found,
    }]
}

impl Shares {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut tell = |fault, sentence: String, expected, found| {
            findings
                .push(Finding { fault, sentence: format!("« {} » : {sentence}", self.question), expected, found });
        };
        let total: f64 = self.shares.iter().map(|(share, _)| share.value).sum();
        let slack: f64 = self.shares.iter().map(|(share, _)| share.slack()).sum::<f64>() + 1e-9;
        if let (Some(base), Some(respondents)) = (self.base, self.respondents)
            && base > respondents
        {
            let sentence = format!("{base} réponses pour {respondents} personnes.");
            tell(Fault::BaseTooLarge, sentence, respondents as f64, base as f64);
        }
        for (share, count) in &self.shares {
            if !(0.0..=100.0).contains(&share.value) {
                let sentence =
                    format!("{} % pour « {} » : une part va de 0 à 100 %.", text(share.value), share.subject);
                tell(Fault::NotAShare, sentence, 100.0, share.value);
            } else if let Some((nearest, sentence)) = self.impossible(share, *count) {
                tell(Fault::Impossible, sentence, nearest, share.value);
            }
        }
        if self.shares.is_empty() {
            return findings;
        }
        match self.choices {
            Some(1) if total > 100.0 + slack => {
                let sentence = format!("les parts d’un choix unique font {} %, plus de 100 %.", text(total));
                tell(Fault::Excess, sentence, 100.0, total);
            }
            Some(1) if total + self.explained < 100.0 - slack => {
                let lacking = text(100.0 - total - self.explained);
                let sentence = format!(
                    "les parts font {} % : il manque {lacking} % (sans réponse, hors quartier…), à dire sous le tableau.",
                    text(total)
                );
                tell(Fault::Missing, sentence, 100.0, total);
            }
            Some(most) if most > 1 && total > 100.0 * most as f64 + slack => {
                let sentence = format!(
                    "les parts font {} %, plus que {most} réponses par personne : des personnes ont répondu plus de {most} fois, ou la base est fausse.",
                    text(total)
                );
                tell(Fault::TooManyChoices, sentence, 100.0 * most as f64, total);
            }
            _ => {}
        }
        findings
    }

    /// A share that its count, or any count, cannot give out of the base (Brown and Heathers' GRIM test, 2017).
    fn impossible(&self, share: &Figure, count: Option<u64>) -> Option<(f64, String)> {
        let base = self.base.filter(|base| *base > 0)? as f64;
        let reach = |count: f64| 100.0 * count / base;
        let is_close = |value: f64| (value - share.value).abs() <= share.slack() + 1e-9;
        let decimals = share.decimals + 1;
        if let Some(count) = count {
            let true_share = reach(count as f64);
            let sentence = format!(
                "{} % pour « {} », mais {count} sur {base} font {} %.",
                text(share.value),
                share.subject,
                percent_text(true_share / 100.0, decimals)
            );
            return (!is_close(true_share)).then_some((true_share, sentence));
        }
        let near = (share.value * base / 100.0).floor();
        let nearest =
            if (reach(near) - share.value).abs() < (reach(near + 1.0) - share.value).abs() { near } else { near + 1.0 };
        let sentence = format!(
            "{} % pour « {} » n’est la part d’aucun nombre de personnes sur {base} : la base n’est pas celle-là.",
            text(share.value),
            share.subject
        );
        (!is_close(reach(nearest))).then(|| (reach(nearest), sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(values: &[f64]) -> Shares {
        let figure = |value: &f64| (Figure::new("x", "p. 3", *value), None);
        Shares { question: "Quartier".to_owned(), shares: values.iter().map(figure).collect(), ..Shares::default() }
    }

    fn faults(claim: Claim) -> Vec<Fault> {
        check(&[claim]).into_iter().map(|finding| finding.fault).collect()
    }

    #[test]
    fn what_a_real_report_got_wrong_is_found() {
        let phone = [Figure::new("téléphone", "page 2", 158.0), Figure::new("téléphone", "page 9", 157.0)];
        let told = check(&[Claim::Same(phone.to_vec())]);
        assert_eq!((told[0].fault, told[0].expected, told[0].found), (Fault::TwoValues, 158.0, 157.0));
        assert!(told[0].sentence.contains("158 (page 2) et 157 (page 9)"), "{}", told[0].sentence);

        let places = Shares { choices: Some(1), base: Some(158), ..shares(&[31.0, 9.0, 11.0, 25.0, 17.0]) };
        let told = check(&[Claim::Shares(places.clone())]);
        assert_eq!((told[0].fault, told[0].found, told.len()), (Fault::Missing, 93.0, 1));
        assert!(told[0].sentence.contains("il manque 7 %"), "{}", told[0].sentence);
        assert!(faults(Claim::Shares(Shares { explained: 7.0, ..places })).is_empty(), "explained is not missing");

        let total = Figure::new("répondants", "page 1", 463.0);
        let parts = [216.0, 158.0, 89.0].map(|value| Figure::new("canal", "page 1", value)).to_vec();
        assert!(faults(Claim::Total { total: total.clone(), parts: parts.clone() }).is_empty());
        let other = [vec![Figure::new("canal", "page 9", 157.0)], parts[..1].to_vec(), parts[2..].to_vec()].concat();
        assert_eq!(faults(Claim::Total { total, parts: other }), [Fault::WrongTotal]);
    }

    #[test]
    fn shares_that_cannot_be_are_found() {
        let single = |values: &[f64]| Shares { choices: Some(1), ..shares(values) };
        assert_eq!(faults(Claim::Shares(single(&[60.0, 55.0]))), [Fault::Excess]);
        assert!(faults(Claim::Shares(single(&[33.0, 33.0, 33.0]))).is_empty(), "rounding is not a fault");
        assert_eq!(faults(Claim::Shares(shares(&[101.0]))), [Fault::NotAShare]);
        let three = Shares { choices: Some(3), ..shares(&[90.0, 90.0, 80.0, 60.0]) };
        assert_eq!(faults(Claim::Shares(three)), [Fault::TooManyChoices]);
        let large = Shares { base: Some(217), respondents: Some(216), ..Shares::default() };
        assert_eq!(faults(Claim::Shares(large)), [Fault::BaseTooLarge]);
        // 34 % of 20 people: 35 % is 7, 30 % is 6.
        assert_eq!(faults(Claim::Shares(Shares { base: Some(20), ..shares(&[34.0]) })), [Fault::Impossible]);
        let counted =
            Shares { base: Some(158), shares: vec![(Figure::new("x", "", 31.0), Some(45))], ..Shares::default() };
        assert_eq!(faults(Claim::Shares(counted)), [Fault::Impossible]);
        assert!(check(&[]).is_empty() && faults(Claim::Same(vec![])).is_empty());
    }
}
