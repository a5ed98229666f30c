//! A draw, led step by step. One form at a time: what comes next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Steps, SummaryRow};
use kernel::{Moment, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::open_draw::{facts, public_path};
use super::{above, choices_of, college_path, may};
use crate::actions::{self, Announcement, Feasible, Step, Study};
use crate::rules::{ChanceKind, College, CollegeKind, Council, DrawKind, DrawState, Working};
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
}

impl DrawsPage {
    pub fn new(
        frame: Frame,
        form: Form,
        college: &College,
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
            panels: french::count(college.terms.panels, "groupe", "groupes"),
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
    answer::page(&DrawsPage::new(frame, form, &college, (&draws, &kinds), may_draw))
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
        Ok::<_, Fault>(DrawsPage::new(frame, form, &college, (&draws, &kinds), true))
    };
    let answer = answer::settle(tx, outcome, (draw_path, "enregistre"), &fields, again).await;
    house.bell.ring();
    answer
}

#[derive(Template)]
#[template(path = "pages/ceremony.html")]
pub(super) struct CeremonyPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub public: String,
    /// Where another draw is announced.
    pub list: String,
    pub steps: Steps,
    pub state: DrawState,
    pub rows: Vec<SummaryRow>,
    pub problem: Vec<String>,
    pub working: &'static str,
    /// How far the job of this step is.
    pub progress: String,
    pub feasible: Option<Feasible>,
    pub study_told: String,
    pub is_study_old: bool,
    pub is_study_awaited: bool,
    pub is_study_due: bool,
    pub kind: DrawKind,
    /// Title, words and button of the step that closes the pool.
    pub closing: [&'static str; 3],
    pub alternates: Vec<String>,
    pub has_dice: bool,
    pub needs_beacon: bool,
    pub round: Option<Round>,
    pub last: i64,
    pub numbers: Vec<String>,
    pub early: bool,
    pub may_draw: bool,
    pub may_call: bool,
    pub may_abandon: bool,
}

impl CeremonyPage {
    /// « 0,8 % ».
    fn least(&self) -> String {
        let least = self.feasible.as_ref().and_then(|feasible| feasible.least);
        least.map(|least| french::percent(least * 100.0, 2)).unwrap_or_default()
    }
}

/// The round that counts for a draw, and where anybody reads it.
pub(super) struct Round {
    /// The network.
    pub network: String,
    /// Its number.
    pub number: String,
    /// When it is published.
    pub at: String,
    /// Where; empty when its address is not known.
    pub address: String,
}

impl Round {
    fn of(draw: &Draw, zone: &jiff::tz::TimeZone) -> Option<Self> {
        let (chain, round) = actions::round(draw)?;
        let at = Moment(i64::try_from(chain.time_of(round)).unwrap_or(i64::MAX / 1_000) * 1_000);
        Some(Self {
            network: chain.name.to_string(),
            number: round.to_string(),
            at: french::moment(at, zone),
            address: chain.address(round).unwrap_or_default(),
        })
    }
}

/// What the page of a draw is made of.
pub(super) struct Told<'a> {
    pub draw: &'a Draw,
    pub college: &'a College,
    pub rows: Vec<SummaryRow>,
    pub study: Option<(Study, String)>,
    pub numbers: Vec<String>,
    pub alternates: Vec<String>,
    pub round: Option<Round>,
    pub progress: String,
    pub early: bool,
    pub may_draw: bool,
    pub may_call: bool,
}

