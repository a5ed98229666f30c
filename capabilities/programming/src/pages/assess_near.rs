//! `/gestion/dossiers/ressemblances`: projects nearly alike, and both texts side by side.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame, Link};
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{LIST, above, project_path};
use crate::actions::assess_list::chosen;
use crate::actions::assess_near::{self, Pair};
use crate::store::near::Found;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/assess_near.html")]
pub(super) struct NearPage {
    pub frame: Frame,
    pub call: String,
    pub compared: String,
    /// Each likeness: its link, what it is, why it was set aside.
    pub pairs: Vec<(Link, String, String)>,
}

fn likeness(found: &Found) -> String {
    let share = french::percent(found.near.alike_permille as f64 / 10.0, 0);
    let carrier = if found.near.is_same_carrier { "même porteur" } else { "deux porteurs" };
    format!("{share} en commun, {carrier}")
}

async fn draw(tx: &mut Tx, house: &House, visit: &Visit, address: &str) -> Result<NearPage, Fault> {
    let (_, call) = chosen(tx, &visit.actor, &acts::COMPARE, address).await?;
    let call = assess_near::compared(tx, &visit.actor, call.ok_or_else(Fault::not_found)?.id).await?;
    let compared = store::near::compared(tx, call.id).await?;
    let compared = compared.map(|(at, projects)| {
        let many = french::count(projects, "projet comparé", "projets comparés");
        format!("{many} le {}.", french::moment(at, &house.settings.zone))
    });
    let pair = |(found, one, other): (Found, applications::facade::ProjectRow, applications::facade::ProjectRow)| {
        let words = format!("{} / {}", one.project.title, other.project.title);
        let link = Link::new(words, format!("{LIST}/ressemblances/{}", found.id));
        (link, likeness(&found), found.set_aside.unwrap_or_default())
    };
    let pairs = assess_near::of_call(tx, &visit.actor, &call).await?.into_iter().map(pair).collect();
    Ok(NearPage {
        frame: visit.back_office("Projets qui se ressemblent").with_caption(&*call.title).with_breadcrumb(above(None)),
        call: call.id.to_string(),
        compared: compared.unwrap_or_default(),
        pairs,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, asked.text("appel")).await?)
}

pub async fn compare(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let id: Uuid = fields.text("appel-choisi").parse().map_err(|_| Fault::not_found())?;
    let call = assess_near::compared(&mut tx, &visit.actor, id).await?;
    let is_done = assess_near::ask(&mut tx, &house.outside, &visit.actor, id).await?;
    tx.commit().await?;
    house.bell.ring();
    let code = if is_done { "enregistre" } else { "lance" };
    answer::done(&format!("{LIST}/ressemblances?appel={}", call.address), code)
}

/// One of both projects.
pub(super) struct Text {
    pub link: Link,
    pub carrier: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "pages/assess_pair.html")]
pub(super) struct PairPage {
    pub frame: Frame,
    pub form: Form,
    pub words: String,
    pub sides: Vec<Text>,
    pub set_aside: Option<String>,
}

impl PairPage {
    pub fn new(frame: Frame, form: Form, pair: &Pair) -> Self {
        let side = |(row, text): &(applications::facade::ProjectRow, String)| Text {
            link: Link::new(&row.project.title, project_path(row.project.id)),
            carrier: row.carrier_name.clone(),
            words: text.clone(),
        };
        Self {
            frame: frame.with_form(&form),
            form,
            words: likeness(&pair.found),
            sides: pair.sides.iter().map(side).collect(),
            set_aside: pair.found.set_aside.clone(),
        }
    }
}

async fn pair(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<PairPage, Fault> {
    let mut tx = house.read().await?;
    let pair = assess_near::pair(&mut tx, &visit.actor, id).await?;
    let list = Link::new("Ressemblances", format!("{LIST}/ressemblances?appel={}", pair.call.address));
    let frame = visit.back_office("Deux projets côte à côte").with_breadcrumb([above(None), vec![list]].concat());
    Ok(PairPage::new(frame, form, &pair))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Found>) -> Answer {
    answer::page(&pair(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn set_aside(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Found>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = assess_near::set_aside(&mut tx, &house.outside, &visit.actor, id.uuid(), fields.text("motif")).await;
    let again = async |form| pair(&house, &visit, id.uuid(), form).await;
    let path = |address: String| format!("{LIST}/ressemblances?appel={address}");
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
