//! A list of projects: narrowed, sorted, told as an address that can be kept and sent.

use std::cmp::Ordering;

use kernel::cents::WrongAmount;
use kernel::text::search_key;
use kernel::{Cents, FieldError, Uuid, vocabulary};

vocabulary! {
    /// Where a project stands in its assessment, told by the file and by its readers.
    Standing {
        /// The file came and nobody looked at it yet.
        Filed => "depose", "déposé";
        /// Something is asked of the carrier.
        ToComplete => "a-completer", "à compléter";
        /// Nothing is missing.
        Complete => "complet", "complet";
        /// Every funder refused to look at it.
        Inadmissible => "irrecevable", "irrecevable";
        /// Readers are at work.
        Reading => "en-lecture", "en lecture";
        /// Every reader gave hers.
        Read => "lu", "lu";
        /// Every funder decided.
        Decided => "decide", "décidé";
        /// It was withdrawn.
        Withdrawn => "retire", "retiré";
    }
}

vocabulary! {
    /// What a list is sorted on.
    SortKey {
        /// The number of the file.
        Number => "numero", "Dossier";
        /// The carrier.
        Carrier => "porteur", "Porteur";
        /// The title.
        Title => "action", "Action";
        /// What is asked in all.
        Asked => "demande", "Demandé";
        /// What it costs.
        Cost => "cout", "Coût";
        /// Where it stands.
        Standing => "etat", "État";
        /// The day promised.
        Due => "echeance", "Échéance";
    }
}

/// A project in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The project.
    pub project: Uuid,
    /// Its application.
    pub application: Uuid,
    /// The number of the application, with the rank of the project when there are several.
    pub number: String,
    /// Who carries it.
    pub carrier: Uuid,
    /// Its name.
    pub carrier_name: String,
    /// The title of the project.
    pub title: String,
    /// Its neighbourhoods.
    pub areas: Vec<Uuid>,
    /// Its elements of the tree, with all they stand under.
    pub nodes: Vec<Uuid>,
    /// Funders of the call asked for money, with how much in cents.
    pub asked: Vec<(Uuid, i64)>,
    /// What it costs, in cents.
    pub cost: i64,
    /// Where it stands.
    pub standing: Standing,
    /// Accounts that read it.
    pub readers: Vec<Uuid>,
    /// The day promised for its next stage.
    pub due_on: Option<jiff::civil::Date>,
}

impl Row {
    /// What is asked in all, in cents.
    pub fn asked_total(&self) -> i64 {
        self.asked.iter().map(|(_, cents)| cents).sum()
    }
}

/// What a list is narrowed to; nothing narrows it by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Where it stands.
    pub standing: Option<Standing>,
    /// A neighbourhood.
    pub area: Option<Uuid>,
    /// An element of the tree.
    pub node: Option<Uuid>,
    /// A funder of the call.
    pub funder: Option<Uuid>,
    /// Who carries.
    pub carrier: Option<Uuid>,
    /// Who reads.
    pub reader: Option<Uuid>,
    /// Only those nobody reads.
    pub is_without_reader: bool,
    /// At least so much is asked, in cents.
    pub least: Option<i64>,
    /// At most so much is asked, in cents.
    pub most: Option<i64>,
    /// Words looked for in titles, carriers and numbers.
    pub words: String,
}

impl Filters {
    /// What is asked of a list: the value of each name in its address.
    pub fn of<'a>(value: impl Fn(&str) -> &'a str) -> Self {
        let id = |name: &str| value(name).parse::<Uuid>().ok();
        let cents = |name: &str| Cents::read_positive(value(name)).ok().map(|cents| cents.0);
        Self {
            standing: Standing::from_code(value("etat")),
            area: id("quartier"),
            node: id("objectif"),
            funder: id("financeur"),
            carrier: id("porteur"),
            reader: id("lecteur"),
            is_without_reader: !value("sans-lecteur").is_empty(),
            least: cents("min"),
            most: cents("max"),
            words: value("q").to_owned(),
        }
    }

    /// What is wrong in the amounts asked of a list: what is no amount narrows nothing, and is told.
    pub fn mistakes<'a>(value: impl Fn(&str) -> &'a str) -> Vec<FieldError> {
        let wrong = |name: &str| match Cents::read_positive(value(name)) {
            _ if value(name).trim().is_empty() => None,
            Ok(_) => None,
            Err(WrongAmount::Negative) => Some(FieldError::new(name, "Saisissez un montant positif, ou rien")),
            Err(wrong) => Some(FieldError::new(name, wrong.to_string())),
        };
        let mut told: Vec<FieldError> = ["min", "max"].into_iter().filter_map(wrong).collect();
        let filters = Self::of(&value);
        if filters.least.zip(filters.most).is_some_and(|(least, most)| least > most) {
            told.push(FieldError::new("max", "Ce montant est sous le premier : échangez-les, ou videz l’un des deux"));
        }
        told
    }

    /// Whether a project is kept. With a funder, amounts are those asked of it.
    pub fn keeps(&self, row: &Row) -> bool {
        let is = |wanted: Option<Uuid>, own: &[Uuid]| wanted.is_none_or(|wanted| own.contains(&wanted));
        let of_funder = self.funder.map(|funder| row.asked.iter().find(|(known, _)| *known == funder).map(|(_, c)| *c));
        let asked = match of_funder {
            Some(None) => return false,
            Some(Some(cents)) => cents,
            None => row.asked_total(),
        };
        let key = search_key(&format!("{} {} {}", row.number, row.carrier_name, row.title));
        let words = search_key(&self.words);
        self.standing.is_none_or(|standing| standing == row.standing)
            && is(self.area, &row.areas)
            && is(self.node, &row.nodes)
            && self.carrier.is_none_or(|carrier| carrier == row.carrier)
            && is(self.reader, &row.readers)
            && (!self.is_without_reader || row.readers.is_empty())
            && self.least.is_none_or(|least| asked >= least)
            && self.most.is_none_or(|most| asked <= most)
            && words.split(' ').all(|word| key.contains(word))
    }
}

