//! Pages of the committee, in their states; names and amounts are examples. The table is drawn as heavy as it gets.

use interface::{Choice, Form, Frame, Html, Link, Pagination, Sample, Site, SummaryRow, Tag, TagColour};
use kernel::FieldError;

use super::committee::{CommitteePage, Filters, ON_A_PAGE, RowShown};
use super::committee_closing::{ClosingPage, ProjectedLine, ProjectionPage};
use super::committee_letters::{BatchShown, LetterPage, LetterShown, LettersPage, TextPage};
use super::committee_line::{LinePage, LineShown, RowPage};
use super::committee_live::Live;
use super::committee_scenarios::ScenariosPage;
use super::committee_setting::SettingPage;
use super::committees::{CommitteeForm, CommitteeLine, CommitteesPage};
use super::envelopes::{EnvelopeLine, EnvelopePage, EnvelopesPage, Year};
use super::my_exports::{ExportShown, ExportsPage};
use crate::rules::ceilings::{Told, outside_priority};

const GROUP: &str = "comité des financeurs";

fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

fn wrong(fields: &[(&str, &str)]) -> Form {
    Form::empty().with_errors(fields.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect())
}

fn some() -> Vec<Choice> {
    vec![Choice::new("1", "Préfecture d’exemple"), Choice::new("2", "Ville d’exemple")]
}

fn live() -> Live {
    let path = "/gestion/programmation/1/changements".into();
    Live { path, seen: "12.0.3.1.2.4".into(), since: 1_778_000_000_000 }
}

fn told() -> Vec<Told> {
    vec![outside_priority(7_000_000, 240_000_000, 25), outside_priority(10, 240_000_000, 25)]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/programmation/1");
    [committees(&back), money(&back), table(&back), lines(&back), decided(&back)].concat()
}

fn committees(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let line = CommitteeLine {
        title: "Comité de mai".into(),
        href: "/gestion/programmation/1".into(),
        call: "Appel à projets d’exemple".into(),
        day: "12 mai 2026".into(),
        tag: Tag::new(TagColour::Blue, "En cours"),
    };
    let list = |lines| CommitteesPage {
        frame: back("Programmation"),
        lines,
        may_hold: true,
        links: vec![Link::new("Enveloppes", "/gestion/programmation/enveloppes")],
    };
    let setting = |form: Form| SettingPage {
        frame: back("Réglages du comité").with_form(&form),
        form,
        path: "/gestion/programmation/reglages".into(),
    };
    let form = |form: Form| CommitteeForm { frame: back("Ouvrir un comité").with_form(&form), form, calls: some() };
    let errors = wrong(&[("appel", "Choisissez l’appel à projets"), ("titre", "Nommez le comité")]);
    vec![
        page("comités, aucun", &list(Vec::new())),
        page("comités", &list(vec![line])),
        page("ouvrir un comité", &form(Form::empty())),
        page("ouvrir un comité, à corriger", &form(errors)),
        page(
            "réglages du comité",
            &setting(Form::filled([("hors-quartiers", "2,5"), ("pluriannuel", "50"), ("salaries", "2")])),
        ),
        page("réglages du comité, à corriger", &setting(wrong(&[("salaries", "Saisissez un nombre entier")]))),
    ]
}

fn money(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let line = |depth, warning: &str| EnvelopeLine {
        depth,
        name: "Préfecture d’exemple, programme 147".into(),
        href: "/gestion/programmation/enveloppes/1".into(),
        amount: "60 000 €".into(),
        follow: "/gestion/argent/enveloppe/1".into(),
        voted: "62 000 €".into(),
        left: "−2 000 €".into(),
        about: "déléguée par la préfecture de région".into(),
        warning: warning.into(),
        passed: vec!["2 000 € de plus le 12 mai 2026 : accord du préfet".into()],
    };
    let year = Year {
        year: 2026,
        lines: vec![line(0, ""), line(1, "L’enveloppe est dépassée de 2 000 €")],
        total: "62 000 € votés sur 60 000 € en 2026".into(),
    };
    let tree = |years| EnvelopesPage {
        frame: back("Enveloppes"),
        years,
        add: "/gestion/programmation/enveloppes/nouvelle".into(),
    };
    let form = |form: Form| EnvelopePage {
        frame: back("Nouvelle enveloppe").with_form(&form),
        form,
        funders: some(),
        areas: some(),
        parents: some(),
        contract: "exemple".into(),
        removal: "/gestion/programmation/enveloppes/1/suppression".into(),
    };
    let errors = wrong(&[("programme", "Nommez le dispositif"), ("montant", "Saisissez le montant de l’enveloppe")]);
    vec![
        page("enveloppes, aucune", &tree(Vec::new())),
        page("enveloppes", &tree(vec![year])),
        page("enveloppe", &form(Form::empty())),
        page("enveloppe, à corriger", &form(errors)),
    ]
}

