//! Quotas: what is wanted, what has come, and a word to whoever is asking when somebody’s quota is full.

use std::collections::BTreeMap;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Uuid, french};
use questionnaire::answering::Answers;
use questionnaire::model::Form;
use serde_json::json;

use super::Ready;
use super::writing::survey;
use crate::rules::given::of_role;
use crate::rules::quota::{Profile, Quota, full_for, reached};
use crate::{acts, store};

/// The answers of a question that quotas may name: code and words.
pub type Bands = Vec<(String, String)>;

/// The ages and the sexes a form asks for, when it asks by a list.
pub fn bands(form: &Form) -> (Bands, Bands) {
    let of = |role: &str| -> Bands {
        let list = of_role(form, role).and_then(|item| form.list_of(item));
        let choices = list.map_or(&[][..], |list| &list.choices).iter().filter(|choice| choice.special().is_none());
        let default = &form.settings.default_language;
        choices.map(|choice| (choice.name.clone(), choice.label.told("fr", default).to_owned())).collect()
    };
    (of("age"), of("sexe"))
}

/// What quotas look at in somebody’s answers.
pub fn profile(form: &Form, area: Option<Uuid>, answers: &BTreeMap<String, String>) -> Profile {
    let of = |role: &str| of_role(form, role).and_then(|item| answers.get(&item.name)).cloned().unwrap_or_default();
    Profile { area, age: of("age"), sex: of("sexe") }
}

/// Quotas with the answers each has, and the people behind.
///
/// # Errors
/// The database failed.
pub async fn progress(tx: &mut Tx, form: &Form, id: Uuid) -> Outcome<(Vec<Quota>, Vec<i64>, Vec<(Profile, i64)>)> {
    let quotas = store::quota::all(tx, id).await?;
    let name = |role: &str| of_role(form, role).map_or("", |item| item.name.as_str());
    let people = store::quota::people(tx, id, (name("age"), name("sexe"))).await?;
    let counts = reached(&quotas, &people);
    Ok((quotas, counts, people))
}

/// What to tell whoever is asking, when a quota this person counts for is full. She is asked all the same.
///
/// # Errors
/// The database failed.
pub async fn alert(tx: &mut Tx, ready: &Ready, answers: &Answers) -> Outcome<Option<String>> {
    if store::quota::all(tx, ready.survey).await?.is_empty() {
        return Ok(None);
    }
    let area = ready.area.as_ref().and_then(|(name, areas)| areas.get(answers.get(name)?).copied());
    let (quotas, counts, _) = progress(tx, &ready.form, ready.survey).await?;
    let profile = profile(&ready.form, area, answers);
    let full = full_for(&quotas, &counts, &profile);
    Ok(full.first().map(|(quota, count)| {
        let told = format!(
            "Pour ce profil, {} sur {} : l’objectif est atteint. Vous pouvez continuer ; mieux vaut ensuite \
             chercher d’autres profils.",
            french::count(*count, "réponse est déjà venue", "réponses sont déjà venues"),
            french::integer(quota.wanted)
        );
        french::spaced(&told)
    }))
}

/// Sets what is wanted of a neighbourhood, or of everywhere.
///
/// # Errors
/// Not this actor’s; numbers to correct.
pub async fn set(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, area): (Uuid, Option<Uuid>),
    typed: &[(String, Quota, String)],
) -> Outcome<()> {
    let found = survey(tx, actor, &acts::LEAD, id).await?;
    let (mut errors, mut wanted) = (Vec::new(), Vec::new());
    for (field, quota, text) in typed.iter().filter(|(_, _, text)| !text.is_empty()) {
        let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        match plain.parse::<i64>() {
            Ok(count) if (1..=100_000).contains(&count) => {
                wanted.push((outside.uuid(), Quota { area, wanted: count, ..quota.clone() }));
            }
            Ok(0) => {}
            _ => errors.push(FieldError::new(field, "Écrivez un nombre entier de réponses, par exemple 12, ou rien")),
        }
    }
    Failure::unless_empty(errors)?;
    store::quota::replace(tx, found.id, area, &wanted).await?;
    let total: i64 = wanted.iter().map(|(_, quota)| quota.wanted).sum();
    let detail = json!({ "acte": "quotas", "nombre": wanted.len(), "réponses voulues": total });
    journal::record(tx, outside, actor, Entry::on(acts::LEAD.code, "survey", id).detail(detail)).await?;
    Ok(())
}
