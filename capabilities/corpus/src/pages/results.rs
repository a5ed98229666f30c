//! Results: the share of each theme with its interval, by channel and neighbourhood.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use kernel::{Uuid, french};
use tabulation::secrecy::{SecrecyRule, protect};
use territory::facade::Area;
use themes::agreement::Reliance;
use themes::shares::Share;
use web::{Answer, Asked, House, Visit, answer};

use super::{above, chosen, path};
use crate::actions::{Among, Results, Work, is_sensitive};
use crate::rules::codebook::Theme;
use crate::rules::disclosure::hidden_themes;
use crate::rules::setting::Setting;
use crate::store::verbatims::Verbatim;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/results.html")]
pub(super) struct ResultsPage {
    pub frame: Frame,
    pub consultation: Uuid,
    pub told: String,
    pub is_empty: bool,
    pub shares: Html,
    pub crossings: Vec<Html>,
    /// The other table.
    pub other: Link,
    pub agreement: Html,
}

/// A part of the words a share is told for.
pub(super) struct Domain {
    pub label: String,
    /// What leads to its words: `canal=…`, `quartier=…`.
    pub query: String,
    pub keep: Box<dyn Fn(&Verbatim) -> bool + Send + Sync>,
}

/// What is printed under every table of shares.
const CAUTION: &str = "Ces parts portent sur les paroles recueillies, non sur les habitants : personne n’a été tiré au sort pour \
                       parler. L’intervalle à 95 % vient du tirage au sort des paroles codées.";

/// A share as a cell: nothing under a base, whole percentages under another; with its interval beside when nothing else
/// tells it.
pub(super) fn share_cell(
    (share, base): (Option<Share>, usize),
    setting: &Setting,
    with_interval: bool,
    href: &str,
) -> Cell {
    if (base as i64) < setting.published_from {
        return Cell::NOT_DISCLOSED;
    }
    let Some(share) = share else { return Cell::MISSING };
    let mut text = french::percent(share.estimate() * 100.0, 0);
    if with_interval {
        text.push_str(&format!(" ({})", bounds(&share)));
    }
    if (base as i64) < setting.low_under {
        text.push_str(" (effectif faible)");
    }
    if href.is_empty() { Cell::text(text) } else { Cell::link(text, href) }
}

/// « 12 à 31 % ».
fn bounds(share: &Share) -> String {
    // Bounds are opened to whole percentages; a bound that is one already stays.
    let interval = share.interval();
    let low = french::decimal((interval.low * 100.0 + 1e-9).floor(), 0);
    format!("{low} à {}", french::percent((interval.high * 100.0 - 1e-9).ceil(), 0))
}

fn interval(share: Option<Share>) -> Cell {
    Cell::or(share.map(|share| Cell::text(bounds(&share))), documents::Absence::Missing)
}

/// The themes told: main ones followed by their parts, retired ones left out.
pub(super) fn told_themes(themes: &[Theme]) -> Vec<&Theme> {
    crate::rules::codebook::keys(themes).into_iter().map(|(_, theme)| theme).collect()
}

fn label(theme: &Theme) -> String {
    if theme.parent.is_some() { format!("– {}", theme.label) } else { theme.label.clone() }
}

/// The table of shares. Visitors (`is_public`) are led to no page of the back office.
pub(super) fn share_table(results: &Results<'_>, themes: &[Theme], setting: &Setting, is_public: bool) -> Table {
    let columns = vec![
        Column::new("theme", "Thème", Kind::Text).row_header(),
        Column::new("part", "Part des paroles", Kind::Text),
        Column::new("intervalle", "Intervalle à 95 %", Kind::Text),
        Column::new("codees", "Paroles codées à la main sous ce thème", Kind::Integer),
    ];
    let mut table = Table::new("parts-des-themes", "Part de chaque thème dans les paroles recueillies", columns);
    let among = results.among(&|_| true);
    let (base, (random, _)) = (among.base(), results.coded());
    let told = told_themes(themes);
    let counts: Vec<(&Theme, u64)> = told.iter().map(|theme| (*theme, among.by_hand(theme))).collect();
    let hidden = if is_public { hidden_themes(&counts) } else { HashSet::new() };
    for (theme, count) in counts {
        let share = among.share(theme);
        let href = match (is_public, theme.is_sensitive) {
            (false, _) => format!("/gestion/paroles/resultats/{}", theme.id),
            (true, false) => format!("/paroles/themes/{}", theme.id),
            (true, true) => String::new(),
        };
        // A share tells the count to whoever knows the base: it is hidden with it.
        let is_hidden = hidden.contains(&theme.id);
        let is_low = (base as i64) < setting.published_from;
        table.rows.push(vec![
            Cell::text(label(theme)),
            if is_hidden { Cell::NOT_DISCLOSED } else { share_cell((share, base), setting, false, &href) },
            if is_hidden || is_low { Cell::NOT_DISCLOSED } else { interval(share) },
            if is_hidden { Cell::NOT_DISCLOSED } else { Cell::Integer(count as i64) },
        ]);
    }
    table.base = Some(format!(
        "{} relues, dont {} tirées au sort et codées à la main",
        french::count(base as i64, "parole", "paroles"),
        french::integer(random as i64)
    ));
    table.source = Some("Paroles recueillies pendant la concertation".to_owned());
    table.notes.push(CAUTION.to_owned());
    table.notes.push("Une parole peut relever de plusieurs thèmes : les parts ne s’additionnent pas.".to_owned());
    table
}

