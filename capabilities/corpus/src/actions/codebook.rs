//! Writing the codebook: each change is a new version, kept as a file.

use database::Tx;
use documents::csv::Flavour;
use documents::{Cell, Column, Kind, Table};
use journal::Entry;
use kernel::text::search_key;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{learning, place, reach};
use crate::rules::codebook::{Theme, check, code_of, starter};
use crate::rules::setting::{self, Setting};
use crate::{acts, store};

/// Lets this actor lead the analysis of a consultation.
pub(super) async fn authorised(tx: &mut Tx, actor: &Actor, consultation: Uuid) -> Outcome<()> {
    let found = listening::facade::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    match reach(actor, &acts::LEAD, found.contract, &territory::facade::areas(tx).await?) {
        true => Ok(()),
        false => actor.authorise(&acts::LEAD, &place(found.contract, None)),
    }
}

/// Begins a codebook from the one shipped: the families of needs of a contrat de ville.
///
/// # Errors
/// Not this actor's; there is a codebook already.
pub async fn begin_codebook(tx: &mut Tx, outside: &Outside, actor: &Actor, consultation: Uuid) -> Outcome<()> {
    authorised(tx, actor, consultation).await?;
    if !store::codebook::themes(tx, consultation).await?.is_empty() {
        let what = "Ajoutez les thèmes qui manquent un par un, ou importez un fichier.";
        return Err(Refusal::rule("Cette concertation a déjà un livre de codes", what).into());
    }
    let made = starter(|| outside.uuid());
    for theme in &made {
        store::codebook::put(tx, consultation, theme).await?;
    }
    kept(tx, outside, actor, consultation, "livre de codes de départ", &made).await
}

/// Adds a theme, or changes what is written of it. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn put_theme(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    id: Option<Uuid>,
    mut theme: Theme,
) -> Outcome<Uuid> {
    authorised(tx, actor, consultation).await?;
    let all = store::codebook::themes(tx, consultation).await?;
    match id {
        Some(id) => {
            let before = all.iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
            theme.code.clone_from(&before.code);
            theme.id = id;
        }
        None => {
            let taken: Vec<&str> = all.iter().map(|one| one.code.as_str()).collect();
            theme.code = code_of(&theme.label, &taken);
            theme.id = outside.uuid();
        }
    }
    let mut errors = check(&theme, &all);
    if theme.parent.is_some() && all.iter().any(|one| one.parent == Some(theme.id)) {
        errors.push(kernel::FieldError::new("parent", "Ce thème a des parties : il reste un thème principal"));
    }
    if let Some(need) = theme.need
        && listening::facade::needs(tx).await?.iter().all(|one| one.id != need)
    {
        errors.push(kernel::FieldError::new("besoin", "Ce besoin n’existe plus : choisissez-en un autre"));
    }
    Failure::unless_empty(errors)?;
    store::codebook::put(tx, consultation, &theme).await?;
    kept(tx, outside, actor, consultation, "thème", std::slice::from_ref(&theme)).await?;
    Ok(theme.id)
}

/// Reads a codebook from a table: `code`, `theme` (its label), `parent` (a code), `mots`, `sauf`, `besoin`, `sensible`,
/// `retire`. Themes whose code is known are changed, the others are added; none is removed. Gives how many were read.
///
/// # Errors
/// Not this actor's; a line to correct, named by its number.
pub async fn import_codebook(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    bytes: &[u8],
) -> Outcome<usize> {
    authorised(tx, actor, consultation).await?;
    let refused = |sentence: String| Failure::field("fichier", sentence);
    let sheet = documents::sheet::open(bytes).map_err(refused)?;
    let label = sheet.column_among(&["theme", "libelle", "nom"]);
    let Some(label) = label else {
        return Err(refused("Il manque une colonne : il faut au moins « code » et « theme ».".to_owned()));
    };
    let needs = listening::facade::needs(tx).await?;
    let column = |name: &str| sheet.column(name);
    let columns = ["code", "parent", "mots", "sauf", "besoin", "sensible", "retire"].map(column);
    let mut all = store::codebook::themes(tx, consultation).await?;
    let mut read = Vec::new();
    for (line, cells) in &sheet.rows {
        let cell = |rank: usize| columns[rank].and_then(|at| cells.get(at)).map_or("", |text| text.trim());
        let wrong = |sentence: &str| refused(format!("Ligne {line} : {sentence}"));
        let name = cells.get(label).map_or("", |text| text.trim());
        let taken: Vec<&str> = all.iter().map(|one| one.code.as_str()).collect();
        let code = if cell(0).is_empty() { code_of(name, &taken) } else { search_key(cell(0)).replace(' ', "-") };
        let parent = match cell(1) {
            "" => None,
            parent => {
                let found = all.iter().find(|one| one.code == search_key(parent).replace(' ', "-"));
                Some(found.ok_or_else(|| wrong("le thème parent doit venir avant, avec son code"))?.id)
            }
        };
        let need = match cell(4) {
            "" => None,
            asked => {
                let found = needs.iter().find(|need| search_key(&need.code) == search_key(asked));
                Some(found.ok_or_else(|| wrong("ce besoin n’existe pas : donnez son code, par exemple B05"))?.id)
            }
        };
        let is_yes = |text: &str| matches!(search_key(text).as_str(), "oui" | "1" | "vrai" | "x");
        let lines = |text: &str| {
            text.split(['|', '\n']).map(str::trim).filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n")
        };
        let known = all.iter().position(|one| one.code == code);
        let theme = Theme {
            id: known.map_or_else(|| outside.uuid(), |at| all[at].id),
            parent,
            code,
            label: name.to_owned(),
            words: lines(cell(2)),
            unless_words: lines(cell(3)),
            need,
            is_sensitive: is_yes(cell(5)),
            is_retired: is_yes(cell(6)),
        };
        if let Some(error) = check(&theme, &all).first() {
            return Err(wrong(&error.sentence));
        }
        store::codebook::put(tx, consultation, &theme).await?;
        match known {
            Some(at) => all[at] = theme.clone(),
            None => all.push(theme.clone()),
        }
        read.push(theme);
    }
    let count = read.len();
    kept(tx, outside, actor, consultation, "import du livre de codes", &read).await?;
    Ok(count)
}

