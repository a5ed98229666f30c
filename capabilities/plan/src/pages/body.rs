//! Everything a sheet says, drawn the same outside and inside.

use askama::Template;
use database::Tx;
use interface::{Html, Language, Link, SummaryRow, Translated, t};
use jiff::civil::Date;
use kernel::french;

use super::body_tables::{drawn, links, partners, places};
use super::words::formatted;
use crate::actions::Around;
use crate::facade::tables;
use crate::rules::{Indicator, Linked, Mean, Partner, Place, Said, Section, Sheet, Step};
use crate::store;
use crate::store::file::Attached;
use crate::store::pieces::Neighbour;

/// A sheet with all that hangs on it.
pub struct Told {
    pub sheet: Sheet,
    pub places: Vec<Place>,
    pub partners: Vec<Partner>,
    pub means: Vec<Mean>,
    pub steps: Vec<Step>,
    pub indicators: Vec<Indicator>,
    pub links: Vec<Linked>,
    pub neighbours: Vec<Neighbour>,
    pub history: Vec<Said>,
    pub files: Vec<Attached>,
}

impl Told {
    pub async fn load(tx: &mut Tx, sheet: Sheet) -> database::Result<Self> {
        let id = sheet.id;
        Ok(Self {
            places: store::pieces::places(tx, id).await?,
            partners: store::pieces::partners(tx, id).await?,
            means: store::pieces::means(tx, id).await?,
            steps: store::pieces::steps(tx, id).await?,
            indicators: store::pieces::indicators(tx, id).await?,
            links: store::pieces::links(tx, id).await?,
            neighbours: store::pieces::neighbours(tx, id).await?,
            history: store::state::of_sheet(tx, id).await?,
            files: store::file::of_sheet(tx, id).await?,
            sheet,
        })
    }
}

/// A picture or a document to open.
pub struct FileShown {
    pub id: String,
    pub title: String,
    pub href: String,
    pub is_photo: bool,
    pub is_public: bool,
    pub name: String,
}

/// A list of the sheet, with where it is changed.
pub struct Part {
    pub title: Translated,
    pub edit: Option<Link>,
    pub html: Html,
}

/// What a sheet says.
#[derive(Template)]
#[template(path = "pages/body.html")]
pub struct Body {
    pub language: Language,
    pub facts: Vec<SummaryRow>,
    pub finding: String,
    pub aims: String,
    pub description: Html,
    pub conditions: String,
    pub transposition: String,
    pub parts: Vec<Part>,
    pub photos: Vec<FileShown>,
    pub papers: Vec<FileShown>,
}

/// What is drawn for whom.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Anybody.
    Public,
    /// Whoever reads the back office.
    Inside,
    /// Whoever writes the sheet.
    Writer,
}

impl Body {
    /// Draws a sheet for a reader, in her language; `today` is the day in the town. What was written stays as it was.
    pub fn new(told: &Told, around: &Around, (reader, language): (Reader, Language), today: Date) -> Self {
        let text = &told.sheet.text;
        let is_inside = reader != Reader::Public;
        let edit = |section: Section| {
            (reader == Reader::Writer).then(|| {
                let href = format!("{}/liste/{}", super::sheet_path(told.sheet.id), section.code());
                Link::new("Modifier", href)
            })
        };
        let mut parts = Vec::new();
        let mut add = |section: Section, html: Option<Html>| {
            let edit = edit(section);
            if html.is_some() || edit.is_some() {
                let nothing = || Html::trusted("<p class=\"hint\">Rien pour l’instant.</p>");
                parts.push(Part { title: t(language, section.french()), edit, html: html.unwrap_or_else(nothing) });
            }
        };
        add(Section::Places, (!told.places.is_empty()).then(|| places(told, around)));
        add(Section::Partners, (!told.partners.is_empty()).then(|| partners(&told.partners)));
        add(Section::Means, (!told.means.is_empty()).then(|| drawn(&tables::means(&told.means, is_inside))));
        add(Section::Steps, (!told.steps.is_empty()).then(|| drawn(&tables::steps(&told.steps, is_inside, today))));
        add(Section::Indicators, (!told.indicators.is_empty()).then(|| drawn(&tables::indicators(&told.indicators))));
        add(Section::Links, links(told, is_inside));
        let files = told.files.iter().filter(|file| is_inside || file.is_public).map(|file| FileShown {
            id: file.id.to_string(),
            title: file.title.clone(),
            href: format!("/actions/fichiers/{}/{}", file.id, web::answer::encode(&file.name)),
            is_photo: file.is_photo,
            is_public: file.is_public,
            name: file.name.clone(),
        });
        let (photos, papers): (Vec<FileShown>, Vec<FileShown>) = files.partition(|file| file.is_photo);
        Self {
            language,
            facts: facts(told, around, language),
            finding: text.finding.clone(),
            aims: text.aims.clone(),
            description: formatted(&text.description),
            conditions: text.conditions.clone(),
            transposition: text.transposition.clone(),
            parts,
            photos,
            papers,
        }
    }

    fn t(&self, french: &str) -> Translated {
        t(self.language, french)
    }

    fn french_only(&self) -> Html {
        self.language.french_only()
    }

    /// The body as a piece of a page.
    pub fn html(&self) -> Html {
        Html::trusted(self.render().unwrap_or_default())
    }
}

/// The few facts that stand first; what is not known is not shown.
fn facts(told: &Told, around: &Around, language: Language) -> Vec<SummaryRow> {
    let text = &told.sheet.text;
    let name = |id| around.node(id).map(|node| format!("{} : {}", node.level, node.name())).unwrap_or_default();
    let list = |all: Vec<String>| all.join(", ");
    let lenses = text.lenses.iter().filter_map(|key| around.lens(key)).map(str::to_owned);
    let dates = match (text.starts_on, text.ends_on) {
        (Some(start), Some(end)) => format!("du {} au {}", french::date(start), french::date(end)),
        (Some(start), None) => format!("à partir du {}", french::date(start)),
        (None, Some(end)) => format!("jusqu’au {}", french::date(end)),
        (None, None) => String::new(),
    };
    let term = text.term.map(|term| term.french().to_owned()).unwrap_or_default();
    let when = [term, dates].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let strategic = if text.strategic == text.operational { String::new() } else { name(text.strategic) };
    let needs: Vec<String> = text
        .needs
        .iter()
        .filter_map(|id| around.need(*id))
        .map(|need| {
            format!(
                "<a href=\"/besoins/{}\">{}</a>",
                interface::Escaped(&need.code),
                interface::Escaped(french::spaced(&need.label))
            )
        })
        .collect();
    let rows = [
        ("Objectif stratégique", Html::sentence(&strategic)),
        ("Objectif opérationnel", Html::sentence(&name(text.operational))),
        ("Besoins entendus", Html::trusted(needs.join(", "))),
        ("Axes transversaux", Html::sentence(&list(lenses.collect()))),
        ("Pilote", Html::sentence(&text.lead)),
        ("Compétence", Html::sentence(&text.competence)),
        ("Périmètre", Html::sentence(&text.perimeter)),
        ("Pour qui", Html::sentence(&text.publics)),
        ("Quand", Html::sentence(&when)),
        ("Place des habitants", Html::text(text.involvement.map_or("", |level| level.french()))),
    ];
    rows.into_iter()
        .filter(|(_, value)| !value.as_str().is_empty())
        .map(|(term, value)| {
            let value = match language.is_translated() {
                true => Html::trusted(format!("<span{}>{value}</span>", language.french_only())),
                false => value,
            };
            SummaryRow::new(&t(language, term), value)
        })
        .collect()
}