fn table(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let cell = "demandé 1\u{202f}300\u{202f}000<br>proposé 1\u{202f}200\u{202f}000<br><b>voté 1\u{202f}200\u{202f}000</b> sous réserve";
    let row = |rank: usize| RowShown {
        project: format!("01980000-0000-7000-8000-{rank:012}"),
        number: format!("2026-{rank:04}"),
        title: "Ateliers de cuisine et de langue au pied des tours, pour toutes et tou".into(),
        href: format!(
            "/gestion/programmation/01980000-0000-7000-8000-000000000001/actions/01980000-0000-7000-8000-00000000000{}/01980000-0000-7000-8000-000000000003",
            rank % 10
        ),
        about: "Association des habitants du grand ensemble d’exem, Les Tilleuls, Le Port et 3 autres".into(),
        cost: "1\u{202f}500\u{202f}000".into(),
        cells: (0..6).map(|_| Html::trusted(cell)).collect(),
        is_changed: rank == 1,
    };
    let names = [
        "Préfecture d’exemple",
        "Région d’exemple",
        "Département d’exemple",
        "Agglomération d’exemple",
        "Ville d’exemple",
        "Caisse d’allocations familiales",
    ];
    let whole = CommitteePage {
        frame: back("Comité de mai"),
        form: Form::empty(),
        path: "/gestion/programmation/1".into(),
        about: vec!["Appel à projets d’exemple, le 12 mai 2026".into(), "Vague 1 : 123 actions".into()],
        links: vec![Link::new("Scénarios", "/gestion/programmation/1/scenarios")],
        told: told(),
        read_at: "12 mai 2026 à 14 h 32".into(),
        live: live(),
        changes: vec!["Ateliers de cuisine, Préfecture : Partiel : 2 000 €".into()],
        is_compared: true,
        funders: names.iter().map(|name| (*name).to_owned()).collect(),
        choices: Filters { funders: some(), areas: some(), waves: some(), states: some(), formats: some() },
        sentence: "667 actions sur 667".into(),
        clear: "/gestion/programmation/1".into(),
        rows: (1..=ON_A_PAGE).map(row).collect(),
        totals: (0..6).map(|_| Html::trusted(cell)).collect(),
        whole: "demandé 12 000 000 €, proposé 9 000 000 €, voté 8 000 000 €".into(),
        pages: Pagination::new(2, 667, ON_A_PAGE as u32, "/gestion/programmation/1?decision=a_decider"),
        query: "decision=a_decider&q=atelier".into(),
        by_area: vec![("Les Tilleuls".into(), "20 000 € votés".into())],
    };
    vec![page("tableau du comité", &whole)]
}

fn lines(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let shown = LineShown {
        funding: "3".into(),
        funder: "Préfecture d’exemple".into(),
        about: "2026, crédits spécifiques, proposé".into(),
        asked: "3 000 €".into(),
        proposed: "2 500 €".into(),
        voted: "–".into(),
        follow: "/gestion/argent/financement/1".into(),
        tag: super::committee_words::decision_tag(None),
        why: "Fournir les comptes".into(),
        href: "/gestion/programmation/1/lignes/2/3".into(),
    };
    let row = RowPage {
        frame: back("2026-0001 Cuisines du monde"),
        summary: vec![SummaryRow::new("Porteur", "Association d’exemple")],
        told: told(),
        lines: vec![shown],
        changes: vec!["Préfecture, le 12 mai : rien → proposé : 2 500 €".into()],
        live: live(),
    };
    let line = |form: Form, is_frozen: bool| LinePage {
        frame: back("Préfecture d’exemple, 2026").with_form(&form),
        form,
        summary: vec![SummaryRow::new("Demandé", "3 000 €")],
        decisions: some(),
        envelopes: some(),
        may_propose: !is_frozen,
        may_vote: true,
        is_frozen,
        closed: String::new(),
        back: "/gestion/programmation/1/actions/2/3".into(),
        propose_at: "/gestion/programmation/1/lignes/2/3".into(),
        vote_at: "/gestion/programmation/1/lignes/2/3/vote".into(),
        live: live(),
    };
    let over =
        wrong(&[("decision", "Choisissez la décision"), ("depassement", "L’enveloppe serait dépassée de 2 000 €")]);
    vec![
        page("une action", &row),
        page("une ligne", &line(Form::empty(), false)),
        page("une ligne, à corriger", &line(over, false)),
        page("une ligne arrêtée", &line(Form::empty(), true)),
    ]
}

