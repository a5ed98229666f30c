//! The golden survey: 463 synthetic answers, margins of the population, weights and intervals of R `survey` 4.1-1.
//! Found through `PARVIS_OPEN_DATA`; without it the tests that need it say so and pass.

use std::collections::HashMap;
use std::path::PathBuf;

use tabulation::weights::Margin;
use tabulation::{Answer, Category, DataSet, Kind, Variable};

pub type Lines = Vec<HashMap<String, String>>;

pub fn lines(name: &str) -> Option<Lines> {
    let Some(folder) = std::env::var_os("PARVIS_OPEN_DATA").map(PathBuf::from) else {
        println!("Skipped: PARVIS_OPEN_DATA does not name the folder of open data.");
        return None;
    };
    let path = folder.join("golden").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("Skipped: {} cannot be read.", path.display());
        return None;
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().expect("header").iter().map(str::to_owned).collect();
    let line = |record: Result<csv::StringRecord, csv::Error>| {
        names.iter().cloned().zip(record.expect("a line").iter().map(str::to_owned)).collect()
    };
    Some(reader.records().map(line).collect())
}

pub fn number(line: &HashMap<String, String>, column: &str) -> f64 {
    line[column].parse().unwrap_or_else(|_| panic!("{column}: {}", line[column]))
}

pub const PRIORITIES: [&str; 9] =
    ["securite", "proprete", "transports", "sante", "commerces", "espaces_verts", "emploi", "logement", "lien_social"];

/// mode, quartier, age2, sexe2, priorities (several), p_securite alone (single 0/1).
pub fn survey() -> Option<DataSet> {
    let lines = lines("enquete.csv")?;
    let choices = |column: &str, recode: &dyn Fn(&str) -> String| {
        let mut values: Vec<String> = lines.iter().map(|line| recode(&line[column])).collect();
        values.sort();
        values.dedup();
        values.into_iter().map(|value| Category::new(value.clone(), value)).collect::<Vec<Category>>()
    };
    let same = |value: &str| value.to_owned();
    let single = |name: &str, categories| Variable::new(name, name, Kind::Single, categories);
    let priorities = PRIORITIES.map(|code| Category::new(code, code)).to_vec();
    let variables = vec![
        single("mode", choices("mode", &same)),
        single("quartier", choices("quartier", &same)),
        single("age2", choices("age", &age2)),
        single("sexe2", choices("sexe", &sexe2)),
        Variable::new("priorites", "Trois priorités", Kind::Multiple, priorities).with_max_selected(3),
        Variable::single("securite", "Sécurité", &[("0", "non"), ("1", "oui")]),
    ];
    let mut data = DataSet::new(variables).expect("a form");
    for line in &lines {
        let one =
            |variable: usize, value: &str| Answer::One(data.variables()[variable].category(value).expect("a category"));
        let cited: Vec<usize> = (0..9).filter(|option| line[&format!("p_{}", PRIORITIES[*option])] == "1").collect();
        let is_answered = !line["p_securite"].is_empty();
        let answers = [
            one(0, &line["mode"]),
            one(1, &line["quartier"]),
            one(2, &age2(&line["age"])),
            one(3, &sexe2(&line["sexe"])),
            if is_answered { Answer::Several(cited) } else { Answer::NoAnswer },
            if is_answered { one(5, &line["p_securite"]) } else { Answer::NoAnswer },
        ];
        data.append(&answers).expect("fits");
    }
    Some(data)
}

fn age2(age: &str) -> String {
    if ["<18", "18-29"].contains(&age) { "0-29".to_owned() } else { age.to_owned() }
}

/// As in the reference: the twelve who did not say are counted with women.
fn sexe2(sexe: &str) -> String {
    if sexe.is_empty() { "F".to_owned() } else { sexe.to_owned() }
}

pub fn margins(data: &DataSet) -> Option<Vec<Margin>> {
    let lines = lines("marges.csv")?;
    let margin = |variable: usize| {
        let asked = &data.variables()[variable];
        let total = |category: &Category| {
            let is_it = |line: &&HashMap<String, String>| line["var"] == asked.name && line["mod"] == category.code;
            number(lines.iter().find(is_it).expect("a total"), "tot")
        };
        let totals: Vec<f64> = asked.categories.iter().map(total).collect();
        Margin::of_variable(data, variable, &totals).expect("a margin")
    };
    Some([1, 2, 3].map(margin).to_vec())
}
