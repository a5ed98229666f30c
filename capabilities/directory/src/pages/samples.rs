//! Every page, empty, filled and with errors.

use accounts::OrganisationKind;
use accounts::facade::{MemberBrief, OrganisationCard};
use interface::{Choice, Form, Frame, Link, Pagination, Sample, Site, TableOptions};
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{Cents, FieldError, Function, Moment, Uuid};
use web::Fields;

use super::bank::WholePage;
use super::commitments::{CommitmentsPage, text_page};
use super::declare::{AlikePage, SpacePage, ToldPage, join_page, welcome_page};
use super::form::FormPage;
use super::list::{ListPage, table_of};
use super::members::{Asking, LeavingPage, MembersPage, function_choices, lines};
use super::open::{OpenPage, letter_page, near};
use super::open_list::{OpenListPage, Told};
use super::sheet::{Known, May, SheetPage};
use super::{AGENTS, OWN, choices_of};
use crate::actions::bank::BankWhole;
use crate::rules::{
    Approval, BankTerms, Charter, Document, DocumentKind, PersonTerms, Public, Quality, Representative, Sheet,
    Signature, Year, YearTerms, checks,
};

const GROUP: &str = "associations";
const NOW: Moment = Moment(1_780_000_000_000);

fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

fn card() -> OrganisationCard {
    let siret = Some("73282932000074".to_owned());
    OrganisationCard { id: id(1), name: "Les Passerelles".into(), kind: OrganisationKind::Association, siret }
}

fn told(rank: u128, name: &str) -> Told {
    Told {
        id: id(rank),
        name: name.into(),
        summary: "Aide aux devoirs et sorties en famille.".into(),
        themes: vec!["Éducation".into()],
        areas: vec!["Grazailles".into()],
        publics: vec!["Enfants"],
    }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    [sheets(site), forms(site), people(site), open(site)].concat()
}

fn sheets(site: &Site) -> Vec<Sample> {
    let frame = |path: &str| Frame::back_office(site, "Les Passerelles", path);
    let (card, today) = (card(), date(2026, 3, 1));
    let person = Representative {
        id: id(2),
        organisation: id(1),
        terms: PersonTerms {
            quality: Quality::Representative,
            given_name: "Josiane".into(),
            family_name: "Marty".into(),
            role: "présidente".into(),
            phone: "+33468001234".into(),
            email: "josiane@exemple.fr".into(),
        },
        revision: 1,
    };
    let year = YearTerms {
        year: 2025,
        volunteers: Some(12),
        charges: Some(Cents(100)),
        products: Some(Cents(250)),
        ..YearTerms::default()
    };
    let year = Year { id: id(3), organisation: id(1), terms: year, revision: 1 };
    let bank = BankTerms {
        id: id(4),
        organisation: id(1),
        holder: "M. DUPONT".into(),
        head: "FR76".into(),
        tail: "189".into(),
        bic: String::new(),
        since: NOW,
        entered_by: None,
        confirmed_at: Some(NOW),
        ended_at: None,
    };
    let waiting = BankTerms { id: id(9), holder: "Les Passerelles".into(), confirmed_at: None, ..bank.clone() };
    let approval = Approval {
        id: id(5),
        organisation: id(1),
        label: "Jeunesse et éducation populaire".into(),
        given_by: "État".into(),
        given_on: date(2020, 1, 1),
        ends_on: None,
    };
    let document = Document {
        id: id(6),
        organisation: id(1),
        kind: DocumentKind::Statutes,
        label: String::new(),
        file: id(7),
        dated: None,
        valid_until: Some(date(2025, 1, 1)),
        added_at: NOW,
        added_by: "Yannick".into(),
    };
    let (sheet, people, years) = (Sheet::default(), vec![person], vec![year]);
    let (bank, documents) = (vec![waiting, bank], vec![document]);
    let told =
        checks((&card.name, card.siret.as_deref(), &sheet), &people, &years, bank.last(), &documents, false, today);
    let known = Known {
        card: &card,
        sheet: &sheet,
        people: &people,
        approvals: &[approval],
        years: &years,
        bank: &bank,
        documents: &documents,
        checks: &told,
    };
    let all =
        May { fill: true, verify: true, enter_bank: true, read_bank: true, bank_elsewhere: false, confirm_bank: true };
    let empty = Known { people: &[], approvals: &[], years: &[], bank: &[], documents: &[], checks: &[], ..known };
    let page = |known: &Known<'_>, may: May| {
        SheetPage::new(frame("/mon-association/x"), (OWN, format!("{OWN}/x")), known, may, (&TimeZone::UTC, today))
    };
    let lines = vec![("Les Passerelles".to_owned(), format!("{AGENTS}/x"), "732 829 320 00074".to_owned(), true, 3)];
    let list = |lines: &[super::list::Line]| ListPage {
        frame: Frame::back_office(site, "Associations", AGENTS),
        form: Form::empty(),
        table: interface::table(&table_of(lines), &TableOptions::default()),
        pages: interface::Pagination::new(1, 279, 50, AGENTS),
        is_empty: lines.is_empty(),
        may_publish: true,
    };
    let whole = BankWhole { holder: "Les Passerelles".into(), iban: "FR76".into(), bic: "AGRIFRPP".into() };
    vec![
        Sample::of(GROUP, "La fiche d’une association", &page(&known, all)),
        Sample::of(GROUP, "La fiche, vide", &page(&empty, May::default())),
        Sample::of(
            GROUP,
            "La fiche, compte d’un autre contrat",
            &page(&known, May { read_bank: false, bank_elsewhere: true, ..all }),
        ),
        Sample::of(GROUP, "Les associations", &list(&lines)),
        Sample::of(GROUP, "Les associations, aucune", &list(&[])),
        Sample::of(GROUP, "Numéro de compte en entier", &WholePage::new(frame("/gestion/x"), whole, AGENTS.into())),
    ]
}