/// Main themes crossed with parts of the words; what is public hides small cells and what would give them back.
pub(super) fn crossing(
    (name, caption): (&str, &str),
    results: &Results<'_>,
    themes: &[Theme],
    domains: &[Domain],
    setting: &Setting,
    is_public: bool,
) -> Table {
    let mut columns = vec![Column::new("theme", "Thème", Kind::Text).row_header()];
    let among: Vec<Among<'_>> = domains.iter().map(|domain| results.among(&*domain.keep)).collect();
    for (rank, (domain, among)) in domains.iter().zip(&among).enumerate() {
        let header = match is_public && (among.base() as i64) < setting.published_from {
            true => domain.label.clone(),
            false => format!("{} ({})", domain.label, french::integer(among.base() as i64)),
        };
        columns.push(Column::new(format!("colonne_{rank}"), header, Kind::Text));
    }
    let mut table = Table::new(name, caption, columns);
    let main: Vec<&Theme> = told_themes(themes).into_iter().filter(|theme| theme.parent.is_none()).collect();
    let counts: Vec<Vec<u64>> =
        main.iter().map(|theme| among.iter().map(|among| among.by_hand(theme)).collect()).collect();
    let hidden = protect(&counts, &SecrecyRule::SURVEY).ok();
    for (row, theme) in main.iter().enumerate() {
        let mut cells = vec![Cell::text(&theme.label)];
        let parts: Vec<&Theme> = themes.iter().filter(|one| one.parent == Some(theme.id)).collect();
        let is_delicate = theme.is_sensitive || parts.iter().any(|part| part.is_sensitive);
        for (column, (domain, among)) in domains.iter().zip(&among).enumerate() {
            let is_hidden =
                is_public && (is_delicate || hidden.as_ref().is_none_or(|hidden| hidden.cell(row, column).is_some()));
            let href = match is_public {
                true => String::new(),
                false => format!("/gestion/paroles/resultats/{}?{}", theme.id, domain.query),
            };
            cells.push(match is_hidden {
                true => Cell::NOT_DISCLOSED,
                false => share_cell((among.share(theme), among.base()), setting, true, &href),
            });
        }
        table.rows.push(cells);
    }
    table.base =
        Some("paroles relues de chaque colonne, entre parenthèses ; l’intervalle à 95 % suit chaque part".to_owned());
    table.source = Some("Paroles recueillies pendant la concertation".to_owned());
    table.notes.push(CAUTION.to_owned());
    table
}

/// One part of the words for each channel, and one for each neighbourhood.
pub(super) fn domains(
    channels: &[listening::facade::words::ChannelBrief],
    areas: &[Area],
    work: &Work,
) -> (Vec<Domain>, Vec<Domain>) {
    let by_channel = channels.iter().filter(|one| work.verbatims.iter().any(|row| row.channel == Some(one.id)));
    let by_channel = by_channel.map(|one| {
        let id = one.id;
        let query = format!("canal={id}");
        Domain { label: one.label.clone(), query, keep: Box::new(move |row: &Verbatim| row.channel == Some(id)) }
    });
    let by_area = areas.iter().filter(|one| work.verbatims.iter().any(|row| row.area == Some(one.id)));
    let by_area = by_area.map(|one| {
        let id = one.id;
        let query = format!("quartier={id}");
        Domain { label: one.name.clone(), query, keep: Box::new(move |row: &Verbatim| row.area == Some(id)) }
    });
    (by_channel.collect(), by_area.collect())
}

