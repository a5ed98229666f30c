//! `/besoins/reponses`: subjects of needs and families of actions, with the actions nobody asked for and the needs
//! that nothing answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, TableOptions};
use kernel::Uuid;
use web::{Answer, Asked, House, Visit, answer};

use super::above;
use crate::rules::Theme;
use crate::store;

#[derive(Template)]
#[template(path = "pages/answers.html")]
pub(super) struct AnswersPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    pub unasked: Vec<String>,
    pub unanswered: Vec<String>,
}

/// What the page is made of.
pub(super) struct Told {
    pub themes: Vec<Theme>,
    pub solutions: Vec<Theme>,
    pub answers: Vec<(Uuid, Uuid)>,
    pub evidence: Vec<(Uuid, i64)>,
    pub source: String,
}

impl Told {
    fn is_answered(&self, theme: &Theme, solution: &Theme) -> bool {
        self.answers.contains(&(theme.id, solution.id))
    }

    pub fn table(&self) -> Table {
        let mut columns = vec![
            Column::new("theme", "Besoins", Kind::Text).row_header(),
            Column::new("preuves", "Preuves", Kind::Integer),
        ];
        columns.extend(self.solutions.iter().map(|solution| Column::new(&solution.code, &solution.label, Kind::YesNo)));
        let mut table =
            Table::new("besoins-et-actions", "Familles d’actions proposées pour chaque thème de besoins", columns);
        for theme in &self.themes {
            let count = self.evidence.iter().find(|(id, _)| *id == theme.id).map_or(0, |(_, count)| *count);
            let mut cells = vec![Cell::text(&theme.label), Cell::Integer(count)];
            cells.extend(self.solutions.iter().map(|solution| Cell::YesNo(self.is_answered(theme, solution))));
            table.rows.push(cells);
        }
        table.source = Some(self.source.clone()).filter(|source| !source.is_empty());
        table.base = Some(kernel::french::count(
            self.evidence.iter().map(|(_, count)| count).sum(),
            "preuve recueillie",
            "preuves recueillies",
        ));
        table
    }

    pub fn page(&self, frame: Frame) -> AnswersPage {
        let table = self.table();
        let unasked =
            self.solutions.iter().filter(|solution| !self.themes.iter().any(|theme| self.is_answered(theme, solution)));
        let unanswered =
            self.themes.iter().filter(|theme| !self.solutions.iter().any(|one| self.is_answered(theme, one)));
        let decoration = |_: usize, column: usize, cell: &Cell| match cell {
            Cell::YesNo(true) if column > 1 => Some(Html::trusted("<strong>oui</strong>")),
            Cell::YesNo(false) if column > 1 => Some(Html::trusted("<span class=\"absent\">non</span>")),
            _ => None,
        };
        let file = |format: &str| Some(format!("/besoins/reponses?format={format}"));
        let options = TableOptions {
            csv: file("csv"),
            xlsx: file("xlsx"),
            decoration: Some(&decoration),
            ..TableOptions::default()
        };
        AnswersPage {
            frame,
            is_empty: table.rows.is_empty(),
            table: interface::table(&table, &options),
            unasked: unasked.map(|theme| theme.label.clone()).collect(),
            unanswered: unanswered.map(|theme| theme.label.clone()).collect(),
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let sources = store::matrix::sources(&mut tx).await?;
    let cite = |(title, author, dated): &(String, String, String)| {
        format!("{title}, {author}, {}", kernel::french::iso_date(dated))
    };
    let told = Told {
        themes: store::needs::themes(&mut tx).await?,
        solutions: store::needs::solutions(&mut tx).await?,
        answers: store::needs::answers(&mut tx).await?,
        evidence: store::needs::evidence_by_theme(&mut tx).await?,
        source: sources.iter().map(cite).collect::<Vec<_>>().join(" ; "),
    };
    let format = asked.text("format");
    if !format.is_empty() {
        return answer::table("besoins-et-actions", format, &told.table(), house.outside.now());
    }
    answer::page(&told.page(visit.public("Quelles actions répondent à quels besoins").with_breadcrumb(above())))
}
