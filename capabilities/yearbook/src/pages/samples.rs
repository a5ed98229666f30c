//! Every page, empty, filled and with errors. What is said here is invented.

use interface::{Choice, Form, Frame, Html, Link, Sample, Site};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{FieldError, Moment, Uuid};
use strategy::facade::ContractBrief;

use super::approval::ApprovalPage;
use super::chapter::{self, ChapterPage, Overtaken};
use super::list::{Line, ListPage};
use super::opinion::{self, OpinionPage};
use super::report::{ReportPage, Whole};
use super::submission::SubmissionPage;
use super::version::VersionPage;
use super::{open, opinion_words, shown};
use crate::actions::viewing::Frozen;
use crate::actions::{Approval, ChapterText, Found, Given, Sense, Submission};
use crate::rules::{
    Chapter, Figure, HOME, Kind, OPEN, Occasion, Opinion, Report, Saved, State, Subject, Version, legal, opinion_path,
    stale,
};

const GROUP: &str = "rapports annuels";
const NOW: Moment = Moment(1_780_000_000_000);
const TODAY: Date = jiff::civil::date(2026, 5, 28);

fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

fn found(state: State) -> Found {
    let day = |month, day| jiff::civil::date(2026, month, day);
    let contract = ContractBrief {
        id: id(1),
        code: "grand-narbonne".into(),
        title: "Contrat de ville du Grand Narbonne".into(),
        starts_on: jiff::civil::date(2024, 1, 1),
        ends_on: jiff::civil::date(2030, 12, 31),
        review_year: Some(2027),
        area_ids: vec![id(2)],
    };
    let report = Report {
        id: id(3),
        contract: id(1),
        year: 2025,
        state,
        asked: (state != State::Draft).then(|| Submission { on: day(3, 3), due_on: day(4, 3) }),
        approval: (!state.is_written()).then(|| Approval { on: day(4, 28), deliberation: "C2026-041".into() }),
        published_at: (state == State::Published).then_some(NOW),
        revision: 4,
    };
    Found { report, contract }
}

fn chapters() -> Vec<Chapter> {
    let chapter = |(rank, subject): (u128, Subject)| Chapter {
        id: id(10 + rank),
        report: id(3),
        subject,
        text: ChapterText {
            title: subject.french().into(),
            body: if subject == Subject::Development {
                String::new()
            } else {
                "Les ateliers ont repris **dans les trois quartiers**.\n\n- l’aide aux devoirs\n- les jardins".into()
            },
        },
        saved: (rank > 0).then(|| Saved { at: NOW, by: "Nadia Fabre".into() }),
        is_removed: false,
        revision: 2,
    };
    (0..).zip(legal()).map(chapter).collect()
}

fn figure(key: &str, label: &str, value: &str) -> Figure {
    Figure {
        key: key.into(),
        subject: Subject::Actions,
        label: label.into(),
        value: value.into(),
        absence: String::new(),
        base: "18 actions publiées".into(),
        source: "le plan d’actions".into(),
        on: jiff::civil::date(2026, 3, 3),
        path: "/actions".into(),
    }
}

fn figures() -> Vec<Figure> {
    let paid = Figure { absence: "non renseigné".into(), ..figure("c", "Versé aux associations", "n.r.") };
    vec![figure("a", "Actions terminées", "7"), figure("b", "Accordé aux associations", "182 500,00 €"), paid]
}

fn opinions() -> Vec<Opinion> {
    let opinion = |rank: u128, body: &str, given: Option<(Sense, &str)>, follow_up: &str| Opinion {
        id: id(30 + rank),
        report: id(3),
        kind: if rank == 2 { Kind::Citizen } else { Kind::Municipal },
        body: body.into(),
        given: given.map(|(sense, words)| Given { on: jiff::civil::date(2026, 3, 28), sense, words: words.into() }),
        follow_up: follow_up.into(),
        revision: 1,
    };
    vec![
        opinion(0, "Conseil municipal : Narbonne", Some((Sense::Favourable, "")), "Le conseil en prend acte."),
        opinion(1, "Conseil municipal : Coursan", None, ""),
        opinion(2, "Conseil citoyen de Razimbaud", Some((Sense::Reserved, "Plus d’éclairage.")), ""),
    ]
}

