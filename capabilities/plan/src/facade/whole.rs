//! A sheet with everything it says.

use database::{Result, Tx};
use files::ContentHash;
use kernel::{Cents, Uuid};

use super::SheetBrief;
use super::answers::{brief_of, published};
use crate::rules::{self, Indicator, Involvement, Linked, Mean, Nature, Partner, Place, Step, Term, plain};
use crate::store;

/// A sheet with everything it says, for documents and crossings.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetWhole {
    /// In a few words.
    pub brief: SheetBrief,
    /// What calls for the action.
    pub finding: String,
    /// Strategic objective.
    pub strategic: Option<Uuid>,
    /// Operational objective.
    pub operational: Option<Uuid>,
    /// What is aimed at.
    pub aims: String,
    /// What is done, as formatted text, see [`super::printed`].
    pub description: String,
    /// The same in words alone.
    pub description_plain: String,
    /// The perimeter, in words.
    pub perimeter: String,
    /// For whom.
    pub publics: String,
    /// Which competence, of whom.
    pub competence: String,
    /// When it bears fruit.
    pub term: Option<Term>,
    /// How far residents are involved.
    pub involvement: Option<Involvement>,
    /// What makes it succeed.
    pub conditions: String,
    /// What it takes to do the same elsewhere.
    pub transposition: String,
    /// Lenses: the identifier of a transversal node, or the code of a view of public policy.
    pub lenses: Vec<String>,
    /// Needs it answers.
    pub needs: Vec<Uuid>,
    /// Where it is deployed.
    pub places: Vec<Place>,
    /// Who takes part.
    pub partners: Vec<Partner>,
    /// What it costs.
    pub means: Vec<Mean>,
    /// Step by step.
    pub steps: Vec<Step>,
    /// How it is followed.
    pub indicators: Vec<Indicator>,
    /// Other actions.
    pub links: Vec<Linked>,
    /// Photographs, in the order they came.
    pub photos: Vec<Photo>,
}

/// A photograph of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// What it shows, for those who do not see it.
    pub shows: String,
    /// Whether anybody sees it once the sheet is published.
    pub is_public: bool,
    /// The copy to print, that says neither place nor device.
    pub content: ContentHash,
    /// A smaller one.
    pub small: ContentHash,
}

/// The photographs of a sheet that were drawn again.
async fn photos(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Photo>> {
    let mut photos = Vec::new();
    for one in store::file::of_sheet(tx, sheet).await?.into_iter().filter(|one| one.is_photo) {
        let Some(file) = files::find(tx, one.file).await?.filter(|file| file.deleted_at.is_none()) else { continue };
        if let Some((content, small)) = file.published.zip(file.thumbnail) {
            photos.push(Photo { shows: one.title, is_public: one.is_public, content, small });
        }
    }
    Ok(photos)
}

/// A sheet with everything it says; whoever asks says whether drafts are for her.
///
/// # Errors
/// The database failed.
pub async fn sheet(tx: &mut Tx, id: Uuid, with_drafts: bool) -> Result<Option<SheetWhole>> {
    let Some(found) = store::sheet::by_id(tx, id).await? else { return Ok(None) };
    if !found.is_published() && !with_drafts {
        return Ok(None);
    }
    let brief = brief_of(&found);
    let rules::Sheet { id, text, .. } = found;
    Ok(Some(SheetWhole {
        places: store::pieces::places(tx, id).await?,
        partners: store::pieces::partners(tx, id).await?,
        means: store::pieces::means(tx, id).await?,
        steps: store::pieces::steps(tx, id).await?,
        indicators: store::pieces::indicators(tx, id).await?,
        links: store::pieces::links(tx, id).await?,
        photos: photos(tx, id).await?,
        brief,
        description_plain: plain(&text.description),
        finding: text.finding,
        strategic: text.strategic,
        operational: text.operational,
        aims: text.aims,
        description: text.description,
        perimeter: text.perimeter,
        publics: text.publics,
        competence: text.competence,
        term: text.term,
        involvement: text.involvement,
        conditions: text.conditions,
        transposition: text.transposition,
        lenses: text.lenses,
        needs: text.needs,
    }))
}

/// The published sheet of that address, with everything it says.
///
/// # Errors
/// The database failed.
pub async fn published_at(tx: &mut Tx, address: &str) -> Result<Option<SheetWhole>> {
    match published(tx, address).await? {
        Some(brief) => sheet(tx, brief.id, false).await,
        None => Ok(None),
    }
}

/// Ordinary means that the published sheets of a contract tell for a year: how many lines, planned, spent; none: no line says it.
///
/// # Errors
/// The database failed.
pub async fn common_law_of_year(tx: &mut Tx, contract: Uuid, year: i64) -> Result<(i64, Option<Cents>, Option<Cents>)> {
    let (lines, planned, actual) = store::pieces::common_law_of_year(tx, contract, year).await?;
    Ok((lines, planned.map(Cents), actual.map(Cents)))
}

/// Money planned for each published sheet of a contract, every nature and year together; none: no line says it.
///
/// # Errors
/// The database failed.
pub async fn planned_of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, Option<Cents>)>> {
    let all = store::pieces::planned_of_contract(tx, contract).await?.into_iter();
    Ok(all.map(|(sheet, cents)| (sheet, cents.map(Cents))).collect())
}

/// Money planned for a sheet, by nature.
pub fn planned(whole: &SheetWhole, nature: Nature) -> Cents {
    whole.means.iter().filter(|mean| mean.nature == nature).filter_map(|mean| mean.planned).sum()
}
