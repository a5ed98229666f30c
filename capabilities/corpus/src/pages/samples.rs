//! Every page in its states, for the gallery and the tests. What is said here is invented.

use interface::{Choice, Form, Frame, Html, Link, Sample, Site, SummaryRow, TableOptions};
use kernel::{FieldError, Uuid};
use listening::facade::NeedLine;
use territory::facade::Area;

use super::codebook::{CodebookPage, ThemePage, shown};
use super::coding::drawn;
use super::entry::EntryPage;
use super::groupings::{self, GroupingsPage};
use super::home::{HomePage, Standing};
use super::import::{ImportPage, Trial};
use super::public::{PublicPage, PublicWordsPage};
use super::results::{ResultsPage, agreement_table, crossing, domains, share_table};
use super::review::{ReviewPage, proposed};
use super::setting::{SettingPage, form_of};
use super::take_back::TakeBackPage;
use super::verbatim::VerbatimPage;
use super::{behind, choices};
use crate::actions::{self, Awaiting, Mapping, Masked, Report, Results, Work, field};
use crate::facade::Words;
use crate::rules::codebook::Theme;
use crate::rules::intake::same_key;
use crate::rules::proposals::Suggestion;
use crate::rules::setting::Setting;
use crate::store::codings::Coding;
use crate::store::groupings::{Class, Grouped};
use crate::store::suggestions::Training;
use crate::store::verbatims::Verbatim;

fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

fn areas() -> Vec<Area> {
    [(1, "Les Tilleuls"), (2, "La Gare")]
        .map(|(rank, name)| Area {
            id: id(rank),
            code: format!("QN0000{rank}X"),
            name: name.into(),
            kind: "Quartier prioritaire".into(),
            communes: vec!["Ville d’exemple".into()],
        })
        .into()
}

fn theme(rank: u128, parent: Option<u128>, label: &str, words: &str, is_sensitive: bool) -> Theme {
    Theme {
        id: id(rank),
        parent: parent.map(id),
        code: format!("theme-{rank}"),
        label: label.into(),
        words: words.into(),
        need: (rank == 51).then(|| id(90)),
        is_sensitive,
        ..Theme::default()
    }
}

fn verbatim(rank: u128, text: &str) -> Verbatim {
    Verbatim {
        id: id(100 + rank),
        consultation: id(10),
        channel: Some(id(20 + rank % 2)),
        gathering: None,
        area: Some(id(1 + rank % 2)),
        audience: "parents d’élèves".into(),
        month: Some("2026-03".into()),
        times_said: 1,
        masked: text.into(),
        same_key: same_key(text),
        state: "accepted".into(),
        draw: rank as i64,
        evidence: None,
        revision: 1,
    }
}

/// Forty sentences, twenty of them coded by one person, ten by a second.
fn work() -> Work {
    let said = ["Des rats dans les caves", "Un bus le soir", "Il manque des bancs", "Les poubelles débordent"];
    let text = |rank: u128| match rank % 8 {
        0..4 => said[rank as usize % 4].to_owned(),
        _ => format!("{}, entrée {}", said[rank as usize % 4], rank / 8),
    };
    let verbatims: Vec<Verbatim> = (0..40).map(|rank| verbatim(rank, &text(rank))).collect();
    let coding = |rank: u128, coder: u128, theme: u128| Coding {
        id: id(1000 + rank * 10 + coder),
        verbatim: id(100 + rank),
        coder: id(coder),
        themes: vec![id(theme)],
    };
    let themes = [51, 52, 53, 51];
    let first = (0..20).map(|rank| coding(rank, 1, themes[rank as usize % 4]));
    let second = (0..10).map(|rank| coding(rank, 2, if rank == 3 { 52 } else { themes[rank as usize % 4] }));
    Work::new(
        verbatims,
        first.chain(second).collect(),
        vec![
            theme(50, None, "Cadre de vie", "cave\nhall", false),
            theme(51, Some(50), "Propreté", "poubelle\nrat", false),
            theme(52, None, "Mobilité", "bus", false),
            theme(53, None, "Lieux pour se retrouver", "banc", false),
            theme(54, None, "Trafics", "trafic", true),
        ],
    )
}

