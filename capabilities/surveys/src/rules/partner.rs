//! A partner’s file of answers: which of its columns answers which question, whatever tool wrote it, and what each line
//! becomes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::text::search_key;
use questionnaire::answering::Answers;
use tabulation::answers::Question;
use tabulation::{Answer, DataSet, Kind, Variable};

/// Where a question is in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Nowhere.
    #[default]
    Nowhere,
    /// In one column.
    Column(usize),
    /// In the columns that begin alike, one for each answer (`Q1[SQ001]`, `besoins/securite`).
    Columns(String),
}

impl Place {
    /// As a form carries it.
    pub fn text(&self) -> String {
        match self {
            Self::Nowhere => String::new(),
            Self::Column(column) => format!("c:{column}"),
            Self::Columns(start) => format!("g:{start}"),
        }
    }

    /// What a form carried, when the file has it.
    pub fn read(text: &str, headers: &[String]) -> Self {
        let column = text.strip_prefix("c:").and_then(|number| number.parse().ok());
        match (column.filter(|column| *column < headers.len()), text.strip_prefix("g:")) {
            (Some(column), _) => Self::Column(column),
            (_, Some(start)) if groups(headers).iter().any(|group| group.0 == start) => Self::Columns(start.to_owned()),
            _ => Self::Nowhere,
        }
    }
}

/// Columns that tell answers apart, the surest first.
const IDENTIFIERS: [&str; 8] = ["_uuid", "_id", "meta/instanceid", "instanceid", "id", "identifiant", "token", "uuid"];

/// Columns that tools add, and that answer nothing.
const TECHNICAL: [&str; 20] = [
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "subscriberid",
    "simserial",
    "phonenumber",
    "audit",
    "formhub/uuid",
    "__version__",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
    "_index",
];

/// Whether a column was added by a tool.
pub fn is_technical(header: &str) -> bool {
    let name = header.trim().to_lowercase();
    IDENTIFIERS.contains(&name.as_str())
        || TECHNICAL.contains(&name.as_str())
        || name.starts_with('_')
        || name.starts_with("meta/")
}

/// The column that tells answers apart.
pub fn identifier(headers: &[String]) -> Option<usize> {
    let of_name = |name: &&str| headers.iter().position(|header| header.trim().to_lowercase() == **name);
    IDENTIFIERS.iter().find_map(of_name)
}

/// Columns that begin alike, one for each answer: the beginning, then each column with its end.
pub fn groups(headers: &[String]) -> Vec<(String, Vec<(usize, String)>)> {
    let mut found: Vec<(String, Vec<(usize, String)>)> = Vec::new();
    for (column, header) in headers.iter().enumerate() {
        let header = header.trim();
        let cut = match header.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
            Some((start, end)) => Some((start.trim(), end.trim())),
            None => header.rsplit_once('/'),
        };
        let Some((start, end)) = cut.filter(|(start, end)| !start.is_empty() && !end.is_empty()) else { continue };
        match found.iter_mut().find(|group| group.0 == start) {
            Some(group) => group.1.push((column, end.to_owned())),
            None => found.push((start.to_owned(), vec![(column, end.to_owned())])),
        }
    }
    found.retain(|group| group.1.len() > 1);
    found
}

/// Whether some words name a question: its name with or without its groups, or its words with or without the title of
/// its group.
fn names(written: &str, question: &Question) -> bool {
    let name = question.rank_of.as_ref().map_or(&question.variable.name, |rank_of| &rank_of.ranking);
    let is_name = |text: &str| text.trim().eq_ignore_ascii_case(name);
    let last = written.rsplit('/').next().unwrap_or(written);
    let words = search_key(written);
    let has_label = [&question.words, &question.variable.label].into_iter().any(|label| {
        let label = search_key(label);
        !label.is_empty() && (words == label || (label.chars().count() > 12 && words.ends_with(&label)))
    });
    is_name(written) || is_name(last) || has_label
}

/// The answer of a question that the end of a column names.
fn answer_of<'a>(variable: &'a Variable, end: &str) -> Option<&'a str> {
    let special = [&variable.dont_know, &variable.rather_not_say];
    let mut all = variable.categories.iter().chain(special.into_iter().flatten());
    let found = all.find(|one| one.code.eq_ignore_ascii_case(end) || search_key(&one.label) == search_key(end));
    found.map(|one| one.code.as_str())
}

/// Where a question seems to be.
pub fn found(question: &Question, headers: &[String]) -> Place {
    let variable = &question.variable;
    if variable.kind == Kind::Multiple {
        let fits = |group: &&(String, Vec<(usize, String)>)| {
            names(&group.0, question) && group.1.iter().filter(|end| answer_of(variable, &end.1).is_some()).count() > 1
        };
        if let Some(group) = groups(headers).iter().find(fits) {
            return Place::Columns(group.0.clone());
        }
    }
    if let Some(rank_of) = &question.rank_of {
        // A column for each answer of the ranking, or one for all of them, in order.
        let code = search_key(&rank_of.item().code);
        let words = search_key(&rank_of.item().label);
        let is_own = |end: &&(usize, String)| [&code, &words].contains(&&search_key(&end.1));
        let groups = groups(headers);
        let mut own = groups.iter().filter(|group| names(&group.0, question)).flat_map(|group| &group.1);
        let named = || headers.iter().position(|header| header.trim().eq_ignore_ascii_case(&variable.name));
        if let Some(column) = own.find(is_own).map(|end| end.0).or_else(named) {
            return Place::Column(column);
        }
    }
    let is_it = |header: &String| !is_technical(header) && names(header, question);
    headers.iter().position(is_it).map_or(Place::Nowhere, Place::Column)
}