fn forms(site: &Site) -> Vec<Sample> {
    let form = |name: &str, fields, errors: &[(&str, &str)]| {
        let errors = errors.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect();
        let form = Form::empty().with_errors(errors);
        let frame = Frame::back_office(site, name.to_owned(), "/mon-association/x/y");
        Sample::of(GROUP, name, &FormPage::new(frame, form, "/mon-association/x/y".into(), fields, "Enregistrer"))
    };
    let alike = AlikePage::new(
        Frame::back_office(site, "Déclarer mon association", OWN),
        &[card(), OrganisationCard { siret: None, ..card() }],
        &Fields::default(),
    );
    let choices = || vec![Choice::new("1", "Grazailles"), Choice::new("2", "Le Viguier")];
    let join = join_page(Frame::back_office(site, "Rejoindre", OWN), Form::empty(), (id(1), "Les Passerelles"));
    vec![
        form("Identité", super::sections::identity_fields(), &[]),
        form("Identité, à corriger", super::sections::identity_fields(), &[("siret", "Le numéro SIRET est vide")]),
        form("Coordonnées", super::sections::contact_fields(), &[]),
        form("Relations", super::sections::relations_fields(), &[]),
        form("Personne", super::lines::person_fields(), &[("nom", "Saisissez le nom")]),
        form("Agrément", super::lines::approval_fields(), &[]),
        form("Effectifs et comptes", super::lines::year_fields(), &[]),
        form("Compte bancaire", super::bank::fields(), &[("code-iban", "L’IBAN est vide")]),
        form("Pièce", super::documents::fields(), &[("fichier", "Choisissez un fichier")]),
        form("Annuaire", super::listing::fields(choices(), choices()), &[]),
        form("Déclarer une association", super::declare::fields(), &[]),
        Sample::of(GROUP, "Déclarer une association, une autre porte ce nom", &alike),
        Sample::of(GROUP, "Rejoindre une association", &join),
        Sample::of(
            GROUP,
            "Texte des engagements",
            &text_page(Frame::back_office(site, "Texte", AGENTS), Form::empty()),
        ),
    ]
}

