//! Lines of ordinary means pasted from a spreadsheet: every line is read and told before anything is kept.

use jiff::civil::Date;
use kernel::table::{FileColumn, read_cell_day, recognised};
use kernel::text::{search_key, shorten};
use kernel::{Uuid, french};
use rows::Rows;

use super::{Confidence, LineTerms, Method, check_line, read_amount, read_hundredths};

/// Columns of a spreadsheet of ordinary means.
pub const COLUMNS: &[FileColumn] = &[
    FileColumn::needed("partenaire", "Partenaire", &["organisme", "financeur", "signataire"]),
    FileColumn::needed("annee", "Année", &["exercice"]),
    FileColumn::needed("dispositif", "Dispositif", &["politique", "action", "intitule"]),
    FileColumn::optional("theme", "Thème", &["enjeu", "pilier", "objectif", "orientation"]),
    FileColumn::optional("quartier", "Quartier", &["qpv", "territoire"]),
    FileColumn::optional("montant", "Montant", &["montant en euros", "euros", "credits"]),
    FileColumn::optional("etp", "Équivalents temps plein", &["etp", "postes"]),
    FileColumn::optional("methode", "Méthode", &["mode de valorisation", "valorisation"]),
    FileColumn::optional("confiance", "Confiance", &["fiabilite"]),
    FileColumn::optional("pourquoi", "Pourquoi cette confiance", &["pourquoi", "precision", "commentaire"]),
    FileColumn::optional("source", "Source", &["origine"]),
    FileColumn::optional("compte_le", "Compté le", &["date", "date du calcul"]),
    FileColumn::optional("public", "Public", &["diffusable"]),
];

/// Lines read at once, at most.
const MOST: usize = 2_000;

/// What names of a spreadsheet may be.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Organisations.
    pub partners: Vec<(Uuid, String)>,
    /// Themes of the contract, with their references.
    pub themes: Vec<(Uuid, String, String)>,
    /// Its neighbourhoods.
    pub areas: Vec<(Uuid, String)>,
    /// Its years, first and last.
    pub years: (i64, i64),
}

/// What was read on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct PastedLine {
    /// Its number, from 1.
    pub number: u64,
    /// What it is about, as it was written.
    pub told: String,
    /// What it says, when nothing is wrong.
    pub terms: Option<LineTerms>,
    /// What is wrong, each a sentence.
    pub problems: Vec<String>,
}

/// Reads what was pasted.
///
/// # Errors
/// The sentence of what keeps the whole from being read.
pub fn read_pasted(text: &str, around: &Around, today: Date) -> Result<Vec<PastedLine>, String> {
    let mut source = Rows::new(text.trim_end().as_bytes()).map_err(|error| error.sentence())?;
    let headers = match source.read().map_err(|error| error.sentence())? {
        Some(first) => first.cells.to_vec(),
        None => return Err("Collez un tableau avec sa ligne de titres".to_owned()),
    };
    let places = recognised(COLUMNS, &headers);
    let missing: Vec<&str> = COLUMNS
        .iter()
        .filter(|column| column.is_needed && places.iter().any(|(key, at)| *key == column.key && at.is_none()))
        .map(|column| column.header)
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "La première ligne doit porter les titres des colonnes. Il manque : {}",
            missing.join(", ")
        ));
    }
    let mut all = Vec::new();
    while let Some(row) = source.read().map_err(|error| error.sentence())? {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if all.len() == MOST {
            return Err(format!("Plus de {} lignes : collez-les en plusieurs fois", french::integer(MOST as i64)));
        }
        all.push(read_line(row.number, row.cells, &places, around, today));
    }
    tell_twins(&mut all);
    Ok(all)
}

/// Two lines that speak of the same thing: the second one is told.
fn tell_twins(all: &mut [PastedLine]) {
    for at in 1..all.len() {
        let (before, rest) = all.split_at_mut(at);
        let Some(line) = rest.first_mut() else { return };
        let Some(terms) = &line.terms else { continue };
        let is_twin = |one: &&PastedLine| {
            one.terms.as_ref().is_some_and(|other| {
                (other.partner, other.year, other.theme, other.area)
                    == (terms.partner, terms.year, terms.theme, terms.area)
                    && search_key(&other.label) == search_key(&terms.label)
            })
        };
        if let Some(first) = before.iter().find(is_twin) {
            line.problems.push(format!("La ligne {} dit déjà la même chose", first.number));
            line.terms = None;
        }
    }
}

struct Cells<'a> {
    cells: &'a [String],
    places: &'a [(&'static str, Option<usize>)],
    problems: Vec<String>,
}

impl Cells<'_> {
    fn get(&self, key: &str) -> &str {
        let at = self.places.iter().find(|(one, _)| *one == key).and_then(|(_, at)| *at);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The cell read in its own way; none when it is empty, told when it cannot be read.
    fn read<T>(&mut self, key: &str, read: impl FnOnce(&str) -> Option<T>, what: &str) -> Option<T> {
        let cell = self.get(key).to_owned();
        if cell.is_empty() {
            return None;
        }
        let found = read(&cell);
        if found.is_none() {
            self.problems.push(format!("« {} » n’est pas {what}", shorten(&cell, 60)));
        }
        found
    }
}

