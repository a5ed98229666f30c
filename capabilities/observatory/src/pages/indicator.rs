//! An indicator, public: its finding, the map that is also a list, the gap to communes, years, parts of the population,
//! what it is and what it does not say; everything to take away.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use interface::chart::Row;
use interface::map::Area;
use interface::{AreaMap, ChartFrame, Frame, GapRow, Html, Link, Mark, Sample, Site, SummaryRow, TableOptions};
use serde_json::{Value, json};
use territory::facade::drawn;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{datum, measure, path, public_above};
use crate::actions::viewing::{self, Mapped};
use crate::documents::tables;
use crate::rules::breakdown::Breakdown;
use crate::rules::cell;
use crate::rules::indicator::{Direction, IndicatorTerms};
use crate::rules::secrecy::Secrecy;
use crate::rules::series::{self, Point};

#[derive(Template)]
#[template(path = "pages/indicator.html")]
struct IndicatorPage {
    frame: Frame,
    finding: String,
    years: Vec<Link>,
    parts: Vec<Link>,
    map: Html,
    charts: Vec<Html>,
    table: Html,
    sheet: Vec<SummaryRow>,
    href: String,
    permanent: String,
}

/// A year nobody measured.
const NOT_MEASURED: interface::Datum = interface::Datum::Absent(documents::Absence::NotAsked);

/// Bars drawn at most: beyond, the map, the list and the table say everything.
const MOST_BARS: usize = 30;

/// What the map shows, in a sentence: both ends, named.
pub(super) fn finding(mapped: &Mapped) -> String {
    let unit = mapped.indicator.terms.unit;
    let mut values = mapped.values();
    values.sort_by(|one, other| one.1.total_cmp(&other.1));
    let named = |at: usize| mapped.lines[at].listed.area.name.as_str();
    match (values.first(), values.last()) {
        (Some((low, least)), Some((high, most))) if least != most => {
            let (least, most) = (unit.words(*least), unit.words(*most));
            let when =
                if mapped.is_measured { format!("en {}", mapped.period()) } else { format!("({})", mapped.period()) };
            format!("De {least} ({}) à {most} ({}) {when}", named(*low), named(*high))
        }
        (Some(_), Some((at, most))) if values.len() == 1 => {
            format!("Une seule valeur publiée : {} à {} ({})", unit.words(*most), named(*at), mapped.period())
        }
        (Some(_), Some((_, most))) => format!("La même valeur partout : {} ({})", unit.words(*most), mapped.period()),
        _ => match mapped.year {
            Some(year) => format!("Aucune valeur n’est publiée pour {year}"),
            None => "Aucune valeur n’est encore publiée".to_owned(),
        },
    }
}

fn choropleth(mapped: &Mapped, href: &str) -> Html {
    let areas: Vec<Area> = mapped
        .lines
        .iter()
        .map(|line| Area {
            code: line.listed.area.code.clone(),
            name: line.listed.area.name.clone(),
            rings: line.listed.rings.clone(),
            datum: Some(datum(&line.reading())),
            href: territory::facade::path(&line.listed.area.code),
            is_here: false,
        })
        .collect();
    let generations: Vec<&str> = mapped.lines.iter().map(|line| line.listed.perimeter_generation.as_str()).collect();
    let year = mapped.year.map_or_else(String::new, |year| year.to_string());
    interface::map(&AreaMap {
        id: "carte".into(),
        title: finding(mapped),
        subtitle: format!("{}, {}", mapped.indicator.terms.label, mapped.indicator.terms.unit.french()),
        measure: measure(mapped.indicator.terms.unit),
        outline: drawn::fitting_outline(&areas, mapped.outline.clone()),
        areas,
        geography: drawn::geography_words(&generations),
        source: tables::source(mapped),
        date: String::new(),
        geojson: Some(format!("{href}/carte.geojson?annee={year}{}", part_query(mapped.part))),
        csv: Some(format!("{href}/valeurs?format=csv")),
    })
}

fn part_query(part: Breakdown) -> String {
    if part == Breakdown::Everybody { String::new() } else { format!("&ventilation={}", part.key()) }
}

fn chart_frame(mapped: &Mapped, id: &str, title: String, subtitle: &str, href: &str) -> ChartFrame {
    ChartFrame {
        id: id.to_owned(),
        title,
        subtitle: subtitle.to_owned(),
        base: tables::base(mapped),
        source: tables::source(mapped),
        prudence: tables::caution(mapped).unwrap_or_default(),
        csv: Some(format!("{href}/valeurs?format=csv")),
        permalink: mapped.year.map(|year| format!("{href}?annee={year}{}", part_query(mapped.part))),
        ..ChartFrame::default()
    }
}

