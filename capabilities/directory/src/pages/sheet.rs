//! The sheet of an organisation, for its people and for agents: what is missing first, then everything known.

use std::sync::Arc;

use accounts::facade::OrganisationCard;
use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Html, Link, SummaryRow, Tag, TagColour};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Scope, Uuid, french};
use web::{Answer, House, PathId, Visit, answer};

use super::{above, base, is_agents, sheet_path};
use crate::actions::bank::ELSEWHERE;
use crate::facade::deals_with;
use crate::rules::{Approval, BankTerms, Check, Document, Representative, Sheet, State as Weight, Year, is_same_name};
use crate::{actions, acts, store};

/// A line of a list: what it is, where it is changed or taken, and where it is taken away.
pub(super) struct Line {
    pub text: String,
    pub href: String,
    pub note: Option<Html>,
    pub removal: String,
}

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    /// Where it is.
    pub path: String,
    pub verified: String,
    pub may_verify: bool,
    pub may_fill: bool,
    pub checks: Vec<(Html, Html)>,
    pub identity: Vec<SummaryRow>,
    pub contact: Vec<SummaryRow>,
    pub relations: Vec<SummaryRow>,
    pub people: Vec<Line>,
    pub approvals: Vec<Line>,
    pub years: Vec<Line>,
    pub bank: Vec<Line>,
    pub waiting_bank: Option<WaitingBank>,
    pub may_enter_bank: bool,
    pub may_read_bank: bool,
    /// Why this agent does not read the number whole, though others of her function do.
    pub kept_bank: &'static str,
    pub documents: Vec<Line>,
    pub is_listed: bool,
    pub others: Vec<Link>,
}

/// An account that waits to be confirmed.
pub(super) struct WaitingBank {
    pub id: Uuid,
    pub sentence: String,
    /// Whether the reader confirms it, or refuses it.
    pub may_confirm: bool,
    /// Whether she reads its number whole before.
    pub may_read: bool,
}

/// Everything the page is drawn from.
pub(super) struct Known<'a> {
    pub card: &'a OrganisationCard,
    pub sheet: &'a Sheet,
    pub people: &'a [Representative],
    pub approvals: &'a [Approval],
    pub years: &'a [Year],
    pub bank: &'a [BankTerms],
    pub documents: &'a [Document],
    pub checks: &'a [Check],
}

/// What the reader may do.
#[derive(Clone, Copy, Default)]
pub(super) struct May {
    pub fill: bool,
    pub verify: bool,
    pub enter_bank: bool,
    pub read_bank: bool,
    /// Whether she would read the number whole, were the association one of her contracts.
    pub bank_elsewhere: bool,
    /// An account that waits, and that she did not enter herself.
    pub confirm_bank: bool,
}

fn said(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "Oui",
        Some(false) => "Non",
        None => "",
    }
}

