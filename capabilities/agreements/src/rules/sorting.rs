//! A pile of scanned pages sorted into agreements. Nothing is guessed: a page goes with the code it carries or nowhere, and a
//! paper that is not whole is put together by nobody.

use std::collections::{BTreeMap, HashMap};

use kernel::{Moment, Uuid, vocabulary};

vocabulary! {
    /// What was read on a page.
    Reading {
        /// A code.
        Read => "read", "code lu";
        /// None.
        Nothing => "nothing", "aucun code lu";
        /// Several that do not say the same.
        Several => "several", "plusieurs codes lus";
    }
}

/// A page of a pile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedPage {
    /// Its rank in the pile, from 1.
    pub position: i64,
    /// What was read.
    pub reading: Reading,
    /// Code of a paper, page of it.
    pub mark: Option<(String, i64)>,
}

/// A paper that was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The version it is the paper of.
    pub version: Uuid,
    /// The agreement.
    pub agreement: Uuid,
    /// Its number.
    pub number: String,
    /// Its contract.
    pub contract: Uuid,
    /// Who acts.
    pub carrier: Uuid,
    /// Who pays, when it has accounts here.
    pub payer: Option<Uuid>,
    /// How many pages it has.
    pub pages: i64,
    /// When it was printed.
    pub made_at: Moment,
    /// Whether it is the paper that is signed: it was not taken back since.
    pub is_in_use: bool,
    /// Whether its signed copy was given by services already.
    pub is_given: bool,
}

vocabulary! {
    /// What becomes of a page.
    Fate {
        /// It goes with its agreement.
        Placed => "placed", "Rangée avec sa convention";
        /// No code was read.
        Unread => "unread", "Aucun code lu : page sans code, coin coupé ou image trop pâle";
        /// Several codes were read.
        Several => "several", "Plusieurs codes différents lus sur la même page";
        /// The code is of nothing printed here.
        Unknown => "unknown", "Le code n’est d’aucun document de cette plateforme";
        /// Of another contract, or of an agreement this person does not follow.
        Elsewhere => "elsewhere", "D’un autre contrat, ou d’une convention que vous ne suivez pas";
        /// Of a paper that was taken back since.
        Outdated => "outdated", "D’un papier dont la rédaction a été reprise depuis son impression";
        /// Its signed copy is here already.
        Given => "given", "D’une convention dont la copie signée est déjà déposée";
        /// Twice in the pile.
        Double => "double", "Cette page est deux fois dans le lot";
        /// Others of its paper are missing, or twice there.
        Incomplete => "incomplete", "D’une convention qui n’est pas complète dans ce lot";
    }
}

/// What a pile holds of one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// The paper.
    pub printed: Printed,
    /// Where its pages are in the pile, in the order of the paper.
    pub positions: Vec<i64>,
    /// Its pages that are not there.
    pub missing: Vec<i64>,
    /// Those that are there twice.
    pub doubled: Vec<i64>,
}

impl Stack {
    /// Whether every page is there once.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.doubled.is_empty()
    }

    /// What keeps it from being put together: « Manque la page 3 sur 5. »
    pub fn told(&self) -> String {
        let pages = |all: &[i64]| match all {
            [one] => format!("la page {one}"),
            many => format!("les pages {}", enumerated(many)),
        };
        let mut told = Vec::new();
        if !self.missing.is_empty() {
            let verb = if self.missing.len() == 1 { "Manque" } else { "Manquent" };
            told.push(format!("{verb} {} sur {}", pages(&self.missing), self.printed.pages));
        }
        if !self.doubled.is_empty() {
            let verb = if self.doubled.len() == 1 { "est" } else { "sont" };
            told.push(format!("{} {verb} en double", pages(&self.doubled)));
        }
        told.join(" ; ")
    }
}

/// « 1, 2 et 3 ».
fn enumerated(all: &[i64]) -> String {
    let words: Vec<String> = all.iter().map(i64::to_string).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} et {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Rank of a page, its fate, its paper when it may be told: reference and page.
pub type PageFate = (i64, Fate, Option<(String, i64)>);

/// A pile once it is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Papers that go on, whole or not, in the order of the pile.
    pub stacks: Vec<Stack>,
    /// What becomes of each page: rank, fate, paper when it may be told.
    pub fates: Vec<PageFate>,
}