impl CeremonyPage {
    pub fn new(frame: Frame, form: Form, told: Told<'_>) -> Self {
        let draw = told.draw;
        let number = match draw.state {
            DrawState::Prepared | DrawState::Abandoned => 1,
            DrawState::Frozen => 2,
            DrawState::Published => 3,
            DrawState::Drawn => 4,
            DrawState::Sealed => 5,
        };
        let (number, names): (u32, &[&str]) = match draw.kind.seats() {
            true => {
                (number, &["Règles publiées", "Vivier clos", "Loterie publiée", "Hasard connu", "Procès-verbal scellé"])
            }
            false => (
                if number > 2 { number - 1 } else { number },
                &["Règles publiées", "Liste publiée", "Hasard connu", "Procès-verbal scellé"],
            ),
        };
        let is_study_awaited = matches!(told.study, Some((Study::Awaited, _)));
        let (feasible, study_told, is_study_old) = match told.study {
            Some((Study::Found { feasible, is_old, .. }, told)) => (Some(feasible), told, is_old),
            _ => (None, String::new(), false),
        };
        let is_study_due = is_study_old || (feasible.is_none() && !is_study_awaited);
        Self {
            frame: frame.with_form(&form),
            form,
            path: draw_path(draw.id),
            public: public_path(draw.id),
            list: format!("{}/tirages", college_path(draw.college)),
            steps: Steps::new(number, names.iter().copied()),
            kind: draw.kind,
            closing: closing(draw.kind),
            alternates: told.alternates,
            state: draw.state,
            rows: told.rows,
            problem: draw.problem.lines().map(french::spaced).collect(),
            progress: told.progress,
            working: if draw.working == Working::Idle { "" } else { draw.working.french() },
            feasible,
            study_told,
            is_study_old,
            is_study_awaited,
            is_study_due,
            has_dice: draw.dice.is_some(),
            round: told.round,
            needs_beacon: draw.chance == ChanceKind::DiceThenBeacon,
            last: actions::last_number(draw, told.college),
            numbers: told.numbers,
            early: told.early,
            may_draw: told.may_draw,
            may_call: told.may_call,
            may_abandon: told.may_draw && actions::is_open(draw.state) && draw.dice.is_none(),
        }
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn is_kind(&self, kind: &DrawKind, code: &str) -> bool {
        kind.code() == code
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn is(&self, state: &DrawState, code: &str) -> bool {
        state.code() == code
    }
}

/// What the step that closes the pool is called, what it does, and its button.
const fn closing(kind: DrawKind) -> [&'static str; 3] {
    match kind {
        DrawKind::Renewal => [
            "Étape suivante : publier qui siège",
            "Les numéros des membres qui siègent sont publiés, avec l’empreinte du dossier du conseil. La moitié partira.",
            "Publier qui siège",
        ],
        DrawKind::Letters => [
            "Étape suivante : clore la liste",
            "Chaque personne reçoit un numéro tiré au hasard et un reçu. La liste est publiée par numéros, avec la chance de \
             chacun de recevoir un courrier : ensuite, personne n’y entre ni n’en sort.",
            "Clore la liste",
        ],
        DrawKind::Completion => [
            "Étape suivante : clore le vivier",
            "Les membres qui siègent gardent leur numéro et leur siège ; les personnes parties ne reviennent pas. Les autres \
             reçoivent un numéro tiré au hasard et un reçu. Ensuite, personne n’entre au vivier ni n’en sort.",
            "Clore le vivier",
        ],
        DrawKind::Answers => [
            "Étape suivante : clore le vivier",
            "Le vivier est fait des personnes qui ont répondu oui aux courriers. Chacune garde le numéro du premier tirage, et \
             sa chance d’avoir été invitée compte dans le second. Ensuite, aucune réponse ne compte plus.",
            "Clore le vivier",
        ],
        DrawKind::Whole => [
            "Étape suivante : clore le vivier",
            "Chaque personne reçoit un numéro tiré au hasard et un reçu. L’empreinte du vivier est publiée : ensuite, personne \
             n’y entre ni n’en sort.",
            "Clore le vivier",
        ],
    }
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    id: Uuid,
    typed: Option<Form>,
) -> Result<CeremonyPage, Fault> {
    let (council, college, draw) = actions::draw(tx, &visit.actor, &acts::READ, id).await?;
    let may_draw = may(&visit.actor, &acts::DRAW, &council);
    let study = match draw.state {
        DrawState::Prepared if may_draw => actions::study_of(tx, house.outside.now(), draw.id, college.id).await?,
        _ => None,
    };
    let zone = &house.settings.zone;
    let study = study.map(|study| {
        let told = match &study {
            Study::Found { at, .. } => french::moment(*at, zone),
            Study::Awaited => String::new(),
        };
        (study, told)
    });
    let numbers = super::open_draw::selected(tx, &draw).await?;
    let list = Link::new("Tirages", format!("{}/tirages", college_path(college.id)));
    let frame = visit.back_office(&title(&draw, &college)).with_breadcrumb([above(&council), vec![list]].concat());
    let form = typed.unwrap_or_default().with("revision", draw.revision.to_string());
    let told = Told {
        draw: &draw,
        college: &college,
        rows: facts(&draw, &college, zone),
        study,
        numbers,
        alternates: super::open_draw::alternates(tx, &draw).await?,
        round: Round::of(&draw, zone),
        progress: actions::step_job(tx, draw.id).await?.map(|job| french::spaced(&job.told())).unwrap_or_default(),
        early: house.outside.now() < draw.announced_at.plus_days(7),
        may_draw,
        may_call: may(&visit.actor, &acts::CALL, &council),
    };
    Ok(CeremonyPage::new(frame, form, told))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &house, &visit, id.uuid(), None).await?)
}

