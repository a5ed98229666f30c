//! The lines of a file put together: one application for each number, one project for each of its titles, one request for
//! each line. What is wrong is told with its line and its column, and keeps its whole application out.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::text::{search_key, shorten};
use kernel::{Cents, Uuid, french};

use super::cells::Line;
use super::columns::Mapping;
use super::standing::{Standing, standing};
use crate::rules::{FundingState, Nature, ProjectKind};

/// What a file is read against.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The year of the call.
    pub year: i64,
    /// Years a project may last.
    pub years: i64,
    /// Funders of the call: which, name, programme.
    pub funders: Vec<(Uuid, String, String)>,
    /// Neighbourhoods of the contract: which, code, name.
    pub areas: Vec<(Uuid, String, String)>,
    /// Objectives of the contract: which, code, title.
    pub nodes: Vec<(Uuid, String, String)>,
    /// What words of its files mean, as the contract settled them.
    pub states: Vec<(String, FundingState)>,
    /// Today, in the town.
    pub today: Option<Date>,
}

/// Something wrong on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Number of the line in the file, from 1.
    pub line: u64,
    /// The header of the column in the file, or ours when the file has none.
    pub column: String,
    /// What is wrong, in French.
    pub sentence: String,
}

/// An application as a file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// What it is called where it comes from.
    pub reference: String,
    /// The name of who asks.
    pub carrier: String,
    /// Its SIRET, fourteen digits.
    pub siret: Option<String>,
    /// When it was filed there.
    pub filed_on: Option<Date>,
    /// Its projects, in the order of the file.
    pub projects: Vec<BroughtProject>,
    /// The lines it stands on.
    pub lines: Vec<u64>,
    /// Lines that were never filed there.
    pub unfiled: usize,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// A project as a file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BroughtProject {
    /// What tells it apart within its application.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Whether it goes on from last year.
    pub is_renewed: bool,
    /// What it is for.
    pub objectives: String,
    /// What is done.
    pub description: String,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// People it is for.
    pub people: Option<i64>,
    /// What it costs.
    pub cost: Option<Cents>,
    /// Where it takes place.
    pub areas: Vec<Uuid>,
    /// The objectives it answers.
    pub nodes: Vec<Uuid>,
    /// What it asks.
    pub fundings: Vec<BroughtFunding>,
}

impl BroughtProject {
    /// New, or going on.
    pub const fn kind(&self) -> ProjectKind {
        if self.is_renewed { ProjectKind::Renewed } else { ProjectKind::New }
    }
}

/// A request as a file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtFunding {
    /// The funder of the call.
    pub funder: Uuid,
    /// The year.
    pub year: i64,
    /// What pays.
    pub nature: Nature,
    /// What is asked.
    pub asked: Cents,
    /// Where it stands.
    pub standing: Standing,
}

/// Puts the lines of a file together, by number of application, in the order they are met.
pub fn files(headers: &[String], lines: &[(u64, Vec<String>)], mapping: &Mapping, around: &Around) -> Vec<Brought> {
    let mut all: Vec<Brought> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (number, cells) in lines {
        let mut line = Line { number: *number, cells, mapping, headers, problems: Vec::new() };
        let reference = line.text("dossier", 80);
        // A line without number stands alone: it says what it lacks.
        let key = if reference.is_empty() { format!("\u{1f}{number}") } else { search_key(&reference) };
        let at = *places.entry(key).or_insert_with(|| {
            all.push(Brought { reference: reference.clone(), ..Brought::default() });
            all.len() - 1
        });
        if reference.is_empty() {
            line.wrong("dossier", "Numéro vide : si des cellules sont fusionnées, répétez la valeur sur chaque ligne");
        }
        if let Some(one) = all.get_mut(at) {
            add(one, &mut line, around);
            one.lines.push(*number);
            one.problems.append(&mut line.problems);
        }
    }
    for one in &mut all {
        let years: Vec<i64> = one.projects.iter().flat_map(|project| &project.fundings).map(|one| one.year).collect();
        let (first, last) = (years.iter().min().copied(), years.iter().max().copied());
        if let (Some(first), Some(last), Some(line)) = (first, last, one.lines.first())
            && last - first >= around.years.max(1)
        {
            let most = french::count(around.years.max(1), "an", "ans");
            let sentence = format!("Ce dossier va de {first} à {last} : cet appel finance {most} au plus");
            one.problems.push(Problem { line: *line, column: "Année".to_owned(), sentence });
        }
    }
    all
}

