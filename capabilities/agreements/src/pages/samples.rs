//! Pages of the slice, in their states; names and amounts are examples.

use interface::{Choice, Form, Frame, Link, Pagination, Sample, Site, SummaryRow, Tag, TagColour};
use kernel::FieldError;

use super::draft::{self, DraftPage, LineShown};
use super::list::{Filters, ListPage, ON_A_PAGE, Row, Work as ListWork};
use super::mine::{MinePage, MineRow, MineSheet};
use super::payments::{BatchShown, ListedPage, Payer, PaymentsPage, Pick, Rights, SHOWN};
use super::publishing::{ContractShown, OpenDataPage, PublicationPage, YearShown};
use super::reports::ReportShown;
use super::setting::SettingPage;
use super::sheet::{SheetPage, VersionShown, Work};
use super::signing::{Next, ScanShown, SigningPage, circuit_rows};
use super::templates::{TemplatePage, TemplatesPage};
use crate::rules::FIRST_TEXT;

const GROUP: &str = "conventions";

pub(super) fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

pub(super) fn wrong(form: Form, fields: &[(&str, &str)]) -> Form {
    form.with_errors(fields.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect())
}

pub(super) fn some() -> Vec<Choice> {
    vec![Choice::new("1", "Préfecture d’exemple"), Choice::new("2", "Ville d’exemple")]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/conventions/1");
    let own = |title: &str| Frame::public(site, title, "/conventions");
    [
        lists(&back),
        sheets(&back),
        texts(&back),
        signatures(&back),
        money(&back),
        own_pages(&own),
        published(&back, &own),
        super::report_samples::samples(&back, &own),
        super::scan_samples::samples(&back),
    ]
    .concat()
}

fn report() -> ReportShown {
    ReportShown {
        state: Tag::new(TagColour::Blue, "Rendu"),
        href: "/gestion/conventions/1/comptes-rendus/1".into(),
        title: "Compte rendu de 2026".into(),
        told: "rendu le 12 mai 2027 par Nadia".into(),
    }
}

fn money(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let pick = |rank: usize, is_offered| Pick {
        value: format!("{rank}:1"),
        words: format!("P2026-{rank:04} : 8 750 €, Association d’exemple, convention C2026-0001"),
        about: "proposé par Claire".into(),
        follow: format!("/gestion/argent/versement/{rank}"),
        is_offered,
    };
    let list = |form: Form, count: usize, rights: Rights| PaymentsPage {
        frame: back("Paiements").with_form(&form),
        form,
        contract: "exemple".into(),
        totals: "Proposé : 8 750 € ; Validé : 0 €.".into(),
        ready: (1..=count).map(|rank| pick(rank, true)).collect(),
        proposed: (1..=count).map(|rank| pick(rank, rank != 2)).collect(),
        checked: vec![Payer {
            id: "1".into(),
            name: "Ville d’exemple".into(),
            told: "2 paiements validés, 900 €".into(),
        }],
        batches: vec![BatchShown {
            words: "Lot L2026-0001, 2 paiements : 900 €".into(),
            path: "/gestion/paiements/lots/1".into(),
            has_transfers: true,
            spelt: vec!["« Élan & Co » sera lu « Elan + Co »".into()],
        }],
        has_more: count > 3,
        rights,
    };
    let all = Rights { may_propose: true, may_check: true, may_send: true, may_note: true };
    let errors = [("versement", "Cochez au moins un versement à proposer"), ("jour", "Saisissez le jour du paiement")];
    let listed = ListedPage {
        frame: back("Paiements lus dans le fichier"),
        back: "/gestion/paiements".into(),
        summary: "12 paiements notés payés".into(),
        sections: vec![("Références inconnues", vec!["ligne 3 : X-12, 900 €, 12 juin 2026".into()])],
    };
    vec![
        page("paiements, aucun", &list(Form::empty(), 0, Rights::default())),
        page("paiements", &list(Form::empty(), SHOWN, all)),
        page("paiements, à corriger", &list(wrong(Form::empty(), &errors), 2, all)),
        page("paiements lus dans un fichier", &listed),
    ]
}

