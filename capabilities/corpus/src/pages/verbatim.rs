//! One sentence: what others read, its themes, and the evidence made of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, SummaryRow};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::entry::picked;
use super::{above, area_name, choices, month_in_french};
use crate::actions::{Work, opened, place};
use crate::store::verbatims::Verbatim;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/verbatim.html")]
pub(super) struct VerbatimPage {
    pub frame: Frame,
    pub form: Form,
    pub id: Uuid,
    pub masked: String,
    pub raw: Option<String>,
    pub rows: Vec<SummaryRow>,
    pub needs: Vec<Choice>,
    pub evidence: String,
    pub may_code: bool,
}

/// A reviewed sentence this person may read, with its place: otherwise nothing is there.
async fn found(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<(Verbatim, kernel::Scope), Fault> {
    let row = store::verbatims::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let consultation = listening::facade::consultation(tx, row.consultation).await?.ok_or_else(Fault::not_found)?;
    let place = place(consultation.contract, row.area);
    let is_readable = row.state == "accepted" && visit.actor.may(&acts::READ, &place).is_allowed();
    if is_readable { Ok((row, place)) } else { Err(Fault::not_found()) }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<VerbatimPage, Fault> {
    let mut tx = house.read().await?;
    let (row, place) = found(&mut tx, visit, id).await?;
    let work = Work::load(&mut tx, row.consultation).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let channels = listening::facade::words::channels(&mut tx, row.consultation).await?;
    let channel = row.channel.and_then(|id| channels.iter().find(|one| one.id == id));
    let coded = work.codings.iter().filter(|one| one.verbatim == id);
    let chosen: Vec<Uuid> = coded.clone().flat_map(|one| one.themes.iter().copied()).collect();
    let labels: Vec<&str> =
        work.themes.iter().filter(|theme| chosen.contains(&theme.id)).map(|theme| theme.label.as_str()).collect();
    let sealed = match visit.actor.may(&acts::REVIEW, &place).is_allowed() {
        true => store::verbatims::sealed(&mut tx, id).await?,
        false => None,
    };
    let rows = vec![
        SummaryRow::new("Quartier", area_name(&areas, row.area)),
        SummaryRow::new("Canal", channel.map_or("Canal non précisé", |one| one.label.as_str())),
        SummaryRow::new("Qui a parlé", row.audience.as_str()),
        SummaryRow::new("Mois", month_in_french(row.month.as_deref())),
        SummaryRow::new("Thèmes", labels.join(", ")),
        SummaryRow::new("Personnes qui l’ont codée", kernel::french::integer(coded.count() as i64)),
    ];
    // The need its themes lead to is proposed.
    let need = work.themes.iter().filter(|theme| chosen.contains(&theme.id)).find_map(|theme| theme.need);
    let form = form.unwrap_or_else(|| Form::filled([("besoin", need.map(|id| id.to_string()).unwrap_or_default())]));
    let needs = listening::facade::needs(&mut tx).await?;
    let labelled: Vec<(Uuid, String)> =
        needs.iter().map(|one| (one.id, format!("{} {}", one.code, one.label))).collect();
    let frame = visit.back_office("Une parole").with_breadcrumb(above());
    Ok(VerbatimPage {
        frame: frame.with_form(&form),
        form,
        id,
        masked: row.masked,
        raw: opened(&house.keys, id, sealed)?,
        rows,
        needs: choices(labelled.iter().map(|(id, label)| (*id, label.as_str()))),
        evidence: row.evidence.map(listening::facade::words::evidence_path).unwrap_or_default(),
        may_code: visit.actor.may(&acts::CODE, &place).is_allowed(),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Verbatim>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn make_evidence(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Verbatim>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    found(&mut tx, &visit, id.uuid()).await?;
    let outcome = match picked(&fields, "besoin", "Choisissez un besoin dans la liste") {
        Ok(need) => {
            let is_public = fields.is_ticked("publique");
            actions::make_evidence(&mut tx, &house.outside, &visit.actor, id.uuid(), need, is_public).await
        }
        Err(failure) => Err(failure),
    };
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    let path = |_| format!("/gestion/paroles/{}", id.uuid());
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}