/// The ranking that a question is one rank of.
fn ranking(question: &Question) -> Option<&String> {
    question.rank_of.as_ref().map(|rank_of| &rank_of.ranking)
}

/// `SQ001`, `7`: the rank of an answer, as LimeSurvey numbers them.
fn rank(end: &str) -> Option<usize> {
    let digits = end.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    digits.parse::<usize>().ok().filter(|rank| *rank > 0)
}

/// The headers with the names of questions where they were placed, for the engine that reads answers, and what to know of it.
pub fn renamed(questions: &[Question], headers: &[String], places: &[Place]) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = headers
        .iter()
        .enumerate()
        .map(
            |(column, header)| {
                if Some(column) == identifier(headers) { header.clone() } else { format!("\u{1f}{column}") }
            },
        )
        .collect();
    let mut told = Vec::new();
    let groups = groups(headers);
    for (question, place) in questions.iter().zip(places) {
        let variable = &question.variable;
        match place {
            Place::Nowhere => {}
            Place::Column(column) => {
                // The answers of a ranking that share a column: it holds them in order.
                let is_shared = |other: &(&Question, &Place)| {
                    other.1 == place
                        && other.0.rank_of.as_ref().map(|one| &one.ranking) == ranking(question)
                        && other.0.variable.name != variable.name
                };
                let whole = ranking(question).filter(|_| questions.iter().zip(places).any(|other| is_shared(&other)));
                names[*column].clone_from(whole.unwrap_or(&variable.name));
            }
            Place::Columns(start) => {
                let Some((_, ends)) = groups.iter().find(|group| group.0 == *start) else { continue };
                let is_named = ends.iter().any(|end| answer_of(variable, &end.1).is_some());
                for (column, end) in ends {
                    let by_rank =
                        || rank(end).and_then(|rank| variable.categories.get(rank - 1)).map(|one| one.code.as_str());
                    let code = answer_of(variable, end).or_else(|| if is_named { None } else { by_rank() });
                    match code {
                        Some(code) => names[*column] = format!("{}/{code}", variable.name),
                        None => told.push(format!(
                            "La colonne « {} » n’est pas une réponse de « {} » : elle est laissée de côté.",
                            headers[*column], variable.name
                        )),
                    }
                }
                if !is_named {
                    told.push(format!(
                        "Les colonnes « {start}[…] » sont prises dans l’ordre des réponses de « {} » : vérifiez que l’ordre est le même.",
                        variable.name
                    ));
                }
            }
        }
    }
    (names, told)
}

/// A day as people and spreadsheets write it, not as a questionnaire keeps it: `15/03/2026`, or the number of days a spreadsheet
/// counts from the end of 1899. Nothing when it is none of these.
pub fn as_date(text: &str) -> Option<String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    if let [day, month, year] = parts.as_slice()
        && year.len() == 4
    {
        let made = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        return made.ok().map(|date| date.to_string());
    }
    let days = text.parse::<f64>().ok().filter(|days| (1.0..2_958_466.0).contains(days))?;
    let whole = jiff::Span::new().days(days.trunc() as i64);
    Date::constant(1899, 12, 30).checked_add(whole).ok().map(|date| date.to_string())
}

/// The answers of one line, as they are kept: a ranking is the codes of its answers, in order.
pub fn answers(questions: &[Question], data: &DataSet, row: usize) -> Answers {
    let mut all = Answers::new();
    let mut ranked: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for (position, (variable, question)) in data.variables().iter().zip(questions).enumerate() {
        if let (Some(rank_of), Answer::Number(rank)) = (&question.rank_of, data.answer(row, position)) {
            ranked.entry(&rank_of.ranking).or_default().push((rank, &rank_of.item().code));
            continue;
        }
        let code = |category: usize| variable.categories.get(category).map_or("", |one| one.code.as_str());
        let special = |one: &Option<tabulation::Category>| one.as_ref().map(|one| one.code.clone()).unwrap_or_default();
        let value = match data.answer(row, position) {
            Answer::NotAsked | Answer::NoAnswer => continue,
            Answer::DontKnow => special(&variable.dont_know),
            Answer::RatherNotSay => special(&variable.rather_not_say),
            Answer::One(category) => code(category).to_owned(),
            Answer::Several(chosen) => chosen.into_iter().map(code).collect::<Vec<&str>>().join(" "),
            Answer::Number(value) => value.to_string(),
            Answer::Text(text) => text.to_owned(),
        };
        if !value.is_empty() {
            all.insert(ranking(question).unwrap_or(&variable.name).clone(), value);
        }
    }
    for (name, mut items) in ranked {
        items.sort_by(|one, other| one.0.total_cmp(&other.0));
        all.insert(name.to_owned(), items.into_iter().map(|(_, code)| code).collect::<Vec<&str>>().join(" "));
    }
    all
}