fn frozen() -> Frozen {
    let chapters = chapters().into_iter().map(|one| (one.subject, one.text)).collect();
    let figures = figures();
    let live = [figure("a", "Actions terminées", "9"), figures[1].clone(), figures[2].clone()];
    let version =
        Version { id: id(50), report: id(3), occasion: Occasion::Submission, at: NOW, by: "Nadia Fabre".into() };
    Frozen { version, chapters, stale: stale(&figures, &live), figures }
}

fn frame(site: &Site, title: &str) -> Frame {
    Frame::back_office(site, title.to_owned(), format!("{HOME}/x"))
}

fn public(site: &Site, title: &str) -> Frame {
    Frame::public(site, title.to_owned(), format!("{OPEN}/x"))
}

fn wrong(field: &str, sentence: &str) -> Form {
    Form::empty().with_errors(vec![FieldError::new(field, sentence)])
}

pub fn samples(site: &Site) -> Vec<Sample> {
    [lists(site), reports(site), written(site), asked(site), opened(site)].concat()
}

fn lists(site: &Site) -> Vec<Sample> {
    let contracts = || vec![Choice::new(id(1).to_string(), "Contrat de ville du Grand Narbonne")];
    let list = |form: Form, lines: Vec<Line>, contracts: Vec<Choice>| ListPage {
        frame: frame(site, "Rapports annuels").with_form(&form),
        form,
        lines,
        contracts,
    };
    let lines = || State::ALL.iter().map(|state| Line::new(&found(*state))).collect();
    let late = wrong("annee", "Ce contrat va de 2024 à 2030 : choisissez une de ces années");
    vec![
        Sample::of(GROUP, "Les rapports", &list(Form::empty(), lines(), contracts())),
        Sample::of(GROUP, "Les rapports, aucun", &list(Form::empty(), Vec::new(), Vec::new())),
        Sample::of(GROUP, "Les rapports, année refusée", &list(late, lines(), contracts())),
    ]
}

fn reports(site: &Site) -> Vec<Sample> {
    let counts = [(Subject::Actions, 3)];
    let (chapters, opinions, frozen) = (chapters(), opinions(), frozen());
    let page = |state: State, is_stale: bool| {
        let of = found(state);
        let whole = Whole {
            chapters: &chapters,
            counts: &counts,
            stale: if is_stale { &frozen.stale } else { &[] },
            opinions: if state == State::Draft { &[] } else { &opinions },
            versions: if state == State::Draft { &[] } else { std::slice::from_ref(&frozen.version) },
        };
        let page = ReportPage::new(frame(site, &of.title()), &of, &whole, [true; 3]);
        page.lived(&of, &whole, (&TimeZone::UTC, TODAY))
    };
    vec![
        Sample::of(GROUP, "Un rapport en cours d’écriture", &page(State::Draft, false)),
        Sample::of(GROUP, "Un rapport soumis, des chiffres ont changé", &page(State::Submitted, true)),
        Sample::of(GROUP, "Un rapport approuvé", &page(State::Approved, false)),
        Sample::of(GROUP, "Un rapport publié", &page(State::Published, true)),
        Sample::of(
            GROUP,
            "Une version figée",
            &VersionPage::new(frame(site, "Version soumise pour avis"), &frozen, 3, &TimeZone::UTC),
        ),
    ]
}