fn people(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title.to_owned(), "/mon-association/x/membres");
    let member = |rank, name: &str, functions: &[Function]| MemberBrief {
        account: id(rank),
        name: name.into(),
        email: "a@exemple.fr".into(),
        role: "présidente".into(),
        functions: functions.to_vec(),
    };
    let all = [member(1, "Josiane", &[Function::CarrierSignatory]), member(2, "Yannick", &[])];
    let members = MembersPage {
        frame: back("Qui agit pour l’association"),
        form: Form::empty(),
        path: format!("{OWN}/x/membres"),
        requests_path: format!("{OWN}/demandes"),
        members: lines(&all, Some(id(1))),
        asking: vec![Asking { id: id(3).to_string(), name: "Léo".into(), words: "Je suis trésorier.".into() }],
        functions: function_choices(),
        may_lead: true,
        may_decide: true,
    };
    let leaving = LeavingPage {
        frame: back("Départ"),
        form: Form::empty(),
        path: format!("{OWN}/x/membres/y/depart"),
        name: "Josiane".into(),
        functions: "Signature".into(),
        others: vec![Choice::new("2", "Yannick")],
        is_herself: true,
    };
    let charter = Charter::default();
    let signature = Signature {
        id: id(8),
        organisation: id(1),
        version: charter.version.clone(),
        fingerprint: charter.fingerprint(),
        signed_at: NOW,
        signed_by: None,
        signed_name: "Josiane Marty".into(),
        quality: "présidente".into(),
    };
    let commitments = |signatures: &[Signature]| {
        let what = (Charter::default(), signatures, true);
        CommitmentsPage::new(back("Engagements"), Form::empty(), format!("{OWN}/x/engagement"), what, &TimeZone::UTC)
    };
    let space =
        |own: Vec<Link>| SpacePage { frame: back("Mon association"), own, asked: vec!["Les Passerelles".into()] };
    vec![
        Sample::of(GROUP, "Qui agit pour l’association", &members),
        Sample::of(GROUP, "Départ", &leaving),
        Sample::of(GROUP, "Engagements à signer", &commitments(&[])),
        Sample::of(GROUP, "Engagements signés", &commitments(&[signature])),
        Sample::of(GROUP, "Mon association", &space(vec![Link::new("Les Passerelles", OWN)])),
        Sample::of(GROUP, "Mon association, aucune", &space(Vec::new())),
    ]
}

fn open(site: &Site) -> Vec<Sample> {
    let public = |title: &str, path: &str| Frame::public(site, title.to_owned(), path.to_owned());
    let list = |all: Vec<Told>| OpenListPage {
        frame: public("Les associations", "/associations"),
        form: Form::empty(),
        themes: vec![Choice::new("1", "Éducation")],
        areas: vec![Choice::new("1", "Grazailles")],
        publics: choices_of!(Public),
        sentence: "2 associations.".into(),
        is_narrowed: true,
        pages: Pagination::new(1, all.len() as u64, 20, "/associations"),
        all,
    };
    let one = told(1, "Les Passerelles");
    let page = OpenPage {
        frame: public("Les Passerelles", "/associations/x"),
        near: near(&one, &[told(2, "Le Fil")]),
        one,
        website: "https://exemple.fr".into(),
        can_write: true,
    };
    let sent = ToldPage {
        frame: public("Votre message est parti", "/associations/x/message"),
        sentence: "L’association vous répondra.".into(),
        back: Link::new("Revenir", "/associations"),
    };
    let letter =
        letter_page(public("Écrire", "/associations/x/message"), Form::empty(), "/associations/x/message".into());
    vec![
        Sample::of(GROUP, "L’annuaire", &list(vec![told(1, "Les Passerelles"), told(2, "Le Fil")])),
        Sample::of(GROUP, "L’annuaire, vide", &list(Vec::new())),
        Sample::of(GROUP, "Une association de l’annuaire", &page),
        Sample::of(GROUP, "Écrire à une association", &letter),
        Sample::of(GROUP, "Message parti", &sent),
        Sample::of(
            GROUP,
            "Agir pour une association",
            &welcome_page(public("Agir", "/associations/compte"), Form::empty()),
        ),
    ]
}