fn lists(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let row = |rank: u32| Row {
        number: format!("C2026-{rank:04}"),
        href: format!("/gestion/conventions/{rank}"),
        carrier: "Association d’exemple pour les habitants du quartier".into(),
        funder: "Préfecture d’exemple".into(),
        actions: "3 actions, 2 ans".into(),
        amount: "12 500 €".into(),
        state: Tag::new(TagColour::Blue, "En signature"),
    };
    let list = |rows: Vec<Row>, work| ListPage {
        frame: back("Conventions"),
        form: Form::empty(),
        links: vec![Link::new("Modèles", "/gestion/conventions/modeles")],
        choices: Filters { calls: some(), funders: some(), states: some() },
        sentence: format!("{} conventions, 625 000 €", rows.len()),
        clear: "/gestion/conventions".into(),
        gauge: "14 conventions sur 50 sont pluriannuelles : 28 % du nombre, 31 % des montants.".into(),
        pages: Pagination::new(1, rows.len() as u64 * 6, ON_A_PAGE, "/gestion/conventions?contrat=exemple"),
        rows,
        total: "625 000 €".into(),
        work,
        contract: "exemple".into(),
    };
    let work = ListWork {
        call: "1".into(),
        title: "Appel à projets d’exemple".into(),
        waiting: "12 décisions notifiées attendent leur convention".into(),
        may_prepare: true,
        drafts: "8 conventions en rédaction".into(),
        may_circulate: true,
        batch: "Mise en signature demandée le 12 mai 2026 à 9 h 05 par Claire : 20 conventions sur 279".into(),
    };
    vec![
        page("conventions, aucune", &list(Vec::new(), None)),
        page("conventions", &list((1..=ON_A_PAGE).map(row).collect(), Some(work))),
    ]
}

fn sheets(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let version = |called: &str, state: Tag| VersionShown {
        called: called.into(),
        told: "12 500 €, écrit le 12 mai 2026 à 9 h 05 par Claire, pour ce motif : une action de plus".into(),
        state,
        href: "/gestion/conventions/1/versions/0".into(),
    };
    let sheet = |form: Form, work: Work, left: Vec<String>| SheetPage {
        frame: back("Convention C2026-0001").with_form(&form),
        form,
        path: "/gestion/conventions/1".into(),
        state: Tag::new(TagColour::Green, "Signée"),
        about: vec![SummaryRow::new("Association", "Association d’exemple"), SummaryRow::new("Montant", "12 500 €")],
        lines: vec![super::sheet::LineShown {
            title: "Cuisines du monde".into(),
            year: "2026".into(),
            amount: "12 500 €".into(),
            follow: "/gestion/argent/financement/1".into(),
        }],
        total: "12 500 €".into(),
        plan: vec![
            ("8 750 €".into(), "quand la convention est signée".into()),
            ("3 750 €".into(), "quand le compte rendu de 2026 est accepté".into()),
        ],
        duties: vec!["Une convention n’est pas obligatoire : 12 500 € ne dépassent pas 23 000 €.".into()],
        source: "Loi n° 2000-321, article 10".into(),
        versions: vec![
            version("Avenant n° 1", Tag::new(TagColour::Amber, "En rédaction")),
            version("Convention", Tag::new(TagColour::Green, "Signée")),
        ],
        left,
        ledger: "Voté : 12 500 €. Engagé : 12 500 €. Payé : 8 750 €. Reste à payer : 3 750 €.".into(),
        payments: vec![(
            "P2026-0001, 8 750 € : proposé le 12 mai 2026, validé le 13 mai 2026 (proposé par Claire)".into(),
            "/gestion/argent/versement/1".into(),
        )],
        follow: "/gestion/argent/convention/1".into(),
        reports: vec![report()],
        foreseen: vec![Choice::new("2027", "2027")],
        repayments: "1 500 € sont à demander en retour.".into(),
        work,
    };
    let writing =
        Work { revision: "1".into(), may_write: true, may_circulate: true, may_give_up: true, ..Work::default() };
    let signed = || Work { revision: "3".into(), may_amend: true, may_recover: true, ..Work::default() };
    let errors = [("motif", "Dites pourquoi la convention change, en moins de 500 signes")];
    vec![
        page("convention en rédaction", &sheet(Form::empty(), writing, vec!["Jardins, 2026 : 2 000 €".into()])),
        page("convention signée", &sheet(Form::empty(), signed(), Vec::new())),
        page("avenant, à corriger", &sheet(wrong(Form::empty(), &errors), signed(), Vec::new())),
    ]
}