/// Ends a step: the page of the draw, or the same page around what was typed.
async fn ended(
    house: &House,
    visit: &Visit,
    (id, fields): (Uuid, &Fields),
    (tx, outcome): (Tx, kernel::Outcome<()>),
    code: &str,
) -> Answer {
    let again = async |form: Form| {
        let typed = fields.pairs().iter().filter(|(name, _)| name != "revision").cloned();
        let form = Form::filled(typed).with_errors(form.errors());
        drawn(&mut house.read().await?, house, visit, id, Some(form)).await
    };
    answer::settle(tx, outcome, (|()| draw_path(id), code), fields, again).await
}

pub async fn study(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::ask_study(&mut tx, &house.outside, &visit.actor, id.uuid()).await;
    let answer = ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "lance").await;
    house.bell.ring();
    answer
}

async fn asked(house: Arc<House>, visit: Visit, id: Uuid, fields: Fields, step: Step) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::ask(&mut tx, &house.outside, &visit.actor, (id, fields.revision()), step).await;
    let answer = ended(&house, &visit, (id, &fields), (tx, outcome), "lance").await;
    house.bell.ring();
    answer
}

pub async fn freeze(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    asked(house, visit, id.uuid(), fields, Step::Freeze).await
}

pub async fn publish(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draw>,
    fields: Fields,
) -> Answer {
    asked(house, visit, id.uuid(), fields, Step::Publish).await
}

pub async fn stop(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::stop_step(&mut tx, &house.outside, &visit.actor, at).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "annule").await
}

pub async fn dice(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let whole = |name: &str| fields.text(name).parse().ok();
    let (at, typed) = ((id.uuid(), fields.revision()), (whole("nombre"), whole("nombre-bis")));
    let outcome = actions::read_dice(&mut tx, &house.outside, &visit.actor, at, typed).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}

pub async fn beacon(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let text = |name: &str| fields.text(name).to_owned();
    let typed = actions::Typed { signature: text("signature"), value: text("balise"), why: text("repli") };
    let outcome = actions::read_beacon(&mut tx, &house.outside, &visit.actor, at, &typed).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}

pub async fn seal(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let at = (id.uuid(), fields.revision());
    let outcome = actions::seal(&mut tx, around, &visit.actor, at, fields.text("temoins")).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}

pub async fn abandon(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draw>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::abandon(&mut tx, &house.outside, &visit.actor, at, fields.text("raison")).await;
    ended(&house, &visit, (id.uuid(), &fields), (tx, outcome), "enregistre").await
}
