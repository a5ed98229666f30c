//! The draws of a college, and the one that is announced.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices_of, may};
use crate::actions::{self, Announcement};
use crate::rules::{ChanceKind, College, CollegeKind, Council, DrawKind};
use crate::store::draw::Draw;
use crate::{acts, store};

/// Where a draw is led.
pub(super) fn draw_path(id: Uuid) -> String {
    format!("/gestion/tirages/{id}")
}

/// « Tirage n° 2, associations et acteurs locaux ».
pub(super) fn title(draw: &Draw, college: &College) -> String {
    let what = match draw.kind {
        DrawKind::Letters => ", courriers",
        DrawKind::Completion => ", complément",
        DrawKind::Renewal => ", renouvellement",
        DrawKind::Whole | DrawKind::Answers => "",
    };
    format!("Tirage n° {}, {}{what}", draw.rank, college.kind.french().to_lowercase())
}

#[derive(Template)]
#[template(path = "pages/draws.html")]
pub(super) struct DrawsPage {
    pub frame: Frame,
    pub form: Form,
    pub draws: Vec<(Link, String)>,
    pub kinds: Vec<Choice>,
    pub chances: Vec<Choice>,
    pub may_announce: bool,
    pub had_one: bool,
    pub panels: String,
    /// Between the announcement and the session.
    pub notice: Option<String>,
}

impl DrawsPage {
    pub fn new(
        frame: Frame,
        form: Form,
        (college, notice_days): (&College, i64),
        (draws, kinds): (&[Draw], &[DrawKind]),
        may_draw: bool,
    ) -> Self {
        let shown = |draw: &Draw| (Link::new(title(draw, college), draw_path(draw.id)), draw.state.french().to_owned());
        Self {
            frame: frame.with_form(&form),
            form,
            draws: draws.iter().map(shown).collect(),
            kinds: kinds.iter().map(|kind| Choice::new(kind.code(), kind.french())).collect(),
            chances: choices_of!(ChanceKind),
            may_announce: may_draw && draws.first().is_none_or(|last| !actions::is_open(last.state)),
            had_one: !draws.is_empty(),
            panels: match college.terms.panels {
                Some(panels) => french::count(panels, "groupe", "groupes"),
                None => "1\u{202f}000 groupes, ou davantage si les chances sont petites,".to_owned(),
            },
            notice: (notice_days > 0).then(|| french::count(notice_days, "jour", "jours")),
        }
    }
}

fn list_frame(visit: &Visit, council: &Council, college: &College) -> Frame {
    visit.back_office("Tirages au sort").with_caption(college.kind.french()).with_breadcrumb(above(council))
}

/// What a draw may designate now, what is likeliest first.
async fn kinds(tx: &mut Tx, draws: &[Draw], kind: CollegeKind) -> Result<Vec<DrawKind>, Fault> {
    let mut all = Vec::new();
    if actions::answered(tx, draws).await?.is_some() {
        all.push(DrawKind::Answers);
    }
    if actions::seated(tx, draws).await?.is_some() {
        all.extend([DrawKind::Completion, DrawKind::Renewal]);
    }
    all.push(DrawKind::Whole);
    // Structures are few, and put their people forward: nobody writes to them by lot.
    if kind == CollegeKind::Residents {
        all.push(DrawKind::Letters);
    }
    Ok(all)
}

/// The form of a draw to announce, of what is likeliest.
pub(super) fn first_form(kinds: &[DrawKind]) -> Form {
    Form::filled([
        ("nature", kinds.first().map_or("", |kind| kind.code())),
        ("poids-jeunes", "1"),
        ("signee", "oui"),
        ("hasard", ChanceKind::DiceThenBeacon.code()),
        (
            "balise",
            "Balise drand « quicknet », premier tour publié au moins une minute après la lecture du nombre ; à défaut, le tirage \
             du Loto suivant.",
        ),
    ])
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let draws = store::draw::of_college(&mut tx, college.id).await?;
    let may_draw = may(&visit.actor, &acts::DRAW, &council);
    let kinds = kinds(&mut tx, &draws, college.kind).await?;
    let (frame, form) = (list_frame(&visit, &council, &college), first_form(&kinds));
    answer::page(&DrawsPage::new(frame, form, (&college, council.terms.notice_days), (&draws, &kinds), may_draw))
}

pub async fn announce(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::DRAW, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let kind = typed.parsed("nature", DrawKind::from_code, "Choisissez ce que ce tirage désigne");
    let new = Announcement {
        kind: kind.unwrap_or(DrawKind::Whole),
        letters: typed.whole("courriers"),
        young_weight: typed.whole("poids-jeunes"),
        session_on: typed.needed_day("seance", "le jour de la séance"),
        session_place: typed.text("lieu"),
        chance: typed
            .coded("hasard", ChanceKind::from_code, "Choisissez ce qui décide")
            .unwrap_or(ChanceKind::DiceThenBeacon),
        beacon_source: typed.text("balise"),
        signed_by: fields.is_ticked("signee").then(|| house.settings.beacon.clone()),
        reason: typed.text("raison"),
    };
    let around = (&house.outside, &house.settings.zone);
    let announced = actions::announce(&mut tx, around, &visit.actor, college.id, typed.filled(new)).await;
    let outcome = match announced {
        // Who leaves is drawn among those who sit: there is nothing to look for.
        Ok(draw) if kind == Some(DrawKind::Renewal) => Ok(draw),
        Ok(draw) => actions::ask_study(&mut tx, &house.outside, &visit.actor, draw).await.map(|()| draw),
        Err(failure) => Err(failure),
    };
    let again = async |form| {
        let mut tx = house.read().await?;
        let draws = store::draw::of_college(&mut tx, college.id).await?;
        let kinds = kinds(&mut tx, &draws, college.kind).await?;
        let frame = list_frame(&visit, &council, &college);
        Ok::<_, Fault>(DrawsPage::new(frame, form, (&college, council.terms.notice_days), (&draws, &kinds), true))
    };
    let answer = answer::settle(tx, outcome, (draw_path, "enregistre"), &fields, again).await;
    house.bell.ring();
    answer
}