/// Bars from the highest; the gap to communes; years.
fn charts(mapped: &Mapped, years: &[(String, Vec<Point>)], href: &str) -> Vec<Html> {
    let unit = mapped.indicator.terms.unit;
    let mut out = Vec::new();
    let mut ranked = mapped.values();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    let gaps: Vec<GapRow> = ranked
        .iter()
        .take(MOST_BARS)
        .filter_map(|(at, value)| {
            let line = &mapped.lines[*at];
            let (_, commune, city) = mapped.city(line)?;
            Some(GapRow::new(format!("{} et {commune}", line.listed.area.name), *value, *city))
        })
        .collect();
    if !gaps.is_empty() && !unit.is_count() {
        let above = ranked
            .iter()
            .filter(|(at, value)| mapped.city(&mapped.lines[*at]).is_some_and(|(.., city)| value > city))
            .count();
        let title = format!(
            "{} sur {} au-dessus de leur commune",
            kernel::french::count(above as i64, "quartier", "quartiers"),
            gaps.len()
        );
        let frame = chart_frame(mapped, "ecarts", title, "Chaque quartier et sa commune", href);
        out.push(interface::gaps(&frame, &measure(unit), ("Quartier", "Commune"), &gaps));
    } else if ranked.len() > 1 {
        let marks = ranked.iter().take(MOST_BARS).enumerate().map(|(rank, (at, value))| {
            let mark = Mark::new(&*mapped.lines[*at].listed.area.name, *value);
            if rank == 0 { mark.point() } else { mark }
        });
        let marks: Vec<Mark> = marks.collect();
        let frame = chart_frame(mapped, "rangs", finding(mapped), &mapped.indicator.terms.label, href);
        out.push(interface::bars(&frame, &measure(unit), &marks));
    }
    let mut all: Vec<i64> = years.iter().flat_map(|(_, points)| points.iter().map(|point| point.year)).collect();
    all.sort_unstable();
    all.dedup();
    if all.len() > 1 {
        let rows: Vec<Row> = years
            .iter()
            .map(|(name, points)| {
                let at = |year: &i64| {
                    points.iter().find(|point| point.year == *year).map_or(NOT_MEASURED, |point| datum(&point.reading))
                };
                Row::new(name.clone(), all.iter().map(at))
            })
            .collect();
        let told = years.iter().find_map(|(name, points)| Some(format!("{name} : {}", series::trend(unit, points)?)));
        let title = told.unwrap_or_else(|| "Année après année".to_owned());
        let frame = ChartFrame {
            prudence: String::new(),
            ..chart_frame(mapped, "annees", title, "Année après année", href)
        };
        let periods: Vec<String> = all.iter().map(i64::to_string).collect();
        out.push(interface::lines(&frame, &measure(unit), &periods, &rows));
    }
    out
}

fn sheet(terms: &IndicatorTerms, theme: &str) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut tell = |term: &str, value: String| {
        if !value.is_empty() {
            rows.push(SummaryRow::new(Html::text(term), Html::sentence(&value)));
        }
    };
    let at = |one: Option<crate::rules::indicator::Milestone>| {
        one.map(|one| format!("{} en {}", terms.unit.words(one.value), one.year)).unwrap_or_default()
    };
    tell("Thème", theme.to_owned());
    tell("Définition", terms.definition.clone());
    tell("Qui est compté", terms.population.clone());
    tell("Calcul", terms.formula.clone());
    tell("Unité", terms.unit.french().to_owned());
    tell("Maille", if terms.is_of_commune { "la commune entière" } else { "le quartier" }.to_owned());
    tell("Producteur", terms.producer.clone());
    tell("Source", terms.source.clone());
    tell("Fréquence", terms.frequency.french().to_owned());
    if terms.direction != Direction::Neither {
        tell("Sens souhaité", terms.direction.french().to_owned());
    }
    tell("Valeur de référence", at(terms.baseline));
    tell("Cible", at(terms.target));
    tell("Ce qu’il ne dit pas", terms.limits.clone());
    if terms.secrecy != Secrecy::None {
        tell("Secret statistique", terms.secrecy.french().to_owned());
    }
    rows
}