fn written(site: &Site) -> Vec<Sample> {
    let chapters = chapters();
    let one = &chapters[2];
    let action = || (format!("{HOME}/chapitres/x"), one.subject);
    let page = |form: Form| ChapterPage::new(frame(site, "Un chapitre du rapport"), form, action());
    let mut filled = page(chapter::form_of(one));
    filled.figures = shown(&figures(), one.subject, &frozen().stale);
    filled.saved = "Enregistré à 14 h 32, par Nadia Fabre.".into();
    let mut own = page(Form::empty());
    own.removal = Some(format!("{HOME}/chapitres/x/suppression"));
    let mut both = page(chapter::form_of(one));
    both.overtaken = Some(Overtaken {
        told: "Enregistré à 14 h 32, par Nadia Fabre.".into(),
        title: one.text.title.clone(),
        text: "Un autre texte.".into(),
    });
    let mut read = page(chapter::form_of(one));
    (read.may_write, read.text) = (false, Html::text("Le texte."));
    vec![
        Sample::of(GROUP, "Un chapitre, ses chiffres", &filled),
        Sample::of(GROUP, "Un chapitre à soi, qui se supprime", &own),
        Sample::of(GROUP, "Un chapitre, écrit par deux personnes", &both),
        Sample::of(GROUP, "Un chapitre, à lire", &read),
        Sample::of(GROUP, "Un chapitre, à corriger", &page(wrong("titre", "Donnez un titre au chapitre"))),
    ]
}

fn asked(site: &Site) -> Vec<Sample> {
    let submission = |form: Form, is_ready: bool| SubmissionPage {
        frame: frame(site, "Soumettre le rapport pour avis").with_form(&form),
        form,
        action: format!("{HOME}/x/avis"),
        councils: match is_ready {
            true => opinions().into_iter().map(|one| (one.kind.french(), one.body)).collect(),
            false => Vec::new(),
        },
        lacking: if is_ready { Vec::new() } else { vec![Subject::Situation.french().into()] },
        earliest: "29 juin 2026".into(),
    };
    let opinion = |one: &Opinion, form: Form, may_write: bool| OpinionPage {
        frame: frame(site, "L’avis d’un conseil").with_form(&form),
        form,
        action: opinion_path(one.id),
        body: one.body.clone(),
        kind: one.kind.french(),
        stands: opinion_words(one, jiff::civil::date(2026, 4, 3), TODAY),
        senses: opinion::senses(),
        may_write,
    };
    let approval = |form: Form| ApprovalPage {
        frame: frame(site, "Noter l’approbation").with_form(&form),
        form,
        action: format!("{HOME}/x/approbation"),
        opinions: opinions().into_iter().map(|one| (Link::new(one.body, "/x"), "Favorable".into(), true)).collect(),
    };
    let all = opinions();
    vec![
        Sample::of(GROUP, "Soumettre", &submission(Form::empty(), true)),
        Sample::of(
            GROUP,
            "Soumettre, délai trop court",
            &submission(wrong("echeance", "Les conseils ont au moins un mois pour répondre"), false),
        ),
        Sample::of(GROUP, "Un avis", &opinion(&all[2], opinion::form_of(&all[2]), true)),
        Sample::of(GROUP, "Un avis, sans réponse", &opinion(&all[1], opinion::form_of(&all[1]), false)),
        Sample::of(GROUP, "Un avis, à corriger", &opinion(&all[1], wrong("date", "Saisissez la date de l’avis"), true)),
        Sample::of(GROUP, "L’approbation", &approval(Form::empty())),
        Sample::of(GROUP, "L’approbation, trop tôt", &approval(wrong("date", "Des conseils ont jusqu’au 03/04/2026"))),
    ]
}

fn opened(site: &Site) -> Vec<Sample> {
    let (of, frozen, opinions) = (found(State::Published), frozen(), opinions());
    let list = |reports| open::ListPage { frame: public(site, "Les rapports annuels"), reports };
    let mut all = vec![
        Sample::of(GROUP, "Publics, aucun", &list(Vec::new())),
        Sample::of(GROUP, "Publics", &list(vec![open::line(&of)])),
        Sample::of(
            GROUP,
            "Public, le sommaire",
            &open::ReportPage::new(public(site, &of.title()), (&frozen, &of), &opinions, TODAY),
        ),
    ];
    all.extend(
        open::ChapterPage::new(|title| public(site, title), (&frozen, &of), 3)
            .map(|page| Sample::of(GROUP, "Public, un chapitre", &page)),
    );
    for (name, rank) in [("Public, un avis", 0), ("Public, un avis réputé favorable", 1)] {
        let one = &opinions[rank];
        all.push(Sample::of(GROUP, name, &open::OpinionPage::new(public(site, &one.body), &of, one, TODAY)));
    }
    all
}
