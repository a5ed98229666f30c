//! Who may be drawn, and the quotas panels keep.

use std::collections::BTreeMap;

use crate::reading::{Points, Table, Wrong, counted, folded, listed, plain, shown};

/// Most seats of a panel.
pub const MOST_SEATS: i64 = 10_000;
/// People at one address from which somebody should look whether it is a home.
const CROWDED: usize = 10;

/// How many of those who have a value a panel holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Column of the pool.
    pub feature: String,
    /// Value in that column.
    pub value: String,
    /// Least.
    pub low: i64,
    /// Most.
    pub high: i64,
}

/// Somebody who may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name the pool gives, no more.
    pub id: String,
    /// Rank of the value of each feature.
    pub values: Vec<u16>,
    /// Household, when several people of the pool share it.
    pub household: Option<u32>,
}

/// A feature and its values, in the order of quotas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Name of the column.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// Everybody who may be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    /// Features that quotas name.
    pub features: Vec<Feature>,
    /// People, in the order of the file.
    pub people: Vec<Person>,
    /// Number of households of several people.
    pub households: u32,
    /// What somebody should look at.
    pub remarks: Vec<String>,
}

impl Pool {
    /// Counts households again once people went: where one person is left there is none, and numbers follow the order of people,
    /// as they do when the pool is read.
    pub(crate) fn settle_households(&mut self) {
        let mut many: BTreeMap<u32, u32> = BTreeMap::new();
        for home in self.people.iter().filter_map(|person| person.household) {
            *many.entry(home).or_default() += 1;
        }
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        for person in &mut self.people {
            let home = person.household.filter(|home| many[home] > 1);
            person.household = home.map(|home| {
                let next = numbers.len() as u32;
                *numbers.entry(home).or_insert(next)
            });
        }
        self.households = numbers.len() as u32;
    }
}

/// Reads quotas: `feature,value,min,max`, or `category,name,min,max`, or in French.
///
/// # Errors
/// Everything that is to be corrected.
pub fn read_quotas(bytes: &[u8]) -> Result<Vec<Quota>, Wrong> {
    let table = Table::read(bytes)?;
    let mut wrong = Points::default();
    let mut columns = [0; 4];
    for (at, (shown, names)) in [
        ("feature", ["feature", "category", "critère", "catégorie", "caractéristique"].as_slice()),
        ("value", &["value", "name", "valeur", "nom", "modalité"]),
        ("min", &["min", "minimum"]),
        ("max", &["max", "maximum"]),
    ]
    .into_iter()
    .enumerate()
    {
        match table.column(names)? {
            Some(column) => columns[at] = column,
            None => wrong.tell(|| format!(
                "Il manque la colonne « {shown} ». Colonnes attendues : feature, value, min, max ; colonnes lues : {}.",
                listed(table.headers.iter().map(String::as_str))
            )),
        }
    }
    wrong.or(())?;
    let mut wrong = Points::default();
    let mut quotas: Vec<Quota> = Vec::new();
    let mut seen: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (line, cells) in &table.lines {
        let cell = |at: usize| cells.get(columns[at]).unwrap_or_default().trim();
        let (feature, value) = (cell(0), cell(1));
        if feature.is_empty() || value.is_empty() {
            wrong.tell(|| format!("Ligne {line} : le critère et sa valeur sont à indiquer tous les deux."));
            continue;
        }
        let mut bounds = [0; 2];
        for (bound, at) in bounds.iter_mut().zip([2, 3]) {
            match cell(at).parse::<i64>() {
                Ok(number) if (0..=MOST_SEATS).contains(&number) => *bound = number,
                _ => wrong.tell(|| {
                    format!(
                        "Ligne {line}, colonne « {} » : « {} » n’est pas un nombre entier de 0 à 10 000.",
                        ["min", "max"][at - 2],
                        shown(cell(at))
                    )
                }),
            }
        }
        if bounds[0] > bounds[1] {
            wrong.tell(|| format!("Ligne {line} : le minimum ({}) dépasse le maximum ({}).", bounds[0], bounds[1]));
        }
        if let Some(first) = seen.insert((folded(feature), plain(value)), *line) {
            wrong.tell(|| {
                format!(
                    "Lignes {first} et {line} : « {} : {} » a deux quotas, gardez-en un.",
                    shown(feature),
                    shown(value)
                )
            });
        }
        quotas.push(Quota { feature: feature.to_owned(), value: value.to_owned(), low: bounds[0], high: bounds[1] });
    }
    if quotas.is_empty() && wrong.is_empty() {
        wrong.tell(|| "Le fichier des quotas n’a aucune ligne.".to_owned());
    }
    if quotas.len() > 2_000 {
        wrong.tell(|| "Le fichier des quotas a plus de 2 000 lignes.".to_owned());
    }
    wrong.or(quotas)
}

/// Sums of quotas that no panel of so many seats can keep, in French.
pub fn sums(quotas: &[Quota], seats: i64) -> Vec<String> {
    let mut told = Vec::new();
    for feature in features(quotas) {
        let of: Vec<&Quota> = quotas.iter().filter(|quota| folded(&quota.feature) == folded(&feature.name)).collect();
        let (low, high): (i64, i64) = of.iter().fold((0, 0), |sum, quota| (sum.0 + quota.low, sum.1 + quota.high));
        if low > seats {
            told.push(format!(
                "« {} » : la somme des minimums est {low}, pour {}. Baissez ces minimums de {} en tout.",
                feature.name,
                counted(seats, "siège", "sièges"),
                low - seats
            ));
        }
        if high < seats {
            told.push(format!(
                "« {} » : la somme des maximums est {high}, pour {}. Relevez ces maximums de {} en tout.",
                feature.name,
                counted(seats, "siège", "sièges"),
                seats - high
            ));
        }
    }
    told
}

