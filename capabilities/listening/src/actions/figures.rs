//! Figures of a consultation, and what should hold between them.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{authorise, place};
use crate::rules::{ComparisonRule, FigureText};
use crate::{acts, store};

/// Records a figure with its base. Gives its identifier.
///
/// # Errors
/// Not this actor's; no base said; a code already used.
pub async fn record_figure(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    figure: FigureText,
) -> Outcome<Uuid> {
    let found = store::setting::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    authorise(actor, &acts::LEAD, &place(found.contract, None))?;
    if figure.base_label.trim().is_empty() {
        return Err(Failure::field(
            "base-libelle",
            "Saisissez sur quoi porte ce chiffre, par exemple : personnes interrogées",
        ));
    }
    if store::figures::by_code(tx, &figure.code).await?.is_some() {
        return Err(Failure::field("reference", format!("La référence {} est déjà prise", figure.code)));
    }
    let id = outside.uuid();
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
    authorise(actor, &acts::LEAD, &place(found.contract, None))?;
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
