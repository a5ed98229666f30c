//! Lists of a sheet in one cell of a spreadsheet: lines between bars, values between semicolons. What is written is read back
//! as it was: a semicolon, a bar or a backslash inside a value has a backslash before it.

use jiff::civil::Date;
use kernel::Cents;
use kernel::table::read_cell_day;
use kernel::text::{search_key, shorten};

use super::pieces::{Indicator, Mean, Pieces, Step, measures_text, number, ranked, read_measures};
use super::vocabulary::{IndicatorKind, LinkKind, Nature, Section, Use};

/// How the cell of a list is written, for those who fill it; nothing for a list that has no such cell.
pub const fn cell_hint(section: Section) -> &'static str {
    match section {
        Section::Means => {
            "2026 ; Droit commun ; Fonctionnement ; financeur ; prévu ; réalisé ; ETP prévus ; ETP réalisés ; note"
        }
        Section::Steps => "étape ; qui la tient ; échéance ; fait le",
        Section::Indicators => "Suivi ou Résultat ; ce qui est mesuré ; unité ; départ ; cible ; 2025 : 12 ; 2026 : 30",
        Section::Links => "Dépend de ; F12 | Voir aussi ; une action suivie ailleurs",
        Section::Places | Section::Partners => "",
    }
}

/// A list as a cell; nothing for a list that has no such cell.
pub fn cell_of(pieces: &Pieces) -> String {
    let day = |day: Option<Date>| day.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
    let value = |value: Option<f64>| value.map(number).unwrap_or_default();
    let lines: Vec<String> = match pieces {
        Pieces::Means(lines) => lines
            .iter()
            .map(|(_, one)| {
                let head = [one.year.to_string(), one.nature.french().into(), one.use_of.french().into()];
                let money = [one.planned, one.actual].map(|amount| amount.map(euros).unwrap_or_default());
                let work = [one.planned_fte, one.actual_fte].map(value);
                let values = head.into_iter().chain([one.funder.clone()]).chain(money).chain(work);
                joined(values.chain([one.note.clone()]))
            })
            .collect(),
        Pieces::Steps(lines) => lines
            .iter()
            .map(|(_, one)| joined([one.title.clone(), one.owner.clone(), day(one.due_on), day(one.done_on)]))
            .collect(),
        Pieces::Indicators(lines) => lines
            .iter()
            .map(|(_, one)| {
                let head = [one.kind.french().to_owned(), one.label.clone(), one.unit.clone()];
                let measures = measures_text(&one.measures);
                let values = measures.split(" ; ").map(str::to_owned);
                joined(head.into_iter().chain([value(one.baseline), value(one.target)]).chain(values))
            })
            .collect(),
        _ => Vec::new(),
    };
    lines.join(" | ")
}

/// A link of a sheet as a cell says it: how, then the code of the other sheet, or its title when it is followed elsewhere.
pub type LinkRead = (LinkKind, String);

/// Links as a cell.
pub fn links_cell(lines: &[LinkRead]) -> String {
    let line = |(kind, other): &LinkRead| joined([kind.french().to_owned(), other.clone()]);
    lines.iter().map(line).collect::<Vec<_>>().join(" | ")
}

/// Links read from a cell; what cannot be read is told, in French. One without a kind is « Voir aussi ».
pub fn read_links(cell: &str, problems: &mut Vec<String>) -> Vec<LinkRead> {
    let mut read = Reader { section: Section::Links, problems };
    lines_of(cell)
        .iter()
        .map(|line| match line.as_slice() {
            [other] => (LinkKind::SeeAlso, other.clone()),
            _ => {
                read.at_most(line, 2);
                let names = |one: LinkKind| (one.code(), one.french());
                (read.coded(line, 0, LinkKind::ALL, names, LinkKind::SeeAlso), text(line, 1))
            }
        })
        .collect()
}

/// Notes of neighbourhoods as a cell: name, then note; those without a note are not there.
pub fn notes_cell(notes: &[(String, String)]) -> String {
    let notes = notes.iter().filter(|(_, note)| !note.is_empty());
    notes.map(|(name, note)| joined([name.clone(), note.clone()])).collect::<Vec<_>>().join(" | ")
}

/// Notes read from a cell: name of the neighbourhood, then note.
pub fn read_notes(cell: &str) -> Vec<(String, String)> {
    // A note may hold what separates: everything after the first sign is the note.
    lines_of(cell).iter().map(|line| (text(line, 0), line.get(1..).unwrap_or_default().join(" ; "))).collect()
}

