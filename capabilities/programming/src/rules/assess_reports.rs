//! Reports of what was granted the year before, set beside what is asked now.

use jiff::civil::Date;
use kernel::{Cents, Uuid, french};

/// Where the report of a year stands for those who judge the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportStand {
    /// It is given.
    Given,
    /// It may still be given in time.
    Awaited,
    /// Its last day is past.
    Late,
}

/// The report an agreement awaits of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastReport {
    /// The year.
    pub year: i64,
    /// The organisation that pays.
    pub payer: Uuid,
    /// The number of the agreement.
    pub agreement: String,
    /// The last day it is awaited.
    pub until: Date,
    /// Where it stands for those who judge.
    pub stand: ReportStand,
    /// The same in the words of those who keep it.
    pub told: String,
    /// Where it is read; empty when whoever asks may not, or when it is not given.
    pub path: String,
    /// What it says of each project; nothing when whoever asks may not read it, or when it is on paper.
    pub figures: Vec<PastFigures>,
}

/// What a report says of one project: foreseen, then done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastFigures {
    /// Which project.
    pub project: Uuid,
    /// Cents foreseen to be spent, and spent.
    pub charges: Option<(i64, i64)>,
    /// People foreseen, and reached.
    pub people: Option<(i64, i64)>,
    /// Indicators: label, target, result.
    pub indicators: Vec<(String, String, String)>,
}

impl PastReport {
    /// « Compte rendu de 2025, convention 2025-0012 : accepté ».
    pub fn sentence(&self) -> String {
        let about = format!("Compte rendu de {}, convention {}", self.year, self.agreement);
        let told = self.told.to_lowercase();
        let day = french::date(self.until);
        french::spaced(&match self.stand {
            ReportStand::Given => format!("{about} : {told}."),
            ReportStand::Awaited => format!("{about} : pas encore rendu, attendu jusqu’au {day}."),
            ReportStand::Late => format!("{about} : en retard, attendu depuis le {day}."),
        })
    }
}

/// Where the reports of one year stand together: the worst of them; nothing when none is awaited.
pub fn stand_of(all: &[PastReport], year: i64) -> Option<(ReportStand, Date)> {
    let rank = |stand: ReportStand| match stand {
        ReportStand::Given => 0,
        ReportStand::Awaited => 1,
        ReportStand::Late => 2,
    };
    let own = all.iter().filter(|one| one.year == year);
    own.max_by_key(|one| (rank(one.stand), std::cmp::Reverse(one.until))).map(|one| (one.stand, one.until))
}

/// What reports of a project say beside what was asked: what is compared, what was done. Several agreements of one project
/// tell the same action: each is told when they differ.
pub fn compared(all: &[PastReport], (project, year): (Uuid, i64)) -> Vec<(String, String)> {
    let own = all.iter().filter(|one| one.year == year);
    let own: Vec<&PastFigures> = own.flat_map(|one| &one.figures).filter(|one| one.project == project).collect();
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut tell = |what: &str, told: String| match lines.iter_mut().find(|(known, _)| known == what) {
        Some((_, known)) if known.split(" ; ").any(|one| one == told) => {}
        Some((_, known)) => *known = format!("{known} ; {told}"),
        None => lines.push((what.to_owned(), told)),
    };
    let euros = |cents: i64| french::euros(Cents(cents));
    for one in own {
        if let Some((planned, done)) = one.charges {
            tell("Dépensé, selon le compte rendu", format!("{} pour {} prévus", euros(done), euros(planned)));
        }
        if let Some((planned, done)) = one.people {
            let (planned, done) = (french::integer(planned), french::integer(done));
            tell("Personnes touchées, selon le compte rendu", format!("{done} pour {planned} prévues"));
        }
        for (label, target, result) in &one.indicators {
            let told = if target.is_empty() { result.clone() } else { format!("{result} (prévu : {target})") };
            tell(label, told);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn report(year: i64, stand: ReportStand) -> PastReport {
        PastReport {
            year,
            payer: Uuid::nil(),
            agreement: "2025-0012".into(),
            until: date(2026, 6, 30),
            stand,
            told: "Accepté".into(),
            path: String::new(),
            figures: Vec::new(),
        }
    }

    #[test]
    fn the_worst_report_of_the_year_counts() {
        use ReportStand::{Awaited, Given, Late};
        assert_eq!(stand_of(&[report(2024, Late)], 2025), None);
        let all = [report(2025, Given), report(2025, Awaited), report(2024, Late)];
        assert_eq!(stand_of(&all, 2025), Some((Awaited, date(2026, 6, 30))));
        assert_eq!(stand_of(&all, 2024).map(|(stand, _)| stand), Some(Late));
        assert_eq!(report(2025, Given).sentence(), "Compte rendu de 2025, convention 2025-0012\u{a0}: accepté.");
        assert!(report(2025, Late).sentence().contains("en retard, attendu depuis le 30"));
    }

    #[test]
    fn what_two_agreements_say_of_one_project_is_told_once_when_they_agree() {
        let project = Uuid::from_u128(3);
        let figures = |done| PastFigures { project, charges: Some((1_000_000, done)), ..PastFigures::default() };
        let with = |done| PastReport { figures: vec![figures(done)], ..report(2025, ReportStand::Given) };
        let one = compared(&[with(600_000), with(600_000)], (project, 2025));
        assert_eq!(one.len(), 1);
        assert!(!one[0].1.contains(';'), "{one:?}");
        assert!(compared(&[with(600_000), with(500_000)], (project, 2025))[0].1.contains(" ; "));
        assert!(compared(&[with(600_000)], (Uuid::nil(), 2025)).is_empty());
    }
}
