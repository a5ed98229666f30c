//! Everything a sheet says, drawn the same outside and inside.

use askama::Template;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Html, Link, SummaryRow, TableOptions};
use jiff::civil::Date;
use kernel::{Cents, french};

use super::status_tag;
use super::words::formatted;
use crate::actions::Around;
use crate::rules::{
    Indicator, LinkKind, Linked, Mean, Nature, Partner, Place, Said, Section, Sheet, Step, plain,
};
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
    pub title: &'static str,
    pub edit: Option<Link>,
    pub html: Html,
}

/// What a sheet says.
#[derive(Template)]
#[template(path = "pages/body.html")]
pub struct Body {
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
    /// Draws a sheet for a reader; `today` is the day in the town.
    pub fn new(told: &Told, around: &Around, reader: Reader, today: Date) -> Self {
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
                parts.push(Part { title: section.french(), edit, html: html.unwrap_or_else(nothing) });
            }
        };
        add(Section::Places, (!told.places.is_empty()).then(|| places(told, around)));
        add(Section::Partners, (!told.partners.is_empty()).then(|| partners(&told.partners)));
        add(Section::Means, (!told.means.is_empty()).then(|| means(&told.means, is_inside)));
        add(Section::Steps, (!told.steps.is_empty()).then(|| steps(&told.steps, is_inside, today)));
        add(Section::Indicators, (!told.indicators.is_empty()).then(|| indicators(&told.indicators)));
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
            facts: facts(told, around),
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

    /// The body as a piece of a page.
    pub fn html(&self) -> Html {
        Html::trusted(self.render().unwrap_or_default())
    }
}

/// The few facts that stand first; what is not known is not shown.
fn facts(told: &Told, around: &Around) -> Vec<SummaryRow> {
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
        .map(|need| format!("<a href=\"/besoins/{}\">{}</a>", interface::Escaped(&need.code), interface::Escaped(french::spaced(&need.label))))
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
        .map(|(term, value)| SummaryRow::new(term, value))
        .collect()
}

fn drawn(table: &Table) -> Html {
    interface::table(table, &TableOptions { is_caption_hidden: true, ..TableOptions::default() })
}

fn places(told: &Told, around: &Around) -> Html {
    let columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        Column::new("etat", "État", Kind::Text),
        Column::new("note", "Note", Kind::Text),
    ];
    let mut table = Table::new("quartiers", "Où l’action se déploie", columns);
    for place in &told.places {
        let area = around.area(place.area);
        let name = area.map_or_else(|| "Quartier hors du contrat".to_owned(), |area| area.name.clone());
        let link = match area {
            Some(area) => Cell::link(name, territory::facade::path(&area.code)),
            None => Cell::text(name),
        };
        table.rows.push(vec![link, Cell::text(place.state.french()), Cell::text(&*place.note)]);
    }
    let states: Vec<_> = told.places.iter().map(|place| place.state).collect();
    let draw = |row: usize, column: usize, _: &Cell| (column == 1).then(|| status_tag(states[row]).html());
    interface::table(
        &table,
        &TableOptions { is_caption_hidden: true, decoration: Some(&draw), ..TableOptions::default() },
    )
}

fn partners(partners: &[Partner]) -> Html {
    let mut out = String::from("<ul>\n");
    for one in partners {
        let role = if one.role.is_empty() { String::new() } else { format!(" : {}", one.role) };
        out.push_str(&format!("<li>{}</li>\n", Html::sentence(&format!("{}{role}", one.name))));
    }
    out.push_str("</ul>");
    Html::trusted(out)
}

fn means(means: &[Mean], is_inside: bool) -> Html {
    let mut columns = vec![
        Column::new("annee", "Année", Kind::Text).row_header(),
        Column::new("nature", "Moyens", Kind::Text),
        Column::new("usage", "Usage", Kind::Text),
        Column::new("financeur", "Financeur", Kind::Text),
        Column::new("prevu", "Prévu", Kind::Euros),
        Column::new("realise", "Réalisé", Kind::Euros),
        Column::new("etp-prevu", "ETP prévus", Kind::Decimal(2)),
        Column::new("etp-realise", "ETP réalisés", Kind::Decimal(2)),
    ];
    if is_inside {
        columns.push(Column::new("note", "Note", Kind::Text));
    }
    let mut table = Table::new("moyens", "Moyens de droit commun et crédits spécifiques", columns);
    let euros = |amount: Option<Cents>| amount.map_or(Cell::MISSING, |amount| Cell::Euros(amount.0));
    let number = |value: Option<f64>| value.map_or(Cell::text(""), Cell::Decimal);
    for mean in means {
        let mut row = vec![
            Cell::text(mean.year.to_string()),
            Cell::text(mean.nature.french()),
            Cell::text(mean.use_of.french()),
            Cell::text(&*mean.funder),
            euros(mean.planned),
            euros(mean.actual),
            number(mean.planned_fte),
            number(mean.actual_fte),
        ];
        if is_inside {
            row.push(Cell::text(&*mean.note));
        }
        table.rows.push(row);
    }
    let sum = |of: &dyn Fn(&Mean) -> Option<Cents>| means.iter().filter_map(of).sum::<Cents>();
    let (planned, actual) = (sum(&|mean| mean.planned), sum(&|mean| mean.actual));
    let mut totals = vec![Cell::text("Total"), Cell::text(""), Cell::text(""), Cell::text("")];
    totals.extend([Cell::Euros(planned.0), Cell::Euros(actual.0), Cell::text(""), Cell::text("")]);
    if is_inside {
        totals.push(Cell::text(""));
    }
    table.totals = Some(totals);
    let of = |nature: Nature| {
        let own = means.iter().filter(|mean| mean.nature == nature);
        french::euros(own.filter_map(|mean| mean.planned).sum())
    };
    table.notes.push(format!(
        "Prévu : {} de droit commun, {} de crédits spécifiques.",
        of(Nature::CommonLaw),
        of(Nature::Specific)
    ));
    drawn(&table)
}