/// The lines of a cell, each with its values.
fn lines_of(cell: &str) -> Vec<Vec<String>> {
    split(cell, &['|', '\n'])
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| split(line, &[';']).iter().map(|value| plain(value)).collect())
        .collect()
}

/// A list read from a cell; what cannot be read is told, in French.
pub fn read_cell(section: Section, cell: &str, problems: &mut Vec<String>) -> Option<Pieces> {
    let lines = lines_of(cell);
    let mut read = Reader { section, problems };
    Some(match section {
        Section::Means => Pieces::Means(ranked(lines.iter().map(|line| read.mean(line)))),
        Section::Steps => Pieces::Steps(ranked(lines.iter().map(|line| read.step(line)))),
        Section::Indicators => Pieces::Indicators(ranked(lines.iter().map(|line| read.indicator(line)))),
        _ => return None,
    })
}

struct Reader<'a> {
    section: Section,
    problems: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn tell(&mut self, typed: &str, sentence: &str) {
        self.problems.push(format!("{}, « {} » : {sentence}", self.section.french(), shorten(typed, 40)));
    }

    fn value<T>(&mut self, line: &[String], at: usize, read: impl Fn(&str) -> Option<T>, sentence: &str) -> Option<T> {
        let typed = line.get(at).map_or("", String::as_str);
        let found = if typed.is_empty() { None } else { read(typed) };
        if found.is_none() && !typed.is_empty() {
            self.tell(typed, sentence);
        }
        found
    }

    fn coded<T: Copy>(
        &mut self,
        line: &[String],
        at: usize,
        all: &[T],
        names: fn(T) -> (&'static str, &'static str),
        first: T,
    ) -> T {
        let read = |typed: &str| {
            let wanted = search_key(typed);
            all.iter().copied().find(|one| names(*one).0 == typed || search_key(names(*one).1) == wanted)
        };
        let list: Vec<&str> = all.iter().map(|one| names(*one).1).collect();
        let sentence = format!("écrivez {}", list.join(" ou "));
        self.value(line, at, read, &sentence).unwrap_or(first)
    }

    fn number(&mut self, line: &[String], at: usize) -> Option<f64> {
        let read = |typed: &str| {
            let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            plain.replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())
        };
        self.value(line, at, read, "ce doit être un nombre, par exemple 12,5")
    }

    fn euros(&mut self, line: &[String], at: usize) -> Option<Cents> {
        self.value(line, at, |typed| Cents::parse(typed).ok(), "ce doit être un montant, par exemple 12500,50")
    }

    fn day(&mut self, line: &[String], at: usize) -> Option<Date> {
        self.value(line, at, read_cell_day, "ce doit être une date, par exemple 15/09/2026")
    }

    fn at_most(&mut self, line: &[String], most: usize) {
        if line.len() > most {
            let sentence =
                format!("{most} valeurs au plus sur une ligne, dans cet ordre : {}", cell_hint(self.section));
            self.tell(&line.join(" ; "), &sentence);
        }
    }

    fn mean(&mut self, line: &[String]) -> Mean {
        self.at_most(line, 9);
        let year = self.value(line, 0, |typed| typed.parse().ok(), "la ligne commence par l’année, par exemple 2026");
        Mean {
            year: year.unwrap_or_default(),
            nature: self.coded(line, 1, Nature::ALL, |one| (one.code(), one.french()), Nature::Specific),
            use_of: self.coded(line, 2, Use::ALL, |one| (one.code(), one.french()), Use::Operating),
            funder: text(line, 3),
            planned: self.euros(line, 4),
            actual: self.euros(line, 5),
            planned_fte: self.number(line, 6),
            actual_fte: self.number(line, 7),
            note: text(line, 8),
        }
    }

    fn step(&mut self, line: &[String]) -> Step {
        self.at_most(line, 4);
        Step { title: text(line, 0), owner: text(line, 1), due_on: self.day(line, 2), done_on: self.day(line, 3) }
    }

    fn indicator(&mut self, line: &[String]) -> Indicator {
        let names = |one: IndicatorKind| (one.code(), one.french());
        let kind = self.coded(line, 0, IndicatorKind::ALL, names, IndicatorKind::FollowUp);
        let typed = line.get(5..).unwrap_or_default().join(" ; ");
        let measures = read_measures(&typed);
        if measures.is_none() {
            self.tell(&typed, "écrivez une année et sa valeur, par exemple 2025 : 12 ; 2026 : 30");
        }
        Indicator {
            kind,
            label: text(line, 1),
            unit: text(line, 2),
            baseline: self.number(line, 3),
            target: self.number(line, 4),
            measures: measures.unwrap_or_default(),
        }
    }
}

