//! Figures of a consultation, and what should hold between them.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};

use super::{check_channel_of, check_place, place, record_correction};
use crate::rules::{ComparisonRule, FigureText, check_figure};
use crate::{acts, store};

/// Records a figure of a consultation with its base. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; a code already used.
pub async fn record_figure(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    figure: impl Into<Filled<(Uuid, FigureText)>>,
) -> Outcome<Uuid> {
    let mut form = figure.into();
    let consultation = form.value.0;
    match store::setting::consultation(tx, consultation).await? {
        // Nothing to authorise on, and nothing will be saved.
        None => form.find([FieldError::new("concertation", "Choisissez une concertation")]),
        Some(found) => actor.authorise(&acts::LEAD, &place(found.contract, None))?,
    }
    let code = form.value.1.code.clone();
    if store::figures::by_code(tx, &code).await?.is_some() {
        form.find([FieldError::new("reference", format!("La référence {code} est déjà prise"))]);
    }
    check(tx, &mut form).await?;
    let (_, mut figure) = form.sound()?;
    let id = outside.uuid();
    if figure.code.is_empty() {
        figure.code = id.simple().to_string();
    }
    store::figures::insert(tx, id, consultation, &figure).await?;
    let touched = [("consultation_figure", id)];
    let detail = json!({ "acte": "nouveau chiffre", "reference": figure.code, "valeur": figure.value });
    let entry = Entry::on(acts::LEAD.code, "consultation_figure", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// Corrects a figure; it keeps its code and its consultation. Gives the consultation.
///
/// # Errors
/// Not there for this actor; something to correct; changed since `revision`.
pub async fn amend_figure(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    figure: impl Into<Filled<FigureText>>,
) -> Outcome<Uuid> {
    let before = store::figures::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let found = store::setting::consultation(tx, before.consultation).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::LEAD, &place(found.contract, None)).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let mut form = figure.into().map(|figure| (found.id, figure));
    check(tx, &mut form).await?;
    let (_, text) = form.sound()?;
    if !store::figures::update(tx, id, revision, &text).await? {
        let kept = [
            ("Ce qui est mesuré", text.label.as_str()),
            ("Sur quoi porte ce chiffre", &text.base_label),
            ("Page", &text.page),
            ("Note", &text.note),
        ];
        return Err(Failure::conflict("ce chiffre", &kept));
    }
    let change = (told(&before.text), told(&text));
    record_correction(tx, outside, actor, "chiffre corrigé", ("consultation_figure", id), change).await?;
    Ok(found.id)
}

async fn check(tx: &mut Tx, form: &mut Filled<(Uuid, FigureText)>) -> Outcome<()> {
    form.find(check_figure(&form.value.1));
    check_place(tx, form, |(_, text)| (text.area, text.document)).await?;
    let (consultation, channel) = (form.value.0, form.value.1.channel);
    // Without a consultation, no channel is of another.
    if form.is_wrong("concertation") { Ok(()) } else { check_channel_of(tx, form, consultation, channel).await }
}

fn told(text: &FigureText) -> Value {
    json!({
        "canal": text.channel.map(|channel| channel.to_string()),
        "quartier": text.area.map(|area| area.to_string()),
        "libelle": text.label,
        "valeur": text.value,
        "unite": text.unit.french(),
        "base": text.base,
        "base_libelle": text.base_label,
        "document": text.document.map(|document| document.to_string()),
        "page": text.page,
        "date": text.reported_on.map(|day| day.to_string()),
        "note": text.note,
    })
}

/// Sets figures side by side, by their codes: the page says whether what should hold does.
///
/// # Errors
/// Not this actor's; a figure that is not there.
pub async fn compare_figures(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    (title, rule, explanation): (&str, ComparisonRule, &str),
    codes: &[&str],
) -> Outcome<()> {
    let found = store::setting::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &place(found.contract, None))?;
    let mut figures = Vec::with_capacity(codes.len());
    for code in codes {
        let figure = store::figures::by_code(tx, code).await?;
        let figure = figure.ok_or_else(|| Failure::field("chiffres", format!("Le chiffre {code} n’existe pas")))?;
        figures.push((outside.uuid(), figure));
    }
    let id = outside.uuid();
    store::figures::insert_comparison(tx, id, consultation, (title, rule, explanation), &figures).await?;
    let mut touched = vec![("figure_comparison", id)];
    touched.extend(figures.iter().map(|(row, _)| ("compared_figure", *row)));
    let detail = json!({ "acte": "chiffres rapprochés", "titre": title });
    let entry = Entry::on(acts::LEAD.code, "figure_comparison", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
