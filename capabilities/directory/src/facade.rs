//! What other slices, and the binary, may ask about organisations.

use accounts::facade::{MemberBrief, OrganisationCard};
use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Outcome, Outside, Uuid};
use web::Keys;
use web::house::Boxed;

use crate::{actions, store};

mod dealing;
mod helping;
mod keeping;
mod listing;

pub use crate::actions::bank::BankWhole;
pub(crate) use dealing::deals_with;
pub use dealing::{Deals, tell_deals};
pub use helping::{helpline, tell_helpline};
pub(crate) use keeping::is_kept_out;
pub use keeping::{KeptOut, tell_kept_out};
pub use listing::{ListedBrief, listed};

pub use crate::actions::listing::index_all;
pub use crate::rules::{
    BankTerms, Check, Contact, Document, DocumentKind, Identity, Likeness, PersonTerms, Quality, Relations,
    Representative, State, Told, Year, YearTerms, likeness,
};

/// Everything a file of the organisation takes from its sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Which, with its name, its kind and its SIRET.
    pub card: OrganisationCard,
    /// Acronym, legal form, RNA or receipt or register, purpose.
    pub identity: Identity,
    /// Addresses, telephone (E.164), electronic address, site.
    pub contact: Contact,
    /// Public interest, taxes, auditor, network.
    pub relations: Relations,
    /// Approvals: what, by whom, when.
    pub approvals: Vec<(String, String, Date)>,
    /// People on the sheet, those who represent it first.
    pub people: Vec<Representative>,
    /// Years, the last first: people on 31 December, totals of the accounts.
    pub years: Vec<Year>,
    /// The bank account by its two ends, and since when.
    pub bank: Option<BankTerms>,
    /// Whether an agent checked that it is what it says.
    pub is_verified: bool,
}

impl Carrier {
    /// Whoever represents it in law.
    pub fn representative(&self) -> Option<&Representative> {
        self.people.iter().find(|one| one.terms.quality == Quality::Representative)
    }

    /// Whoever is in charge of its files; whoever represents it otherwise.
    pub fn in_charge(&self) -> Option<&Representative> {
        self.people.iter().find(|one| one.terms.quality == Quality::InCharge).or_else(|| self.representative())
    }

    /// What is known of a year.
    pub fn year(&self, year: i64) -> Option<&YearTerms> {
        self.years.iter().map(|one| &one.terms).find(|terms| terms.year == year)
    }
}

/// The sheet of an organisation; none when there is no such organisation. Rights are checked by the slice that asks.
///
/// # Errors
/// The database failed.
pub async fn carrier(tx: &mut Tx, organisation: Uuid) -> Result<Option<Carrier>> {
    let Some(card) = accounts::facade::organisation(tx, organisation).await? else { return Ok(None) };
    let sheet = actions::sheet_of(tx, organisation).await?;
    let approvals = store::lines::approvals(tx, organisation).await?;
    Ok(Some(Carrier {
        card,
        identity: sheet.identity,
        contact: sheet.contact,
        relations: sheet.relations,
        approvals: approvals.into_iter().map(|one| (one.label, one.given_by, one.given_on)).collect(),
        people: store::lines::people(tx, organisation).await?,
        years: store::lines::years(tx, organisation).await?,
        bank: store::bank::current(tx, organisation).await?,
        is_verified: sheet.verified_at.is_some(),
    }))
}

/// Whether an organisation may be a natural person, whom nothing public names: another kind than those of institutions and
/// associations, with no number of any register.
///
/// # Errors
/// The database failed.
pub async fn may_be_person(tx: &mut Tx, organisation: Uuid) -> Result<bool> {
    let Some(card) = accounts::facade::organisation(tx, organisation).await? else { return Ok(true) };
    if card.kind != accounts::OrganisationKind::Other || card.siret.is_some() {
        return Ok(false);
    }
    Ok(carrier(tx, organisation).await?.is_none_or(|one| one.identity.rna.is_none()))
}

/// What is missing or expired in the sheet on a day, a sentence each; nothing when there is no such organisation.
///
/// # Errors
/// The database failed.
pub async fn checks(tx: &mut Tx, organisation: Uuid, on: Date) -> Result<Vec<Check>> {
    match accounts::facade::organisation(tx, organisation).await? {
        Some(card) => actions::checked(tx, &card, on).await,
        None => Ok(Vec::new()),
    }
}

/// What the sheet of an organisation lacks for it to ask for money, a sentence each: what the common form takes from it and
/// the commitments, not the documents of its safe, which each call asks for as it needs. Of an organisation that is no
/// association, its SIRET only.
///
/// # Errors
/// The database failed.
pub async fn lacks_to_ask(tx: &mut Tx, organisation: Uuid, on: Date) -> Result<Vec<String>> {
    let Some(card) = accounts::facade::organisation(tx, organisation).await? else { return Ok(Vec::new()) };
    if card.kind != accounts::OrganisationKind::Association {
        return Ok(card.siret.is_none().then(|| "Le numéro SIRET manque.".to_owned()).into_iter().collect());
    }
    let all = actions::checked(tx, &card, on).await?.into_iter();
    let asked = all.filter(|check| check.state == State::Missing && check.part != "pieces");
    Ok(asked.map(|check| check.sentence).collect())
}

/// Employees on 31 December, the last year known, of each organisation that says it.
///
/// # Errors
/// The database failed.
pub async fn employees(tx: &mut Tx) -> Result<std::collections::HashMap<Uuid, i64>> {
    store::lines::employees(tx).await
}

/// The number in the register of associations of each organisation that has one.
///
/// # Errors
/// The database failed.
pub async fn registered(tx: &mut Tx) -> Result<std::collections::HashMap<Uuid, String>> {
    Ok(store::sheet::registered(tx).await?.into_iter().collect())
}

/// The bank account that serves, read whole: an act, kept in the journal, so the transaction must write. An agent reads those of
/// organisations that have a file, an agreement or a payment on her contracts.
///
/// # Errors
/// Not this actor’s; no account.
pub async fn bank_for(tx: &mut Tx, around: (&Outside, &Keys), actor: &Actor, organisation: Uuid) -> Outcome<BankWhole> {
    actions::bank::read_whole(tx, around, actor, (organisation, None)).await
}

/// Documents of the safe, the last put in first. Rights are checked by the slice that asks.
///
/// # Errors
/// The database failed.
pub async fn documents_of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Document>> {
    store::document::of(tx, organisation).await
}

/// Whether the organisation signed the commitments in force.
///
/// # Errors
/// The database failed.
pub async fn has_signed_commitments(tx: &mut Tx, organisation: Uuid) -> Result<bool> {
    actions::commitments::is_signed(tx, organisation).await
}

/// Who acts for the organisation, with their functions. Rights are checked by the slice that asks.
///
/// # Errors
/// The database failed.
pub async fn members(tx: &mut Tx, organisation: Uuid, now: Moment) -> Result<Vec<MemberBrief>> {
    accounts::facade::members_of(tx, organisation, now).await
}

/// What awaits somebody here.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    actions::awaited(tx, actor, now, &TimeZone::UTC).await
}

/// Hears that an invitation was accepted, for [`accounts::facade::tell_accepted`].
pub fn accepted<'a>(
    tx: &'a mut Tx,
    outside: &'a Outside,
    _: &'a Actor,
    (_, account): (Uuid, Uuid),
) -> Boxed<'a, Outcome<Option<String>>> {
    Box::pin(async move { actions::accepted(tx, outside, account).await })
}
