//! Beginning a questionnaire, and what is said of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Filled, Moment, Uuid};
use questionnaire::model;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices, path, within_reach};
use crate::actions::NewSurvey;
use crate::rules::{Access, SurveyText, starter};
use crate::store::survey::Survey;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/begin.html")]
pub(super) struct BeginPage {
    pub frame: Frame,
    pub form: Form,
    pub consultations: Vec<Choice>,
    pub starts: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/setting.html")]
pub(super) struct SettingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub channels: Vec<Choice>,
    pub accesses: Vec<Choice>,
}

/// What a questionnaire begins with: nothing, the questions of a listening survey, or another questionnaire.
async fn starts(tx: &mut database::Tx, visit: &Visit) -> Result<Vec<Choice>, Fault> {
    let mut all = vec![
        Choice::new("ecoute", "Les questions d’une enquête écoute")
            .hint("Neuf questions à corriger comme vous voulez."),
        Choice::new("vide", "Rien"),
    ];
    let reach = within_reach(tx, &visit.actor, &acts::READ).await?;
    for survey in store::survey::all(tx).await? {
        if reach.iter().any(|one| one.id == survey.consultation) {
            let label = format!("Une nouvelle vague de « {} »", survey.text.title);
            all.push(Choice::new(survey.id.to_string(), &label).hint("Les mêmes questions, pour comparer."));
        }
    }
    Ok(all)
}

async fn begin_page(tx: &mut database::Tx, visit: &Visit, form: Form) -> Result<BeginPage, Fault> {
    let consultations = within_reach(tx, &visit.actor, &acts::LEAD).await?;
    let above = vec![Link::new("Gestion", "/gestion"), Link::new("Questionnaires", super::HOME)];
    let frame = visit.back_office("Écrire un questionnaire").with_breadcrumb(above).with_form(&form);
    let consultations = choices(consultations.iter().map(|one| (one.id, one.title.as_str())));
    Ok(BeginPage { frame, form, consultations, starts: starts(tx, visit).await? })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let mut page = begin_page(&mut tx, &visit, Form::filled([("depart", "ecoute")])).await?;
    let wanted = asked.text("concertation");
    if let Some(first) = page.consultations.iter().find(|one| wanted.is_empty() || one.value == wanted) {
        page.form.add("concertation", first.value.clone());
    }
    answer::page(&page)
}

async fn new_survey(tx: &mut database::Tx, visit: &Visit, fields: &Fields) -> Result<Filled<NewSurvey>, Fault> {
    let mut typed = Reading::of(fields);
    let consultation: Option<Uuid> = typed.chosen("concertation", "Choisissez une concertation");
    let text = SurveyText { title: typed.text("titre"), purpose: typed.text("but"), ..SurveyText::default() };
    let start = typed.text("depart");
    let areas = territory::facade::areas(tx).await?;
    let areas: Vec<(String, String)> = areas.into_iter().map(|area| (area.code, area.name)).collect();
    let (mut form, mut wave_of) = (model::Form::default(), None);
    match start.as_str() {
        "ecoute" => form = starter::listening("", "", &areas),
        "vide" => {}
        other => match other.parse::<Uuid>() {
            Ok(id) => {
                let found = actions::survey(tx, &visit.actor, &acts::READ, id).await?;
                form = actions::form_of(&found)?;
                wave_of = Some(id);
            }
            Err(_) => typed.tell("depart", "Choisissez par quoi commencer"),
        },
    }
    let consultation = consultation.unwrap_or_default();
    Ok(typed.filled(NewSurvey { consultation, code: String::new(), text, form, wave_of }))
}

pub async fn begin(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let new = new_survey(&mut tx, &visit, &fields).await?;
    let outcome = actions::begin(&mut tx, &house.outside, &visit.actor, new).await;
    let again = async |form| begin_page(&mut house.read().await?, &visit, form).await;
    answer::settle(tx, outcome, (|id| format!("{}/questions", path(id)), "ajoute"), &fields, again).await
}