fn text(line: &[String], at: usize) -> String {
    line.get(at).cloned().unwrap_or_default()
}

/// An amount as a spreadsheet writes it: « 12500 », « 12500,50 ».
fn euros(amount: Cents) -> String {
    let (sign, cents) = (if amount.0 < 0 { "-" } else { "" }, amount.0.unsigned_abs());
    match cents % 100 {
        0 => format!("{sign}{}", cents / 100),
        rest => format!("{sign}{},{rest:02}", cents / 100),
    }
}

/// Values of a line, those at the end left out when they are empty.
fn joined(values: impl IntoIterator<Item = String>) -> String {
    let mut values: Vec<String> = values.into_iter().map(|value| held(&value)).collect();
    while values.last().is_some_and(String::is_empty) {
        values.pop();
    }
    values.join(" ; ")
}

/// A value in which nothing separates.
fn held(value: &str) -> String {
    let mut held = String::with_capacity(value.len());
    for sign in value.chars() {
        match sign {
            '\\' | ';' | '|' => held.extend(['\\', sign]),
            '\n' => held.push(' '),
            _ => held.push(sign),
        }
    }
    held
}

/// Cuts at signs that no backslash stands before; backslashes stay.
fn split(text: &str, by: &[char]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_held = false;
    for sign in text.chars() {
        if by.contains(&sign) && !is_held {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(sign);
        }
        is_held = sign == '\\' && !is_held;
    }
    parts
}

/// What [`held`] wrote.
fn plain(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut signs = value.trim().chars();
    while let Some(sign) = signs.next() {
        let next = if sign == '\\' { signs.next() } else { None };
        plain.push(next.unwrap_or(sign));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(pieces: &Pieces) {
        let cell = cell_of(pieces);
        let mut problems = Vec::new();
        assert_eq!(read_cell(pieces.section(), &cell, &mut problems).as_ref(), Some(pieces), "{cell}");
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let day = |text: &str| text.parse().ok();
        let mean = Mean {
            year: 2026,
            nature: Nature::CommonLaw,
            use_of: Use::Investment,
            funder: r"Ville ; Agglo | État \".into(),
            planned: Some(Cents(1_250_050)),
            actual: None,
            planned_fte: Some(0.1),
            actual_fte: None,
            note: String::new(),
        };
        back(&Pieces::Means(ranked([mean.clone(), Mean { note: "a;b".into(), actual: Some(Cents(5)), ..mean }])));
        let step =
            |title: &str| Step { title: title.into(), owner: String::new(), due_on: day("2026-09-15"), done_on: None };
        back(&Pieces::Steps(ranked([step("Signer"), Step { done_on: day("2026-09-01"), ..step("Ouvrir | tenir") }])));
        let one = Indicator {
            kind: IndicatorKind::Result,
            label: "Dépôts ; sauvages".into(),
            unit: "%".into(),
            baseline: Some(12.25),
            target: None,
            measures: vec![(2025, 3.5), (2026, 1.0)],
        };
        back(&Pieces::Indicators(ranked([one.clone(), Indicator { measures: Vec::new(), target: Some(-1.0), ..one }])));
        back(&Pieces::Steps(Vec::new()));
    }

    #[test]
    fn links_and_notes_are_read_back() {
        let links =
            vec![(LinkKind::DependsOn, "F12".to_owned()), (LinkKind::SeeAlso, "Jardins ; d’ici | là".to_owned())];
        let mut problems = Vec::new();
        assert_eq!(read_links(&links_cell(&links), &mut problems), links);
        assert_eq!(read_links("F7", &mut problems), [(LinkKind::SeeAlso, "F7".to_owned())]);
        assert!(problems.is_empty(), "{problems:?}");
        read_links("Suit ; F7", &mut problems);
        assert!(problems[0].contains("écrivez Complète ou Dépend de"), "{problems:?}");
        let notes = vec![("La Conte".to_owned(), "Local ; à trouver | en mars".to_owned())];
        assert_eq!(read_notes(&notes_cell(&notes)), notes);
        assert_eq!(notes_cell(&[("La Conte".to_owned(), String::new())]), "");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let told = |section, cell: &str| {
            let mut problems = Vec::new();
            read_cell(section, cell, &mut problems);
            problems.len()
        };
        assert_eq!(told(Section::Means, "bientôt ; Don ; x ; Ville ; beaucoup ; ; un"), 5);
        assert_eq!(told(Section::Steps, "Signer ; ; 31/2/2026 | Ouvrir ; a ; ; ; trop"), 2);
        assert_eq!(told(Section::Indicators, "Suivi ; Repas ; ; dix ; ; 2025 : trois"), 2);
    }
}
