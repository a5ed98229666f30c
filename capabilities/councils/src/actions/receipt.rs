//! The receipt of somebody in a frozen pool: her number, what is recorded of her, and the way up to the fingerprint. No name.

use database::Tx;
use kernel::{FieldError, Filled, Outcome, Refusal};
use sortition::chance::hexadecimal;
use sortition::dossier::LEAVES;
use sortition::merkle::leaves;
use web::Keys;

use super::draw::{receipt_code, receipt_mark, salt};
use super::secrets;
use crate::rules::{Person, Side, check_person, climbed, leaf, path};
use crate::store;
use crate::store::draw::{Draw, Entry};

/// What somebody reads of herself in a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Her code.
    pub code: String,
    /// Her number.
    pub number: String,
    /// What is recorded of her.
    pub recorded: String,
    /// Her secret, in hexadecimal.
    pub salt: String,
    /// Her leaf.
    pub leaf: String,
    /// The way up: side and hash of each neighbour.
    pub path: Vec<(&'static str, String)>,
    /// Whether it leads to the published fingerprint.
    pub is_in: bool,
    /// In how many printed panels her number is, and out of how many; once they are published.
    pub tickets: Option<(usize, usize)>,
}

/// What somebody reads with the code of her receipt; nothing when no receipt has it.
///
/// # Errors
/// The database failed.
pub(crate) async fn by_code(tx: &mut Tx, keys: &Keys, draw: &Draw, typed: &str) -> Outcome<Option<Receipt>> {
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let mark = receipt_mark(keys, draw.id, &code);
    match store::draw::by_receipt(tx, draw.id, &mark).await? {
        Some(entry) => made(tx, keys, draw, &entry).await.map(Some),
        None => Ok(None),
    }
}

/// The receipt of somebody who gives all of her name, her birth and her address; nothing when she is not in this draw.
///
/// # Errors
/// Something to correct.
pub(crate) async fn by_person(
    tx: &mut Tx,
    keys: &Keys,
    draw: &Draw,
    person: impl Into<Filled<Person>>,
) -> Outcome<Option<Receipt>> {
    let mut form = person.into();
    form.find(check_person(&form.value, true));
    if form.value.identity().is_none() && !form.is_wrong("naissance") {
        form.find([FieldError::new("naissance", "Saisissez le jour, le mois et l’année de naissance")]);
    }
    let person = form.sound()?;
    let wanted = secrets::marks(keys, draw.college, &person);
    for (candidate, marks) in store::pool::marks_of_name(tx, draw.college, &wanted.name).await? {
        if !marks.is_same(&wanted) {
            continue;
        }
        if let Some(entry) = store::draw::entry_of(tx, draw.id, candidate).await? {
            return made(tx, keys, draw, &entry).await.map(Some);
        }
    }
    Ok(None)
}

async fn made(tx: &mut Tx, keys: &Keys, draw: &Draw, entry: &Entry) -> Outcome<Receipt> {
    let text = store::draw::file(tx, draw.id, LEAVES).await?.ok_or(Refusal::NotFound)?;
    let leaves = leaves(&text).unwrap_or_default();
    let salt = salt(keys, draw.id, entry.candidate);
    let own = leaf(&salt, &entry.recorded);
    let at = usize::try_from(entry.rank - 1).unwrap_or(usize::MAX);
    let way = path(&leaves, at);
    let is_in = leaves.get(at) == Some(&own) && hexadecimal(&climbed(own, &way)) == draw.root;
    let side = |side: &Side| if *side == Side::Left { "à gauche" } else { "à droite" };
    let tickets = store::draw::file(tx, draw.id, "panels.csv").await?.map(|panels| tickets(&panels, &entry.number));
    Ok(Receipt {
        code: receipt_code(keys, draw.id, entry.candidate),
        number: entry.number.clone(),
        recorded: entry.recorded.clone(),
        salt: hexadecimal(&salt),
        leaf: hexadecimal(&own),
        path: way.iter().map(|(at, hash)| (side(at), hexadecimal(hash))).collect(),
        is_in,
        tickets,
    })
}

/// Printed panels somebody is in, and how many there are.
fn tickets(panels: &[u8], number: &str) -> (usize, usize) {
    let lines = std::str::from_utf8(panels).unwrap_or_default().lines();
    let (mut own, mut all) = (0, 0);
    for line in lines {
        all += 1;
        own += usize::from(line.split(',').skip(1).any(|one| one.trim_matches('"') == number));
    }
    (own, all)
}
