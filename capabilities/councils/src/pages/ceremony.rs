//! A draw, led step by step. One form at a time: what comes next.

use askama::Template;
use database::Tx;
use interface::{Form, Frame, Link, Steps, SummaryRow};
use kernel::{Moment, Uuid, french};
use web::{Fault, House, Visit};

use super::draws::{draw_path, title};
use super::open_draw::{facts, moment_of, public_path};
use super::{above, college_path, may};
use crate::actions::{self, Feasible, Study};
use crate::acts;
use crate::rules::{ChanceKind, Council, DrawKind, DrawState, Working, number_from};
use crate::store;
use crate::store::draw::Draw;

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
    pub order: Option<Round>,
    pub last: i64,
    pub numbers: Vec<String>,
    /// What is done when the college cannot be filled.
    pub vacancy: String,
    /// « 7 jours », when rules have been published for less.
    pub early: Option<String>,
    /// From when the number may be read, when its time has not come.
    pub from: Option<String>,
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
    fn of((chain, round): (beacon::Chain, u64), zone: &jiff::tz::TimeZone) -> Self {
        Self {
            at: french::moment(moment_of(&chain, round), zone),
            address: chain.address(round).unwrap_or_default(),
            number: round.to_string(),
            network: chain.name.into_owned(),
        }
    }
}

/// What the page of a draw is made of.
pub(super) struct Told<'a> {
    pub draw: &'a Draw,
    /// What is done when no panel keeps every rule, as announced.
    pub vacancy: String,
    pub rows: Vec<SummaryRow>,
    pub study: Option<(Study, String)>,
    pub numbers: Vec<String>,
    pub alternates: Vec<String>,
    pub round: Option<Round>,
    /// The round that gives the order of panels, when it is awaited.
    pub order: Option<Round>,
    pub progress: String,
    /// Days the rules should have been published for, when they have not.
    pub early: Option<i64>,
    /// From when the number may be read, when its time has not come.
    pub from: Option<String>,
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
            order: told.order,
            needs_beacon: draw.chance == ChanceKind::DiceThenBeacon,
            last: actions::last_number(draw),
            numbers: told.numbers,
            vacancy: french::spaced(&told.vacancy),
            early: told.early.map(|days| french::count(days, "jour", "jours")),
            from: told.from,
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

/// From when the number of a draw may be read, when its lottery is published and its time has not come.
fn waits(council: &Council, draw: &Draw, (now, zone): (Moment, &jiff::tz::TimeZone)) -> Option<Moment> {
    let published_at = draw.published_at.filter(|_| draw.state == DrawState::Published && draw.dice.is_none())?;
    let from = number_from(draw.session_on, published_at, council.terms.objection_hours, zone);
    (now < from).then_some(from)
}

/// The page of a draw, around what was typed.
pub(super) async fn drawn(
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
    let (zone, now) = (&house.settings.zone, house.outside.now());
    let study = study.map(|study| {
        let told = match &study {
            Study::Found { at, .. } => french::moment(*at, zone),
            Study::Awaited => String::new(),
        };
        (study, told)
    });
    let numbers = super::open_draw::selected(tx, &draw).await?;
    let announced = actions::announced_of(tx, draw.id).await?;
    let list = Link::new("Tirages", format!("{}/tirages", college_path(college.id)));
    let frame = visit.back_office(&title(&draw, &college)).with_breadcrumb([above(&council), vec![list]].concat());
    let form = typed.unwrap_or_default().with("revision", draw.revision.to_string());
    // The round that gives the order of panels, until somebody gave it.
    let order = match actions::order_round(&draw, &announced) {
        Some(round) if store::draw::file(tx, draw.id, actions::ORDER).await?.is_none() => Some(Round::of(round, zone)),
        _ => None,
    };
    let told = Told {
        draw: &draw,
        vacancy: announced.vacancy.clone(),
        rows: facts(&draw, &announced, zone),
        study,
        numbers,
        alternates: super::open_draw::alternates(tx, &draw).await?,
        round: actions::round(&draw).map(|round| Round::of(round, zone)),
        order,
        progress: actions::step_job(tx, draw.id).await?.map(|job| french::spaced(&job.told())).unwrap_or_default(),
        early: Some(council.terms.notice_days).filter(|days| now < draw.announced_at.plus_days(*days)),
        from: waits(&council, &draw, (now, zone)).map(|from| french::moment(from, zone)),
        may_draw,
        may_call: may(&visit.actor, &acts::CALL, &council),
    };
    Ok(CeremonyPage::new(frame, form, told))
}
