//! The journal: who did what, when and why; searched by act, object, person and day, and taken away as a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Sample, Site, TableOptions};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::{Line, Search};
use kernel::text::search_key;
use kernel::{Act, FieldError, Moment, Uuid, french};
use web::{Answer, Asked, Fields, House, Visit};

use super::{journal_words, sample};
use crate::actions;
use crate::wiring::Wiring;

/// Entries of one page.
const LINES: i64 = 50;
/// Names offered when what was typed fits several.
const NAMES_SHOWN: usize = 12;

#[derive(Template)]
#[template(path = "pages/journal.html")]
struct JournalPage {
    frame: Frame,
    form: Form,
    acts: Vec<Choice>,
    sentence: String,
    names: Vec<String>,
    table: Html,
    older: Option<String>,
    is_first: bool,
    carried: Vec<(&'static str, String)>,
}

/// What was asked, before it is looked up.
const FIELDS: [&str; 5] = ["acte", "objet", "personne", "du", "au"];

/// What is looked for, and what must be corrected or chosen first.
struct Wanted {
    search: Search,
    errors: Vec<FieldError>,
    names: Vec<String>,
}

/// The page.
pub async fn show(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let known_names = journal::actor_names(&mut tx).await?;
    let wanted = read(&asked, &known_names, &house.settings.zone);
    let before = asked.text("avant").parse::<i64>().ok();
    let is_searched = wanted.errors.is_empty() && wanted.names.is_empty();
    let mut lines = match is_searched {
        true => journal::matching(&mut tx, &wanted.search, before, LINES + 1).await?,
        false => Vec::new(),
    };
    let has_older = i64::try_from(lines.len()).unwrap_or(0) > LINES;
    lines.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    let acts_done = journal::acts_done(&mut tx).await?;
    let known_acts = (wiring.acts)();
    let carried = carried(&asked);
    let base = address(&carried);
    let older = lines.last().filter(|_| has_older).map(|line| {
        let mark = if base.contains('?') { '&' } else { '?' };
        format!("{base}{mark}avant={}", line.seq)
    });
    let has_errors = !wanted.errors.is_empty();
    let form = asked.form_with(wanted.errors);
    let page = JournalPage {
        frame: visit.back_office("Journal des actes").with_form(&form),
        form,
        acts: acts_done.iter().map(|code| Choice::new(code.as_str(), &journal_words::act(&known_acts, code))).collect(),
        sentence: sentence(&asked, &known_acts),
        names: wanted.names,
        table: drawn(&lines, &known_acts, &house.settings.zone),
        older,
        is_first: before.is_none(),
        carried,
    };
    if has_errors { web::answer::page_to_correct(&page) } else { web::answer::page(&page) }
}

/// The file.
pub async fn export(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let known_names = journal::actor_names(&mut tx).await?;
    let wanted = read(&fields, &known_names, &house.settings.zone);
    if !wanted.errors.is_empty() || !wanted.names.is_empty() {
        return web::answer::see(&address(&carried(&fields)));
    }
    let extract = actions::export_journal(&mut tx, &visit.actor, &house.outside, &wanted.search).await?;
    tx.commit().await?;
    let mut table = table(&extract.lines, &(wiring.acts)(), &house.settings.zone);
    if extract.is_cut {
        table
            .notes
            .push("Seules les lignes les plus récentes sont ici : réduisez la période pour avoir les autres.".into());
    }
    web::answer::table("journal", "csv", &table, house.outside.now())
}

/// Reads what was asked; a name that fits several people asks which.
fn read(fields: &Fields, known_names: &[String], zone: &TimeZone) -> Wanted {
    let mut errors = Vec::new();
    let mut names = Vec::new();
    let mut search = Search { act: fields.text("acte").to_owned(), ..Search::default() };
    match fields.text("objet") {
        "" => {}
        text => match text.parse::<Uuid>() {
            Ok(object) => search.object = Some(object),
            Err(_) => search.object_kind = journal_words::kind_typed(text),
        },
    }
    let typed = search_key(fields.text("personne"));
    if !typed.is_empty() {
        let exact = known_names.iter().find(|name| search_key(name) == typed);
        let close: Vec<&String> = known_names.iter().filter(|name| search_key(name).contains(&typed)).collect();
        match (exact, close.as_slice()) {
            (Some(name), _) => search.actor_name.clone_from(name),
            (None, [name]) => search.actor_name = (*name).clone(),
            (None, []) => {
                errors.push(FieldError::new(
                    "personne",
                    "Personne de ce nom n’a rien fait ici. Vérifiez le nom, ou laissez vide",
                ));
            }
            (None, several) => names = several.iter().take(NAMES_SHOWN).map(|name| (*name).clone()).collect(),
        }
    }
    let mut day = |field: &str, days_later: i64| -> Option<Moment> {
        let text = fields.text(field);
        if text.is_empty() {
            return None;
        }
        let start = read_day(text).and_then(|day| day.checked_add(jiff::Span::new().days(days_later)).ok());
        let start = start.and_then(|day| day.to_zoned(zone.clone()).ok());
        if start.is_none() {
            errors.push(FieldError::new(field, "Écrivez la date ainsi : 15/03/2026"));
        }
        start.map(|start| Moment(start.timestamp().as_millisecond()))
    };
    search.from = day("du", 0);
    search.until = day("au", 1);
    Wanted { search, errors, names }
}

/// `15/03/2026`, or `2026-03-15` as browsers write it.
fn read_day(text: &str) -> Option<Date> {
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let mut parts = text.split(['/', '.', ' ']).map(str::trim);
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Date::new(year, month, day).ok().filter(|_| parts.next().is_none())
}

/// What was asked, carried to the next page and to the file.
fn carried(fields: &Fields) -> Vec<(&'static str, String)> {
    FIELDS.into_iter().map(|name| (name, fields.text(name).to_owned())).filter(|(_, value)| !value.is_empty()).collect()
}

fn address(carried: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> =
        carried.iter().map(|(name, value)| format!("{name}={}", web::answer::encode(value))).collect();
    if pairs.is_empty() { "/gestion/journal".to_owned() } else { format!("/gestion/journal?{}", pairs.join("&")) }
}

/// The filters as a sentence; empty when there are none.
fn sentence(fields: &Fields, known_acts: &[&'static Act]) -> String {
    let mut parts = Vec::new();
    match fields.text("acte") {
        "" => {}
        code => parts.push(format!("« {} »", journal_words::act(known_acts, code))),
    }
    for (name, words) in [("objet", "sur"), ("personne", "par"), ("du", "depuis le"), ("au", "jusqu’au")] {
        let value = fields.text(name);
        if !value.is_empty() {
            parts.push(format!("{words} {value}"));
        }
    }
    if parts.is_empty() { String::new() } else { french::spaced(&format!("Actes : {}.", parts.join(", "))) }
}

/// The table on screen: an object leads to everything done to it.
fn drawn(lines: &[Line], known_acts: &[&'static Act], zone: &TimeZone) -> Html {
    let link = |rank: usize, column: usize, _: &Cell| {
        let line = lines.get(rank).filter(|_| column == OBJECT_COLUMN)?;
        Some(Html::link(journal_words::kind(&line.object_kind), &format!("/gestion/journal?objet={}", line.object?)))
    };
    let options = TableOptions { is_caption_hidden: true, decoration: Some(&link), ..TableOptions::default() };
    let mut table = table(lines, known_acts, zone);
    for (row, line) in table.rows.iter_mut().zip(lines) {
        row[OBJECT_COLUMN] = Cell::text(journal_words::kind(&line.object_kind));
        if !line.are_words_erased {
            row[DETAIL_COLUMN] = Cell::text(journal_words::detail(&line.detail));
        }
    }
    interface::table(&table, &options)
}

/// Rank of the column « Objet ».
const OBJECT_COLUMN: usize = 4;
/// Rank of the column « Détail »: words on screen, kept as it was written in the file.
const DETAIL_COLUMN: usize = 6;

fn table(lines: &[Line], known_acts: &[&'static Act], zone: &TimeZone) -> Table {
    let columns = vec![
        Column::new("numero", "Numéro", Kind::Integer).row_header(),
        Column::new("moment", "Quand", Kind::DateTime),
        Column::new("personne", "Qui", Kind::Text),
        Column::new("acte", "Acte", Kind::Text),
        Column::new("objet", "Objet", Kind::Text),
        Column::new("motif", "Motif", Kind::Text),
        Column::new("detail", "Détail", Kind::Text),
        Column::new("empreinte", "Empreinte", Kind::Text),
    ];
    let mut table = Table::new("journal", "Actes, du plus récent au plus ancien", columns);
    table.source = Some("journal de la plateforme".to_owned());
    table.rows = lines.iter().map(|line| row(line, known_acts, zone)).collect();
    table
}

/// When: of some acts only the day is kept, and no hour is made up.
fn moment(at: kernel::Moment, zone: &TimeZone) -> Cell {
    if at.is_day_only() {
        return Cell::Date(at.day(&TimeZone::UTC));
    }
    Cell::DateTime(at.timestamp().to_zoned(zone.clone()).datetime())
}

fn row(line: &Line, known_acts: &[&'static Act], zone: &TimeZone) -> Vec<Cell> {
    let erased = |text: &str| if line.are_words_erased { Cell::text("effacé") } else { Cell::text(text) };
    let object = line.object.map(|object| format!(" {object}")).unwrap_or_default();
    let detail = if line.detail == "null" { "" } else { line.detail.as_str() };
    vec![
        Cell::Integer(line.seq),
        moment(line.at, zone),
        erased(&line.actor_name),
        Cell::text(journal_words::act(known_acts, &line.act)),
        Cell::text(format!("{}{object}", line.object_kind)),
        erased(&line.why),
        erased(detail),
        Cell::text(line.hash.chars().take(12).collect::<String>()),
    ]
}

/// Filled, empty, and a name that fits several people.
pub fn samples(site: &Site) -> Vec<Sample> {
    let line = |seq: i64, are_words_erased| Line {
        seq,
        at: Moment(1_773_572_400_000 + seq),
        actor_account: None,
        actor_name: "Claire Exemple".into(),
        act: "site.cancel_job".into(),
        object_kind: "job".into(),
        object: Some(Uuid::from_u128(7)),
        why: "Fichier <b>envoyé</b> deux fois".into(),
        detail: "{\"kind\":\"territory.import\"}".into(),
        hash: "0123456789abcdef".into(),
        are_words_erased,
    };
    let page = |lines: &[Line], names: Vec<String>, form: Form| JournalPage {
        frame: Frame::back_office(site, "Journal des actes", "/gestion/journal").with_form(&form),
        form,
        acts: vec![Choice::new("site.cancel_job", "Arrêter une tâche de fond")],
        sentence: if names.is_empty() { String::new() } else { "Actes : par martin.".into() },
        names,
        table: drawn(lines, crate::ACTS, &TimeZone::UTC),
        older: (!lines.is_empty()).then(|| "/gestion/journal?avant=2".to_owned()),
        is_first: lines.is_empty(),
        carried: vec![("personne", "martin".into())],
    };
    let wrong =
        Form::filled([("du", "hier")]).with_errors(vec![FieldError::new("du", "Écrivez la date ainsi : 15/03/2026")]);
    vec![
        sample("Journal", &page(&[line(3, false), line(2, true)], Vec::new(), Form::empty())),
        sample("Journal vide", &page(&[], Vec::new(), Form::empty())),
        sample("Journal, plusieurs noms", &page(&[], vec!["Anne Martin".into(), "Luc Martin".into()], Form::empty())),
        sample("Journal, date à corriger", &page(&[], Vec::new(), wrong)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let expected = Some(Date::constant(2026, 3, 5));
        for text in ["05/03/2026", "5/3/2026", "5.3.2026", "2026-03-05"] {
            assert_eq!(read_day(text), expected, "{text}");
        }
        for text in ["hier", "31/02/2026", "5/3", "5/3/2026/1", ""] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_that_fits_several_people_asks_which() {
        let names = ["Anne Martin".to_owned(), "Luc Martin".to_owned(), "Zoé Petit".to_owned()];
        let asked = |name: &str| read(&Fields::from_pairs([("personne", name)]), &names, &TimeZone::UTC);
        assert_eq!(asked("martin").names.len(), 2);
        assert_eq!(asked("zoe").search.actor_name, "Zoé Petit");
        assert_eq!(asked("anne martin").search.actor_name, "Anne Martin");
        assert_eq!(asked("durand").errors.len(), 1);
    }
}
