//! The minutes of a sealed draw, as a document to print and sign. Numbers, no names.

use std::sync::Arc;

use axum::extract::State;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use interface::Language;
use kernel::french;
use web::{Answer, Fault, House, PathId, answer};

use super::apart::{ApartShown, apart};
use super::bounds_of;
use super::open_draw::{alternates, command, public_draw, public_path, rule_told, selected};
use super::why::{Figures, chance, figures};
use crate::actions::{self, Announced};
use crate::rules::{ChanceKind, College, Council, DrawKind, objections_until};
use crate::store;
use crate::store::draw::Draw;

fn paragraph(text: impl AsRef<str>) -> Block {
    Block::Paragraph(vec![Run::plain(french::spaced(text.as_ref()))])
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 1, text: text.to_owned() }
}

/// What the minutes are made of.
pub(super) struct Told<'a> {
    pub town: &'a str,
    pub zone: &'a jiff::tz::TimeZone,
    pub council: &'a Council,
    pub college: &'a College,
    pub draw: &'a Draw,
    pub announced: &'a Announced,
    pub numbers: &'a [String],
    pub alternates: &'a [String],
    pub apart: &'a [ApartShown],
    /// Why the beacon did not give the order of panels; empty when it did.
    pub order_missed: &'a str,
    pub figures: &'a Figures,
    pub address: &'a str,
}

/// What was drawn, among how many.
fn what(told: &Told<'_>) -> String {
    let people = french::count(told.draw.people, "personne", "personnes");
    match told.draw.kind {
        DrawKind::Letters => {
            let letters = told.draw.letters.unwrap_or_default();
            let letters =
                french::count(letters, "personne à qui écrire a été tirée", "personnes à qui écrire ont été tirées");
            format!("{letters} au sort en public parmi {people}")
        }
        DrawKind::Renewal => format!("la moitié qui part a été tirée au sort en public parmi {people} qui siègent"),
        _ => {
            let seats = french::count(told.announced.seats, "siège", "sièges");
            format!("{seats} ont été tirés au sort en public parmi {people}")
        }
    }
}

/// The rules every panel keeps.
fn kept(blocks: &mut Vec<Block>, told: &Told<'_>) {
    let announced = told.announced;
    blocks.push(heading("Ce que chaque groupe respecte"));
    let columns = vec![
        Column::new("critere", "Critère", Kind::Text).row_header(),
        Column::new("valeur", "Valeur", Kind::Text),
        Column::new("quota", "Quota", Kind::Text),
    ];
    let mut table = Table::new("quotas", "Quotas", columns);
    for quota in &announced.quotas {
        table.rows.push(vec![
            Cell::text(&quota.feature),
            Cell::text(&quota.value),
            Cell::text(bounds_of((quota.low, quota.high), announced.seats)),
        ]);
    }
    blocks.push(Block::Table(table));
    for rule in &announced.crossed {
        blocks.push(paragraph(format!("Règle croisée : {}.", rule_told(rule, announced.seats))));
    }
    if announced.one_per_household {
        blocks.push(paragraph("Une personne au plus par foyer."));
    }
    if announced.mixed_pairs {
        blocks.push(paragraph("Autant de femmes que d’hommes dans chaque type de structure."));
    }
    if !announced.vacancy.is_empty() {
        blocks.push(paragraph(format!("Règle de carence : {}", announced.vacancy)));
    }
}