fn steps(steps: &[Step], is_inside: bool, today: Date) -> Html {
    let mut columns = vec![
        Column::new("etape", "Étape", Kind::Text).row_header(),
        Column::new("echeance", "Échéance", Kind::Text),
        Column::new("fait", "Fait", Kind::Text),
    ];
    if is_inside {
        columns.insert(1, Column::new("responsable", "Qui la tient", Kind::Text));
    }
    let mut table = Table::new("etapes", "Étapes", columns);
    for step in steps {
        let done = match (step.done_on, step.is_late(today) && is_inside) {
            (Some(day), _) => format!("✓ {}", french::date(day)),
            (None, true) => "En retard".to_owned(),
            (None, false) => "À faire".to_owned(),
        };
        let mut row = vec![
            Cell::text(&*step.title),
            Cell::text(step.due_on.map(french::date).unwrap_or_default()),
            Cell::text(done),
        ];
        if is_inside {
            row.insert(1, Cell::text(&*step.owner));
        }
        table.rows.push(row);
    }
    drawn(&table)
}

fn indicators(indicators: &[Indicator]) -> Html {
    let columns = vec![
        Column::new("indicateur", "Indicateur", Kind::Text).row_header(),
        Column::new("nature", "Nature", Kind::Text),
        Column::new("depart", "Au départ", Kind::Text),
        Column::new("cible", "Cible", Kind::Text),
        Column::new("valeurs", "Valeurs", Kind::Text),
    ];
    let mut table = Table::new("indicateurs", "Indicateurs de suivi et de résultat", columns);
    let number = |value: f64| {
        let decimals = if value.fract() == 0.0 { 0 } else { 1 };
        french::decimal(value, decimals)
    };
    for one in indicators {
        let unit = if one.unit.is_empty() { String::new() } else { format!(" ({})", one.unit) };
        let values = one.measures.iter().map(|(year, value)| format!("{year} : {}", number(*value)));
        let values = values.collect::<Vec<_>>().join(" ; ");
        let maybe = |value: Option<f64>| value.map_or(Cell::MISSING, |value| Cell::text(number(value)));
        let values = if values.is_empty() { Cell::MISSING } else { Cell::text(values) };
        table.rows.push(vec![
            Cell::text(format!("{}{unit}", one.label)),
            Cell::text(one.kind.french()),
            maybe(one.baseline),
            maybe(one.target),
            values,
        ]);
    }
    drawn(&table)
}

/// Links both ways: outside, only towards what anybody may read.
fn links(told: &Told, is_inside: bool) -> Option<Html> {
    let mut lines = Vec::new();
    for (id, code, title, address, is_published, is_towards, kind) in &told.neighbours {
        if !is_published && !is_inside {
            continue;
        }
        let kind = LinkKind::from_code(kind).map_or("Voir aussi", LinkKind::french);
        let before = if *is_towards { format!("{kind} :") } else { "Citée par :".to_owned() };
        let href = if is_inside { super::sheet_path(*id) } else { crate::facade::path(address) };
        let link = Html::link(&french::spaced(&format!("{code} {title}")), &href);
        lines.push(format!("<li>{} {link}</li>", Html::sentence(&before)));
    }
    for link in told.links.iter().filter(|link| link.other.is_none()) {
        let line = format!("{} : {}", link.kind.french(), link.elsewhere);
        lines.push(format!("<li>{}</li>", Html::sentence(&line)));
    }
    (!lines.is_empty()).then(|| Html::trusted(format!("<ul>\n{}\n</ul>", lines.join("\n"))))
}

/// The first sentence of a sheet, for summaries.
pub fn summary(sheet: &Sheet) -> String {
    let text = if sheet.text.description.is_empty() { &sheet.text.finding } else { &sheet.text.description };
    kernel::text::shorten(&plain(text), 240)
}
