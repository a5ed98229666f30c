//! The portrait of a neighbourhood: sentences first, then figures, gaps, the map, every indicator, what stands there.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::Absence as Blank;
use interface::{
    AreaMap, ChartFrame, Figure as FigureView, Frame, GapRow, Html, Link, Measure, Sample, Site, TableOptions,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::french;
use web::{Answer, Asked, Fault, House, Visit, answer};

use territory::facade as territory_window;
use territory::facade::drawn::{self, Version};

use super::{blank, datum};
use crate::actions::viewing::{self, POPULATION, Portrait};
use crate::documents as press;
use crate::facade::{self, Section};
use crate::rules::figures::{Absence, Beside, CityFigure, Figure, Reading, Unit};
use crate::rules::series;
use crate::rules::telling::Told;

#[derive(Template)]
#[template(path = "pages/portrait.html")]
struct PortraitPage {
    frame: Frame,
    code: String,
    href: String,
    sentences: Vec<Told>,
    figures: Vec<FigureView>,
    charts: Vec<Html>,
    map: Html,
    table: Html,
    indicator_count: i64,
    facilities: Vec<(String, String)>,
    facility_source: String,
    is_facility_table_long: bool,
    zoning: Vec<String>,
    has_passages: bool,
    has_several_communes: bool,
    cautions: Vec<String>,
    trends: Vec<String>,
    sections: Vec<Section>,
    compare: String,
}

/// Indicators shown first.
const HEADLINES: [&str; 4] = [POPULATION, "tp60", "disp_q2", "tx_tot_empl"];
/// Facilities listed on the page; the others are one link away.
const MOST_FACILITIES: usize = 20;

fn view(frame: Frame, portrait: &Portrait, sections: &[Section], zone: &TimeZone) -> PortraitPage {
    let code = portrait.version.code.clone();
    let href = territory_window::path(&code);
    let kind = press::sentence_case(portrait.neighbourhood.kind.label());
    let communes = portrait.commune_names();
    let caption = if communes.is_empty() { kind } else { format!("{kind} · {communes}") };
    let breadcrumb = vec![Link::new("Accueil", "/"), Link::new("Les quartiers", "/quartiers")];
    let options = TableOptions {
        csv: Some(format!("{href}/indicateurs?format=csv")),
        xlsx: Some(format!("{href}/indicateurs?format=xlsx")),
        is_caption_hidden: true,
        ..TableOptions::default()
    };
    let table = if portrait.figures.is_empty() {
        Html::default()
    } else {
        interface::table(&press::figures::table(portrait, false), &options)
    };
    PortraitPage {
        sentences: portrait.sentences(),
        figures: HEADLINES
            .iter()
            .filter_map(|code| portrait.figures.iter().find(|f| f.code == *code))
            .map(figure)
            .collect(),
        charts: charts(portrait),
        map: map(portrait),
        table,
        indicator_count: i64::try_from(portrait.figures.len()).unwrap_or(0),
        facilities: portrait
            .facilities
            .iter()
            .take(MOST_FACILITIES)
            .map(|kept| (kept.facility.name.clone(), format!("{}. {}", kept.facility.kind, kept.facility.address())))
            .collect(),
        facility_source: facility_source(portrait),
        is_facility_table_long: portrait.facilities.len() > MOST_FACILITIES,
        zoning: zoning(portrait, zone),
        has_passages: !portrait.passages.is_empty(),
        has_several_communes: portrait.communes.len() > 1,
        cautions: cautions(portrait),
        trends: trends(portrait),
        sections: sections.to_vec(),
        compare: format!("/observatoire/comparaison?quartier={}", answer::encode(&code)),
        frame: frame.with_caption(caption).with_breadcrumb(breadcrumb).with_map(),
        code,
        href,
    }
}

/// One figure of the head of the page.
fn figure(figure: &Figure) -> FigureView {
    let view = match &figure.reading {
        Reading::Known(value) => {
            let unit = match figure.unit {
                Unit::EurosPerYear => "€ par an",
                Unit::Ratio => "",
                other => other.french(),
            };
            FigureView::new(&figure.label, figure.unit.number(*value), unit, &figure.producer, figure.period())
        }
        Reading::Doubtful { .. } => {
            let view = FigureView::absent(&figure.label, Blank::Missing, &figure.producer, figure.period());
            FigureView { absence: "douteux dans la source".to_owned(), ..view }
        }
        Reading::Absent(absence) => {
            let view = FigureView::absent(&figure.label, blank(*absence), &figure.producer, figure.period());
            if *absence == Absence::Missing {
                FigureView { absence: "secret ou manquant".to_owned(), ..view }
            } else {
                view
            }
        }
    };
    view.against(figure.gap_words()).on(format!("contour {}", figure.zoning_code))
}

/// Gaps to the commune, one drawing for shares and one for incomes.
fn charts(portrait: &Portrait) -> Vec<Html> {
    let mut out = Vec::new();
    for (unit, id, words, decimals) in
        [(Unit::Percent, "ecarts-parts", "en %", 1), (Unit::EurosPerYear, "ecarts-revenus", "en euros par an", 0)]
    {
        let figures = portrait.figures.iter().filter(|figure| figure.unit == unit && !figure.is_of_commune);
        let shown: Vec<(&Figure, &Beside, &CityFigure)> =
            figures.flat_map(|figure| figure.cities().map(move |(beside, city)| (figure, beside, city))).collect();
        let size = |figure: &Figure, city: &CityFigure| {
            figure.difference(city).map(|difference| difference.abs() / city.value.abs().max(1.0))
        };
        let sizes = shown.iter().filter_map(|(figure, beside, city)| Some((figure, beside, size(figure, city)?)));
        let Some((widest, beside, _)) = sizes.max_by(|one, other| one.2.total_cmp(&other.2)) else { continue };
        let finding = widest.gap_with(beside).unwrap_or_default();
        let mut periods: Vec<String> = shown.iter().map(|(figure, ..)| figure.period()).collect();
        periods.dedup();
        let mut producers: Vec<&str> = shown.iter().map(|(figure, ..)| figure.producer.as_str()).collect();
        producers.dedup();
        let communes = if widest.is_shared() { "chacune de ses communes" } else { "la commune" };
        let frame = ChartFrame {
            id: id.to_owned(),
            title: format!("{} : {finding}", widest.label),
            subtitle: format!("Écarts entre le quartier et {communes}, {words}"),
            base: format!("contour {}", widest.zoning_code),
            source: producers.join(" ; "),
            date: format!("quartier : {}", periods.join(", ")),
            prudence: widest.caution().unwrap_or_default(),
            csv: Some(format!("{}/indicateurs?format=csv", territory_window::path(&portrait.version.code))),
            ..ChartFrame::default()
        };
        let rows: Vec<GapRow> = shown
            .iter()
            .map(|(figure, beside, city)| {
                let commune = if figure.is_shared() { beside.commune.as_str() } else { "commune" };
                let label = format!("{} ({}, {commune} {})", figure.label, figure.period(), city.year);
                GapRow::new(label, datum(&figure.reading), city.value)
            })
            .collect();
        let unit = if unit == Unit::Percent { "%" } else { "€" };
        out.push(interface::gaps(
            &frame,
            &Measure::Value { unit: unit.into(), decimals },
            ("Quartier", "Commune"),
            &rows,
        ));
    }
    out
}

fn map(portrait: &Portrait) -> Html {
    let version = &portrait.version;
    let href = territory_window::path(&version.code);
    interface::map(&AreaMap {
        id: "carte".into(),
        title: format!(
            "{} dans {}",
            portrait.neighbourhood.name,
            if portrait.communes.len() > 1 { "ses communes" } else { "sa commune" }
        ),
        subtitle: version
            .area_ha
            .map_or_else(String::new, |hectares| format!("Superficie : {} hectares", french::decimal(hectares, 1))),
        measure: Measure::Count,
        areas: vec![interface::map::Area {
            code: version.code.clone(),
            name: portrait.neighbourhood.name.clone(),
            rings: portrait.rings(),
            datum: None,
            href: String::new(),
            is_here: true,
        }],
        outline: portrait.outline(),
        geography: format!(
            "code {}, {}{}",
            version.code,
            drawn::geography_words(&[version.perimeter_generation.as_str()]),
            if version.is_unchanged() { ", inchangés en 2024" } else { "" }
        ),
        source: version.source.clone(),
        date: String::new(),
        geojson: Some(format!("{href}/perimetre.geojson")),
        csv: None,
    })
}

fn facility_source(portrait: &Portrait) -> String {
    let Some(first) = portrait.facilities.first() else { return String::new() };
    let day = portrait.facilities.iter().filter_map(|kept| kept.as_of.as_deref()?.parse::<Date>().ok()).max();
    let day = day.map_or_else(String::new, |day| format!(" · {}", french::date(day)));
    format!("Base : {} équipements · Source : {}{day}", portrait.facilities.len(), first.source)
}

/// How the figures at the head move, in sentences.
fn trends(portrait: &Portrait) -> Vec<String> {
    let told = |code: &&str| {
        let figure = portrait.figures.iter().find(|figure| figure.code == **code)?;
        let trend = series::trend(figure.unit, portrait.series.get(*code)?)?;
        Some(format!("{} : {trend}, d’après {}.", figure.label, figure.producer))
    };
    HEADLINES.iter().filter_map(told).collect()
}

/// Codes and passages, in sentences.
fn zoning(portrait: &Portrait, zone: &TimeZone) -> Vec<String> {
    let mut out: Vec<String> = portrait.versions.iter().map(version_sentence).collect();
    out.extend(drawn::passages_told(portrait, zone));
    out
}

fn version_sentence(version: &Version) -> String {
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok()).map(french::date);
    let validity = match (day(&version.valid_from), day(&version.valid_until)) {
        (Some(from), Some(until)) => format!(", en vigueur du {from} au {until}"),
        (Some(from), None) => format!(", en vigueur depuis le {from}"),
        (None, Some(until)) => format!(", en vigueur jusqu’au {until}"),
        (None, None) => String::new(),
    };
    let zoning = if version.generation == "locale" {
        "Contour local".to_owned()
    } else {
        format!("Zonage {}", version.generation)
    };
    format!("{zoning} : code {}{validity}.", version.code)
}