impl SheetPage {
    pub fn new(
        frame: Frame,
        (base, path): (&str, String),
        known: &Known<'_>,
        may: May,
        (zone, today): (&TimeZone, Date),
    ) -> Self {
        let row = |section: &str, term: &str, value: &str| {
            let row = SummaryRow::new(term, Html::text(value));
            if may.fill { row.changed_at(format!("{path}/{section}")) } else { row }
        };
        let (identity, contact, relations) = (&known.sheet.identity, &known.sheet.contact, &known.sheet.relations);
        let siret = known.card.siret.as_deref().map(identifiers::shown_siret).unwrap_or_default();
        let register = match (&identity.rna, identity.receipt.as_str()) {
            (Some(rna), _) => rna.clone(),
            (None, "") => identity.register.clone(),
            (None, receipt) => format!("récépissé {receipt}"),
        };
        let seat = [contact.street.as_str(), &contact.postal, &contact.town];
        let seat = seat.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let members = relations.legal_members.map(french::integer).unwrap_or_default();
        let since = match (relations.public_interest, relations.public_interest_on) {
            (Some(true), Some(day)) => format!("Oui, depuis le {}", french::date(day)),
            (value, _) => said(value).to_owned(),
        };
        let link = |word: &str, id: Uuid| if may.fill { format!("{base}/{word}/{id}") } else { String::new() };
        let check = |one: &Check| {
            let tag = match one.state {
                Weight::Missing => Tag::new(TagColour::Red, "à faire"),
                Weight::Soon => Tag::new(TagColour::Amber, "à regarder"),
                Weight::Sound => Tag::new(TagColour::Green, "en ordre"),
            };
            let can = may.fill && (one.part != "banque" || may.enter_bank);
            let part = match one.part {
                "personnes" | "annees" | "pieces" => format!("{path}/{}/nouvelle", one.part),
                part => format!("{path}/{part}"),
            };
            (tag.html(), if can { Html::link(&one.sentence, &part) } else { Html::text(&one.sentence) })
        };
        Self {
            frame,
            verified: match known.sheet.verified_at {
                Some(at) => format!("Vérifiée par un agent le {}.", french::date(at.day(zone))),
                None => "Pas encore vérifiée par un agent.".to_owned(),
            },
            may_verify: may.verify && known.sheet.verified_at.is_none(),
            may_fill: may.fill,
            checks: known.checks.iter().map(check).collect(),
            identity: vec![
                row("identite", "Nom statutaire", &known.card.name),
                row("identite", "Sigle", &identity.acronym),
                row("identite", "SIRET", &siret),
                row("identite", "Forme juridique", &identity.legal_form),
                row("identite", "RNA, récépissé ou registre", &register),
                row("identite", "Objet", &identity.purpose),
            ],
            contact: vec![
                row("coordonnees", "Siège", &seat),
                row("coordonnees", "Correspondance", &contact.mail_address),
                row("coordonnees", "Téléphone", &identifiers::shown_phone(&contact.phone)),
                row("coordonnees", "Courriel", &contact.email),
                row("coordonnees", "Site", &contact.website),
            ],
            relations: vec![
                row("relations", "Reconnue d’utilité publique", &since),
                row("relations", "Impôts commerciaux", said(relations.business_tax)),
                row("relations", "Commissaire aux comptes", said(relations.has_auditor)),
                row("relations", "Réseau ou fédération", &relations.network),
                row("relations", "Adhérents personnes morales", &members),
            ],
            people: known.people.iter().map(|one| person_line(one, link("personnes", one.id))).collect(),
            approvals: known.approvals.iter().map(|one| approval_line(one, link("agrements", one.id))).collect(),
            years: known.years.iter().map(|one| year_line(one, link("annees", one.id))).collect(),
            bank: known.bank.iter().map(|one| bank_line(one, known, zone)).collect(),
            waiting_bank: known.bank.iter().find(|one| one.is_waiting()).map(|one| waiting_bank(one, may, zone)),
            may_enter_bank: may.enter_bank,
            may_read_bank: may.read_bank && known.bank.iter().any(BankTerms::is_current),
            kept_bank: if may.bank_elsewhere && !known.bank.is_empty() { ELSEWHERE } else { "" },
            documents: known.documents.iter().map(|one| document_line(one, (base, may.fill), zone, today)).collect(),
            is_listed: known.sheet.listing.is_listed,
            others: vec![
                Link::new("Qui agit pour l’association", format!("{path}/membres")),
                Link::new("Contrat d’engagement républicain", format!("{path}/engagement")),
            ],
            path,
        }
    }
}

fn person_line(one: &Representative, href: String) -> Line {
    let terms = &one.terms;
    let reach = [identifiers::shown_phone(&terms.phone), terms.email.clone()];
    let reach = reach.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let role = if terms.role.is_empty() { terms.quality.french() } else { &terms.role };
    let text = format!("{} {}, {role}", terms.given_name, terms.family_name);
    let text = if reach.is_empty() { text } else { format!("{text} ({reach})") };
    Line { text, href, note: None, removal: String::new() }
}

fn approval_line(one: &Approval, href: String) -> Line {
    let until = one.ends_on.map(|day| format!(", jusqu’au {}", french::date(day))).unwrap_or_default();
    let text = format!("{}, par {}, le {}{until}", one.label, one.given_by, french::date(one.given_on));
    let removal = if href.is_empty() { String::new() } else { format!("{href}/suppression") };
    Line { text, href: String::new(), note: None, removal }
}