fn texts(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let draft = |form: Form| DraftPage {
        frame: back("Écrire la convention").with_form(&form),
        plan: draft::plan_rows(&form, 3),
        form,
        lines: vec![LineShown { field: "montant-1".into(), label: "Cuisines du monde, 2026".into() }],
        years: vec![Choice::new("2027", "2027"), Choice::new("2028", "2028")],
        waits: some(),
        words: draft::words(),
    };
    let text =
        |form: Form| TemplatePage {
            frame: back("Modèle de convention").with_form(&form), form, words: draft::words()
        };
    let setting = |form: Form| SettingPage {
        frame: back("Réglages des conventions").with_form(&form),
        form,
        contract: "exemple".into(),
    };
    let written = || Form::filled([("texte", FIRST_TEXT), ("montant-1", "12 500"), ("versement-1", "70 %")]);
    let gap = [("versement-1", "Les versements font 12 000 € pour une convention de 12 500 € : il manque 500 €.")];
    let unknown = [("texte", "« {nom} » ne correspond à aucune information : voyez la liste sous le texte")];
    let list = TemplatesPage {
        frame: back("Modèles de convention"),
        links: vec![Link::new("Préfecture d’exemple", "/gestion/conventions/modeles/1/2")],
    };
    vec![
        page("écrire une convention", &draft(written())),
        page("écrire une convention, à corriger", &draft(wrong(written(), &gap))),
        page("modèles", &list),
        page("modèle de convention", &text(written())),
        page("modèle de convention, à corriger", &text(wrong(written(), &unknown))),
        page("réglages des conventions", &setting(Form::filled([("convention", "23 000"), ("acompte", "70")]))),
        page(
            "réglages des conventions, à corriger",
            &setting(wrong(Form::empty(), &[("acompte", "L’acompte va de 0 à 100 %")])),
        ),
    ]
}

fn signatures(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let signing = |form: Form, next, scans: Vec<ScanShown>| SigningPage {
        frame: back("Signatures").with_form(&form),
        form,
        path: "/gestion/conventions/1/signatures".into(),
        called: "Convention".into(),
        signatures: vec![
            "Léa Martin, présidente (association), signée le 12 juin 2026".into(),
            "Préfecture d’exemple (financeur), attendue".into(),
        ],
        circuit: if scans.is_empty() { circuit_rows() } else { Vec::new() },
        next,
        sides: some(),
        scans,
        hint: "PDF, JPEG ou PNG, 10 Mo au plus.".into(),
        authorities: "/gestion/conventions/certificats?contrat=exemple".into(),
    };
    let next = || {
        Some(Next {
            who: "Préfecture d’exemple".into(),
            action: "/gestion/conventions/1/signatures/2".into(),
            revision: "1".into(),
        })
    };
    let scans = vec![ScanShown {
        words: "Convention signée, déposée par l’association".into(),
        href: "/gestion/conventions/1/scans/1".into(),
        sealed: "Signature électronique à vérifier".into(),
        told: vec![
            "Signé par Léa Martin (Association d’exemple), qui déclare l’avoir fait le 12 mars 2026.".into(),
            "La signature couvre tout le fichier.".into(),
            "Certificat non reconnu : délivré par Autorité d’exemple, et aucune autorité n’est encore reconnue ici."
                .into(),
        ],
    }];
    let errors =
        [("signature", "La signature est un jour passé ou aujourd’hui"), ("fichier", "Choisissez la convention")];
    vec![
        page("signatures", &signing(Form::empty(), next(), Vec::new())),
        page("signatures, à corriger", &signing(wrong(Form::empty(), &errors), next(), Vec::new())),
        page("signatures, toutes données", &signing(Form::empty(), None, scans)),
    ]
}