/// What an agreement allows to say.
fn reliance(alpha: f64) -> &'static str {
    match Reliance::of(alpha) {
        Reliance::Firm => "accord fiable",
        Reliance::Tentative => "accord prudent",
        Reliance::Weak => "accord insuffisant : précisez ce thème ensemble",
    }
}

/// Whether people who coded the same words agree, theme by theme.
pub(super) fn agreement_table(results: &Results<'_>, themes: &[Theme]) -> Table {
    let columns = vec![
        Column::new("theme", "Thème", Kind::Text).row_header(),
        Column::new("paroles", "Paroles codées par deux personnes ou plus", Kind::Integer),
        Column::new("alpha", "α de Krippendorff", Kind::Decimal(2)),
        Column::new("lecture", "Lecture", Kind::Text),
    ];
    let mut table = Table::new("accord", "Accord entre les personnes qui codent", columns);
    for theme in told_themes(themes) {
        let Some(found) = results.agreement(theme) else { continue };
        table.rows.push(vec![
            Cell::text(label(theme)),
            Cell::Integer(found.units as i64),
            Cell::or(found.alpha.map(Cell::Decimal), documents::Absence::Missing),
            Cell::text(found.alpha.map_or("rien à mesurer : toujours ou jamais choisi", reliance)),
        ]);
    }
    table
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::READ, asked.text("concertation")).await?;
    let work = Work::load(&mut tx, consultation.id).await?;
    let results = Results::of(&work);
    let setting = store::setting::of(&mut tx, consultation.id).await?;
    // Agents read the whole whatever its base, with what it allows to say; a part of it only from the base published.
    let all = Setting { published_from: 1, ..setting };
    let shares = share_table(&results, &work.themes, &all, false);
    let format = asked.text("format");
    if !format.is_empty() {
        return answer::table("parts-des-themes", format, &shares, house.outside.now());
    }
    let channels = listening::facade::words::channels(&mut tx, consultation.id).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let (by_channel, by_area) = domains(&channels, &areas, &work);
    let crossings = [
        (("themes-par-canal", "Thèmes par canal"), by_channel),
        (("themes-par-quartier", "Thèmes par quartier"), by_area),
    ];
    // One table at a time: both would make a page too heavy for a telephone.
    let is_by_area = asked.text("tableau") == "quartier";
    let here = path("resultats", consultation.id);
    let other = match is_by_area {
        true => Link::new("Thèmes par canal", here.clone()),
        false => Link::new("Thèmes par quartier", format!("{here}&tableau=quartier")),
    };
    let crossings = crossings.iter().skip(usize::from(is_by_area)).take(1).filter(|(_, domains)| !domains.is_empty());
    let drawn = |table: &Table| interface::table(table, &TableOptions::default());
    let file = |format: &str| Some(format!("{}&format={format}", path("resultats", consultation.id)));
    let options = TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() };
    let agreement = agreement_table(&results, &work.themes);
    let (random, coded) = results.coded();
    let frame =
        visit.back_office("Ce que disent les paroles").with_caption(&*consultation.title).with_breadcrumb(above());
    answer::page(&ResultsPage {
        frame,
        consultation: consultation.id,
        told: format!(
            "{} sur {}. Les parts viennent des {} tirées au sort, corrigées par ce que {} propose pour toutes.",
            french::count(coded as i64, "parole codée", "paroles codées"),
            french::integer(work.verbatims.len() as i64),
            french::count(random as i64, "parole", "paroles"),
            if work.training.is_some() { "la machine, qui n’avait pas vu leur codage," } else { "le livre de codes" }
        ),
        is_empty: random < 2,
        shares: interface::table(&shares, &options),
        crossings: crossings
            .map(|(name, domains)| drawn(&crossing(*name, &results, &work.themes, domains, &setting, false)))
            .collect(),
        other,
        agreement: if agreement.rows.is_empty() { Html::default() } else { drawn(&agreement) },
    })
}

/// What a visitor may read word for word: reviewed, of no sensitive theme.
pub(super) fn may_be_told(work: &Work, row: &Verbatim) -> bool {
    !is_sensitive(work, row)
}
