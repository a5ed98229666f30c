//! `/besoins/accords`: which needs residents and professionals both name, and which only one side names. Counted from the
//! evidence and from whom each channel hears.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Escaped, Frame, Html, TableOptions};
use kernel::french;
use web::{Answer, Asked as AskedFor, House, Visit, answer};

use super::above;
use crate::rules::{Agreement, Asked, Heard, Need, Theme, Voices, agreement};
use crate::store;

#[derive(Template)]
#[template(path = "pages/agreement.html")]
pub(super) struct AgreementPage {
    pub frame: Frame,
    /// Each theme with its table.
    pub themes: Vec<(String, Html)>,
    /// How many needs stand under each reading, those that hold some.
    pub counts: Vec<String>,
    /// Who was not asked, in a sentence.
    pub missing: Option<&'static str>,
}

/// What the page is made of.
pub(super) struct Told {
    pub themes: Vec<Theme>,
    pub needs: Vec<Need>,
    pub voices: Vec<Voices>,
    pub asked: Asked,
    pub source: String,
}

impl Told {
    async fn load(tx: &mut Tx) -> database::Result<Self> {
        let channels = store::setting::channels(tx).await?;
        let hears = |one: Heard| channels.iter().any(|channel| channel.hears == one);
        Ok(Self {
            themes: store::needs::themes(tx).await?,
            needs: store::needs::all(tx).await?,
            voices: store::matrix::voices(tx).await?,
            asked: Asked {
                residents: hears(Heard::Residents) || hears(Heard::YoungPeople),
                professionals: hears(Heard::Professionals),
            },
            source: super::cited(&store::matrix::sources(tx, None).await?),
        })
    }

    fn voices_of(&self, need: &Need) -> Voices {
        let none = Voices { need: need.id, ..Voices::default() };
        self.voices.iter().find(|one| one.need == need.id).copied().unwrap_or(none)
    }

    /// The needs of a theme, or of all of them.
    fn table(&self, theme: Option<&Theme>) -> Table {
        let columns = vec![
            Column::new("besoin", "Besoin", Kind::Text).row_header(),
            Column::new("habitants", "Preuves, habitants", Kind::Integer),
            Column::new("professionnels", "Preuves, professionnels", Kind::Integer),
            Column::new("non_dit", "Preuves, qui n’est pas dit", Kind::Integer),
            Column::new("lecture", "Lecture", Kind::Text),
        ];
        let caption = theme.map_or_else(|| "Habitants et professionnels".to_owned(), |theme| theme.label.clone());
        let mut table = Table::new("habitants-et-professionnels", &caption, columns);
        let mut base = 0;
        for need in self.needs.iter().filter(|need| theme.is_none_or(|theme| need.text.theme == theme.id)) {
            let voices = self.voices_of(need);
            base += voices.residents + voices.professionals + voices.unstated;
            table.rows.push(vec![
                Cell::text(&need.text.label),
                Cell::Integer(voices.residents),
                Cell::Integer(voices.professionals),
                Cell::Integer(voices.unstated),
                Cell::text(agreement(&voices, self.asked).french()),
            ]);
        }
        table.base = Some(french::count(base, "preuve recueillie", "preuves recueillies"));
        table.source = Some(self.source.clone()).filter(|source| !source.is_empty());
        table
    }

    fn counts(&self) -> Vec<String> {
        let count = |reading: Agreement| {
            let is = |need: &&Need| agreement(&self.voices_of(need), self.asked) == reading;
            i64::try_from(self.needs.iter().filter(is).count()).unwrap_or(i64::MAX)
        };
        [
            Agreement::Shared,
            Agreement::ResidentsOnly,
            Agreement::ProfessionalsOnly,
            Agreement::OtherNotAsked,
            Agreement::Unstated,
            Agreement::Silent,
        ]
        .into_iter()
        .map(|reading| (reading, count(reading)))
        .filter(|(_, count)| *count > 0)
        .map(|(reading, number)| format!("{} : {}", reading.french(), french::count(number, "besoin", "besoins")))
        .collect()
    }

    pub fn page(&self, frame: Frame) -> AgreementPage {
        let drawn = |theme: &Theme| {
            let table = self.table(Some(theme));
            if table.rows.is_empty() {
                return None;
            }
            let own: Vec<&Need> = self.needs.iter().filter(|need| need.text.theme == theme.id).collect();
            let decoration = |row: usize, column: usize, _: &Cell| {
                let need = own.get(row).filter(|_| column == 0)?;
                let label = Escaped(need.text.label.as_str());
                Some(Html::trusted(format!("<a href=\"/besoins/{}\">{label}</a>", answer::encode(&need.code))))
            };
            let options =
                TableOptions { is_caption_hidden: true, decoration: Some(&decoration), ..TableOptions::default() };
            Some((theme.label.clone(), interface::table(&table, &options)))
        };
        let missing = match (self.asked.residents, self.asked.professionals) {
            (true, true) => None,
            (true, false) => Some("Aucun canal n’entend les professionnels : leur silence ne dit rien."),
            (false, true) => Some("Aucun canal n’entend les habitants : leur silence ne dit rien."),
            (false, false) => Some("Aucun canal ne dit qui il entend."),
        };
        AgreementPage {
            frame,
            themes: self.themes.iter().filter_map(drawn).collect(),
            counts: self.counts(),
            missing: missing.filter(|_| !self.needs.is_empty()),
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: AskedFor) -> Answer {
    let told = Told::load(&mut house.read().await?).await?;
    match asked.text("format") {
        "" => {
            let frame = visit.public("Habitants et professionnels : accords et écarts").with_breadcrumb(above());
            answer::page(&told.page(frame))
        }
        format => answer::table("habitants-et-professionnels", format, &told.table(None), house.outside.now()),
    }
}
