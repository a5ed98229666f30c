//! What one funder gives one project for one year, as the page of that amount tells it.

use database::{Result, Tx};
use kernel::{Actor, Cents, Moment, Uuid};

use crate::actions::looking;
use crate::rules::FundingState;
use crate::store;

/// An amount with what surrounds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundingTold {
    /// The funding.
    pub id: Uuid,
    /// Its project.
    pub project: Uuid,
    /// Its application.
    pub application: Uuid,
    /// Number of its application.
    pub number: String,
    /// Title of the project.
    pub title: String,
    /// Who carries it, as this reader may know it.
    pub carrier: String,
    /// Title of the call.
    pub call: String,
    /// The contract.
    pub contract: Uuid,
    /// The funder.
    pub funder: String,
    /// The year.
    pub year: i64,
    /// What is asked.
    pub asked: Cents,
    /// When the application was filed.
    pub filed_at: Option<Moment>,
    /// What was voted, once this reader may know it.
    pub voted: Option<Cents>,
    /// Where it stands, in French.
    pub state: &'static str,
    /// When its carrier was told, once it was.
    pub told_at: Option<Moment>,
    /// Whether everybody reads it: money was granted, and its carrier was told.
    pub is_public: bool,
    /// Where this reader opens its application; nothing when she may not.
    pub path: Option<String>,
}

/// What is said in public of a carrier that may be a natural person.
pub const A_PERSON: &str = "une personne";

/// A name that everybody may read: a natural person is never named.
pub(super) async fn public_name(tx: &mut Tx, organisation: Uuid) -> Result<String> {
    if directory::facade::may_be_person(tx, organisation).await? {
        return Ok(A_PERSON.to_owned());
    }
    crate::actions::writing::carrier::name(tx, organisation).await
}

/// What this reader may know of an amount: an agent who reads its application, anything; anybody else, what was granted once its
/// carrier was told.
///
/// # Errors
/// The database failed.
pub async fn funding_told(tx: &mut Tx, id: Uuid, reader: Option<&Actor>) -> Result<Option<FundingTold>> {
    let Some(funding) = store::funding::by_id(tx, id).await? else { return Ok(None) };
    let Some(project) = store::project::by_id(tx, funding.project).await? else { return Ok(None) };
    let Some(application) = store::application::by_id(tx, project.application).await? else { return Ok(None) };
    let Some(call) = store::call::by_id(tx, application.call).await? else { return Ok(None) };
    let is_told = funding.state == FundingState::Notified;
    let is_public = is_told && funding.decision.is_some_and(FundingState::grants);
    let is_reader = match reader {
        None => false,
        Some(actor) => looking::is_readable(tx, actor, &application).await?,
    };
    if !is_reader && !is_public {
        return Ok(None);
    }
    let funders = store::call::funders(tx, call.id).await?;
    let funder = funders.into_iter().find(|one| one.id == funding.funder).map(|one| one.name).unwrap_or_default();
    let carrier = match is_reader {
        true => crate::actions::writing::carrier::name(tx, application.organisation).await?,
        false => public_name(tx, application.organisation).await?,
    };
    Ok(Some(FundingTold {
        id,
        project: project.id,
        application: application.id,
        number: application.number.clone().unwrap_or_default(),
        title: if project.title.is_empty() { format!("Action {}", project.position) } else { project.title },
        carrier,
        call: call.title,
        contract: call.contract,
        funder,
        year: funding.year,
        asked: funding.asked,
        filed_at: application.filed_at,
        voted: funding.decided,
        state: funding.state.french(),
        told_at: is_told.then_some(funding.state_at),
        is_public,
        path: is_reader.then(|| crate::rules::following::agents_path(application.id)),
    }))
}
