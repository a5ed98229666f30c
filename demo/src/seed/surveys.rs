//! The three questionnaires of the consultation with their answers, and one that is open now.

use std::collections::BTreeMap;

use ::surveys::actions::{self, NewSurvey, Sending, SendingKey};
use ::surveys::facade::{Mode, Quota, State, SurveyText, listening_form};
use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Filled, Moment, Outcome, Outside, Uuid};
use questionnaire::model::{Choice, ChoiceList, Form, Item, Kind, Source};
use web::Keys;

use crate::Demonstration;
use crate::surveys::{Question, Survey};

const ACTOR: Actor = Actor::Platform("démonstration");

/// Puts the questionnaires of a consultation in; channels are named by their codes.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn surveys(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    told: &Demonstration,
    consultation: Uuid,
    channels: &BTreeMap<String, Uuid>,
) -> Outcome<()> {
    let mut begun_before: BTreeMap<&str, Uuid> = BTreeMap::new();
    for survey in &told.surveys.surveys {
        let text = SurveyText {
            title: survey.title.clone(),
            purpose: survey.purpose.clone(),
            follow_up: survey.follow_up.clone(),
            channel: channels.get(&survey.channel).copied(),
            is_published: survey.wave_of.is_empty(),
            ..SurveyText::default()
        };
        let wave_of = begun_before.get(survey.wave_of.as_str()).copied();
        let new = NewSurvey { consultation, code: survey.code.clone(), text, form: form(survey), wave_of };
        let id = begun(tx, outside, new).await?;
        begun_before.insert(&survey.code, id);
        answers(tx, (outside, keys), id, survey).await?;
        actions::change_state(tx, outside, &ACTOR, (id, 3), State::Closed).await?;
    }
    let areas = territory::facade::areas(tx).await?;
    let areas: Vec<(String, String)> = areas.into_iter().map(|area| (area.code, area.name)).collect();
    let text = SurveyText {
        title: "Comment va votre quartier ?".to_owned(),
        purpose: "Chaque année, les mêmes questions : elles disent si la vie change dans les quartiers.".to_owned(),
        follow_up: "Questionnaire d’exemple : dans une vraie ville, dites ici quand et où vous rendrez compte."
            .to_owned(),
        ..SurveyText::default()
    };
    let form = listening_form("ecoute", &text.title, &areas);
    let new = NewSurvey { consultation, code: "comment-va-votre-quartier".to_owned(), text, form, wave_of: None };
    let id = begun(tx, outside, new).await?;
    quotas(tx, outside, id).await
}

/// One answer wanted for each hundred inhabitants of a neighbourhood, women and men as many.
async fn quotas(tx: &mut Tx, outside: &Outside, id: Uuid) -> Outcome<()> {
    let found = actions::survey(tx, &ACTOR, &::surveys::acts::LEAD, id).await?;
    let (_, sexes) = actions::quotas::bands(&actions::form_of(&found)?);
    let inhabitants: BTreeMap<_, _> = territory::facade::populations(tx).await?.into_iter().collect();
    for (area, living) in inhabitants {
        let wanted = (living.count / 200).max(1).to_string();
        let quota = |sex: &str| Quota { area: Some(area), age: String::new(), sex: sex.to_owned(), wanted: 0 };
        let typed: Vec<(String, Quota, String)> =
            sexes.iter().take(2).map(|(sex, _)| (sex.clone(), quota(sex), wanted.clone())).collect();
        actions::quotas::set(tx, outside, &ACTOR, (id, Some(area)), &typed).await?;
    }
    Ok(())
}

/// A questionnaire published and open.
async fn begun(tx: &mut Tx, outside: &Outside, new: NewSurvey) -> Outcome<Uuid> {
    let id = actions::begin(tx, outside, &ACTOR, Filled::from(new)).await?;
    actions::publish(tx, outside, &ACTOR, (id, 1), "").await?;
    actions::change_state(tx, outside, &ACTOR, (id, 2), State::Open).await?;
    Ok(id)
}

async fn answers(tx: &mut Tx, (outside, keys): (&Outside, &Keys), id: Uuid, survey: &Survey) -> Outcome<()> {
    let found = actions::survey(tx, &ACTOR, &::surveys::acts::COLLECT, id).await?;
    let mode = Mode::from_code(&survey.mode).unwrap_or(Mode::Import);
    let zone = TimeZone::UTC;
    // They came before today: everybody reads figures of days that are over.
    let before = Outside::told(Moment(outside.now().0 - 2 * 86_400_000), u64::from_le_bytes(outside.bytes()));
    for person in survey.people() {
        let sending = Sending {
            key: SendingKey::new(outside.bytes()),
            version: 1,
            answers: person.into_iter().collect(),
            token: None,
            parked: None,
            language: "fr".to_owned(),
            code: None,
        };
        actions::send_collected(tx, (&before, keys, &zone), &ACTOR, &found, (mode, &sending)).await?;
    }
    Ok(())
}

/// The form of a questionnaire.
fn form(survey: &Survey) -> Form {
    let mut form = Form { id: survey.code.replace('-', "_"), title: survey.title.clone(), ..Form::default() };
    for question in &survey.questions {
        let (item, list) = asked(question);
        form.items.push(item);
        form.lists.push(list);
    }
    form
}

fn asked(question: &Question) -> (Item, ChoiceList) {
    let name = format!("{}_reponses", question.name);
    let source = Source::List(name.clone());
    let kind = if question.most > 1 { Kind::SelectMultiple(source, false) } else { Kind::SelectOne(source, false) };
    let mut item = Item::new(&question.name, kind, &question.label);
    item.hint = questionnaire::model::Text::plain(question.hint.clone());
    item.max_selected = (question.most > 1).then_some(question.most);
    item.role = Some(question.role.clone()).filter(|role| !role.is_empty());
    let choices = question.choices.iter().map(|(code, label, _)| Choice::new(code, label)).collect();
    (item, ChoiceList { name, is_external: false, choices })
}
