//! The lists of a sheet as lines of fields: what stands in each, how it is read, how it is filled.

use interface::{Choice, Form};
use jiff::civil::Date;
use kernel::{Cents, FieldError, Filled, Uuid, french};
use web::Fields;

use super::choices;
use crate::rules::{
    Deployment, Indicator, IndicatorKind, LinkKind, Linked, Mean, Nature, Partner, Pieces, Place, Ranked, Section, Step,
    Use, measures_text, read_day, read_measures,
};

/// Blank lines after those that are filled.
pub const BLANK_LINES: usize = 3;
/// Lines read at most.
const MOST_LINES: usize = 120;

/// A field of each line.
pub struct GridColumn {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// Choices; none: a text.
    pub choices: Vec<Choice>,
    pub is_short: bool,
}

fn field(name: &'static str, label: &'static str, hint: &'static str) -> GridColumn {
    GridColumn { name, label, hint, choices: Vec::new(), is_short: false }
}

fn short(name: &'static str, label: &'static str, hint: &'static str) -> GridColumn {
    GridColumn { is_short: true, ..field(name, label, hint) }
}

fn list(name: &'static str, label: &'static str, choices: Vec<Choice>) -> GridColumn {
    GridColumn { choices, ..field(name, label, "") }
}

/// The fields of each line of a list.
pub fn columns(section: Section) -> Vec<GridColumn> {
    match section {
        Section::Places => vec![
            list("etat", "État", choices(Deployment::ALL.iter().map(|one| (one.code(), one.french())))),
            field("note", "Note", ""),
        ],
        Section::Partners => vec![field("nom", "Partenaire", ""), field("role", "Rôle", "")],
        Section::Means => vec![
            short("annee", "Année", "Par exemple 2026."),
            list("nature", "Moyens", choices(Nature::ALL.iter().map(|one| (one.code(), one.french())))),
            list("usage", "Usage", choices(Use::ALL.iter().map(|one| (one.code(), one.french())))),
            field("financeur", "Financeur", ""),
            short("prevu", "Montant prévu, en euros", "Par exemple 12 500."),
            short("realise", "Montant réalisé, en euros", ""),
            short("etp-prevu", "Temps de travail prévu, en ETP", "Par exemple 0,5."),
            short("etp-realise", "Temps de travail réalisé, en ETP", ""),
            field("note", "Note", ""),
        ],
        Section::Steps => vec![
            field("etape", "Ce qu’il faut faire", ""),
            field("responsable", "Qui la tient", "Une fonction ou un organisme."),
            short("echeance", "Échéance", "Par exemple 15/09/2026."),
            short("fait", "Fait le", ""),
        ],
        Section::Indicators => vec![
            field("indicateur", "Ce qui est mesuré", ""),
            list("nature", "Nature", choices(IndicatorKind::ALL.iter().map(|one| (one.code(), one.french())))),
            short("unite", "Unité", ""),
            short("depart", "Au départ", ""),
            short("cible", "Cible", ""),
            field("valeurs", "Valeurs par année", "Par exemple 2025 : 12 ; 2026 : 30."),
        ],
        Section::Links => vec![
            field("action", "Action", "La référence d’une fiche de ce contrat, ou l’intitulé d’une action suivie ailleurs."),
            list("nature", "Lien", choices(LinkKind::ALL.iter().map(|one| (one.code(), one.french())))),
        ],
    }
}

/// How many lines a sent form has.
pub fn line_count(fields: &Fields) -> usize {
    fields.text("lignes").parse().unwrap_or(0).min(MOST_LINES)
}

/// The list as a form.
pub fn form_of(pieces: &Pieces, names: &dyn Fn(Uuid) -> String) -> Form {
    let mut form = Form::empty();
    let mut put = |name: &str, rank: usize, value: String| form.add(format!("{name}-{rank}"), value);
    let day = |day: Option<Date>| day.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default();
    let euros = |amount: Option<Cents>| {
        amount.map(|amount| french::euros(amount).trim_end_matches(['€', french::NO_BREAK]).to_owned()).unwrap_or_default()
    };
    match pieces {
        // Filled by the page, which has a line for every neighbourhood.
        Pieces::Places(_) => {}
        Pieces::Partners(lines) => {
            for (rank, one) in lines {
                put("nom", *rank, one.name.clone());
                put("role", *rank, one.role.clone());
            }
        }
        Pieces::Means(lines) => {
            for (rank, one) in lines {
                put("annee", *rank, one.year.to_string());
                put("nature", *rank, one.nature.code().to_owned());
                put("usage", *rank, one.use_of.code().to_owned());
                put("financeur", *rank, one.funder.clone());
                put("prevu", *rank, euros(one.planned));
                put("realise", *rank, euros(one.actual));
                put("etp-prevu", *rank, number(one.planned_fte));
                put("etp-realise", *rank, number(one.actual_fte));
                put("note", *rank, one.note.clone());
            }
        }
        Pieces::Steps(lines) => {
            for (rank, one) in lines {
                put("etape", *rank, one.title.clone());
                put("responsable", *rank, one.owner.clone());
                put("echeance", *rank, day(one.due_on));
                put("fait", *rank, day(one.done_on));
            }
        }
        Pieces::Indicators(lines) => {
            for (rank, one) in lines {
                put("indicateur", *rank, one.label.clone());
                put("nature", *rank, one.kind.code().to_owned());
                put("unite", *rank, one.unit.clone());
                put("depart", *rank, number(one.baseline));
                put("cible", *rank, number(one.target));
                put("valeurs", *rank, measures_text(&one.measures));
            }
        }
        Pieces::Links(lines) => {
            for (rank, one) in lines {
                put("action", *rank, one.other.map_or_else(|| one.elsewhere.clone(), names));
                put("nature", *rank, one.kind.code().to_owned());
            }
        }
    }
    form
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
        self.read(name, |text| Cents::parse(text).ok(), "Le montant doit être un nombre, par exemple 12 500 ou 12 500,50")
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
        let again = form_of(&read.value, &|_| String::new());
        assert_eq!((again.value("prevu-1"), again.value("usage-1")), ("12\u{202f}500,50", "investment"));
    }
}