impl Sorted {
    /// The papers that can be put together.
    pub fn whole(&self) -> impl Iterator<Item = &Stack> {
        self.stacks.iter().filter(|stack| stack.is_whole())
    }
}

/// Sorts a pile. `known` are the papers its codes name, `is_hers` whether the person who looks may give that one back.
pub fn sort(pages: &[ScannedPage], known: &HashMap<String, Printed>, is_hers: impl Fn(&Printed) -> bool) -> Sorted {
    let refused = |one: &Printed| match one {
        one if !is_hers(one) => Some(Fate::Elsewhere),
        one if !one.is_in_use => Some(Fate::Outdated),
        one if one.is_given => Some(Fate::Given),
        _ => None,
    };
    // Pages of each paper that goes on: page of the paper, ranks in the pile.
    let mut found: BTreeMap<&str, BTreeMap<i64, Vec<i64>>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for page in pages {
        let Some((code, number)) = &page.mark else { continue };
        if known.get(code).is_some_and(|one| refused(one).is_none() && *number <= one.pages) {
            if !order.contains(&code.as_str()) {
                order.push(code);
            }
            found.entry(code).or_default().entry(*number).or_default().push(page.position);
        }
    }
    let mut sorted = Sorted::default();
    for code in order {
        let (Some(printed), Some(own)) = (known.get(code), found.get(code)) else { continue };
        sorted.stacks.push(Stack {
            positions: own.values().flatten().copied().collect(),
            missing: (1..=printed.pages).filter(|page| !own.contains_key(page)).collect(),
            doubled: own.iter().filter(|(_, ranks)| ranks.len() > 1).map(|(page, _)| *page).collect(),
            printed: printed.clone(),
        });
    }
    sorted.fates = pages
        .iter()
        .map(|page| (page.position, fate(page, known, &sorted.stacks, refused), told(page, known, &is_hers)))
        .collect();
    sorted
}

fn fate(
    page: &ScannedPage,
    known: &HashMap<String, Printed>,
    stacks: &[Stack],
    refused: impl Fn(&Printed) -> Option<Fate>,
) -> Fate {
    let Some((code, number)) = &page.mark else {
        return if page.reading == Reading::Several { Fate::Several } else { Fate::Unread };
    };
    let Some(printed) = known.get(code).filter(|one| *number <= one.pages) else { return Fate::Unknown };
    if let Some(fate) = refused(printed) {
        return fate;
    }
    match stacks.iter().find(|stack| stack.positions.contains(&page.position)) {
        Some(stack) if stack.is_whole() => Fate::Placed,
        Some(stack) if stack.doubled.contains(number) => Fate::Double,
        _ => Fate::Incomplete,
    }
}

