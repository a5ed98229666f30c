//! `/besoins`: needs and neighbourhoods, counted from evidence at each request. Two traps are told before the
//! table: where nobody was asked, and what the sources leave open.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Table};
use interface::{
    Choice, Coverage, CoverageRow, Form, Frame, Html, Link, Matrix, MatrixCell, MatrixColumn, MatrixRow, TableOptions,
    Translated,
};
use kernel::{Uuid, french};
use territory::facade::Area;
use web::{Answer, Asked, Fault, House, Visit, answer};

use crate::rules::{CoverageCell, CoverageState, Grid, Mark, Need, Order, Theme, Unit, Weight, grid, prudence};
use crate::store;

#[derive(Template)]
#[template(path = "pages/matrix.html")]
pub(super) struct MatrixPage {
    pub frame: Frame,
    pub form: Form,
    pub areas: Vec<Choice>,
    pub themes: Vec<Choice>,
    pub orders: Vec<Choice>,
    pub filters: String,
    /// Each neighbourhood alone, with how many needs were named: what a phone shows best.
    pub alone: Vec<(Link, i64)>,
    pub body: Html,
    pub has_needs: bool,
    pub manage: bool,
}

/// Everything the matrix is made of.
pub(super) struct Told {
    pub areas: Vec<Area>,
    pub grid: Grid,
    pub coverage: Vec<CoverageCell>,
    pub sources: Vec<(String, String, String)>,
    pub periods: Vec<String>,
    pub weights: Vec<Weight>,
    pub path_and_query: String,
    pub may_read: bool,
}

impl Told {
    pub async fn load(
        tx: &mut Tx,
        (area, theme): (Option<&Area>, Option<Uuid>),
        (order, themes): (Order, &[Theme]),
        path_and_query: String,
        (may_read, consultation): (bool, Option<Uuid>),
    ) -> database::Result<Self> {
        let (needs, mentions) = store::matrix::needs_and_mentions(tx, consultation).await?;
        let needs: Vec<Need> =
            needs.into_iter().filter(|need| theme.is_none_or(|theme| need.text.theme == theme)).collect();
        let areas = match area {
            Some(area) => vec![area.clone()],
            None => territory::facade::areas(tx).await?,
        };
        let ids: Vec<Uuid> = areas.iter().map(|area| area.id).collect();
        let mut coverage = store::setting::coverage(tx).await?;
        if let Some(consultation) = consultation {
            let mut own = store::setting::channels(tx).await?;
            own.retain(|channel| channel.consultation == consultation);
            coverage.retain(|cell| own.iter().any(|channel| channel.id == cell.channel));
        }
        let mut grid = grid(&ids, needs, &mentions, &coverage);
        if area.is_some() {
            grid.elsewhere_count = 0;
        }
        let weights = store::matrix::weights(tx, consultation).await?;
        let themes: Vec<Uuid> = themes.iter().map(|theme| theme.id).collect();
        let grid = grid.sorted(order, &themes, &weights);
        let all = store::setting::consultations(tx).await?.into_iter();
        let all = all.filter(|one| consultation.is_none_or(|id| one.id == id));
        let periods = all.map(|one| one.period_label).collect();
        Ok(Self {
            areas,
            grid,
            coverage,
            sources: store::matrix::sources(tx, consultation).await?,
            periods,
            weights,
            path_and_query,
            may_read,
        })
    }

    fn file(&self, format: &str) -> String {
        let join = if self.path_and_query.contains('?') { '&' } else { '?' };
        format!("{}{join}format={format}", self.path_and_query)
    }

    /// What a need weighs; channels are kept from visitors when telling it may expose somebody.
    fn weight(&self, need: &Need) -> (Option<&Weight>, bool) {
        let is_told = self.may_read || need.text.sensitivity.is_none();
        (self.weights.iter().find(|one| one.need == need.id), is_told)
    }

    fn hint(&self, need: &Need) -> String {
        let (weight, is_told) = self.weight(need);
        weight.map(|weight| weight.french(is_told)).unwrap_or_default()
    }

    fn alone(&self, theme: Option<&Theme>) -> Vec<(Link, i64)> {
        let kept = theme.map(|theme| format!("&theme={}", theme.code)).unwrap_or_default();
        let href = |area: &Area| format!("/besoins?quartier={}{kept}", area.code);
        let counted = self.areas.iter().zip(&self.grid.totals);
        counted.map(|(area, total)| (Link::new(area.name.as_str(), href(area)), *total)).collect()
    }