/// One sentence left to code, which a training told of.
fn lonely(work: &Work) -> Work {
    let training = Training { made_at: kernel::Moment(1_773_572_400_000), coded: 20, version: 3, is_measured: true };
    let told = vec![Suggestion { theme: id(51), probability: 0.92 }, Suggestion { theme: id(50), probability: 0.55 }];
    Work::new(vec![verbatim(9, "Les rats reviennent")], Vec::new(), work.themes.clone())
        .learnt(Some(training), [(id(109), told)].into())
}

fn grouped(of: Of<'_>, back: Title<'_>) -> Vec<Sample> {
    let class = |sentences: i64, words: &[&str], typical: u128| Class {
        sentences,
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        typical: vec![id(typical)],
    };
    let made = Grouped {
        made_at: kernel::Moment(1_773_572_400_000),
        sentences: 80,
        unsorted: 4,
        classes: vec![class(46, &["poubelles", "rats", "caves"], 100), class(30, &["bus", "soir"], 101)],
    };
    let masked = [(id(100), "Des rats dans les caves".to_owned()), (id(101), "Un bus le soir".to_owned())].into();
    let page = |made: Option<&Grouped>, job: Option<&str>| GroupingsPage {
        frame: back("Propositions de thèmes"),
        consultation: id(10),
        is_small: true,
        job: job.map(str::to_owned),
        made: made.map(|made| groupings::made(made, &jiff::tz::TimeZone::UTC)).unwrap_or_default(),
        classes: made.map(|made| groupings::shown(made, &masked)).unwrap_or_default(),
    };
    let nothing = Grouped { classes: Vec::new(), ..made.clone() };
    vec![
        of("Propositions de thèmes, avant", &page(None, None)),
        of("Propositions de thèmes", &page(Some(&made), None)),
        of("Propositions de thèmes, rien à grouper", &page(Some(&nothing), None)),
        of("Propositions de thèmes, en cours", &page(None, Some("Regroupement de 40 000 paroles (étape 2 sur 2)."))),
    ]
}