fn decided(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let scenarios = |form: Form| ScenariosPage {
        frame: back("Scénarios").with_form(&form),
        form,
        path: "/gestion/programmation/1/scenarios".into(),
        compared: Html::text("Scénarios côte à côte"),
        waves: vec![Choice::new("1", "Vague 1"), Choice::new("aucune", "Hors vague")],
        recipes: some(),
        kept: vec![("2".into(), "La moitié".into())],
        may_propose: true,
    };
    let closing = |form: Form| ClosingPage {
        frame: back("Vagues et relevés de décisions").with_form(&form),
        form,
        path: "/gestion/programmation/1/releves".into(),
        waves: vec!["Vague 1 : 123 actions".into(), "Hors vague : 544 actions".into()],
        offered: some(),
        criteria: some(),
        minutes: vec![
            ("Relevé n° 1, Vague 1".into(), "/gestion/programmation/1/releves/1".into()),
            ("Relevé n° 2 : il dit ce qui est décidé de dossiers que vous ne lisez pas".into(), String::new()),
        ],
        amendments: vec![(
            "2026-0001 Cuisines : Favorable → Partiel (erreur de saisie)".into(),
            "/gestion/programmation/1/amendements/2".into(),
        )],
        may_hold: true,
        is_frozen: false,
        silent: "12 porteurs n’ont pas dit combien de salariés ils ont.".into(),
    };
    let projection = ProjectionPage {
        frame: back("Projection"),
        told: told(),
        title: "2026-0001 Cuisines du monde".into(),
        about: "Association d’exemple, coût 10 000 €".into(),
        lines: vec![ProjectedLine {
            funding: "3".into(),
            funder: "Préfecture 2026".into(),
            asked: "3 000 €".into(),
            proposed: "2 500 €".into(),
            voted: "–".into(),
            decision: "À décider".into(),
        }],
        live: live(),
        before: None,
        after: Some(Link::new("Action suivante", "/gestion/programmation/1/projection?action=2")),
        place: "Action 1 sur 667".into(),
    };
    let letters = |form: Form, letters| LettersPage {
        frame: back("Courriers de décision").with_form(&form),
        form,
        path: "/gestion/programmation/1/courriers".into(),
        waiting: "12 courriers à préparer".into(),
        is_waiting: true,
        texts: vec![Link::new("Refusé", "/gestion/programmation/1/courriers/textes/refused")],
        aids: vec![("Fonds d’exemple".into(), "/gestion/programmation/1/courriers/aides/2/suppression".into())],
        batches: vec![BatchShown {
            words: "Lot demandé le 12 mai".into(),
            told: "20 courriers préparés.".into(),
            stop: "/x".into(),
        }],
        letters,
        more: String::new(),
        may_send: true,
    };
    let letter = LetterShown {
        to: "2026-0001 Association d’exemple".into(),
        subject: "Préfecture, refusé".into(),
        file: "/gestion/courriers/1/fichier".into(),
        tag: super::committee_words::letter_tag(crate::rules::LetterState::Mailed),
        since: "13 mai 2026".into(),
        follow: "/gestion/courriers/1".into(),
    };
    let text = |form: Form, preview| TextPage {
        frame: back("Courrier : refusé").with_form(&form),
        form,
        blanks: vec![("{motif}".into(), "motif de la décision")],
        preview,
    };
    let one = LetterPage {
        frame: back("Votre demande de subvention"),
        form: Form::empty(),
        file: "/gestion/courriers/1/fichier".into(),
        tag: super::committee_words::letter_tag(crate::rules::LetterState::Returned),
        since: "13 mai 2026".into(),
        states: some(),
    };
    let export = ExportShown {
        words: "Comité de mai, Tableau texte (CSV)".into(),
        tag: Tag::new(TagColour::Green, "Prêt"),
        told: "Gardé jusqu’au 19 mai 2026.".into(),
        file: "/mes-exports/1".into(),
        removal: "/mes-exports/1/suppression".into(),
    };
    let exports = |lines| ExportsPage { frame: back("Mes exports"), lines };
    vec![
        page("scénarios", &scenarios(Form::empty())),
        page(
            "scénarios, à corriger",
            &scenarios(wrong(&[("titre", "Nommez le scénario"), ("recette", "Choisissez d’où part le scénario")])),
        ),
        page("relevés", &closing(Form::empty())),
        page("relevés, à corriger", &closing(wrong(&[("vague", "5 demandes n’ont pas encore de décision")]))),
        page("projection", &projection),
        page("courriers, aucun", &letters(Form::empty(), Vec::new())),
        page("courriers", &letters(wrong(&[("adresse", "L’adresse commence par https://")]), vec![letter])),
        page("texte d’un courrier", &text(Form::empty(), Some(("Objet".into(), Html::text("Texte"))))),
        page("texte d’un courrier, à corriger", &text(wrong(&[("texte", "Ce courrier doit dire : {motif}")]), None)),
        page("un courrier", &one),
        page("mes exports, aucun", &exports(Vec::new())),
        page("mes exports", &exports(vec![export])),
    ]
}
