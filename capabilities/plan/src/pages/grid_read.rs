//! The lines of fields of [`super::grid`], read back as lists of a sheet.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Filled};
use web::Fields;

use crate::rules::{
    Deployment, Indicator, IndicatorKind, LinkKind, Linked, Mean, Nature, Partner, Pieces, Place, Ranked, Section,
    Step, Use, read_day, read_measures,
};

/// Lines read at most.
const MOST_LINES: usize = 120;

/// How many lines a sent form has.
pub fn line_count(fields: &Fields) -> usize {
    fields.text("lignes").parse().unwrap_or(0).min(MOST_LINES)
}

/// What was typed on one line, with what is wrong.
struct Line<'a> {
    fields: &'a Fields,
    rank: usize,
    errors: &'a mut Vec<FieldError>,
}

impl Line<'_> {
    fn text(&self, name: &str) -> String {
        self.fields.text(&format!("{name}-{}", self.rank)).to_owned()
    }

    fn tell(&mut self, name: &str, sentence: &str) {
        self.errors.push(FieldError::new(format!("{name}-{}", self.rank), sentence));
    }

    fn read<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>, sentence: &str) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let value = read(&text);
        if value.is_none() {
            self.tell(name, sentence);
        }
        value
    }

    /// A value of a list; the first one when the line is filled and nothing is chosen.
    fn coded<T: Copy>(&mut self, name: &str, read: fn(&str) -> Option<T>, first: T) -> T {
        self.read(name, read, "Choisissez une ligne de la liste").unwrap_or(first)
    }

    fn number(&mut self, name: &str) -> Option<f64> {
        let read = |text: &str| {
            let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
            plain.replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())
        };
        self.read(name, read, "Ce doit être un nombre, par exemple 12,5")
    }

    fn euros(&mut self, name: &str) -> Option<Cents> {
        self.read(
            name,
            |text| Cents::parse(text).ok(),
            "Le montant doit être un nombre, par exemple 12 500 ou 12 500,50",
        )
    }

    fn day(&mut self, name: &str) -> Option<Date> {
        self.read(name, read_day, "La date doit être un jour du calendrier, par exemple 15/09/2026")
    }
}

/// Reads the lines of a list; blank ones are left out.
pub fn read(section: Section, fields: &Fields) -> Filled<Pieces> {
    let mut errors = Vec::new();
    // A line is blank when nothing is typed in it: choices alone do not fill it.
    let typed: Vec<&str> = match section {
        Section::Places => vec!["etat"],
        Section::Partners => vec!["nom", "role"],
        Section::Means => {
            vec!["annee", "financeur", "prevu", "realise", "etp-prevu", "etp-realise", "note"]
        }
        Section::Steps => vec!["etape", "responsable", "echeance", "fait"],
        Section::Indicators => vec!["indicateur", "unite", "depart", "cible", "valeurs"],
        Section::Links => vec!["action"],
    };
    let is_filled = |rank: &usize| typed.iter().any(|name| !fields.text(&format!("{name}-{rank}")).is_empty());
    let ranks: Vec<usize> = (1..=line_count(fields)).filter(is_filled).collect();
    let pieces = match section {
        Section::Places => Pieces::Places(lines(fields, &ranks, &mut errors, place)),
        Section::Partners => Pieces::Partners(lines(fields, &ranks, &mut errors, |line| Partner {
            name: line.text("nom"),
            role: line.text("role"),
        })),
        Section::Means => Pieces::Means(lines(fields, &ranks, &mut errors, mean)),
        Section::Steps => Pieces::Steps(lines(fields, &ranks, &mut errors, |line| Step {
            title: line.text("etape"),
            owner: line.text("responsable"),
            due_on: line.day("echeance"),
            done_on: line.day("fait"),
        })),
        Section::Indicators => Pieces::Indicators(lines(fields, &ranks, &mut errors, indicator)),
        Section::Links => Pieces::Links(lines(fields, &ranks, &mut errors, |line| Linked {
            other: None,
            elsewhere: line.text("action"),
            kind: line.coded("nature", LinkKind::from_code, LinkKind::SeeAlso),
        })),
    };
    Filled::new(pieces, errors)
}

fn lines<T>(
    fields: &Fields,
    ranks: &[usize],
    errors: &mut Vec<FieldError>,
    read: impl Fn(&mut Line<'_>) -> T,
) -> Ranked<T> {
    ranks.iter().map(|rank| (*rank, read(&mut Line { fields, rank: *rank, errors }))).collect()
}

fn place(line: &mut Line<'_>) -> Place {
    Place {
        area: line.text("quartier").parse().unwrap_or_default(),
        state: line.coded("etat", Deployment::from_code, Deployment::Planned),
        note: line.text("note"),
    }
}

fn mean(line: &mut Line<'_>) -> Mean {
    Mean {
        year: line.read("annee", |text| text.parse().ok(), "Indiquez une année, par exemple 2026").unwrap_or_default(),
        nature: line.coded("nature", Nature::from_code, Nature::Specific),
        use_of: line.coded("usage", Use::from_code, Use::Operating),
        funder: line.text("financeur"),
        planned: line.euros("prevu"),
        actual: line.euros("realise"),
        planned_fte: line.number("etp-prevu"),
        actual_fte: line.number("etp-realise"),
        note: line.text("note"),
    }
}

fn indicator(line: &mut Line<'_>) -> Indicator {
    let sentence = "Écrivez une année et sa valeur, par exemple 2025 : 12 ; 2026 : 30";
    Indicator {
        kind: line.coded("nature", IndicatorKind::from_code, IndicatorKind::FollowUp),
        label: line.text("indicateur"),
        unit: line.text("unite"),
        baseline: line.number("depart"),
        target: line.number("cible"),
        measures: line.read("valeurs", read_measures, sentence).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_are_filled() {
        let fields = Fields::from_pairs([
            ("lignes", "4"),
            ("annee-1", "2026"),
            ("nature-1", "common_law"),
            ("usage-1", "investment"),
            ("prevu-1", "12 500,50"),
            ("nature-2", "specific"),
            ("annee-3", "bientôt"),
            ("prevu-3", "beaucoup"),
        ]);
        let read = super::read(Section::Means, &fields);
        let Pieces::Means(lines) = &read.value else { panic!("{read:?}") };
        assert_eq!(lines.len(), 2, "a line where only a choice is made is blank");
        assert_eq!((lines[0].0, lines[0].1.planned), (1, Some(Cents(1_250_050))));
        assert!(read.is_wrong("annee-3") && read.is_wrong("prevu-3"));
        let again = super::super::grid::form_of(&read.value, &|_| String::new());
        assert_eq!((again.value("prevu-1"), again.value("usage-1")), ("12\u{202f}500,50", "investment"));
    }
}