/// Features named by quotas, with their values.
pub fn features(quotas: &[Quota]) -> Vec<Feature> {
    let mut features: Vec<Feature> = Vec::new();
    for quota in quotas {
        let at = features.iter().position(|feature| folded(&feature.name) == folded(&quota.feature));
        let at = at.unwrap_or_else(|| {
            features.push(Feature { name: quota.feature.clone(), values: Vec::new() });
            features.len() - 1
        });
        features[at].values.push(quota.value.clone());
    }
    features
}

/// Reads the pool: a column `id` and one for each feature. People who share every column of `household` live together.
///
/// # Errors
/// Everything that is to be corrected.
pub fn read_people(bytes: &[u8], quotas: &[Quota], household: &[String]) -> Result<Pool, Wrong> {
    let table = Table::read(bytes)?;
    let features = features(quotas);
    let mut wrong = Points::default();
    let mut find = |names: &[&str], what: &str| match table.column(names) {
        Ok(Some(column)) => column,
        Ok(None) => {
            let columns = listed(table.headers.iter().map(String::as_str));
            wrong.tell(|| format!("Il manque la colonne « {} »{what}. Colonnes lues : {columns}.", names[0]));
            0
        }
        Err(more) => {
            wrong.extend(more);
            0
        }
    };
    let id_column = find(&["id", "identifiant", "numéro", "nationbuilder_id"], ", qui distingue chaque personne");
    let columns: Vec<usize> =
        features.iter().map(|feature| find(&[&feature.name], ", que les quotas nomment")).collect();
    let addresses: Vec<usize> = household.iter().map(|name| find(&[name], ", demandée pour les foyers")).collect();
    wrong.or(())?;

    let known: Vec<BTreeMap<String, u16>> = features
        .iter()
        .map(|feature| (0..).zip(&feature.values).map(|(rank, value)| (plain(value), rank)).collect())
        .collect();
    let mut pool = Pool { features, ..Pool::default() };
    let mut wrong = Points::default();
    let mut ids: BTreeMap<&str, u64> = BTreeMap::new();
    let mut homes: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (line, cells) in &table.lines {
        let id = cells.get(id_column).unwrap_or_default();
        if id.is_empty() {
            wrong.tell(|| format!("Ligne {line} : cette personne n’a pas d’identifiant."));
            continue;
        }
        if id.len() > 200 || id.chars().any(char::is_control) {
            wrong.tell(|| format!("Ligne {line} : l’identifiant est trop long ou contient un signe invisible."));
            continue;
        }
        if let Some(first) = ids.insert(id, *line) {
            wrong.tell(|| format!("Lignes {first} et {line} : « {} » est deux fois dans le fichier.", shown(id)));
        }
        let mut values = Vec::with_capacity(columns.len());
        for ((column, known), feature) in columns.iter().zip(&known).zip(&pool.features) {
            let cell = cells.get(*column).unwrap_or_default();
            let found = known.get(cell).or_else(|| known.get(&plain(cell)));
            match found {
                Some(rank) => values.push(*rank),
                None if cell.is_empty() => wrong.tell(|| format!(
                    "Ligne {line}, « {} » : « {} » n’est pas renseigné. Complétez-le, ou ajoutez aux quotas une valeur \
                     comme « non renseigné » et écrivez-la ici.",
                    shown(id),
                    feature.name
                )),
                None => wrong.tell(|| format!(
                    "Ligne {line}, « {} » : « {} : {} » n’a pas de quota. Valeurs attendues : {}.",
                    shown(id),
                    feature.name,
                    shown(cell),
                    listed(feature.values.iter().map(String::as_str))
                )),
            }
        }
        if !addresses.is_empty() {
            let home: Vec<String> =
                addresses.iter().map(|column| folded(cells.get(*column).unwrap_or_default())).collect();
            // Without a street, a postcode alone is nobody's home.
            if home.first().is_some_and(|street| !street.is_empty()) {
                homes.entry(home.join("\u{1f}")).or_default().push(pool.people.len() as u32);
            }
        }
        pool.people.push(Person { id: id.to_owned(), values, household: None });
    }
    if pool.people.is_empty() && wrong.is_empty() {
        wrong.tell(|| "Le fichier des personnes n’a aucune ligne.".to_owned());
    }
    // Numbered in the order of the file, so that the number says nothing of the address.
    let mut shared: Vec<Vec<u32>> = homes.into_values().filter(|people| people.len() > 1).collect();
    shared.sort_unstable();
    for (number, people) in (0..).zip(&shared) {
        for person in people {
            pool.people[*person as usize].household = Some(number);
        }
        if people.len() >= CROWDED {
            pool.remarks.push(format!(
                "{} personnes ont la même adresse que « {} » : une seule au plus sera tirée. Si c’est une résidence ou un \
                 foyer d’hébergement, précisez les logements ou videz ces adresses.",
                people.len(),
                pool.people[people[0] as usize].id
            ));
        }
    }
    pool.households = shared.len() as u32;
    wrong.or(pool)
}