fn view(frame: Frame, mapped: &Mapped, years: &[(String, Vec<Point>)], public_url: &str) -> IndicatorPage {
    let href = path(&mapped.indicator.code);
    let options = TableOptions {
        csv: Some(format!("{href}/valeurs?format=csv")),
        xlsx: Some(format!("{href}/valeurs?format=xlsx")),
        is_caption_hidden: true,
        ..TableOptions::default()
    };
    let link = |year: i64, part: Breakdown| format!("{href}?annee={year}{}", part_query(part));
    let terms = &mapped.indicator.terms;
    let permanent = mapped.year.map_or_else(|| href.clone(), |year| link(year, mapped.part));
    IndicatorPage {
        finding: finding(mapped),
        years: mapped
            .years
            .iter()
            .filter(|year| Some(**year) != mapped.year)
            .map(|year| Link::new(year.to_string(), link(*year, mapped.part)))
            .collect(),
        parts: terms
            .parts()
            .into_iter()
            .filter(|part| *part != mapped.part)
            .map(|part| Link::new(part.french(), format!("{href}?ventilation={}", part.key())))
            .collect(),
        map: if mapped.lines.is_empty() || mapped.year.is_none() { Html::default() } else { choropleth(mapped, &href) },
        charts: charts(mapped, years, &href),
        table: if mapped.year.is_none() {
            Html::default()
        } else {
            interface::table(&tables::mapped(mapped), &options)
        },
        sheet: sheet(terms, &mapped.theme),
        permanent: format!("{public_url}{permanent}"),
        frame: frame.with_breadcrumb(public_above()).with_map(),
        href,
    }
}

/// The year and the part asked; what is none is a page that does not exist.
fn asked_of(asked: &Asked) -> Result<(Option<i64>, Breakdown), Fault> {
    let year = match asked.text("annee") {
        "" => None,
        text => Some(cell::year(text).map_err(|_| Fault::not_found())?),
    };
    let part = Breakdown::from_key(asked.text("ventilation")).ok_or_else(Fault::not_found)?;
    Ok((year, part))
}

/// `GET /observatoire/indicateurs/{reference}`
pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(reference): Path<String>,
    asked: Asked,
) -> Answer {
    let (year, part) = asked_of(&asked)?;
    let mut tx = house.read().await?;
    let mapped = viewing::mapped(&mut tx, &reference, year, part).await?;
    let years = viewing::years_of_some(&mut tx, &mapped).await?;
    let caption = match part {
        Breakdown::Everybody => mapped.theme.clone(),
        part => format!("{} · {}", mapped.theme, part.french()),
    };
    let frame = visit.public_in_french(&mapped.indicator.terms.label).with_caption(caption);
    answer::page(&view(frame, &mapped, &years, &house.settings.public_url))
}

/// `GET /observatoire/indicateurs/{reference}/valeurs?format=csv`
pub async fn values(State(house): State<Arc<House>>, Path(reference): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let exported = viewing::exported(&mut tx, &reference).await?;
    let format = match asked.text("format") {
        "" => "csv",
        format => format,
    };
    let table = tables::exported(&exported);
    answer::table(&table.name.clone(), format, &table, house.outside.now())
}

/// `GET /observatoire/indicateurs/{reference}/carte.geojson`
pub async fn geojson(State(house): State<Arc<House>>, Path(reference): Path<String>, asked: Asked) -> Answer {
    let (year, part) = asked_of(&asked)?;
    let mut tx = house.read().await?;
    let mapped = viewing::mapped(&mut tx, &reference, year, part).await?;
    let perimeters = drawn::perimeters(&mut tx).await?;
    let unit = mapped.indicator.terms.unit;
    let features: Vec<Value> = mapped
        .lines
        .iter()
        .filter_map(|line| {
            let area = &line.listed.area;
            let (_, perimeter) = perimeters.iter().find(|(code, _)| *code == area.code)?;
            let mut feature: Value = serde_json::from_str(perimeter).ok()?;
            let reading = line.reading();
            let text = reading.value().map_or_else(|| "non publié".to_owned(), |value| unit.words(value));
            feature["properties"] = json!({
                "code_qp": area.code,
                "lib_qp": area.name,
                "indicateur": mapped.indicator.code,
                "annee": mapped.year,
                "valeur": reading.value(),
                "name": area.name,
                "text": format!("{} : {text}", mapped.indicator.terms.label),
                "href": territory::facade::path(&area.code),
            });
            Some(feature)
        })
        .collect();
    let mut response = json!({ "type": "FeatureCollection", "features": features }).to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = |title: &str| Frame::public(site, title, "/observatoire/indicateurs/tp60");
    let full = super::sample::mapped();
    let points = |values: &[(i64, f64)]| -> Vec<Point> {
        values
            .iter()
            .map(|(year, value)| Point { year: *year, reading: crate::rules::figures::Reading::Known(*value) })
            .collect()
    };
    let years = [("La Conte - Ozanam".to_owned(), points(&[(2015, 58.0), (2017, 61.2)]))];
    let mut empty = full.clone();
    (empty.year, empty.years) = (None, Vec::new());
    for line in &mut empty.lines {
        line.figure = None;
    }
    let draw = |mapped: &Mapped, years: &[(String, Vec<Point>)]| {
        view(frame("Taux de pauvreté"), mapped, years, "http://localhost").render().unwrap_or_default()
    };
    vec![
        Sample::page("observatoire", "Un indicateur", draw(&full, &years)),
        Sample::page("observatoire", "Un indicateur sans valeur", draw(&empty, &[])),
    ]
}
