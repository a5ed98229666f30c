//! What a browser sends of a questionnaire, as the engine of questionnaires reads it.

use std::collections::BTreeMap;

use questionnaire::answering::{Answers, Asked};
use questionnaire::model::Kind;

/// What comes before the key of a question in the name of its field.
pub const FIELD: &str = "r.";
/// What comes before the key and the code of an answer in the name of the field of its rank.
pub const RANK: &str = "rang.";

/// The name of the field of a question.
pub fn field(key: &str) -> String {
    format!("{FIELD}{key}")
}

/// The name of the field where an answer gets its rank.
pub fn rank_field(key: &str, code: &str) -> String {
    format!("{RANK}{key}.{code}")
}

/// Answers from the fields of a page. Boxes ticked under one name are one answer; a date in three fields is a day; ranks
/// become the answers in order. `is_day` says which questions ask for a day.
pub fn answers(pairs: &[(String, String)], is_day: impl Fn(&str) -> bool) -> Answers {
    let mut all = Answers::new();
    let mut days: BTreeMap<String, [String; 3]> = BTreeMap::new();
    let mut ranks: BTreeMap<String, Vec<(f64, String)>> = BTreeMap::new();
    for (name, value) in pairs {
        let value = value.trim();
        if let Some((key, code)) = name.strip_prefix(RANK).and_then(|rest| rest.rsplit_once('.')) {
            let rank = value.replace(',', ".").parse::<f64>().ok();
            let ranked = ranks.entry(key.to_owned()).or_default();
            ranked.extend(rank.map(|rank| (rank, code.to_owned())));
        } else if let Some(key) = name.strip_prefix(FIELD) {
            let part = ["-annee", "-mois", "-jour"].iter().position(|part| key.ends_with(part));
            let base = part.and_then(|_| key.rsplit_once('-')).map(|(base, _)| base).filter(|base| is_day(base));
            match (part, base) {
                (Some(part), Some(base)) => days.entry(base.to_owned()).or_default()[part] = value.to_owned(),
                _ => {
                    let kept = all.entry(key.to_owned()).or_default();
                    if !kept.is_empty() && !value.is_empty() {
                        kept.push(' ');
                    }
                    kept.push_str(value);
                }
            }
        }
    }
    for (key, mut ranked) in ranks {
        ranked.sort_by(|one, other| one.0.total_cmp(&other.0));
        let codes: Vec<String> = ranked.into_iter().map(|(_, code)| code).collect();
        all.insert(key, codes.join(" "));
    }
    for (key, [year, month, day]) in days {
        let typed = match (year.is_empty(), month.is_empty(), day.is_empty()) {
            (true, true, true) => String::new(),
            // What is missing stays visible, so that the engine refuses it and the person sees it again.
            _ => format!("{day}/{month}/{year}"),
        };
        all.insert(key, typed);
    }
    all
}

/// Two answers of a ranking that were given the same rank.
pub fn same_rank(pairs: &[(String, String)], key: &str) -> bool {
    let prefix = format!("{RANK}{key}.");
    let mut ranks: Vec<&str> = pairs
        .iter()
        .filter(|(name, value)| name.starts_with(&prefix) && !value.trim().is_empty())
        .map(|(_, value)| value.trim())
        .collect();
    let count = ranks.len();
    ranks.sort_unstable();
    ranks.dedup();
    ranks.len() < count
}

/// Whether a question can be answered on a page of ours; what needs a camera or a map is asked by somebody.
pub fn is_typed(asked: &Asked<'_>) -> bool {
    let kind = &asked.node.item.kind;
    kind.given_by_a_device().is_none() && !matches!(kind, Kind::ExternalData(_) | Kind::Metadata(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        answers(&pairs, |key| ["jour", "vide"].contains(&key)).into_iter().collect()
    }

    #[test]
    fn fields_become_answers() {
        let found = read(&[
            ("r.sujets", "proprete"),
            ("r.sujets", "securite"),
            ("r.enfants[2]/prenom", " Lou "),
            ("r.jour-jour", "6"),
            ("r.jour-mois", "7"),
            ("r.jour-annee", "2026"),
            ("r.vide-jour", ""),
            ("r.vide-mois", ""),
            ("r.vide-annee", ""),
            ("rang.ordre.b", "2"),
            ("rang.ordre.a", "1"),
            ("rang.ordre.c", ""),
            ("autre", "x"),
        ]);
        let expected = [
            ("enfants[2]/prenom", "Lou"),
            ("jour", "6/7/2026"),
            ("ordre", "a b"),
            ("sujets", "proprete securite"),
            ("vide", ""),
        ];
        assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn two_answers_cannot_have_one_rank() {
        let pairs = |second: &str| {
            [("rang.ordre.a".to_owned(), "1".to_owned()), ("rang.ordre.b".to_owned(), second.to_owned())]
        };
        assert!(same_rank(&pairs("1"), "ordre") && !same_rank(&pairs("2"), "ordre") && !same_rank(&pairs(""), "ordre"));
    }
}