/// The samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let of = |name: &str, page: &dyn askama::DynTemplate| {
        Sample::page("paroles", name, page.dyn_render().unwrap_or_default())
    };
    let back = |title: &str| Frame::back_office(site, title, "/gestion/paroles").with_breadcrumb(super::above());
    let open = |title: &str| Frame::public(site, title, "/paroles");
    let (work, areas) = (work(), areas());
    let needs = [NeedLine { id: id(90), code: "B05".into(), label: "Des rues propres".into(), is_sensitive: false }];
    let mut all = Vec::new();
    all.push(of(
        "L’accueil des paroles",
        &HomePage { frame: back("Paroles des habitants"), consultations: Vec::new() },
    ));
    let standing = Standing {
        title: "Concertation d’exemple".into(),
        told: "12 paroles à relire, 40 relues, 1 refusée.".into(),
        links: vec![Link::new("Saisir des paroles", "/gestion/paroles/saisie")],
    };
    all.push(of(
        "L’accueil des paroles, une concertation",
        &HomePage { frame: back("Paroles des habitants"), consultations: vec![standing] },
    ));
    all.extend(entries(&of, &back, &areas));
    all.extend(imports(&of, &back));
    all.extend(reviews(&of, &back, &areas));
    let drawn_table = |table: &documents::Table| interface::table(table, &TableOptions::default());
    for (name, themes) in [("Le livre de codes vide", &[][..]), ("Le livre de codes", &work.themes[..])] {
        let table = drawn_table(&shown(themes, &needs));
        let (frame, form) = (back("Livre de codes"), Form::empty());
        let version = themes.len() as i64;
        all.push(of(
            name,
            &CodebookPage { frame, form, consultation: id(10), version, table, is_empty: themes.is_empty() },
        ));
    }
    let wrong =
        Form::empty().with_errors(vec![FieldError::new("nom", "Saisissez le nom du thème, par exemple : Propreté")]);
    all.push(of("Un thème à corriger", &ThemePage::new(back("Ajouter un thème"), wrong, None, &work.themes, &needs)));
    let coder = &actions::Asked { coder: Some(id(1)), ..actions::Asked::default() };
    let code = |work: &Work, form: Option<Form>| drawn(back("Coder les paroles"), id(10), work, &areas, coder, form);
    all.push(of("Coder un lot de paroles", &code(&work, None)));
    all.push(of("Coder une parole", &code(&lonely(&work), None)));
    let wrong = Form::filled([("touches", "9")]).with_errors(vec![FieldError::new(
        "touches",
        "Aucun thème n’a la touche « 9 » : regardez la liste sous le champ",
    )]);
    all.push(of("Coder, une touche inconnue", &code(&work, Some(wrong))));
    let empty = Work::new(Vec::new(), Vec::new(), work.themes.clone());
    all.push(of("Coder, rien à coder", &code(&empty, None)));
    all.extend(grouped(&of, &back));
    all.extend(told(&of, &back, &open, &work, &areas));
    let page = VerbatimPage {
        frame: back("Une parole"),
        form: Form::empty(),
        id: id(100),
        masked: "Des rats dans les caves".into(),
        raw: Some("Des rats dans les caves".into()),
        rows: vec![SummaryRow::new("Quartier", "Les Tilleuls")],
        needs: choices([(id(90), "B05 Des rues propres")]),
        evidence: String::new(),
        may_code: true,
    };
    all.push(of("Une parole", &page));
    let wrong = form_of(&Setting::default())
        .with_errors(vec![FieldError::new("seuil", "Rien n’est publié sous 11 paroles : saisissez 11 ou davantage")]);
    for (name, form) in [("Les réglages", form_of(&Setting::default())), ("Les réglages à corriger", wrong)] {
        all.push(of(name, &SettingPage { frame: back("Réglages des paroles").with_form(&form), form }));
    }
    let wrong = Form::filled([("cle", "ABCD")]).with_errors(vec![FieldError::new("cle", "Aucune parole n’a ce code")]);
    for (name, form, done) in
        [("Effacer", Form::empty(), 0), ("Effacer, code inconnu", wrong, 0), ("Effacer, fait", Form::empty(), 2)]
    {
        all.push(of(name, &TakeBackPage { frame: open("Effacer ce que j’ai dit").with_form(&form), form, done }));
    }
    all
}

type Of<'a> = &'a dyn Fn(&str, &dyn askama::DynTemplate) -> Sample;
type Title<'a> = &'a dyn Fn(&str) -> Frame;

fn entries(of: Of<'_>, back: Title<'_>, areas: &[Area]) -> Vec<Sample> {
    let page = |form: Form, taken: Vec<(String, String)>| EntryPage {
        frame: back("Saisir des paroles").with_form(&form),
        form,
        channels: vec![Choice::new("1", "Ateliers")],
        gatherings: Vec::new(),
        areas: choices(areas.iter().map(|one| (one.id, one.name.as_str()))),
        told: if taken.is_empty() { String::new() } else { "1 parole enregistrée".into() },
        taken,
    };
    let wrong = Form::filled([("mois", "mars")])
        .with_errors(vec![FieldError::new("mois", "« mars » n’est pas un mois : écrivez 03/2026")]);
    let code = vec![("Des rats dans les caves".to_owned(), "ABCD-EFGH-JKLM-NPQR".to_owned())];
    vec![
        of("Saisir des paroles", &page(Form::empty(), Vec::new())),
        of("Saisir des paroles, à corriger", &page(wrong, Vec::new())),
        of("Saisir des paroles, les codes", &page(Form::empty(), code)),
    ]
}

fn imports(of: Of<'_>, back: Title<'_>) -> Vec<Sample> {
    let words = Words { text: "Un bus le soir".into(), times_said: 1, ..Words::default() };
    let report = Report {
        headers: vec!["parole".into(), "quartier".into()],
        mapping: Mapping { text: Some(0), area: Some(1), ..Mapping::default() },
        lines: vec![
            crate::actions::Line { number: 2, words: Some(words), remark: String::new() },
            crate::actions::Line { number: 3, words: None, remark: "Le quartier « X » n’est pas connu".into() },
        ],
        remarks: Vec::new(),
    };
    let page = |form: Form, trial: Option<Trial>| ImportPage {
        frame: back("Importer des paroles").with_form(&form),
        form,
        channels: vec![Choice::new("1", "Ateliers")],
        trial,
        saved: String::new(),
        codes: Html::default(),
    };
    let wrong = Form::empty().with_errors(vec![FieldError::new("fichier", "Choisissez un fichier CSV ou .xlsx")]);
    let chosen = Form::filled([("colonne-parole", "0"), ("colonne-quartier", "1")]);
    vec![
        of("Importer des paroles", &page(Form::empty(), None)),
        of("Importer des paroles, à corriger", &page(wrong, None)),
        of("Importer des paroles, un essai", &page(chosen, Some(Trial::of(&report)))),
    ]
}