fn cautions(portrait: &Portrait) -> Vec<String> {
    let version = &portrait.version;
    let mut out = Vec::new();
    if version.valid_until.is_some() {
        out.push("Ce contour n’est plus en vigueur.".to_owned());
    }
    if version.has_borrowed_perimeter() {
        out.push(format!("Le contour montré est celui du zonage {}.", version.perimeter_generation));
    }
    if !version.note.is_empty() {
        out.push(version.note.clone());
    } else if version.is_self_intersecting {
        out.push("Deux côtés du contour publié se croisent : il est gardé tel quel.".to_owned());
    }
    if let Some(doubt) = portrait.figures.iter().find_map(|figure| match &figure.reading {
        Reading::Doubtful { why, .. } => Some(why.clone()),
        _ => None,
    }) {
        out.push(doubt);
    }
    out
}

async fn read(house: &House, code: &str) -> Result<Portrait, Fault> {
    let mut tx = house.read().await?;
    Ok(viewing::portrait(&mut tx, code).await?)
}

/// `GET /quartiers/{code}`: any code leads to the page of the code in force.
pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let portrait = viewing::portrait(&mut tx, &code).await?;
    if portrait.version.code != code {
        return answer::see(&territory_window::path(&portrait.version.code));
    }
    let sections = facade::sections(&mut tx, portrait.neighbourhood.id, &portrait.version.code).await?;
    answer::page(&view(visit.public(&portrait.neighbourhood.name), &portrait, &sections, &house.settings.zone))
}