fn year_line(one: &Year, href: String) -> Line {
    let terms = &one.terms;
    let count =
        |value: Option<i64>, singular: &str, plural: &str| value.map(|value| french::count(value, singular, plural));
    let euros = |label: &str, value: Option<Cents>| value.map(|value| format!("{label} {}", french::euros(value)));
    let parts = [
        count(terms.members, "adhérent·e", "adhérent·es"),
        count(terms.volunteers, "bénévole", "bénévoles"),
        count(terms.employees, "salarié·e", "salarié·es"),
        euros("charges", terms.charges),
        euros("produits", terms.products),
        euros("résultat", terms.result()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let text = match parts.is_empty() {
        true => terms.year.to_string(),
        false => format!("{} : {}", terms.year, parts.join(", ")),
    };
    Line { text: french::spaced(&text), href, note: None, removal: String::new() }
}

fn bank_line(one: &BankTerms, known: &Known<'_>, zone: &TimeZone) -> Line {
    let since = french::date(one.since.day(zone));
    let when = match one.ended_at {
        None if one.is_waiting() => format!("saisi le {since}"),
        None => format!("depuis le {since}"),
        Some(end) => format!("du {since} au {}", french::date(end.day(zone))),
    };
    let is_alike = is_same_name(&one.holder, &known.card.name, &known.sheet.identity.acronym);
    let tag = match (one.ended_at.is_some(), is_alike) {
        _ if one.is_waiting() => Tag::new(TagColour::Amber, "à confirmer"),
        (true, _) if one.confirmed_at.is_none() => Tag::new(TagColour::Grey, "jamais confirmé"),
        (true, _) => Tag::new(TagColour::Grey, "ancien"),
        (false, true) => Tag::new(TagColour::Green, "actuel"),
        (false, false) => Tag::new(TagColour::Amber, "au nom de quelqu’un d’autre\u{202f}?"),
    };
    let text = format!("{}, {}, {when}", one.masked(), one.holder);
    Line { text, href: String::new(), note: Some(tag.html()), removal: String::new() }
}

fn waiting_bank(one: &BankTerms, may: May, zone: &TimeZone) -> WaitingBank {
    let sentence = format!(
        "Le service a saisi ce compte le {} : {}, au nom de {}. Il ne servira qu’une fois confirmé par une personne qui signe pour \
         l’association, ou par une autre personne du service.",
        french::date(one.since.day(zone)),
        one.masked(),
        one.holder
    );
    let (may_confirm, may_read) = (may.confirm_bank, may.read_bank);
    WaitingBank { id: one.id, sentence: french::spaced(&sentence), may_confirm, may_read }
}

fn document_line(one: &Document, (base, may_fill): (&str, bool), zone: &TimeZone, today: Date) -> Line {
    let label = if one.label.is_empty() { String::new() } else { format!(" : {}", one.label) };
    let dated = one.dated.map(|day| format!(", du {}", french::date(day))).unwrap_or_default();
    let until = one.valid_until.map(|day| format!(", valide jusqu’au {}", french::date(day))).unwrap_or_default();
    let text =
        format!("{}{label}{dated}{until}, déposée le {}", one.kind.french(), french::date(one.added_at.day(zone)));
    let is_over = one.valid_until.is_some_and(|until| until < today);
    let note = is_over.then(|| Tag::new(TagColour::Red, "périmée").html());
    let href = format!("{base}/pieces/{}", one.id);
    let removal = if may_fill { format!("{href}/suppression") } else { String::new() };
    Line { text: french::spaced(&text), href, note, removal }
}

/// What somebody may do with a sheet in the space it is read from.
async fn may(
    tx: &mut Tx,
    actor: &Actor,
    is_agents: bool,
    (card, bank): (&OrganisationCard, &[BankTerms]),
) -> database::Result<May> {
    let place = Scope::organisation(card.id);
    let waits = bank.iter().any(|one| one.is_waiting() && one.is_another(actor));
    if is_agents {
        let manages = actor.may_somewhere(&acts::MANAGE).is_allowed();
        let reads = actor.may_somewhere(&acts::READ_BANK).is_allowed();
        let read_bank = reads && deals_with(tx, actor, &acts::READ_BANK, card.id).await?;
        return Ok(May {
            fill: manages,
            verify: manages,
            enter_bank: manages,
            read_bank,
            bank_elsewhere: reads && !read_bank,
            confirm_bank: manages && waits,
        });
    }
    let signs = actor.may(&acts::BANK, &place).is_allowed();
    let fill = actor.may(&acts::FILL, &place).is_allowed();
    let confirm_bank = signs && waits;
    Ok(May { fill, verify: false, enter_bank: signs, read_bank: signs, bank_elsewhere: false, confirm_bank })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (card, _) = actions::read(&mut tx, &visit.actor, id.uuid()).await?;
    let zone = &house.settings.zone;
    let today = house.outside.now().day(zone);
    let sheet = actions::sheet_of(&mut tx, card.id).await?;
    let known = Known {
        card: &card,
        sheet: &sheet,
        people: &store::lines::people(&mut tx, card.id).await?,
        approvals: &store::lines::approvals(&mut tx, card.id).await?,
        years: &store::lines::years(&mut tx, card.id).await?,
        bank: &store::bank::of(&mut tx, card.id).await?,
        documents: &store::document::of(&mut tx, card.id).await?,
        checks: &actions::checked(&mut tx, &card, today).await?,
    };
    let may = may(&mut tx, &visit.actor, is_agents(&visit), (&card, known.bank)).await?;
    let frame = visit.back_office(&card.name).with_breadcrumb(above(&visit));
    let places = (base(&visit), sheet_path(&visit, card.id));
    answer::page(&SheetPage::new(frame, places, &known, may, (zone, today)))
}
