//! Figures of a consultation, and what should hold between them.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::place;
use crate::rules::{ComparisonRule, FigureText, Unit};
use crate::{acts, store};

/// The words a figure cannot go without: what is measured, and on whom.
pub fn figure_without(label: &str, base_label: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if label.trim().is_empty() {
        errors.push(FieldError::new("intitule", "Saisissez ce qui est mesuré"));
    }
    if base_label.trim().is_empty() {
        let sentence = "Saisissez sur quoi porte ce chiffre, par exemple : personnes interrogées";
        errors.push(FieldError::new("base-libelle", sentence));
    }
    errors
}

/// Records a figure with its base. Gives its identifier.
///
/// # Errors
/// Not this actor's; no base said; a code already used.
pub async fn record_figure(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    mut figure: FigureText,
) -> Outcome<Uuid> {
    let found = store::setting::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &place(found.contract, None))?;
    let mut errors = figure_without(&figure.label, &figure.base_label);
    if figure.unit == Unit::Percent && !(0.0..=100.0).contains(&figure.value) {
        errors.push(FieldError::new("valeur", "Une part va de 0 à 100 %"));
    } else if figure.value < 0.0 {
        errors.push(FieldError::new("valeur", "Le chiffre ne peut pas être négatif"));
    }
    if store::figures::by_code(tx, &figure.code).await?.is_some() {
        errors.push(FieldError::new("reference", format!("La référence {} est déjà prise", figure.code)));
    }
    if let Some(channel) = figure.channel {
        let found_channel = store::setting::channel(tx, channel).await?;
        if found_channel.is_none_or(|channel| channel.consultation != consultation) {
            errors.push(FieldError::new("canal", "Choisissez un canal de cette concertation"));
        }
    }
    Failure::unless_empty(errors)?;
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
