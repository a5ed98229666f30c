//! Files of a report, made at once: what is written today, a version as it was frozen, what everybody reads.

use std::sync::Arc;

use axum::extract::{Path, State};
use kernel::{Breakdown, Uuid, french};
use tokio::sync::Semaphore;
use web::{Answer, Fault, House, Visit, answer};

use super::{opinion_words, today};
use crate::actions::setting::{Format, OpinionPrinted, Printed, set};
use crate::actions::viewing::{self, Frozen};
use crate::actions::{Found, found};
use crate::rules::{Opinion, State as Stands, Subject};
use crate::{acts, store};

/// Reports set at the same time: each holds its pages in memory, and anybody may ask.
static SETTING: Semaphore = Semaphore::const_new(2);

fn asked(format: &str) -> Result<Format, Fault> {
    Format::from_code(format).ok_or_else(Fault::not_found)
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

/// A report as a file says it; its chapters and figures come after.
fn printed(house: &House, of: &Found, opinions: &[Opinion], version: &str) -> Printed {
    let due_on = of.report.asked.map(|asked| asked.due_on);
    let today = today(house);
    let opinion = |one: &Opinion| OpinionPrinted {
        body: one.body.clone(),
        stands: due_on.map_or_else(String::new, |due_on| opinion_words(one, due_on, today)),
        words: one.given.as_ref().map_or_else(String::new, |given| given.words.clone()),
        follow_up: one.follow_up.clone(),
    };
    Printed {
        title: of.title(),
        contract: of.contract.title.clone(),
        town: house.settings.site.town.clone(),
        day: today,
        version: version.to_owned(),
        reference: of.report.approval.as_ref().map(|approval| approval.deliberation.clone()),
        chapters: Vec::new(),
        figures: Vec::new(),
        opinions: opinions.iter().map(opinion).collect(),
        origin: house.settings.public_url.clone(),
    }
}

/// The same with what a version holds, of its day.
fn of_version(house: &House, printed: Printed, frozen: Frozen) -> Printed {
    let day = frozen.version.at.day(&house.settings.zone);
    Printed { day, chapters: frozen.chapters, figures: frozen.figures, ..printed }
}

async fn made(printed: Printed, (name, format): (&str, Format)) -> Answer {
    let _turn = SETTING.acquire().await.map_err(|_| Breakdown::because("no report is set any more"))?;
    let name = format!("rapport-annuel-{name}.{}", format.code());
    answer::download(&name, format.media_type(), set(printed, format).await?)
}

fn named(of: &Found) -> String {
    format!("{}-{}", of.contract.code, of.report.year)
}

/// The team takes what is written today, with figures read today; once it is approved, what was approved.
pub async fn current(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, format)): Path<(String, String)>,
) -> Answer {
    let (id, format) = (id_of(&id)?, asked(&format)?);
    let mut tx = house.read().await?;
    let of = found(&mut tx, &visit.actor, &acts::READ, id).await?;
    let opinions = store::opinion::of_report(&mut tx, id).await?;
    let today = today(&house);
    let printed = if of.report.state.is_written() {
        let chapters = store::chapter::of_report(&mut tx, id).await?;
        let chapters: Vec<(Subject, _)> = chapters.into_iter().map(|one| (one.subject, one.text)).collect();
        let figures = viewing::live(&mut tx, &of, today).await?;
        let words = match of.report.state {
            Stands::Draft => "Texte en cours d’écriture",
            _ => "Texte repris pour tenir compte des avis",
        };
        Printed { chapters, figures, ..printed(&house, &of, &opinions, words) }
    } else {
        let version = store::version::of_report(&mut tx, id).await?.into_iter().next().ok_or_else(Fault::not_found)?;
        let words = version.occasion.french();
        let frozen = viewing::frozen(&mut tx, &of, version, today).await?;
        of_version(&house, printed(&house, &of, &opinions, words), frozen)
    };
    drop(tx);
    made(printed, (&named(&of), format)).await
}

/// The team takes a version as it was frozen: what councils received has no opinion yet.
pub async fn version(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, format)): Path<(String, String)>,
) -> Answer {
    let (id, format) = (id_of(&id)?, asked(&format)?);
    let mut tx = house.read().await?;
    let (frozen, of) = viewing::version(&mut tx, &visit.actor, id, today(&house)).await?;
    let opinions = match frozen.version.occasion {
        crate::rules::Occasion::Submission => Vec::new(),
        crate::rules::Occasion::Approval => store::opinion::of_report(&mut tx, of.report.id).await?,
    };
    drop(tx);
    let words =
        format!("{}, {}", frozen.version.occasion.french(), french::moment(frozen.version.at, &house.settings.zone));
    let printed = of_version(&house, printed(&house, &of, &opinions, &words), frozen);
    made(printed, (&named(&of), format)).await
}

/// Anybody takes what was approved, with opinions and what follows.
pub async fn open(
    State(house): State<Arc<House>>,
    Path((code, year, format)): Path<(String, String, String)>,
) -> Answer {
    let format = asked(&format)?;
    let (frozen, of, opinions) = super::open::named(&house, (&code, &year)).await?;
    let words = frozen.version.occasion.french();
    let printed = of_version(&house, printed(&house, &of, &opinions, words), frozen);
    made(printed, (&named(&of), format)).await
}
