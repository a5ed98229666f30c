//! Two versions of a form: what changed, and which questions can be compared from one wave to the next.

use crate::model::{ChoiceList, Form, Item, Kind};
use crate::problem::quoted;

/// Whether answers of two waves can stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparability {
    /// Asked the same way.
    Same,
    /// Asked otherwise: figures may be shown together with what changed.
    WithCare,
    /// Not the same question any more.
    No,
}

/// What changed in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// It is answered otherwise.
    Type,
    /// Its words changed, in these languages.
    Wording(Vec<String>),
    /// Answers added to its list, by code.
    ChoicesAdded(Vec<String>),
    /// Answers taken out of its list, by code.
    ChoicesRemoved(Vec<String>),
    /// Answers whose words changed, by code.
    ChoicesReworded(Vec<String>),
    /// The most answers allowed changed.
    Limit(Option<usize>, Option<usize>),
    /// It is asked to other people.
    Condition,
    /// What an answer must respect changed.
    Constraint,
    /// It became compulsory, or no longer is.
    Required,
    /// It is worked out otherwise.
    Calculation,
}

impl Change {
    fn comparability(&self) -> Comparability {
        match self {
            Self::Added | Self::Removed | Self::Type | Self::Calculation => Comparability::No,
            _ => Comparability::WithCare,
        }
    }

    /// What it is, in French.
    pub fn french(&self) -> String {
        let list = |codes: &[String]| codes.iter().map(|code| quoted(code)).collect::<Vec<String>>().join(", ");
        let most = |most: &Option<usize>| most.map_or("sans limite".to_owned(), |most| format!("{most} au plus"));
        match self {
            Self::Added => "question ajoutée".to_owned(),
            Self::Removed => "question retirée".to_owned(),
            Self::Type => "type de réponse changé".to_owned(),
            Self::Wording(languages) => {
                let named: Vec<&str> = languages.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
                if named.is_empty() {
                    "libellé changé".to_owned()
                } else {
                    format!("libellé changé en {}", named.join(", "))
                }
            }
            Self::ChoicesAdded(codes) => format!("réponses ajoutées : {}", list(codes)),
            Self::ChoicesRemoved(codes) => format!("réponses retirées : {}", list(codes)),
            Self::ChoicesReworded(codes) => format!("libellé de réponses changé : {}", list(codes)),
            Self::Limit(old, new) => format!("nombre de réponses : {}, puis {}", most(old), most(new)),
            Self::Condition => "posée à d’autres personnes".to_owned(),
            Self::Constraint => "contrôle de la réponse changé".to_owned(),
            Self::Required => "devenue obligatoire, ou ne l’est plus".to_owned(),
            Self::Calculation => "calcul changé".to_owned(),
        }
    }
}

/// A question in both versions, or in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// What changed; nothing when it is the same.
    pub changes: Vec<Change>,
}

impl Compared {
    /// Whether its answers can be compared.
    pub fn comparability(&self) -> Comparability {
        self.changes.iter().map(Change::comparability).max().unwrap_or(Comparability::Same)
    }
}

/// Every question of two versions: those of the new one in its order, then those taken out.
pub fn compare(old: &Form, new: &Form) -> Vec<Compared> {
    let (before, after) = (asked(old), asked(new));
    let mut compared: Vec<Compared> = after
        .iter()
        .map(|(item, conditions)| {
            let found = before.iter().find(|(other, _)| other.name == item.name);
            let changes = match found {
                None => vec![Change::Added],
                Some((other, others)) => changes((old, other, others), (new, item, conditions)),
            };
            Compared { name: item.name.clone(), changes }
        })
        .collect();
    let removed = before.iter().filter(|(item, _)| after.iter().all(|(other, _)| other.name != item.name));
    compared.extend(removed.map(|(item, _)| Compared { name: item.name.clone(), changes: vec![Change::Removed] }));
    compared
}

/// Questions and calculations with the conditions of the groups around them.
fn asked(form: &Form) -> Vec<(&Item, Vec<&str>)> {
    fn each<'a>(items: &'a [Item], conditions: &mut Vec<&'a str>, found: &mut Vec<(&'a Item, Vec<&'a str>)>) {
        for item in items {
            let count = conditions.len();
            conditions.extend(item.relevant.as_deref());
            if item.kind.is_answered() || item.kind == Kind::Calculate {
                found.push((item, conditions.clone()));
            }
            each(&item.children, conditions, found);
            conditions.truncate(count);
        }
    }
    let mut found = Vec::new();
    each(&form.items, &mut Vec::new(), &mut found);
    found
}

type Side<'a> = (&'a Form, &'a Item, &'a [&'a str]);

fn changes((old, before, was): Side<'_>, (new, after, is): Side<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    if std::mem::discriminant(&before.kind) != std::mem::discriminant(&after.kind) {
        changes.push(Change::Type);
    }
    let languages: Vec<String> = before
        .label
        .iter()
        .chain(after.label.iter())
        .map(|(language, _)| language)
        .filter(|language| {
            let words = |item: &Item| item.label.exactly(language).map(flat);
            // A language added or taken out changes nothing for those who read another.
            matches!((words(before), words(after)), (Some(old), Some(new)) if old != new)
        })
        .map(str::to_owned)
        .collect();
    let mut languages = languages;
    languages.dedup();
    languages.sort();
    languages.dedup();
    if !languages.is_empty() {
        changes.push(Change::Wording(languages));
    }
    if let (Some(before), Some(after)) = (old.list_of(before), new.list_of(after)) {
        lists(before, after, &mut changes);
    }
    if before.max_selected != after.max_selected {
        changes.push(Change::Limit(before.max_selected, after.max_selected));
    }
    let same = |one: &Option<String>, other: &Option<String>| one.as_deref().map(flat) == other.as_deref().map(flat);
    let conditions = |all: &[&str]| all.iter().map(|text| flat(text)).collect::<Vec<String>>();
    if conditions(was) != conditions(is) || !same(&before.choice_filter, &after.choice_filter) {
        changes.push(Change::Condition);
    }
    if !same(&before.constraint, &after.constraint) && before.max_selected == after.max_selected {
        changes.push(Change::Constraint);
    }
    if !same(&before.required, &after.required) {
        changes.push(Change::Required);
    }
    if !same(&before.calculation, &after.calculation) {
        changes.push(Change::Calculation);
    }
    changes
}

fn lists(before: &ChoiceList, after: &ChoiceList, changes: &mut Vec<Change>) {
    let missing = |from: &ChoiceList, to: &ChoiceList| -> Vec<String> {
        from.choices
            .iter()
            .filter(|choice| to.choice(&choice.name).is_none())
            .map(|choice| choice.name.clone())
            .collect()
    };
    let (added, removed) = (missing(after, before), missing(before, after));
    if !added.is_empty() {
        changes.push(Change::ChoicesAdded(added));
    }
    if !removed.is_empty() {
        changes.push(Change::ChoicesRemoved(removed));
    }
    let reworded: Vec<String> = after
        .choices
        .iter()
        .filter(|choice| {
            before.choice(&choice.name).is_some_and(|old| {
                old.label
                    .iter()
                    .any(|(language, words)| choice.label.exactly(language).is_some_and(|new| flat(new) != flat(words)))
            })
        })
        .map(|choice| choice.name.clone())
        .collect();
    if !reworded.is_empty() {
        changes.push(Change::ChoicesReworded(reworded));
    }
}

/// Words without what nobody reads: spaces, kinds of quotes.
fn flat(text: &str) -> String {
    text.replace('\u{2019}', "'").split_whitespace().collect::<Vec<&str>>().join(" ")
}