    fn cited(&self) -> String {
        let cite = |(title, author, dated): &(String, String, String)| {
            format!("{title}, {author}, {}", french::iso_date(dated))
        };
        self.sources.iter().map(cite).collect::<Vec<_>>().join(" ; ")
    }

    fn base(&self) -> String {
        french::count(self.grid.evidence_count, "preuve recueillie", "preuves recueillies")
    }

    fn sentences(&self) -> Vec<String> {
        let named: Vec<(Uuid, &str)> = self.areas.iter().map(|area| (area.id, area.name.as_str())).collect();
        prudence(&self.grid, &named, &self.coverage)
    }

    /// Channels and what each reached in the neighbourhoods shown.
    fn coverage_rows(&self) -> Vec<CoverageRow> {
        let mut channels: Vec<(Uuid, &str)> = Vec::new();
        for cell in &self.coverage {
            if !channels.iter().any(|(id, _)| *id == cell.channel) {
                channels.push((cell.channel, &cell.channel_label));
            }
        }
        let row = |(channel, label): (Uuid, &str)| CoverageRow {
            channel: label.to_owned(),
            cells: self
                .areas
                .iter()
                .map(|area| {
                    let found = self.coverage.iter().find(|cell| cell.channel == channel && cell.area == area.id);
                    found.map_or(Coverage::NotUsed, |cell| reached(cell, self.may_read))
                })
                .collect(),
        };
        channels.into_iter().map(row).collect()
    }

    pub fn matrix(&self) -> Html {
        let cell = |need: &Need, area: &Area, mark: &Mark| match mark {
            Mark::Mentioned(count) => MatrixCell::Mentioned {
                evidence_count: u64::try_from(*count).unwrap_or(0),
                href: format!("/besoins/{}/{}", need.code, area.code),
            },
            Mark::NotMentioned => MatrixCell::NotMentioned,
            Mark::NotAsked => MatrixCell::NotAsked,
        };
        let column = |area: &Area| MatrixColumn { name: area.name.clone(), href: territory::facade::path(&area.code) };
        let rows = self.grid.rows.iter().map(|row| MatrixRow {
            name: row.need.text.label.clone(),
            href: format!("/besoins/{}", row.need.code),
            hint: self.hint(&row.need),
            cells: self.areas.iter().zip(&row.marks).map(|(area, mark)| cell(&row.need, area, mark)).collect(),
        });
        interface::matrix(&Matrix {
            caption: "Besoins cités dans chaque quartier, et qui y a été entendu".to_owned(),
            columns: self.areas.iter().map(column).collect(),
            rows: rows.collect(),
            coverage: self.coverage_rows(),
            prudence: self.sentences(),
            base: self.base(),
            source: self.cited(),
            date: self.periods.join(" ; "),
            csv: Some(self.file("csv")),
            xlsx: Some(self.file("xlsx")),
            pdf: Some(self.file("pdf")),
        })
    }

    /// The same matrix as a table for files: what is read on screen, figure for figure.
    pub fn table(&self) -> Table {
        let mut columns = vec![
            Column::new("reference", "Référence", Kind::Text),
            Column::new("besoin", "Besoin", Kind::Text).row_header(),
            Column::new("theme", "Thème", Kind::Text),
        ];
        columns
            .extend(self.areas.iter().map(|area| Column::new(&area.code, &area.name, Kind::Integer).unit("preuves")));
        columns.extend([
            Column::new("preuves", "Toutes les preuves", Kind::Integer),
            Column::new("canaux", "Canaux différents", Kind::Integer),
            Column::new("sans-canal", "Preuves sans canal connu", Kind::Integer),
        ]);
        let mut table = Table::new("besoins-par-quartier", "Besoins cités dans chaque quartier", columns);
        for row in &self.grid.rows {
            let mut cells =
                vec![Cell::text(&row.need.code), Cell::text(&row.need.text.label), Cell::text(&row.need.theme_label)];
            cells.extend(row.marks.iter().map(|mark| match mark {
                Mark::Mentioned(count) => Cell::Integer(*count),
                Mark::NotMentioned => Cell::Integer(0),
                Mark::NotAsked => Cell::NOT_ASKED,
            }));
            let (weight, is_told) = self.weight(&row.need);
            let kept_back = |number: i64| if is_told { Cell::Integer(number) } else { Cell::NOT_DISCLOSED };
            cells.push(Cell::Integer(weight.map_or(0, |one| one.evidence_count)));
            cells.push(kept_back(weight.map_or(0, |one| one.channel_count)));
            cells.push(kept_back(weight.map_or(0, |one| one.unstated_count)));
            table.rows.push(cells);
        }
        let mut totals = vec![Cell::text("Besoins cités"), Cell::text(""), Cell::text("")];
        totals.extend(self.grid.totals.iter().map(|total| Cell::Integer(*total)));
        totals.extend([Cell::text(""), Cell::text(""), Cell::text("")]);
        table.totals = Some(totals);
        table.base = Some(self.base());
        table.source = Some(self.cited()).filter(|cited| !cited.is_empty());
        table.notes = self.sentences();
        table
    }

