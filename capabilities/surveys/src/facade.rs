//! What other slices may ask of the questionnaires.

pub use crate::actions::{ERASABLES, TRACES};

pub mod associations;
pub mod channels;
pub mod rankings;
pub mod results;
pub mod tables;
pub mod waves;

use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, french};

pub use crate::rules::quota::Quota;
pub use crate::rules::starter::listening as listening_form;
pub use crate::rules::{Access, Mode, State, SurveyText};
use crate::{acts, store};

/// What awaits this person here: questionnaires that close soon, and those past their day that are still open.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&acts::LEAD).is_allowed() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for survey in store::survey::all(tx).await? {
        let consultation = listening::facade::consultation(tx, survey.consultation).await?;
        let scope = crate::actions::place(consultation.and_then(|found| found.contract));
        if !actor.may(&acts::LEAD, &scope).is_allowed() {
            continue;
        }
        let path = format!("/gestion/questionnaires/{}", survey.id);
        match (survey.state, survey.text.closes_at) {
            (State::Open, Some(closes)) if closes <= now => {
                let count = store::collected::count(tx, survey.id).await?;
                let why =
                    format!("{} ; les chiffres peuvent être publiés.", french::count(count, "réponse", "réponses"));
                all.push(Awaited::new(format!("Fermer « {} »", survey.text.title), why, path));
            }
            (State::Draft, _) if survey.published > 0 => {
                let why = "Une version est publiée, personne ne peut encore y répondre.";
                all.push(Awaited::new(format!("Ouvrir « {} »", survey.text.title), why, path));
            }
            _ => {}
        }
    }
    Ok(all)
}
