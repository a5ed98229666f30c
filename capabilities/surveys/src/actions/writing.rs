//! Writing a questionnaire: its words, its questions, its versions, opening and closing.

use database::Tx;
use journal::Entry;
use kernel::text::{free_name, slug};
use kernel::{Act, Actor, Breakdown, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use questionnaire::model::Form;
use questionnaire::{comparison, definition, xlsform};
use serde_json::json;

use super::place;
use crate::rules::draft::{self, QuestionText};
use crate::rules::survey::check;
use crate::rules::{State, SurveyText};
use crate::store::survey::{Survey, Version};
use crate::{acts, store};

/// A questionnaire to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSurvey {
    /// The consultation it belongs to.
    pub consultation: Uuid,
    /// Its address; made from the title when empty.
    pub code: String,
    /// What is said of it.
    pub text: SurveyText,
    /// Its questions.
    pub form: Form,
    /// The questionnaire it asks again.
    pub wave_of: Option<Uuid>,
}

/// The contract of a consultation.
pub(super) async fn contract_of(tx: &mut Tx, consultation: Uuid) -> Outcome<Option<Uuid>> {
    Ok(listening::facade::consultation(tx, consultation).await?.and_then(|found| found.contract))
}

/// A questionnaire, when this actor may do this with it: otherwise nothing is there.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn survey(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Survey> {
    let found = store::survey::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let scope = place(contract_of(tx, found.consultation).await?);
    if actor.may(act, &scope).is_allowed() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// The form being written.
///
/// # Errors
/// What the database keeps is damaged.
pub fn form_of(survey: &Survey) -> Outcome<Form> {
    definition::from_json(&survey.draft)
        .map_err(|what| Breakdown::because(format!("draft of survey {}: {what}", survey.id)).into())
}

/// Begins a questionnaire. Gives its identifier.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn begin(tx: &mut Tx, outside: &Outside, actor: &Actor, new: Filled<NewSurvey>) -> Outcome<Uuid> {
    let mut new = new;
    let consultation = listening::facade::consultation(tx, new.value.consultation).await?;
    match &consultation {
        Some(found) => actor.authorise(&acts::LEAD, &place(found.contract))?,
        None => new.find([FieldError::new("concertation", "Choisissez une concertation de la liste")]),
    }
    new.find(check(&new.value.text));
    let mut new = new.sound()?;
    let code = free_code(tx, &new).await?;
    new.form.id = code.replace('-', "_");
    new.form.title.clone_from(&new.text.title);
    let id = outside.uuid();
    let row = Survey {
        id,
        consultation: new.consultation,
        code,
        text: new.text,
        state: State::Draft,
        wave_of: new.wave_of,
        draft: definition::to_json(&new.form),
        published: 0,
        revision: 1,
    };
    store::survey::insert(tx, &row).await?;
    let detail = json!({ "acte": "nouveau questionnaire", "titre": row.text.title, "adresse": row.code });
    record(tx, outside, actor, &row, detail, &[("survey", id)]).await?;
    Ok(id)
}

/// The end of its address: what was asked for, or its title, with a number when another one holds it.
async fn free_code(tx: &mut Tx, new: &NewSurvey) -> Outcome<String> {
    let titled = slug(&new.text.title, '-', 40);
    let base = [new.code.as_str(), &titled].into_iter().find(|code| !code.is_empty()).unwrap_or("questions");
    let taken = store::survey::codes(tx, base).await?;
    Ok(free_name(base, '-', |code| taken.iter().any(|one| one == code)))
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    row: &Survey,
    detail: serde_json::Value,
    touched: &[(&str, Uuid)],
) -> Outcome<()> {
    let entry = Entry::on(acts::LEAD.code, "survey", row.id).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Keeps a questionnaire as changed since `revision`, and records it.
async fn keep(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    row: Survey,
    (detail, kept): (serde_json::Value, &[(&str, &str)]),
) -> Outcome<()> {
    if !store::survey::update(tx, &row).await? {
        return Err(Failure::conflict("ce questionnaire", kept));
    }
    record(tx, outside, actor, &row, detail, &[("survey", row.id)]).await
}

/// Changes what is said of a questionnaire.
///
/// # Errors
/// Not this actor’s; something to correct; changed meanwhile.
pub async fn change_text(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: Filled<SurveyText>,
) -> Outcome<()> {
    let found = survey(tx, actor, &acts::LEAD, id).await?;
    let mut text = text;
    text.find(check(&text.value));
    let channels = listening::facade::words::channels(tx, found.consultation).await?;
    if text.value.channel.is_some_and(|channel| channels.iter().all(|one| one.id != channel)) {
        text.find([FieldError::new("canal", "Choisissez un canal de cette concertation, ou aucun")]);
    }
    let text = text.sound()?;
    let kept = [("Titre", text.title.clone()), ("But", text.purpose.clone()), ("Suites", text.follow_up.clone())];
    let kept: Vec<(&str, &str)> = kept.iter().map(|(label, value)| (*label, value.as_str())).collect();
    let row = Survey { text: text.clone(), revision, ..found };
    keep(tx, outside, actor, row, (json!({ "acte": "réglages du questionnaire" }), &kept)).await
}

/// Puts a form in the place of the one being written: read from a workbook, or begun with.
///
/// # Errors
/// Not this actor’s; changed meanwhile.
pub async fn change_draft(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    form: &Form,
) -> Outcome<()> {
    let found = survey(tx, actor, &acts::LEAD, id).await?;
    let row = Survey { draft: definition::to_json(form), revision, ..found };
    let detail = json!({ "acte": "questions remplacées", "questions": form.questions().len() });
    keep(tx, outside, actor, row, (detail, &[])).await
}

/// What of a form is tied to a field of a question typed on screen.
fn told(name: &str, problems: &[questionnaire::Problem]) -> Vec<FieldError> {
    let refusals = problems.iter().filter(|problem| problem.is_refusal());
    refusals
        .map(|problem| {
            let field = match problem.column.as_str() {
                "relevant" => "condition",
                "choices" | "list_name" => "reponses",
                _ => "",
            };
            let sentence = if problem.row == 0 || !field.is_empty() {
                problem.sentence.clone()
            } else {
                format!("{name} : {}", problem.sentence)
            };
            FieldError::new(field, sentence)
        })
        .collect()
}

/// Puts a question in, or corrects the one of that name. Gives its name.
///
/// # Errors
/// Not this actor’s; no such question; something to correct; changed meanwhile.
pub async fn put_question(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision, name): (Uuid, i64, Option<&str>),
    text: &QuestionText,
) -> Outcome<String> {
    let found = survey(tx, actor, &acts::LEAD, id).await?;
    let mut form = form_of(&found)?;
    if name.is_some_and(|name| form.item(name).is_none()) {
        return Err(Refusal::NotFound.into());
    }
    let mut wrong = draft::check(&form, text, name.is_none());
    wrong.extend(draft::check_kind(&form, name, text));
    Failure::unless_empty(wrong)?;
    let put = draft::put(&mut form, name, text);
    Failure::unless_empty(told(&put, &xlsform::check(&form)))?;
    let words = text.label.values().next().cloned().unwrap_or_default();
    let row = Survey { draft: definition::to_json(&form), revision, ..found };
    let detail = json!({ "acte": "question écrite", "question": put });
    keep(tx, outside, actor, row, (detail, &[("Question", &words)])).await?;
    Ok(put)
}