/// The setting of a questionnaire, to be typed again.
pub(super) fn form_of(survey: &Survey, zone: &TimeZone) -> Form {
    let text = &survey.text;
    let day = |moment: Option<Moment>| moment.map(|moment| moment.day(zone));
    let hour = |moment: Option<Moment>| {
        moment.map(|moment| moment.timestamp().to_zoned(zone.clone()).strftime("%H:%M").to_string()).unwrap_or_default()
    };
    Form::filled([
        ("titre", text.title.clone()),
        ("but", text.purpose.clone()),
        ("suites", text.follow_up.clone()),
        ("canal", text.channel.map(|id| id.to_string()).unwrap_or_default()),
        ("acces", text.access.code().to_owned()),
        ("ouverture-heure", hour(text.opens_at)),
        ("fermeture-heure", hour(text.closes_at)),
        ("jours", text.kept_days.to_string()),
        ("age", text.least_age.to_string()),
        ("publie", if text.is_published { "oui" } else { "" }.to_owned()),
        ("revision", survey.revision.to_string()),
    ])
    .with_date("ouverture", day(text.opens_at))
    .with_date("fermeture", day(text.closes_at))
}

async fn draw(tx: &mut database::Tx, visit: &Visit, survey: &Survey, form: Form) -> Result<SettingPage, Fault> {
    let channels = listening::facade::words::channels(tx, survey.consultation).await?;
    let frame = visit.back_office("Réglages du questionnaire").with_caption(survey.text.title.clone());
    Ok(SettingPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        form,
        path: path(survey.id),
        channels: choices(channels.iter().map(|one| (one.id, one.label.as_str()))),
        accesses: accesses(),
    })
}

pub(super) fn accesses() -> Vec<Choice> {
    vec![
        Choice::new(Access::Everyone.code(), "Tout le monde"),
        Choice::new(Access::Invited.code(), "Les personnes qui ont reçu un lien")
            .hint("Chaque lien vaut une réponse. Personne ne peut savoir laquelle."),
    ]
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let form = form_of(&survey, &house.settings.zone);
    answer::page(&draw(&mut tx, &visit, &survey, form).await?)
}

/// A day and an hour of the town; midnight without an hour.
fn moment(typed: &mut Reading<'_>, name: &str, label: &str, zone: &TimeZone) -> Option<Moment> {
    let day: Option<Date> = typed.day(name, label);
    let hour = format!("{name}-heure");
    let read = |text: &str| {
        let (hours, minutes) = text.split_once([':', 'h'])?;
        let minutes = if minutes.is_empty() { "0" } else { minutes };
        jiff::civil::Time::new(hours.trim().parse().ok()?, minutes.trim().parse().ok()?, 0, 0).ok()
    };
    let time = typed.parsed(&hour, read, "Écrivez une heure, par exemple 18:00").unwrap_or_default();
    let zoned = day?.to_datetime(time).to_zoned(zone.clone()).ok()?;
    Some(Moment(zoned.timestamp().as_millisecond()))
}

fn read(fields: &Fields, zone: &TimeZone) -> Filled<SurveyText> {
    let mut typed = Reading::of(fields);
    let whole = "Saisissez un nombre entier, par exemple 15";
    let kept_days = typed.whole("jours");
    let least_age = typed.whole("age");
    let text = SurveyText {
        title: typed.text("titre"),
        purpose: typed.text("but"),
        follow_up: typed.text("suites"),
        channel: typed.offered("canal"),
        access: typed.coded("acces", Access::from_code, "Choisissez qui peut répondre").unwrap_or(Access::Everyone),
        opens_at: moment(&mut typed, "ouverture", "la date d’ouverture", zone),
        closes_at: moment(&mut typed, "fermeture", "la date de fermeture", zone),
        kept_days: typed.needed("jours", kept_days, whole).unwrap_or_default(),
        least_age: typed.needed("age", least_age, whole).unwrap_or_default(),
        is_published: fields.is_ticked("publie"),
    };
    typed.filled(text)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let text = read(&fields, &house.settings.zone);
    let at = (id.uuid(), fields.revision());
    let outcome = actions::change_text(&mut tx, &house.outside, &visit.actor, at, text).await;
    let again = async |form| draw(&mut house.read().await?, &visit, &survey, form).await;
    answer::settle(tx, outcome, (|()| path(id.uuid()), "enregistre"), &fields, again).await
}