fn own_pages(own: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |rows| MinePage { frame: Frame { is_private: true, ..own("Mes conventions") }, rows };
    let row = MineRow {
        title: "Convention C2026-0001 avec la préfecture d’exemple".into(),
        href: "/conventions/1".into(),
        told: "Appel à projets d’exemple : 2 actions, 12 500 €".into(),
        state: Tag::new(TagColour::Blue, "En signature"),
    };
    let sheet = |form: Form| MineSheet {
        frame: Frame { is_private: true, ..own("Convention C2026-0001") }.with_form(&form),
        form,
        path: "/conventions/1".into(),
        state: Tag::new(TagColour::Blue, "En signature"),
        about: vec![SummaryRow::new("Montant", "12 500 €")],
        lines: vec![("Cuisines du monde, 2026 : 12 500 €".into(), "/argent/financement/1".into())],
        plan: vec!["12 500 €, quand la convention est signée".into()],
        signatures: vec!["Léa Martin, présidente (association), attendue".into()],
        papers: vec![Link::new("Convention, PDF", "/conventions/1/versions/0")],
        payments: vec!["P2026-0001, 8 750 € : proposé le 12 mai 2026, validé le 13 mai 2026".into()],
        reports: vec![report()],
        repayments: vec![(
            Link::new("Ordre de reversement R2027-0001, 900 €", "/conventions/1/reversements/1"),
            "attendu".into(),
        )],
        years: vec![Choice::new("2026", "2026")],
        paper_years: vec![Choice::new("2026", "2026")],
        kinds: some(),
        may_sign: true,
        hint: "PDF, JPEG ou PNG, 10 Mo au plus.".into(),
    };
    let errors = [("fichier", "Choisissez la convention signée"), ("accord", "Cochez cette case pour signer")];
    vec![
        page("mes conventions, aucune", &list(Vec::new())),
        page("mes conventions", &list(vec![row])),
        page("ma convention, à signer", &sheet(Form::empty())),
        page("ma convention, à corriger", &sheet(wrong(Form::empty(), &errors))),
    ]
}

fn published(back: &impl Fn(&str) -> Frame, own: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let files = || vec![Link::new("2026, SCDL", "/donnees/subventions/exemple/2026/scdl.csv")];
    let contract = || ContractShown {
        title: "Contrat d’exemple".into(),
        years: vec![YearShown { title: "2026".into(), lines: 279, persons: 2, files: files() }],
        catalogue: vec![Link::new("Catalogue DCAT-AP (Turtle)", "/donnees/subventions/exemple/catalogue.ttl")],
    };
    let data = |contracts| OpenDataPage { frame: own("Subventions publiées"), contracts };
    let publication = |form: Form, left| PublicationPage {
        frame: back("Publication des subventions").with_form(&form),
        form,
        contract: "exemple".into(),
        told: "278 conventions publiées, 1 à corriger.".into(),
        pages: Pagination::new(1, 120, 50, "/gestion/conventions/publication?contrat=exemple"),
        left,
    };
    let left = vec![(Link::new("Convention C2026-0001", "/gestion/conventions/1"), "le SIRET manque.".to_owned())];
    let errors = [("siret", "Le SIRET a 14 chiffres"), ("courriel", "Saisissez l’adresse du service")];
    vec![
        page("subventions publiées, aucune", &data(Vec::new())),
        page("subventions publiées", &data(vec![contract()])),
        page("publication", &publication(Form::empty(), left)),
        page("publication, à corriger", &publication(wrong(Form::empty(), &errors), Vec::new())),
    ]
}