    /// The same matrix to print: what it weighs stays in the files.
    pub fn document(&self, town: &str, day: jiff::civil::Date) -> Document {
        let mut document = Document::new("Besoins des quartiers", town, day);
        document.blocks.push(Block::Table(self.printed()));
        document
    }

    /// The table of that document.
    pub fn printed(&self) -> Table {
        let mut table = self.table();
        let kept = table.columns.len() - 3;
        table.columns.truncate(kept);
        table.columns.remove(2);
        for row in table.rows.iter_mut().chain(table.totals.as_mut()) {
            row.truncate(kept);
            row.remove(2);
        }
        table
    }

    /// One neighbourhood: its needs as a list, which is what a phone shows best.
    fn one(&self, area: &Area) -> Html {
        let columns = vec![
            Column::new("besoin", "Besoin", Kind::Text).row_header(),
            Column::new("theme", "Thème", Kind::Text),
            Column::new("preuves", "Preuves", Kind::Integer),
        ];
        let mut table = Table::new("besoins", format!("Besoins cités : {}", area.name), columns);
        for row in &self.grid.rows {
            if let Some(Mark::Mentioned(count)) = row.marks.first() {
                let need = &row.need;
                let href = format!("/besoins/{}/{}", need.code, area.code);
                table.rows.push(vec![
                    Cell::link(&need.text.label, href),
                    Cell::text(&need.theme_label),
                    Cell::Integer(*count),
                ]);
            }
        }
        table.base = Some(self.base());
        table.source = Some(self.cited()).filter(|cited| !cited.is_empty());
        table.notes = self.periods.clone();
        let options =
            TableOptions { csv: Some(self.file("csv")), xlsx: Some(self.file("xlsx")), ..TableOptions::default() };
        let silent: Vec<&str> = self
            .grid
            .rows
            .iter()
            .filter(|row| !matches!(row.marks.first(), Some(Mark::Mentioned(_))))
            .map(|row| row.need.text.label.as_str())
            .collect();
        let piece = OneArea {
            prudence: self.sentences(),
            table: interface::table(&table, &options),
            is_asked: !self.grid.rows.iter().any(|row| row.marks.first() == Some(&Mark::NotAsked)),
            silent,
            total: self.grid.totals.first().copied().unwrap_or(0),
            portrait: Link::new(area.name.as_str(), territory::facade::path(&area.code)),
        };
        Html::trusted(piece.render().unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "pages/matrix_area.html")]
struct OneArea<'a> {
    prudence: Vec<String>,
    table: Html,
    is_asked: bool,
    silent: Vec<&'a str>,
    total: i64,
    portrait: Link,
}

/// What a cell of the coverage says on screen; small counts are for agents.
pub(super) fn reached(cell: &CoverageCell, may_read: bool) -> Coverage {
    let text = &cell.text;
    match (text.state, text.value) {
        (CoverageState::NotAsked, _) => Coverage::NotUsed,
        (CoverageState::DistributionUnknown, _) | (CoverageState::Recorded, None) => Coverage::Unknown,
        (CoverageState::Recorded, Some(_)) if cell.is_small() && !may_read => Coverage::KeptBack,
        (CoverageState::Recorded, Some(value)) if text.unit == Some(Unit::Percent) => {
            let words =
                text.base.map_or_else(|| text.base_label.clone(), |base| format!("base : {}", french::integer(base)));
            Coverage::Share { percent: value, words }
        }
        (CoverageState::Recorded, Some(value)) => Coverage::Heard {
            count: value.max(0.0).round() as u64,
            words: text.unit.map_or("", Unit::french).to_owned(),
            href: String::new(),
        },
    }
}