#[cfg(test)]
mod tests {
    use tabulation::Category;
    use tabulation::answers::RankOf;

    use super::*;

    fn question(variable: Variable) -> Question {
        Question::new(variable)
    }

    fn headers(written: &[&str]) -> Vec<String> {
        written.iter().map(|header| (*header).to_owned()).collect()
    }

    #[test]
    fn columns_are_recognised_whatever_tool_wrote_them() {
        let area = question(Variable::single("quartier", "Dans quel quartier vivez-vous ?", &[("a", "La Conte")]));
        let needs = question(Variable::multiple(
            "besoins",
            "De quoi faut-il s’occuper ?",
            &[("prop", "Propreté"), ("secu", "Sécurité")],
        ));
        let kobo = headers(&["start", "foyer/quartier", "besoins", "besoins/prop", "besoins/secu", "_uuid"]);
        assert_eq!((found(&area, &kobo), found(&needs, &kobo)), (Place::Column(1), Place::Columns("besoins".into())));
        let lime = headers(&[
            "id",
            "Q1. Dans quel quartier vivez-vous ?",
            "De quoi faut-il s’occuper ? [Propreté]",
            "De quoi faut-il s’occuper ? [Sécurité]",
        ]);
        assert_eq!(found(&area, &lime), Place::Column(1));
        assert_eq!(found(&needs, &lime), Place::Columns("De quoi faut-il s’occuper ?".into()));
        let codes = headers(&["id", "Q1", "Q2[SQ001]", "Q2[SQ002]", "Q2[other]"]);
        assert_eq!(found(&needs, &codes), Place::Nowhere);
        let place = Place::read("g:Q2", &codes);
        let (names, told) = renamed(&[area, needs], &codes, &[Place::read("c:1", &codes), place]);
        assert_eq!(names[..4], ["id", "quartier", "besoins/prop", "besoins/secu"]);
        assert!(told.len() == 2 && told[0].contains("Q2[other]") && told[1].contains("dans l’ordre"), "{told:?}");
        assert_eq!((Place::read("c:9", &codes), Place::read("g:x", &codes)), (Place::Nowhere, Place::Nowhere));
    }

    #[test]
    fn a_ranking_comes_in_one_column_or_in_one_for_each_answer() {
        let items: std::sync::Arc<[Category]> =
            [("bus", "Des bus"), ("parc", "Un parc")].map(|(code, words)| Category::new(code, words)).into();
        let rank = |place: usize| {
            let item: &Category = &items[place];
            let rank_of = Some(RankOf { ranking: "ordre".into(), items: items.clone(), place });
            let variable = Variable::number(&format!("ordre_{}", item.code), "Votre ordre");
            Question { rank_of, ..question(variable) }
        };
        let questions = [rank(0), rank(1)];
        let places = |headers: &[String]| -> Vec<Place> { questions.iter().map(|one| found(one, headers)).collect() };
        let kobo = headers(&["_uuid", "foyer/ordre"]);
        assert_eq!(places(&kobo), [Place::Column(1), Place::Column(1)]);
        assert_eq!(renamed(&questions, &kobo, &places(&kobo)).0, ["_uuid", "ordre"]);
        let apart = headers(&["Votre ordre [Un parc]", "Votre ordre [Des bus]"]);
        assert_eq!(places(&apart), [Place::Column(1), Place::Column(0)]);
        let names = renamed(&questions, &apart, &places(&apart)).0;
        assert_eq!(names, ["ordre_parc", "ordre_bus"]);
        let rows = [(2, vec!["1".to_owned(), "2".to_owned()])];
        let read = tabulation::answers::read_answers(&questions, &names, &rows).expect("read");
        assert_eq!(answers(&questions, &read.data, 0).get("ordre").map(String::as_str), Some("parc bus"));
    }

    #[test]
    fn days_are_read_as_people_and_spreadsheets_write_them() {
        for (written, read) in
            [("46096", "2026-03-15"), ("46096.59", "2026-03-15"), ("15/03/2026", "2026-03-15"), ("1", "1899-12-31")]
        {
            assert_eq!(as_date(written).as_deref(), Some(read), "{written}");
        }
        for other in ["2026-03-15", "hier", "", "31/02/2026", "-4", "1e9", "NaN"] {
            assert_eq!(as_date(other), None, "{other}");
        }
    }

    #[test]
    fn what_tools_add_is_left_out() {
        let all = headers(&["_id", "_submission_time", "start", "meta/instanceID", "quartier"]);
        assert_eq!(all.iter().filter(|header| is_technical(header)).count(), 4);
        assert_eq!((identifier(&all), identifier(&headers(&["x"]))), (Some(0), None));
    }
}