fn read_line(
    number: u64,
    cells: &[String],
    places: &[(&'static str, Option<usize>)],
    around: &Around,
    today: Date,
) -> PastedLine {
    let mut line = Cells { cells, places, problems: Vec::new() };
    let told = format!("{}, {}, {}", line.get("partenaire"), line.get("annee"), line.get("dispositif"));
    let named = |all: &[(Uuid, String)], text: &str| {
        all.iter().find(|(_, name)| search_key(name) == search_key(text)).map(|(id, _)| *id)
    };
    let partner = line.read("partenaire", |text| named(&around.partners, text), "une organisation connue ici");
    if line.get("partenaire").is_empty() {
        line.problems.push("Le partenaire manque".to_owned());
    }
    let theme = |text: &str| {
        let key = search_key(text);
        let is_it = |(_, code, title): &&(Uuid, String, String)| {
            let (code, title) = (search_key(code), search_key(title));
            key == code || key == title || key == format!("{code} {title}")
        };
        around.themes.iter().find(is_it).map(|(id, ..)| *id)
    };
    let is_whole = |text: &str| matches!(search_key(text).as_str(), "tout le contrat" | "contrat" | "tous");
    let area = |text: &str| match is_whole(text) {
        true => Some(None),
        false => named(&around.areas, text).map(Some),
    };
    let method = |text: &str| {
        let key = search_key(text);
        Method::ALL.iter().copied().find(|one| search_key(one.french()).starts_with(&key) || one.code() == text)
    };
    let confidence = |text: &str| {
        let key = search_key(text);
        Confidence::ALL.iter().copied().find(|one| search_key(one.french()) == key || one.code() == text)
    };
    let yes = |text: &str| match search_key(text).as_str() {
        "oui" | "vrai" | "x" => Some(true),
        "non" | "faux" => Some(false),
        _ => None,
    };
    let terms = LineTerms {
        partner: partner.unwrap_or_default(),
        theme: line.read("theme", theme, "un thème de ce contrat"),
        area: line.read("quartier", area, "un quartier de ce contrat").flatten(),
        year: line.read("annee", |text| text.parse().ok(), "une année, par exemple 2026").unwrap_or(0),
        label: line.get("dispositif").to_owned(),
        amount: line.read("montant", read_amount, "un montant, « pas demandé » ou « non diffusé »"),
        fte: line.read("etp", read_hundredths, "un nombre de postes, par exemple 1,5"),
        method: line.read("methode", method, "une méthode de valorisation"),
        confidence: line.read("confiance", confidence, "« forte », « moyenne » ou « faible »"),
        why: line.get("pourquoi").to_owned(),
        source: line.get("source").to_owned(),
        counted_on: line.read("compte_le", read_cell_day, "une date : écrivez-la 15/09/2026").unwrap_or(today),
        is_public: line.read("public", yes, "« oui » ou « non »").unwrap_or(false),
    };
    let mut problems = line.problems;
    if problems.is_empty() {
        problems.extend(check_line(&terms, around.years, today).into_iter().map(|error| error.sentence));
    }
    PastedLine { number, told, terms: problems.is_empty().then_some(terms), problems }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Amount;
    use jiff::civil::date;

    fn around() -> Around {
        Around {
            partners: vec![(Uuid::from_u128(1), "Département d’essai".into())],
            themes: vec![(Uuid::from_u128(2), "O1".into(), "Grandir en bonne santé".into())],
            areas: vec![(Uuid::from_u128(3), "La Conte".into())],
            years: (2024, 2030),
        }
    }

    const HEAD: &str =
        "Organisme\tExercice\tPolitique\tEnjeu\tQPV\tMontant en euros\tETP\tMéthode\tConfiance\tPourquoi\tSource\n";

    #[test]
    fn a_spreadsheet_is_read_whatever_its_headers() {
        let text = format!(
            "{HEAD}département d'essai\t2026\tPrévention spécialisée\tO1\tla conte\t12 500,50\t1,5\tPart d’habitants\tmoyenne\tEffectifs connus\tBudget\n\
             Département d’essai\t2026\tCollèges\t\ttout le contrat\tpas demandé\t\t\t\t\tBudget\n"
        );
        let read = read_pasted(&text, &around(), date(2026, 6, 1)).expect("a table");
        assert_eq!(read.len(), 2, "{read:?}");
        let first = read[0].terms.as_ref().unwrap_or_else(|| panic!("{:?}", read[0].problems));
        assert_eq!((first.amount, first.fte), (Some(Amount::Known(1_250_050)), Some(150)));
        assert_eq!((first.theme, first.area), (Some(Uuid::from_u128(2)), Some(Uuid::from_u128(3))));
        let second = read[1].terms.as_ref().unwrap_or_else(|| panic!("{:?}", read[1].problems));
        assert_eq!((second.amount, second.area), (Some(Amount::NotAsked), None));
    }

    #[test]
    fn what_is_wrong_is_told_line_by_line_and_twice_the_same_once() {
        assert!(
            read_pasted("Montant\n12\n", &around(), date(2026, 6, 1)).expect_err("no table").contains("Partenaire")
        );
        let same = "Département d’essai\t2026\tCollèges\t\t\t0\t\tCoût réel\tforte\tComptes\tBudget\n";
        let text = format!("{HEAD}{same}{same}Région\t2031\tLycées\tO9\t\tdouze\t\t\t\t\t\n");
        let read = read_pasted(&text, &around(), date(2026, 6, 1)).expect("a table");
        assert!(read[0].terms.is_some(), "{:?}", read[0].problems);
        assert!(read[1].problems[0].contains("La ligne 2 dit déjà la même chose"), "{:?}", read[1].problems);
        let told = read[2].problems.join(" / ");
        for sentence in
            ["« Région » n’est pas une organisation", "« O9 » n’est pas un thème", "« douze » n’est pas un montant"]
        {
            assert!(told.contains(sentence), "{sentence}: {told}");
        }
    }
}