/// Takes a question out, or moves it among its neighbours.
///
/// # Errors
/// Not this actor’s; no such question; another depends on it; changed meanwhile.
pub async fn remove_question(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision, name): (Uuid, i64, &str),
    shift: Option<bool>,
) -> Outcome<()> {
    let found = survey(tx, actor, &acts::LEAD, id).await?;
    let mut form = form_of(&found)?;
    if form.item(name).is_none() {
        return Err(Refusal::NotFound.into());
    }
    let act = match shift {
        Some(is_down) => {
            draft::shift(&mut form.items, name, is_down);
            "question déplacée"
        }
        None => {
            draft::remove(&mut form, name);
            "question retirée"
        }
    };
    if let Some(problem) = xlsform::check(&form).iter().find(|problem| problem.is_refusal()) {
        let what = format!("Une autre question en dépend : {}", problem.sentence);
        return Err(Refusal::rule("Cette question ne peut pas être retirée", what).into());
    }
    let row = Survey { draft: definition::to_json(&form), revision, ..found };
    keep(tx, outside, actor, row, (json!({ "acte": act, "question": name }), &[])).await
}

/// Publishes the form being written as a new version. Answers begun with the one before keep it.
///
/// # Errors
/// Not this actor’s; nothing asked, nothing changed, something in the form to correct; changed meanwhile.
pub async fn publish(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    note: &str,
) -> Outcome<i64> {
    let found = survey(tx, actor, &acts::LEAD, id).await?;
    let mut form = form_of(&found)?;
    let wrong = |title: &str, what: &str| Failure::Refused(Refusal::rule(title, what));
    if form.questions().is_empty() {
        return Err(wrong("Il n’y a pas de question", "Écrivez au moins une question, puis publiez."));
    }
    if let Some(problem) = xlsform::check(&form).iter().find(|problem| problem.is_refusal()) {
        return Err(wrong("Le questionnaire est à corriger", &problem.sentence));
    }
    let number = found.published + 1;
    if let Some(last) = store::survey::version(tx, id, found.published).await? {
        let before = definition::from_json(&last.definition).map_err(Breakdown::because)?;
        form.version.clone_from(&before.version);
        if form == before {
            return Err(wrong("Rien n’a changé", "Corrigez une question ou une réponse, puis publiez."));
        }
        let is_new = comparison::compare(&before, &form).iter().any(|one| !one.changes.is_empty());
        if is_new && found.state == State::Open && note.trim().is_empty() {
            let what = "Des réponses sont déjà arrivées : dites ce qui change, cela sera écrit sous les chiffres";
            return Err(Failure::field("note", what));
        }
    }
    form.version = number.to_string();
    let definition = definition::to_json(&form);
    let version = Version {
        id: outside.uuid(),
        number,
        definition: definition.clone(),
        note: note.trim().to_owned(),
        published_at: outside.now().0,
    };
    store::survey::insert_version(tx, id, &version).await?;
    let row = Survey { draft: definition, published: number, revision, ..found };
    if !store::survey::update(tx, &row).await? {
        return Err(Failure::conflict("ce questionnaire", &[("Ce qui change", note)]));
    }
    let detail = json!({ "acte": "version publiée", "version": number, "questions": form.questions().len() });
    record(tx, outside, actor, &row, detail, &[("survey", id), ("survey_version", version.id)]).await?;
    Ok(number)
}

/// Opens or closes a questionnaire.
///
/// # Errors
/// Not this actor’s; nothing is published; changed meanwhile.
pub async fn change_state(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    state: State,
) -> Outcome<()> {
    let found = survey(tx, actor, &acts::LEAD, id).await?;
    if state == State::Open && found.published == 0 {
        let what = "Publiez une première version : c’est elle que les habitants rempliront.";
        return Err(Refusal::rule("Rien n’est publié", what).into());
    }
    let act = if state == State::Open { "questionnaire ouvert" } else { "questionnaire fermé" };
    let row = Survey { state, revision, ..found };
    keep(tx, outside, actor, row, (json!({ "acte": act }), &[])).await
}