/// The codebook as a table, that can be read back.
pub(crate) fn codebook_table(themes: &[Theme], needs: &[listening::facade::NeedLine]) -> Table {
    let text = |key: &str, header: &str| Column::new(key, header, Kind::Text);
    let columns = vec![
        text("code", "code").row_header(),
        text("theme", "theme"),
        text("parent", "parent"),
        text("mots", "mots"),
        text("sauf", "sauf"),
        text("besoin", "besoin"),
        text("sensible", "sensible"),
        text("retire", "retire"),
    ];
    let mut table = Table::new("livre-de-codes", "Livre de codes", columns);
    let yes = |is: bool| Cell::text(if is { "oui" } else { "" });
    for theme in themes {
        let parent = theme.parent.and_then(|id| themes.iter().find(|one| one.id == id));
        let need = theme.need.and_then(|id| needs.iter().find(|one| one.id == id));
        table.rows.push(vec![
            Cell::text(&theme.code),
            Cell::text(&theme.label),
            Cell::text(parent.map_or("", |one| one.code.as_str())),
            Cell::text(theme.words.replace('\n', " | ")),
            Cell::text(theme.unless_words.replace('\n', " | ")),
            Cell::text(need.map_or("", |one| one.code.as_str())),
            yes(theme.is_sensitive),
            yes(theme.is_retired),
        ]);
    }
    table
}

/// Keeps the codebook under a new number, and records it.
async fn kept(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    what: &str,
    changed: &[Theme],
) -> Outcome<()> {
    let themes = store::codebook::themes(tx, consultation).await?;
    let needs = listening::facade::needs(tx).await?;
    let bytes = documents::csv::write(&codebook_table(&themes, &needs), Flavour::OpenData)
        .map_err(|error| Breakdown(Box::new(error)))?;
    let number = store::codebook::version(tx, consultation).await? + 1;
    let (id, content) = (outside.uuid(), String::from_utf8_lossy(&bytes).into_owned());
    store::codebook::keep_version(tx, id, consultation, number, &content, outside.now()).await?;
    let mut touched: Vec<(&str, Uuid)> = changed.iter().map(|theme| ("codebook_theme", theme.id)).collect();
    touched.push(("codebook_version", id));
    let labels: Vec<&str> = changed.iter().map(|theme| theme.label.as_str()).take(40).collect();
    let detail = json!({ "acte": what, "version": number, "themes": labels });
    let entry = Entry::on(acts::LEAD.code, "consultation", consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    learning::wish_to_learn(tx, outside, consultation).await?;
    Ok(())
}

/// Sets how long raw words are kept, and what may be published.
///
/// # Errors
/// Not this actor's; something to correct; changed meanwhile.
pub async fn set(tx: &mut Tx, outside: &Outside, actor: &Actor, consultation: Uuid, new: &Setting) -> Outcome<()> {
    authorised(tx, actor, consultation).await?;
    Failure::unless_empty(setting::check(new))?;
    if !store::setting::put(tx, consultation, new).await? {
        return Err(Failure::conflict("ces réglages", &[]));
    }
    let touched = [("corpus_setting", consultation)];
    let detail = json!({
        "acte": "réglages", "jours": new.raw_kept_days, "seuil": new.published_from, "faible": new.low_under,
        "publie": new.is_published,
    });
    let entry = Entry::on(acts::LEAD.code, "consultation", consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
