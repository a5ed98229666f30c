//! One page per euro: from any amount, its envelope, its vote, its agreement, what was paid and reported, what was reached, and the
//! need it answers.

use agreements::facade::AgreementTold;
use applications::facade::FundingTold;
use database::{Result, Tx};
use kernel::{Cents, Uuid, french};
use lineage::Kind;
use programming::facade::VoteTold;

use super::resolve::Resolver;
use super::{euro_apart as apart, euro_stages as stages};

/// What an amount is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// An envelope.
    Envelope,
    /// What one funder gives one action for one year.
    Funding,
    /// An agreement.
    Agreement,
    /// A payment.
    Payment,
    /// A report.
    Report,
    /// A project of residents that a fund helps.
    Project,
}

impl Anchor {
    /// The anchor of that word in addresses.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "enveloppe" => Self::Envelope,
            "financement" => Self::Funding,
            "convention" => Self::Agreement,
            "versement" => Self::Payment,
            "compte-rendu" => Self::Report,
            "projet" => Self::Project,
            _ => return None,
        })
    }
}

/// A sum at the head of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What it is.
    pub label: &'static str,
    /// How much, in cents; none when there is nothing yet.
    pub cents: Option<i64>,
    /// On what it is counted.
    pub base: String,
}

impl Sum {
    pub(super) fn of(label: &'static str, cents: Option<i64>, base: impl Into<String>) -> Self {
        Self { label, cents, base: base.into() }
    }
}

/// One line of a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageLine {
    /// What happened.
    pub text: String,
    /// According to what, and when.
    pub source: String,
    /// Where more is read, with the words of the link.
    pub link: Option<(String, &'static str)>,
}

/// One stage on the way of the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// « Le vote ».
    pub title: &'static str,
    /// What happened.
    pub lines: Vec<StageLine>,
    /// What is said when nothing did.
    pub nothing: &'static str,
}

/// An amount followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Euro {
    /// What the page is called.
    pub title: String,
    /// Between whom and whom.
    pub caption: String,
    /// Sums, from what was asked to what is given back.
    pub sums: Vec<Sum>,
    /// Stages, from the need to the result.
    pub stages: Vec<Stage>,
    /// What its thread is read from: sort, reference.
    pub thread: Option<(Kind, String)>,
}

/// What a page of fundings is made from.
pub(super) struct Gathered {
    /// Each amount, with its vote.
    pub fundings: Vec<(FundingTold, Option<VoteTold>)>,
    /// The agreement that binds them.
    pub agreement: Option<AgreementTold>,
    /// The year of a report, when the page is about one.
    pub year: Option<i64>,
    /// The payment or the report the page is about.
    pub only: Option<Uuid>,
}

/// Amounts of an agreement told one by one, at most.
const MOST: usize = 60;

/// The way of an amount, as this reader may know it; nothing when she may know nothing of it.
///
/// # Errors
/// The database failed.
pub async fn euro(tx: &mut Tx, resolver: &mut Resolver, (anchor, id): (Anchor, Uuid)) -> Result<Option<Euro>> {
    let (agreement, year, only) = match anchor {
        Anchor::Envelope => return apart::envelope(tx, resolver, id).await,
        Anchor::Project => return apart::project(tx, resolver, id).await,
        Anchor::Funding => {
            let Some(funding) = told(tx, resolver, id).await? else { return Ok(None) };
            let agreement = match agreements::facade::binding(tx, id).await? {
                Some(agreement) => resolver.agreement_told(tx, agreement).await?,
                None => None,
            };
            let title = format!("{}, {}", funding.0.title, funding.0.year);
            let year = Some(funding.0.year);
            let gathered = Gathered { fundings: vec![funding], agreement, year, only: None };
            return Ok(Some(stages::built(tx, resolver, title, gathered).await?));
        }
        Anchor::Agreement => (Some(id), None, None),
        Anchor::Payment => (agreements::facade::of_payment(tx, id).await?, None, Some(id)),
        Anchor::Report => (agreements::facade::of_report(tx, id).await?, None, Some(id)),
    };
    let (Some(agreement), mut year) = (agreement, year) else { return Ok(None) };
    let Some(agreement) = resolver.agreement_told(tx, agreement).await? else { return Ok(None) };
    let title = match anchor {
        Anchor::Payment => {
            let Some(one) = agreement.payments.iter().find(|one| Some(one.id) == only) else { return Ok(None) };
            format!("Paiement {}, {}", one.reference, french::euros(Cents(one.cents)))
        }
        Anchor::Report => {
            let Some(one) = agreement.reports.iter().find(|one| Some(one.id) == only) else { return Ok(None) };
            year = Some(one.year);
            format!("{}, convention {}", one.called, agreement.number)
        }
        _ => format!("Convention {}", agreement.number),
    };
    let mut fundings = Vec::new();
    for line in agreement.lines.iter().filter(|line| year.is_none_or(|year| line.year == year)).take(MOST) {
        fundings.extend(told(tx, resolver, line.funding).await?);
    }
    let gathered = Gathered { fundings, agreement: Some(agreement), year, only };
    Ok(Some(stages::built(tx, resolver, title, gathered).await?))
}

async fn told(tx: &mut Tx, resolver: &Resolver, id: Uuid) -> Result<Option<(FundingTold, Option<VoteTold>)>> {
    let reader = resolver.reader.as_ref();
    let Some(funding) = applications::facade::funding_told(tx, id, reader).await? else { return Ok(None) };
    let vote = programming::facade::vote_on(tx, id, reader).await?;
    Ok(Some((funding, vote)))
}
