//! The shared library: indicators added and changed, themes with them.

use std::collections::HashMap;

use database::{Tx, search};
use journal::Entry;
use kernel::text::search_key;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal};
use serde_json::json;

use crate::acts::{DEFINE, READ};
use crate::rules::indicator::{self, Indicator, IndicatorTerms};
use crate::store;
pub use crate::store::files::FigureFile;

/// The library as the back office reads it.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Themes: code, label.
    pub themes: Vec<(String, String)>,
    /// Indicators in order.
    pub indicators: Vec<Indicator>,
    /// Last year of each, when it has figures.
    pub last_years: HashMap<String, i64>,
    /// Files sent and not yet imported.
    pub files: Vec<FigureFile>,
}

impl Library {
    /// The label of a theme; its code when it has none.
    pub fn theme(&self, code: &str) -> String {
        self.themes.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, label)| label.clone())
    }
}

/// The library, with the files that wait.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn library(tx: &mut Tx, actor: &Actor) -> Outcome<Library> {
    super::authorise(actor, &READ)?;
    let mut library = published(tx).await?;
    library.files = store::files::waiting(tx).await?;
    Ok(library)
}

/// The library as anybody reads it.
///
/// # Errors
/// The database failed.
pub async fn published(tx: &mut Tx) -> Outcome<Library> {
    Ok(Library {
        themes: store::library::themes(tx).await?,
        indicators: store::library::all(tx).await?,
        last_years: store::library::last_years(tx).await?,
        files: Vec::new(),
    })
}

/// One indicator.
///
/// # Errors
/// Not there, or the database failed.
pub async fn indicator(tx: &mut Tx, code: &str) -> Outcome<Indicator> {
    Ok(store::library::by_code(tx, code).await?.ok_or(Refusal::NotFound)?)
}

/// Keeps themes (code and label, in order) and indicators, in the place of those of the same code.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn define(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    themes: &[(&str, &str)],
    indicators: &[Indicator],
) -> Outcome<()> {
    super::authorise(actor, &DEFINE)?;
    for (position, (code, label)) in (1i64..).zip(themes) {
        store::library::put_theme(tx, code, label, position).await?;
    }
    for one in indicators {
        put(tx, one).await?;
    }
    let detail = json!({ "thèmes": themes.len(), "indicateurs": indicators.len() });
    journal::record(tx, outside, actor, Entry::general(DEFINE.code, "indicator").detail(detail)).await?;
    Ok(())
}

/// Keeps an indicator, and lets everybody find it.
async fn put(tx: &mut Tx, one: &Indicator) -> Outcome<()> {
    store::library::put(tx, one).await?;
    indexed(tx, one).await
}

async fn indexed(tx: &mut Tx, one: &Indicator) -> Outcome<()> {
    let url = format!("/observatoire/indicateurs/{}", one.code);
    let entry = search::Entry::new("indicateur", search::known_by("indicateur", &one.code), search::Audience::Public)
        .told(&one.terms.label, &one.terms.definition, &url);
    search::index(tx, &entry).await?;
    Ok(())
}

/// Puts indicators into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for one in store::library::all(tx).await? {
        indexed(tx, &one).await?;
    }
    Ok(())
}

/// A sheet as it is typed: its reference, the label of its theme, what it says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetTyped {
    /// Reference, for a new one.
    pub reference: String,
    /// Label of the theme.
    pub theme: String,
    /// What it says of itself; its theme is found from the label.
    pub terms: IndicatorTerms,
}

/// The code of the theme of this label, made when there is none.
async fn theme(tx: &mut Tx, label: &str) -> Outcome<String> {
    let themes = store::library::themes(tx).await?;
    let key = search_key(label);
    if let Some((code, _)) = themes.iter().find(|(code, known)| search_key(known) == key || *code == label) {
        return Ok(code.clone());
    }
    let code: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    let position = i64::try_from(themes.len()).unwrap_or(i64::MAX) + 1;
    store::library::put_theme(tx, &code, label, position).await?;
    Ok(code)
}

fn checked(form: &mut Filled<SheetTyped>) {
    form.find(indicator::check(&form.value.terms));
    if form.value.theme.trim().is_empty() || form.value.theme.chars().count() > 80 {
        form.find([kernel::FieldError::new("theme", "Donnez le thème de l’indicateur, en 80 signes au plus")]);
    }
}

/// Adds an indicator. Gives its code.
///
/// # Errors
/// Not allowed; something to correct; the reference is taken.
pub async fn add(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    typed: impl Into<Filled<SheetTyped>>,
) -> Outcome<String> {
    super::authorise(actor, &DEFINE)?;
    let mut form = typed.into();
    checked(&mut form);
    let code = match indicator::code(&form.value.reference) {
        Ok(code) if store::library::by_code(tx, &code).await?.is_some() => {
            form.find([kernel::FieldError::new(
                "reference",
                "Un indicateur a déjà cette référence : modifiez-le, ou choisissez-en une autre",
            )]);
            code
        }
        Ok(code) => code,
        Err(sentence) => {
            form.find([kernel::FieldError::new("reference", sentence)]);
            String::new()
        }
    };
    let typed = form.sound()?;
    let theme = theme(tx, typed.theme.trim()).await?;
    let position = store::library::next_position(tx).await?;
    let one = Indicator {
        code: code.clone(),
        terms: IndicatorTerms { theme, ..typed.terms },
        part_of: None,
        position,
        revision: 1,
    };
    put(tx, &one).await?;
    let detail = json!({ "ajouté": code, "nom": one.terms.label });
    journal::record(tx, outside, actor, Entry::general(DEFINE.code, "indicator").detail(detail)).await?;
    Ok(code)
}

/// Changes an indicator. What its figures may tell is judged again when its secrecy changes.
///
/// # Errors
/// Not allowed; not there; something to correct; somebody else changed it.
pub async fn change(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (code, revision): (&str, i64),
    typed: impl Into<Filled<SheetTyped>>,
) -> Outcome<()> {
    super::authorise(actor, &DEFINE)?;
    let before = indicator(tx, code).await?;
    let mut form = typed.into();
    checked(&mut form);
    let typed = form.sound()?;
    if !store::library::hold(tx, code, revision).await? {
        let kept = [
            ("Nom", typed.terms.label.as_str()),
            ("Définition", &typed.terms.definition),
            ("Calcul", &typed.terms.formula),
            ("Limites", &typed.terms.limits),
        ];
        return Err(Failure::conflict("cet indicateur", &kept));
    }
    let theme = theme(tx, typed.theme.trim()).await?;
    let terms = IndicatorTerms { theme, ..typed.terms };
    let is_judged_again =
        (terms.secrecy, &terms.axes, terms.unit) != (before.terms.secrecy, &before.terms.axes, before.terms.unit);
    let after = Indicator { terms, ..before };
    put(tx, &after).await?;
    if is_judged_again {
        for year in store::figures::years(tx, code).await? {
            super::secrecy::apply(tx, &after, year).await?;
        }
    }
    let detail = json!({ "modifié": code, "nom": after.terms.label });
    journal::record(tx, outside, actor, Entry::general(DEFINE.code, "indicator").detail(detail)).await?;
    Ok(())
}