/// `GET /quartiers/{code}/indicateurs?format=csv`
pub async fn indicators(State(house): State<Arc<House>>, Path(code): Path<String>, asked: Asked) -> Answer {
    let portrait = read(&house, &code).await?;
    let format = match asked.text("format") {
        "" => "csv",
        format => format,
    };
    let table = press::figures::table(&portrait, true);
    answer::table(&table.name.clone(), format, &table, house.outside.now())
}

/// `GET /quartiers/{code}/portrait.pdf`
pub async fn pdf(State(house): State<Arc<House>>, Path(code): Path<String>) -> Answer {
    let portrait = read(&house, &code).await?;
    let (now, zone) = (house.outside.now(), &house.settings.zone);
    let document = press::portrait(&portrait, &house.settings.site.town, now.day(zone), zone);
    answer::document(&format!("portrait-{}.pdf", portrait.version.code), document, now).await
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let full = super::sample::portrait();
    let bare = Portrait { figures: Vec::new(), ..full.clone() };
    let told = [Section {
        title: "Ce que les habitants ont dit".into(),
        lines: vec![("Des lieux pour les jeunes".into(), "/besoins/B05/QN01102I".into(), String::new())],
        base: "1 besoin entendu".into(),
        source: "la concertation".into(),
        more: Some(("Tous les besoins".into(), "/besoins".into())),
    }];
    let frame = || Frame::public(site, full.neighbourhood.name.as_str(), "/quartiers/QN01102I");
    vec![
        Sample::page(
            "observatoire",
            "Portrait d’un quartier",
            view(frame(), &full, &told, &TimeZone::UTC).render().unwrap_or_default(),
        ),
        Sample::page(
            "observatoire",
            "Portrait d’un quartier de deux communes",
            view(frame(), &super::sample::portrait_of_two_communes(), &told, &TimeZone::UTC)
                .render()
                .unwrap_or_default(),
        ),
        Sample::page(
            "observatoire",
            "Portrait sans chiffres",
            view(frame(), &bare, &[], &TimeZone::UTC).render().unwrap_or_default(),
        ),
    ]
}