/// The minutes.
pub(super) fn document(told: &Told<'_>) -> Document {
    let (draw, college) = (told.draw, told.college);
    let at =
        |moment: Option<kernel::Moment>| moment.map(|moment| french::moment(moment, told.zone)).unwrap_or_default();
    let mut document = Document::new("Procès-verbal de tirage au sort", told.town, draw.session_on);
    document.subtitle = Some(format!("{}, {}", told.council.terms.name, college.kind.french()));
    document.reference = Some(format!("Tirage n° {}", draw.rank));
    let value = |text: &str| vec![Run::plain(text)];
    let mut blocks = vec![
        paragraph(format!("Le {}, {}, {}.", french::date(draw.session_on), draw.session_place, what(told))),
        Block::KeyValues(vec![("Personnes présentes".to_owned(), value(&draw.witnesses))]),
    ];
    if !draw.reason.is_empty() {
        blocks.push(paragraph(format!("Ce tirage en suit un autre, qui reste public. Raison : {}", draw.reason)));
    }
    if draw.kind.seats() {
        kept(&mut blocks, told);
    }
    blocks.push(heading("Déroulement"));
    let mut steps =
        vec![format!("Règles publiées le {}. Empreinte : {}.", at(Some(draw.announced_at)), draw.rules_hash)];
    match draw.kind {
        DrawKind::Renewal => {
            steps.push(format!("Membres publiés le {}. Empreinte : {}.", at(draw.published_at), draw.fingerprint))
        }
        DrawKind::Letters => {
            steps.push(format!("Liste close le {}. Empreinte des reçus : {}.", at(draw.frozen_at), draw.root));
            steps.push(format!("Chances publiées. Empreinte : {}.", draw.fingerprint));
        }
        _ => {
            steps.push(format!("Vivier clos le {}. Empreinte : {}.", at(draw.frozen_at), draw.root));
            if let Some((chain, round)) = actions::order_round(draw, told.announced) {
                steps.push(match told.order_missed {
                    "" => format!(
                        "Ordre des groupes tiré du tour {round} de {}, dont la signature est vérifiée.",
                        chain.name
                    ),
                    why => format!("Le tour {round} de {} n’a pas donné l’ordre des groupes : {why}.", chain.name),
                });
            }
            let proved = at(draw.published_at);
            let panels = french::count(draw.panels.unwrap_or_default(), "groupe imprimé", "groupes imprimés");
            steps.push(format!("Loterie et preuve publiées le {proved}, {panels}. Empreinte : {}.", draw.fingerprint));
        }
    }
    let hours = told.announced.objection_hours;
    if let Some(until) = draw.published_at.filter(|_| hours > 0).map(|at| objections_until(at, hours)) {
        steps.push(format!("Objections reçues jusqu’au {}.", french::moment(until, told.zone)));
    }
    steps.push(format!("Nombre lu en séance : {}, le {}.", draw.dice.unwrap_or_default(), at(draw.dice_at)));
    if !draw.early_reason.is_empty() {
        steps.push(format!("Il a été lu avant ce délai ou avant le jour annoncé. Raison : {}.", draw.early_reason));
    }
    if draw.chance == ChanceKind::DiceThenBeacon {
        steps.push(format!("Valeur publique connue ensuite : {} ({})", draw.beacon, draw.beacon_source));
    }
    if let Some((chain, round)) = actions::round(draw).filter(|_| draw.beacon_note.is_none()) {
        steps.push(format!("Elle est celle du tour {round} de {}, dont la signature est vérifiée.", chain.name));
    }
    if let Some(note) = &draw.beacon_note {
        steps.push(format!("La balise annoncée n’a pas servi : {note}. La valeur qui la remplace n’est pas signée."));
    }
    if let Some(panel) = draw.panel {
        steps.push(format!("Groupe désigné : n° {panel}."));
    }
    let items = steps.iter().map(|step| vec![Run::plain(french::spaced(step))]).collect();
    blocks.push(Block::List { is_numbered: true, items });
    if draw.kind.seats() {
        blocks.push(heading("La chance de chaque personne"));
        blocks.push(paragraph(format!(
            "La plus petite : {}. La plus grande : {}.",
            chance(Language::French, told.figures.least).text,
            chance(Language::French, told.figures.most).text
        )));
        if told.figures.is_proved {
            blocks.push(paragraph("Aucune méthode ne donne plus à la personne la moins favorisée : c’est prouvé."));
        }
        for one in told.apart {
            blocks.push(paragraph(format!("{} Numéros : {}.", one.sentence, one.numbers)));
        }
    }
    blocks.push(heading("Numéros tirés"));
    let numbers = match told.numbers.is_empty() {
        true => "Ils sont dans le fichier invited.csv du dossier public.".to_owned(),
        false => told.numbers.join(", "),
    };
    blocks.push(Block::Paragraph(vec![Run::strong(numbers)]));
    if !told.alternates.is_empty() {
        blocks.push(heading("Suppléants, dans l’ordre d’appel"));
        blocks.push(Block::Paragraph(vec![Run::plain(told.alternates.join(", "))]));
    }
    let appeal = draw.appeal_until.map(french::date).unwrap_or_default();
    blocks.push(paragraph(format!(
        "Ce tirage peut être contesté jusqu’au {appeal}. Les personnes qui n’ont pas été tirées sont ensuite effacées."
    )));
    blocks.push(heading("Vérifier"));
    blocks.push(Block::Paragraph(vec![
        Run::plain("Le dossier, le reçu de chacun et la vérification : "),
        Run::link(told.address, told.address),
    ]));
    blocks.push(paragraph(format!("En ligne de commande : {}", command(draw))));
    blocks.push(heading("Signatures"));
    blocks.push(Block::KeyValues(
        ["Pour la collectivité", "Pour l’État", "Commissaire de justice ou témoins"]
            .map(|who| (who.to_owned(), value(" ")))
            .to_vec(),
    ));
    document.blocks = blocks;
    document
}

pub async fn take(State(house): State<Arc<House>>, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = public_draw(&mut tx, id.uuid()).await?;
    let Some(sealed_at) = draw.sealed_at else { return Err(Fault::not_found()) };
    let announced = actions::announced_of(&mut tx, draw.id).await?;
    let numbers = selected(&mut tx, &draw).await?;
    let alternates = alternates(&mut tx, &draw).await?;
    let summary = store::draw::file(&mut tx, draw.id, "summary.json").await?.unwrap_or_default();
    let order = store::draw::file(&mut tx, draw.id, actions::ORDER).await?.unwrap_or_default();
    let order_missed = beacon::proof::replaced(&order).unwrap_or_default();
    let told = Told {
        town: &house.settings.site.town,
        zone: &house.settings.zone,
        council: &council,
        college: &college,
        draw: &draw,
        announced: &announced,
        numbers: &numbers,
        alternates: &alternates,
        apart: &apart(&mut tx, &draw).await?,
        order_missed: &order_missed,
        figures: &figures(&summary, &draw.compared, (announced.seats, draw.people)),
        address: &house.address(&public_path(draw.id)),
    };
    answer::document(&format!("proces-verbal-tirage-{}.pdf", draw.rank), document(&told), sealed_at).await
}