/// Adds what a line says to its application.
fn add(one: &mut Brought, line: &mut Line<'_>, around: &Around) {
    carrier(one, line);
    let asked = line.amount("demande");
    let voted = line.amount("vote");
    let (state, decided_on) = (line.get("etat").to_owned(), line.day("decide-le"));
    let note = line.text("motif", 2_000);
    let filed = line.day("depose-le");
    if filed.zip(around.today).is_some_and(|(filed, today)| filed > today) {
        line.wrong("depose-le", "Cette date est à venir");
    }
    one.filed_on = one.filed_on.or(filed);
    let project = project(one, line, around);
    let funder = line.funder(around);
    let years = (around.year - 5, around.year + around.years.max(1) - 1);
    let year = line.whole("annee", years, &around.year.to_string());
    let year = if line.get("annee").is_empty() { Some(around.year) } else { year };
    let nature = line.nature();
    let Some(asked) = asked else {
        if line.get("demande").is_empty() {
            line.wrong("demande", "Dites le montant demandé");
        }
        return;
    };
    let standing = match standing((&state, asked, voted), (decided_on, &note), &around.states) {
        Ok(Some(standing)) => standing,
        Ok(None) => return one.unfiled += 1,
        Err(sentence) => {
            let at = if state.is_empty() { "vote" } else { "etat" };
            return line.wrong(at, sentence);
        }
    };
    let (Some(at), Some(funder), Some(year)) = (project, funder, year) else { return };
    let Some(project) = one.projects.get_mut(at) else { return };
    if project.fundings.iter().any(|known| (known.funder, known.year, known.nature) == (funder, year, nature)) {
        return line
            .wrong("financeur", "Une autre ligne de cette action demande déjà à ce financeur pour la même année");
    }
    project.fundings.push(BroughtFunding { funder, year, nature, asked, standing });
}

fn carrier(one: &mut Brought, line: &mut Line<'_>) {
    let name = line.text("porteur", 200);
    if name.is_empty() && one.carrier.is_empty() {
        line.wrong("porteur", "Dites le nom de l’association ou de l’organisme");
    } else if one.carrier.is_empty() {
        one.carrier = name;
    } else if !name.is_empty() && search_key(&name) != search_key(&one.carrier) {
        let told = format!("Le même dossier est porté par « {} » plus haut", shorten(&one.carrier, 60));
        line.wrong("porteur", told);
    }
    let siret = line.get("siret").to_owned();
    if siret.is_empty() {
        return;
    }
    match identifiers::read_siret(&siret) {
        Ok(siret) if one.siret.as_ref().is_some_and(|known| *known != siret) => {
            line.wrong("siret", "Le même dossier a un autre SIRET plus haut");
        }
        Ok(siret) => one.siret = Some(siret),
        Err(sentence) => line.wrong("siret", sentence),
    }
}

