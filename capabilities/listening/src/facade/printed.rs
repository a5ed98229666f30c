//! What may be printed of a consultation: the tables of the public pages, for this consultation alone.

use database::{Result, Tx};
use documents::Table;
use kernel::{Uuid, french};

use crate::pages::figures::Side;
use crate::pages::{coverage, figures, matrix};
use crate::store;

/// A channel, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelTold {
    /// Which.
    pub id: Uuid,
    /// Its label.
    pub label: String,
    /// Whom it hears.
    pub hears: &'static str,
    /// Gatherings held by it.
    pub gatherings: i64,
    /// What to know of it.
    pub note: String,
}

/// Figures set side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparisonTold {
    /// What is compared.
    pub title: String,
    /// What is found: « 158 d’un côté, 157 de l’autre. »
    pub finding: String,
    /// The figures, each with its label.
    pub figures: Vec<String>,
    /// What is known of it.
    pub explanation: String,
}

/// What everybody may read of a consultation.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsultationTold {
    /// Channels, in order.
    pub channels: Vec<ChannelTold>,
    /// Who was heard, by channel and neighbourhood; small counts are kept back.
    pub coverage: Table,
    /// What to know of the coverage.
    pub coverage_notes: Vec<String>,
    /// Gatherings held.
    pub gatherings: Table,
    /// Needs and neighbourhoods, with the cautions that come with them.
    pub needs: Table,
    /// Where figures disagree.
    pub disagreements: Vec<ComparisonTold>,
    /// Totals that hold.
    pub agreements: Vec<ComparisonTold>,
}

fn told(side: Side) -> ComparisonTold {
    ComparisonTold {
        title: french::spaced(&side.title),
        finding: french::spaced(&side.finding),
        figures: side.figures.iter().map(|figure| french::spaced(figure)).collect(),
        explanation: french::spaced(&side.explanation),
    }
}

/// What may be told of a consultation.
///
/// # Errors
/// The database failed.
pub async fn consultation_told(tx: &mut Tx, consultation: Uuid) -> Result<ConsultationTold> {
    let (covered, coverage_notes, gatherings) = coverage::printed(tx, consultation).await?;
    let needs = matrix::printed(tx, consultation).await?;
    let (failing, holding) = figures::compared(tx, consultation).await?;
    let met = store::gatherings::gatherings(tx).await?;
    let own = store::setting::channels(tx).await?.into_iter().filter(|one| one.consultation == consultation);
    let channels = own.map(|one| ChannelTold {
        id: one.id,
        hears: one.hears.french(),
        gatherings: met.iter().filter(|met| met.text.channel == one.id).map(|met| met.text.times).sum(),
        label: one.label,
        note: french::spaced(&one.note),
    });
    Ok(ConsultationTold {
        channels: channels.collect(),
        coverage: covered,
        coverage_notes: coverage_notes.iter().map(|note| french::spaced(note)).collect(),
        gatherings,
        needs,
        disagreements: failing.into_iter().map(told).collect(),
        agreements: holding.into_iter().map(told).collect(),
    })
}