fn reviews(of: Of<'_>, back: Title<'_>, areas: &[Area]) -> Vec<Sample> {
    let awaiting = |text: &str, rank: u128, found: Vec<String>| Awaiting {
        verbatim: verbatim(rank, text),
        raw: Some(text.into()),
        masked: Masked { text: text.into(), found },
    };
    let both = || {
        let found = vec!["Un nom de personne".to_owned()];
        vec![awaiting("Un bus le soir", 1, Vec::new()), awaiting("Mme Exemple l’a vu", 2, found)]
    };
    let form = proposed(&both());
    let sentence = "Ce texte semble encore montrer quelqu’un : changez-le, ou cochez que personne n’est reconnaissable";
    let wrong = proposed(&both()).with_errors(vec![FieldError::new(field("texte", id(102)), sentence)]);
    let page = |form: Form, lines: Vec<Awaiting>| {
        ReviewPage::new(back("Relire les paroles"), form, id(10), lines.len() as i64, lines, areas)
    };
    vec![
        of("Relire, rien à relire", &page(Form::empty(), Vec::new())),
        of("Relire des paroles", &page(form, both())),
        of("Relire, à corriger", &page(wrong, both())),
    ]
}

fn told(of: Of<'_>, back: Title<'_>, open: Title<'_>, work: &Work, areas: &[Area]) -> Vec<Sample> {
    let table = |table: &documents::Table| interface::table(table, &TableOptions::default());
    let (results, setting) = (Results::of(work), Setting::default());
    let (_, by_area) = domains(&[], areas, work);
    let name = ("themes-par-quartier", "Thèmes par quartier");
    let crossed = |is_public| table(&crossing(name, &results, &work.themes, &by_area, &setting, is_public));
    let shares = |is_public| table(&share_table(&results, &work.themes, &setting, is_public));
    let page = |is_empty: bool| ResultsPage {
        frame: back("Ce que disent les paroles"),
        consultation: id(10),
        told: "20 paroles codées sur 40.".into(),
        is_empty,
        shares: shares(false),
        crossings: vec![crossed(false)],
        other: Link::new("Thèmes par quartier", "/gestion/paroles/resultats?tableau=quartier"),
        agreement: if is_empty { Html::default() } else { table(&agreement_table(&results, &work.themes)) },
    };
    let words = behind::words_table(work, &work.themes[1], areas, &|_| true);
    let public = |tables: Vec<Html>| PublicPage {
        frame: open("Ce que les habitants ont dit"),
        title: "Concertation d’exemple".into(),
        others: vec![Link::new("Une autre concertation", "/paroles?concertation=1")],
        tables,
    };
    let said = vec![("Des rats dans les caves".to_owned(), "mars 2026".to_owned())];
    let public_words = |words: Vec<(String, String)>, is_kept_back| PublicWordsPage {
        frame: open("Paroles d’un thème").with_caption("Propreté"),
        words,
        is_kept_back,
    };
    vec![
        of("Les résultats", &page(false)),
        of("Les résultats avant tout codage", &page(true)),
        of("Les paroles derrière une part", &behind::WordsPage { frame: back("Propreté"), table: table(&words) }),
        of("Ce que lisent les visiteurs", &public(vec![shares(true), crossed(true)])),
        of("Ce que lisent les visiteurs, rien de publié", &public(Vec::new())),
        of("Les paroles d’un thème, publiées", &public_words(said, false)),
        of("Les paroles d’un thème, trop peu", &public_words(Vec::new(), true)),
    ]
}