/// The project of a line: that of its title and number, or a new one.
fn project(one: &mut Brought, line: &mut Line<'_>, around: &Around) -> Option<usize> {
    let title = line.text("action", 250);
    if title.is_empty() {
        line.wrong("action", "Dites le titre de l’action");
        return None;
    }
    let number = line.get("numero-action");
    let key = search_key(if number.is_empty() { &title } else { number });
    let mut read = BroughtProject { key, title, ..BroughtProject::default() };
    read.objectives = line.text("objectifs", 10_000);
    read.description = line.text("description", 10_000);
    let renewed = search_key(line.get("reconduction"));
    read.is_renewed = ["oui", "renouvellement", "reconduction", "poursuite", "true", "1"]
        .iter()
        .any(|word| renewed.starts_with(word));
    read.starts_on = line.day("debut");
    read.ends_on = line.day("fin");
    if read.starts_on.zip(read.ends_on).is_some_and(|(start, end)| end < start) {
        line.wrong("fin", "La fin vient avant le début");
    }
    read.people = line.whole("personnes", (0, 10_000_000), "40");
    read.cost = line.amount("cout");
    read.areas = line.several("quartiers", &around.areas, "Le quartier");
    read.nodes = line.several("objectif", &around.nodes, "L’objectif");
    match one.projects.iter().position(|known| known.key == read.key) {
        Some(at) => {
            let known = one.projects.get(at)?;
            if known.cost.zip(read.cost).is_some_and(|(one, other)| one != other) {
                line.wrong("cout", "Une autre ligne de la même action donne un autre coût");
            }
            Some(at)
        }
        None => {
            one.projects.push(read);
            Some(one.projects.len() - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::guessed;
    use super::*;

    fn around() -> Around {
        let id = Uuid::from_u128;
        Around {
            year: 2026,
            years: 3,
            funders: vec![
                (id(1), "Préfecture".into(), "Programme 147".into()),
                (id(2), "Département".into(), "Insertion".into()),
            ],
            areas: vec![
                (id(3), "QN01101N".into(), "La Conte".into()),
                (id(4), "QN01102N".into(), "Ozanam, Le Viguier".into()),
            ],
            nodes: vec![(id(5), "O1".into(), "Grandir en bonne santé".into())],
            states: Vec::new(),
            today: "2026-06-01".parse().ok(),
        }
    }

    fn read(text: &str) -> Vec<Brought> {
        let mut lines = (1_u64..)
            .zip(text.lines().map(|line| line.split(';').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()));
        let (_, headers) = lines.next().expect("headers");
        let lines: Vec<_> = lines.collect();
        files(&headers, &lines, &guessed(&headers, &[]), &around())
    }

    #[test]
    fn lines_of_one_application_are_put_together() {
        let all = read(
            "Dossier;Porteur;Action;Financeur;Année;Demandé;Quartiers;État;Voté\n\
             D1;Les Ateliers;Cuisines;préfecture;2026;12 500,00 €;La Conte|QN01102N;Transmise;\n\
             D1;Les Ateliers;Cuisines;Insertion;2026;3.000;La Conte;Votée;2000\n\
             D2;Le Fil;Couture;Préfecture;2027;1000;Ozanam, Le Viguier;;\n\
             D1;Les Ateliers;Jardins;Préfecture;;500;;En cours de saisie;",
        );
        assert!(all.iter().all(|one| one.problems.is_empty()), "{all:?}");
        assert_eq!(
            all.iter().map(|one| (one.reference.as_str(), one.lines.len())).collect::<Vec<_>>(),
            [("D1", 3), ("D2", 1)]
        );
        let first = &all[0];
        assert_eq!((first.projects.len(), first.unfiled), (2, 1));
        let asked: Vec<i64> = first.projects[0].fundings.iter().map(|one| one.asked.0).collect();
        assert_eq!((asked, first.projects[0].areas.len()), (vec![1_250_000, 300_000], 2));
        assert_eq!(all[1].projects[0].areas, [Uuid::from_u128(4)], "a name that holds a comma");
    }

    #[test]
    fn what_is_wrong_names_its_line_and_its_column() {
        let all = read(
            "N° dossier;Organisme;Titre;Financeur;Année;Montant demandé;QPV;SIRET;Date de dépôt\n\
             D1;Les Ateliers;Cuisines;Région;1999;beaucoup;Nulle part;123;bientôt\n\
             D1;Un autre;Cuisines;Préfecture;2026;-5;;;01/01/2030\n\
             ;Le Fil;;;;;;;",
        );
        let told = |line: u64| {
            let of = all.iter().flat_map(|one| &one.problems).filter(|problem| problem.line == line);
            of.map(|problem| problem.column.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(told(2), ["SIRET", "Montant demandé", "Date de dépôt", "QPV", "Financeur", "Année"]);
        assert_eq!(told(3), ["Organisme", "Montant demandé", "Date de dépôt"]);
        assert_eq!(told(4), ["N° dossier", "Titre", "Financeur", "Montant demandé"]);
    }

    #[test]
    fn the_same_request_twice_and_too_many_years_are_told() {
        let all = read(
            "Dossier;Porteur;Action;Financeur;Année;Demandé\nD1;A;B;Préfecture;2026;10\nD1;A;B;Préfecture;2026;20\n\
             D2;A;B;Préfecture;2023;10\nD2;A;B;Préfecture;2026;10",
        );
        let sentences: Vec<&str> = all.iter().flat_map(|one| &one.problems).map(|one| one.sentence.as_str()).collect();
        assert!(sentences[0].contains("demande déjà"), "{sentences:?}");
        assert!(sentences[1].contains("de 2023 à 2026"), "{sentences:?}");
    }
}
