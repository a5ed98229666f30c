//! What was granted and told, for the list anybody reads: counted by sums, read a page at a time.

use std::collections::HashMap;

use applications::facade::GivenLine;
use database::{Result, Tx};
use kernel::Uuid;

/// What was granted and told to one carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The funding.
    pub funding: Uuid,
    /// The year.
    pub year: i64,
    /// The action.
    pub title: String,
    /// Who carries it, and the name anybody reads; none of a natural person.
    pub carrier: (Uuid, Option<String>),
    /// Who gives.
    pub funder: String,
    /// How much, in cents.
    pub cents: i64,
}

/// Carriers of one name for one year.
struct Group {
    year: i64,
    name: String,
    carriers: Vec<Uuid>,
    count: i64,
    cents: i64,
}

enum Chosen {
    /// Nothing was looked for: lines are read with their page.
    Groups(Vec<Group>),
    /// Those that hold the words looked for.
    Lines(Vec<(GivenLine, String)>),
}

/// What a list holds: the last year first, then by carrier, action and funder.
pub struct GivenList {
    /// Every year something was given for, the last first, whatever is looked for.
    pub years: Vec<i64>,
    /// Lines chosen.
    pub count: i64,
    /// What they come to, in cents.
    pub cents: i64,
    chosen: Chosen,
}

/// What was granted and told for a year, or for all, that holds all these words; a natural person is not found by her name.
///
/// # Errors
/// The database failed.
pub async fn given(tx: &mut Tx, year: Option<i64>, words: &str) -> Result<GivenList> {
    let sums = applications::facade::given_sums(tx).await?;
    let mut years: Vec<i64> = sums.iter().map(|(one, _)| one.year).collect();
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    let words = kernel::text::search_key(words);
    if !words.is_empty() {
        let names = sums.into_iter().map(|(one, name)| (one.carrier, name)).collect();
        let lines = holding(tx, (year, &words), &names).await?;
        let (count, cents) = (lines.len() as i64, lines.iter().map(|(line, _)| line.cents).sum());
        return Ok(GivenList { years, count, cents, chosen: Chosen::Lines(lines) });
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut sums: Vec<_> = sums.into_iter().filter(|(one, _)| year.is_none_or(|year| one.year == year)).collect();
    sums.sort_by(|(one, name), (other, other_name)| (other.year, name).cmp(&(one.year, other_name)));
    for (one, name) in sums {
        match groups.last_mut().filter(|last| last.year == one.year && last.name == name) {
            Some(same) => {
                same.carriers.push(one.carrier);
                same.count += one.count;
                same.cents += one.cents;
            }
            None => groups.push(Group {
                year: one.year,
                name,
                carriers: vec![one.carrier],
                count: one.count,
                cents: one.cents,
            }),
        }
    }
    let (count, cents) = groups.iter().fold((0, 0), |sum, one| (sum.0 + one.count, sum.1 + one.cents));
    Ok(GivenList { years, count, cents, chosen: Chosen::Groups(groups) })
}

impl GivenList {
    /// Lines of the list, so many after so many others.
    ///
    /// # Errors
    /// The database failed.
    pub async fn page(&self, tx: &mut Tx, (most, after): (usize, usize)) -> Result<Vec<Given>> {
        let mut lines: Vec<(GivenLine, String)> = match &self.chosen {
            Chosen::Lines(lines) => lines.iter().skip(after).take(most).cloned().collect(),
            Chosen::Groups(groups) => read(tx, groups, (most, after)).await?,
        };
        let (mut persons, mut page) = (HashMap::new(), Vec::with_capacity(lines.len()));
        for (line, name) in lines.drain(..) {
            let is_person = is_person(tx, &mut persons, line.carrier).await?;
            page.push(Given {
                funding: line.funding,
                year: line.year,
                title: line.title,
                carrier: (line.carrier, (!is_person).then_some(name)),
                funder: line.funder,
                cents: line.cents,
            });
        }
        Ok(page)
    }
}

/// Lines of the groups a page crosses, those before it left out.
async fn read(tx: &mut Tx, groups: &[Group], (most, after): (usize, usize)) -> Result<Vec<(GivenLine, String)>> {
    let (mut passed, mut before, mut crossed) = (0, None, Vec::new());
    for group in groups {
        let end = passed + group.count as usize;
        if end > after && passed < after + most {
            before.get_or_insert(passed);
            crossed.push(group);
        }
        passed = end;
    }
    let mut lines = Vec::new();
    for same_year in crossed.chunk_by(|one, next| one.year == next.year) {
        let Some(year) = same_year.first().map(|group| group.year) else { continue };
        let carriers: Vec<Uuid> = same_year.iter().flat_map(|group| group.carriers.iter().copied()).collect();
        let names: HashMap<Uuid, &str> =
            same_year.iter().flat_map(|group| group.carriers.iter().map(|id| (*id, group.name.as_str()))).collect();
        let own = applications::facade::given_to(tx, year, &carriers).await?;
        lines.extend(own.into_iter().map(|line| {
            let name = names.get(&line.carrier).copied().unwrap_or_default().to_owned();
            (line, name)
        }));
    }
    sort(&mut lines);
    Ok(lines.into_iter().skip(after.saturating_sub(before.unwrap_or_default())).take(most).collect())
}

/// The last year first, then by carrier, action and funder.
fn sort(lines: &mut [(GivenLine, String)]) {
    lines.sort_by(|(one, name), (other, other_name)| {
        (other.year, name, &one.title, &one.funder, one.funding).cmp(&(
            one.year,
            other_name,
            &other.title,
            &other.funder,
            other.funding,
        ))
    });
}

/// Lines that hold all these words, in order.
async fn holding(
    tx: &mut Tx,
    (year, words): (Option<i64>, &str),
    names: &HashMap<Uuid, String>,
) -> Result<Vec<(GivenLine, String)>> {
    let holds = |text: &str| {
        let key = kernel::text::search_key(text);
        words.split_whitespace().all(|word| key.contains(word))
    };
    let (mut chosen, mut persons) = (Vec::new(), HashMap::new());
    for line in applications::facade::given_lines(tx, year).await? {
        let name = names.get(&line.carrier).cloned().unwrap_or_default();
        let is_held = holds(&format!("{} {}", line.title, line.funder))
            || holds(&format!("{} {} {name}", line.title, line.funder))
                // A natural person is not found by her name either.
                && !is_person(tx, &mut persons, line.carrier).await?;
        if is_held {
            chosen.push((line, name));
        }
    }
    sort(&mut chosen);
    Ok(chosen)
}

/// Whether a carrier may be a natural person, asked once of each.
async fn is_person(tx: &mut Tx, known: &mut HashMap<Uuid, bool>, carrier: Uuid) -> Result<bool> {
    if let Some(known) = known.get(&carrier) {
        return Ok(*known);
    }
    let is_person = directory::facade::may_be_person(tx, carrier).await?;
    known.insert(carrier, is_person);
    Ok(is_person)
}