/// What a list is sorted on, and whether from the largest, as its address says.
pub fn order_of<'a>(value: impl Fn(&str) -> &'a str) -> (SortKey, bool) {
    (SortKey::from_code(value("tri")).unwrap_or(SortKey::Number), value("sens") == "decroissant")
}

/// Sorts rows; the same ones come in the order of numbers.
pub fn sort(rows: &mut [Row], key: SortKey, is_descending: bool) {
    let by = |one: &Row, other: &Row| match key {
        SortKey::Number => Ordering::Equal,
        SortKey::Carrier => search_key(&one.carrier_name).cmp(&search_key(&other.carrier_name)),
        SortKey::Title => search_key(&one.title).cmp(&search_key(&other.title)),
        SortKey::Asked => one.asked_total().cmp(&other.asked_total()),
        SortKey::Cost => one.cost.cmp(&other.cost),
        SortKey::Standing => one.standing.cmp(&other.standing),
        // What has no day comes last.
        SortKey::Due => (one.due_on.is_none(), one.due_on).cmp(&(other.due_on.is_none(), other.due_on)),
    };
    rows.sort_by(|one, other| {
        let order = by(one, other);
        let order = if is_descending { order.reverse() } else { order };
        let last = if is_descending && key == SortKey::Number { Ordering::reverse } else { |order| order };
        order.then(last(one.number.cmp(&other.number))).then(one.project.cmp(&other.project))
    });
}

/// Most views somebody keeps.
pub const MOST_VIEWS: usize = 20;

/// What is wrong in a view to keep.
pub fn check_view(name: &str, known: usize) -> Vec<FieldError> {
    if name.trim().is_empty() || name.chars().count() > 60 {
        return vec![FieldError::new("nom", "Nommez cette vue, en moins de 60 signes")];
    }
    if known >= MOST_VIEWS {
        return vec![FieldError::new("nom", format!("Vous gardez déjà {MOST_VIEWS} vues : retirez-en une d’abord"))];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u128, carrier: &str, asked: &[(u128, i64)]) -> Row {
        Row {
            project: Uuid::from_u128(number),
            application: Uuid::from_u128(number),
            number: format!("2026-{number:03}"),
            carrier: Uuid::from_u128(900),
            carrier_name: carrier.into(),
            title: "Jardin d’été".into(),
            areas: vec![Uuid::from_u128(1)],
            nodes: vec![],
            asked: asked.iter().map(|(funder, cents)| (Uuid::from_u128(*funder), *cents)).collect(),
            cost: 100,
            standing: Standing::Filed,
            readers: vec![],
            due_on: None,
        }
    }

    #[test]
    fn amounts_are_those_of_the_funder_asked_for() {
        let one = row(1, "Énergie", &[(10, 500), (11, 100)]);
        let of = |funder: Option<u128>, least, most| {
            Filters { funder: funder.map(Uuid::from_u128), least, most, ..Filters::default() }.keeps(&one)
        };
        assert!(of(None, Some(600), Some(600)) && !of(None, Some(601), None));
        assert!(of(Some(11), None, Some(100)) && !of(Some(11), Some(101), None));
        assert!(!of(Some(12), None, None), "a funder that is not asked");
    }

    #[test]
    fn words_are_found_whatever_their_accents_and_readers_too() {
        let mut one = row(1, "Énergie", &[]);
        let words = |words: &str, row: &Row| Filters { words: words.into(), ..Filters::default() }.keeps(row);
        assert!(words("energie ete", &one) && words("2026-001", &one) && !words("hiver", &one) && words("", &one));
        let without = Filters { is_without_reader: true, ..Filters::default() };
        assert!(without.keeps(&one));
        one.readers.push(Uuid::from_u128(7));
        assert!(!without.keeps(&one));
    }

    #[test]
    fn rows_are_sorted_and_the_same_ones_keep_their_numbers() {
        let mut rows = [row(2, "Été", &[(1, 5)]), row(1, "Ebène", &[(1, 5)]), row(3, "Zoo", &[(1, 1)])];
        let numbers = |rows: &[Row]| rows.iter().map(|row| row.project.as_u128()).collect::<Vec<_>>();
        sort(&mut rows, SortKey::Carrier, false);
        assert_eq!(numbers(&rows), [1, 2, 3]);
        sort(&mut rows, SortKey::Asked, true);
        assert_eq!(numbers(&rows), [1, 2, 3]);
        sort(&mut rows, SortKey::Number, true);
        assert_eq!(numbers(&rows), [3, 2, 1]);
        rows[1].due_on = Some(jiff::civil::date(2026, 1, 1));
        sort(&mut rows, SortKey::Due, false);
        assert_eq!(numbers(&rows), [2, 1, 3]);
    }

    #[test]
    fn views_are_named_and_few() {
        assert_eq!(check_view("Mes dossiers", 3), []);
        assert_eq!(check_view(" ", 3).len() + check_view("x", MOST_VIEWS).len(), 2);
    }
}