/// The agreement and the page a code names, for whoever may know.
fn told(
    page: &ScannedPage,
    known: &HashMap<String, Printed>,
    is_hers: &impl Fn(&Printed) -> bool,
) -> Option<(String, i64)> {
    let (code, number) = page.mark.as_ref()?;
    let printed = known.get(code).filter(|one| is_hers(one))?;
    Some((printed.number.clone(), *number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(rank: u128, pages: i64) -> Printed {
        let id = Uuid::from_u128(rank);
        Printed {
            version: id,
            agreement: id,
            number: format!("C2026-{rank:04}"),
            contract: Uuid::from_u128(1),
            carrier: id,
            payer: None,
            pages,
            made_at: Moment(0),
            is_in_use: true,
            is_given: false,
        }
    }

    fn page(position: i64, code: &str, page: i64) -> ScannedPage {
        ScannedPage { position, reading: Reading::Read, mark: Some((code.to_owned(), page)) }
    }

    fn known() -> HashMap<String, Printed> {
        let more = [
            ("GONE", Printed { is_in_use: false, ..printed(3, 1) }),
            ("GIVEN", Printed { is_given: true, ..printed(4, 1) }),
            ("FAR", Printed { contract: Uuid::from_u128(2), ..printed(5, 1) }),
        ];
        let mut all = HashMap::from([("A".to_owned(), printed(1, 3)), ("B".to_owned(), printed(2, 2))]);
        all.extend(more.map(|(code, one)| (code.to_owned(), one)));
        all
    }

    fn sorted(pages: &[ScannedPage]) -> Sorted {
        sort(pages, &known(), |one| one.contract == Uuid::from_u128(1))
    }

    #[test]
    fn pages_find_their_agreement_in_any_order_and_the_rest_is_listed() {
        let nothing = ScannedPage { position: 5, reading: Reading::Nothing, mark: None };
        let several = ScannedPage { position: 9, reading: Reading::Several, mark: None };
        let pages = [
            page(1, "A", 3),
            page(2, "B", 1),
            page(3, "A", 1),
            page(4, "A", 2),
            nothing,
            page(6, "GONE", 1),
            page(7, "GIVEN", 1),
            page(8, "FAR", 1),
            several,
            page(10, "RIEN", 1),
            page(11, "A", 4),
        ];
        let all = sorted(&pages);
        assert_eq!(all.whole().map(|stack| stack.positions.clone()).collect::<Vec<_>>(), [[3, 4, 1]]);
        let told: Vec<String> = all.stacks.iter().map(Stack::told).collect();
        assert_eq!(told, ["", "Manque la page 2 sur 2"]);
        let fates: Vec<Fate> = all.fates.iter().map(|(_, fate, _)| *fate).collect();
        let (placed, unknown) = (Fate::Placed, Fate::Unknown);
        let rest = [Fate::Unread, Fate::Outdated, Fate::Given, Fate::Elsewhere, Fate::Several, unknown, unknown];
        assert_eq!(fates[..4], [placed, Fate::Incomplete, placed, placed]);
        assert_eq!(fates[4..], rest);
        assert_eq!(all.fates[7].2, None, "nothing is said of what is not hers");
        assert_eq!(all.fates[5].2, Some(("C2026-0003".to_owned(), 1)));
    }

    #[test]
    fn a_page_twice_there_is_chosen_by_nobody() {
        let all = sorted(&[page(1, "B", 1), page(2, "B", 2), page(3, "B", 2)]);
        assert_eq!(all.whole().count(), 0);
        assert_eq!(all.stacks[0].told(), "la page 2 est en double");
        let fates: Vec<Fate> = all.fates.iter().map(|(_, fate, _)| *fate).collect();
        assert_eq!(fates, [Fate::Incomplete, Fate::Double, Fate::Double]);
        let many = Stack { missing: vec![1, 2], doubled: vec![3, 4], ..all.stacks[0].clone() };
        assert_eq!(many.told(), "Manquent les pages 1 et 2 sur 2 ; les pages 3 et 4 sont en double");
    }

    proptest! {
        #[test]
        fn no_page_is_lost_nor_put_in_two_papers(marks in prop::collection::vec((0..6usize, 1..4i64), 0..40)) {
            let codes = ["A", "B", "GONE", "GIVEN", "FAR", "RIEN"];
            let pages: Vec<ScannedPage> =
                marks.iter().enumerate().map(|(rank, (code, number))| page(rank as i64 + 1, codes[*code], *number)).collect();
            let all = sorted(&pages);
            prop_assert_eq!(all.fates.len(), pages.len());
            let mut placed: Vec<i64> = all.whole().flat_map(|stack| stack.positions.clone()).collect();
            placed.sort_unstable();
            let told: Vec<i64> =
                all.fates.iter().filter(|(_, fate, _)| *fate == Fate::Placed).map(|(position, ..)| *position).collect();
            prop_assert_eq!(placed, told);
            for stack in all.whole() {
                let own = stack.positions.iter().map(|position| pages[*position as usize - 1].mark.clone());
                let numbers: Vec<i64> = own.flatten().map(|(_, number)| number).collect();
                prop_assert_eq!(numbers, (1..=stack.printed.pages).collect::<Vec<_>>());
            }
        }
    }
}