fn filters_sentence(area: Option<&Area>, theme: Option<&Theme>) -> String {
    let parts: Vec<&str> =
        [area.map(|area| area.name.as_str()), theme.map(|theme| theme.label.as_str())].into_iter().flatten().collect();
    parts.join(", ")
}

/// The matrix of one consultation, as everybody reads it: needs that it named, with what to know before reading it.
pub(crate) async fn printed(tx: &mut Tx, consultation: Uuid) -> database::Result<Table> {
    let themes = store::needs::themes(tx).await?;
    let order = (Order::Marks, themes.as_slice());
    let mut told = Told::load(tx, (None, None), order, String::new(), (false, Some(consultation))).await?;
    told.grid.rows.retain(|row| row.marks.iter().any(|mark| matches!(mark, Mark::Mentioned(_))));
    Ok(told.printed())
}

impl MatrixPage {
    fn counted(&self, total: &i64) -> Translated {
        self.frame.t_count(*total, "{n} besoin cité", "{n} besoins cités")
    }

    pub fn new(
        frame: Frame,
        told: &Told,
        all_areas: &[Area],
        themes: &[Theme],
        area: Option<&Area>,
        theme: Option<&Theme>,
        order: Order,
    ) -> Self {
        let form = Form::filled([
            ("quartier", area.map(|area| area.code.clone()).unwrap_or_default()),
            ("theme", theme.map(|theme| theme.code.clone()).unwrap_or_default()),
            ("ordre", order.code().to_owned()),
        ])
        .in_language(frame.language);
        let orders = Order::ALL.iter().map(|one| Choice::translated(one.code(), &frame.t(one.french()))).collect();
        Self {
            orders,
            frame,
            form,
            areas: all_areas.iter().map(|area| Choice::new(&area.code, &area.name)).collect(),
            themes: themes.iter().map(|theme| Choice::new(&theme.code, &theme.label)).collect(),
            filters: filters_sentence(area, theme),
            alone: match area {
                Some(_) => Vec::new(),
                None => told.alone(theme),
            },
            body: area.map_or_else(|| told.matrix(), |area| told.one(area)),
            has_needs: !told.grid.rows.is_empty(),
            manage: told.may_read,
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let area = match asked.text("quartier") {
        "" => None,
        code => Some(super::area_of_code(&mut tx, code).await?),
    };
    let themes = store::needs::themes(&mut tx).await?;
    let theme = match asked.text("theme") {
        "" => None,
        code => Some(themes.iter().find(|theme| theme.code == code).ok_or_else(Fault::not_found)?),
    };
    let order = match asked.text("ordre") {
        "" => Order::Given,
        code => Order::from_code(code).ok_or_else(Fault::not_found)?,
    };
    let query: Vec<String> = [
        ("quartier", area.as_ref().map(|area| area.code.as_str())),
        ("theme", theme.map(|theme| theme.code.as_str())),
        ("ordre", Some(order.code()).filter(|_| order != Order::Given)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("{name}={}", answer::encode(value?))))
    .collect();
    let path = if query.is_empty() { "/besoins".to_owned() } else { format!("/besoins?{}", query.join("&")) };
    let may_read = visit.actor.may_somewhere(&crate::acts::READ).is_allowed();
    let told =
        Told::load(&mut tx, (area.as_ref(), theme.map(|theme| theme.id)), (order, &themes), path, (may_read, None))
            .await?;
    let format = asked.text("format");
    if format == "pdf" {
        let now = house.outside.now();
        let document = told.document(&house.settings.site.town, now.day(&house.settings.zone));
        return answer::document("besoins-par-quartier.pdf", document, now).await;
    }
    if !format.is_empty() {
        return answer::table("besoins-par-quartier", format, &told.table(), house.outside.now());
    }
    let all_areas = match area {
        Some(_) => territory::facade::areas(&mut tx).await?,
        None => told.areas.clone(),
    };
    let frame = visit.public("Besoins des quartiers");
    answer::page(&MatrixPage::new(frame, &told, &all_areas, &themes, area.as_ref(), theme, order))
}
