//! Every page in its states, for the gallery and the tests. What is said here is invented.

use askama::Template;
use deadlines::Zone;
use interface::{Choice, Form, Frame, Link, Sample, Site};
use jiff::civil::{date, time};
use kernel::{Cents, FieldError, Moment, Uuid};

use super::call_sheet::{Around, CallSheetPage};
use super::open_call::{OpenCallPage, Told, body};
use super::{
    above, call_cadre, call_funders, call_grid, call_practice, call_preview, call_questions, call_setting, call_steps,
    call_thing, call_tools, calls, open_calls,
};
use crate::actions::call_form::Thing;
use crate::rules::{Call, CallFunder, CallState, CallStep, CallVersion, instant, planned, starter_terms};

/// The moment of samples.
pub(super) const NOW: Moment = Moment(1_773_572_400_000);

/// The sample call, open.
pub(super) fn call(state: CallState) -> Call {
    let zone = Zone::Mainland;
    Call {
        id: Uuid::from_u128(700),
        contract: Uuid::from_u128(100),
        address: "contrat-de-ville-2026".into(),
        title: "Appel à projets 2026 du contrat de ville".into(),
        year: 2026,
        summary: "Pour les actions de l’année 2026 dans les quartiers.".into(),
        framework: "Les actions partent des besoins dits par les habitants.\n\nLes projets nouveaux sont bienvenus."
            .into(),
        zone,
        opens_at: Some(instant(zone, date(2026, 3, 2), time(9, 0, 0, 0))),
        closes_at: Some(instant(zone, date(2026, 4, 30), time(23, 59, 0, 0))),
        state,
        version: i64::from(state != CallState::Draft),
        phone: "04 68 00 00 00".into(),
        email: "appel@exemple.fr".into(),
        silence_months: 2,
        withdrawn_reason: if state == CallState::Withdrawn {
            "Les crédits sont reportés.".into()
        } else {
            String::new()
        },
        copied_from: None,
        terms: starter_terms(),
        changed_at: NOW,
        revision: 3,
    }
}

fn funder() -> CallFunder {
    CallFunder {
        id: Uuid::from_u128(710),
        call: Uuid::from_u128(700),
        organisation: None,
        name: "Préfecture".into(),
        programme: "Politique de la ville, programme 147".into(),
        looks_at: "Le lien avec les quartiers ; jamais l’investissement.".into(),
        ceiling_permille: Some(800),
        floor: Some(Cents(100_000)),
        position: 1,
    }
}

fn steps() -> Vec<CallStep> {
    let all = planned(date(2026, 4, 30), Zone::Mainland).into_iter();
    all.map(|(kind, due_on)| CallStep { id: Uuid::from_u128(720), kind, due_on, is_computed: true }).collect()
}

fn told() -> Told {
    Told {
        priorities: vec!["Objectif : Des quartiers apaisés".into()],
        areas: vec![Link::new("Grazailles", "/quartiers/QN01106M")],
        funders: vec![funder()],
        steps: steps(),
        notes: vec!["16 mars 2026 : une question en moins.".into()],
    }
}

fn around(is_published: bool) -> Around {
    let version = CallVersion {
        id: Uuid::from_u128(730),
        call: Uuid::from_u128(700),
        number: 1,
        published_at: NOW,
        note: String::new(),
        terms: starter_terms(),
    };
    Around {
        funders: if is_published { vec![funder()] } else { Vec::new() },
        steps: steps(),
        versions: if is_published { vec![version] } else { Vec::new() },
        filed: 12,
        drafts: 5,
        typists: vec!["Chef·fe de projet"],
        may_edit: true,
        may_publish: true,
        may_admit: true,
    }
}

fn one(field: &str, sentence: &str) -> Vec<FieldError> {
    vec![FieldError::new(field, sentence)]
}

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let inside = |title: &str| Frame::back_office(site, title.to_owned(), "/gestion/appels");
    let outside = |title: &str| Frame::public(site, title.to_owned(), "/appels");
    let (draft, open, gone) = (call(CallState::Draft), call(CallState::Published), call(CallState::Withdrawn));
    let contracts = vec![Choice::new("1", "Contrat de ville 2024-2030")];
    let sample = |name: &str, page: Result<String, askama::Error>| {
        Sample::page("appels à projets", name, page.unwrap_or_default())
    };
    let blank = Form::filled([("zone", "mainland"), ("cloture-heure", "23 h 59")]);
    let wrong = Form::filled([("titre", ""), ("annee", "26")]).with_errors(vec![
        FieldError::new("titre", "Donnez un titre de moins de 150 signes"),
        FieldError::new("annee", "Saisissez l’année sur quatre chiffres, par exemple 2026"),
    ]);
    let cadre = call_cadre::Offered {
        nodes: vec![Choice::new("1", "Objectif O1 Des quartiers apaisés")],
        areas: vec![Choice::new("2", "Grazailles")],
        kinds: vec![Choice::new("association", "Association")],
        tools: vec![Choice::new("P1", "P1 : Participants habitant le quartier (personnes)")],
        toolbox: "/gestion/appels/1/indicateurs".into(),
    };
    let question = call_thing::form_of_question("action", &open.terms.sections[4].questions[2]);
    let sheet = |title: &str, form: Form, call: &Call, is_published: bool| {
        CallSheetPage::new(inside(title), form, call, around(is_published), NOW).render()
    };
    let setting = |form: Form, states: (bool, bool)| {
        call_setting::CallSettingPage::new(inside("Ouvrir un appel à projets"), form, contracts.clone(), states)
            .render()
    };
    let mut all = vec![
        sample(
            "Appels à projets",
            calls::CallsPage::new(inside("Appels"), &[(open.clone(), 12, 5)], NOW, true).render(),
        ),
        sample("Appels à projets, aucun", calls::CallsPage::new(inside("Appels"), &[], NOW, true).render()),
        sample("Ouvrir un appel", setting(blank, (true, false))),
        sample("Ouvrir un appel, à corriger", setting(wrong, (true, false))),
        sample("Un appel en brouillon", sheet("Appel 2026", Form::empty(), &draft, false)),
        sample("Un appel publié", sheet("Appel 2026", Form::filled([("revision", "3")]), &open, true)),
        sample(
            "Un appel à corriger, sans note",
            sheet("Appel 2026", Form::empty().with_errors(one("note", "Dites ce qui change")), &changed(), true),
        ),
        sample("Un appel retiré", sheet("Appel 2026", Form::empty(), &gone, true)),
        sample(
            "Pour qui et pour quoi",
            call_cadre::CadrePage::new(inside("Pour qui et pour quoi"), call_cadre::form_of(&open), cadre).render(),
        ),
        sample(
            "Boîte à outils des indicateurs",
            call_tools::ToolsPage::new(
                inside("Boîte à outils des indicateurs"),
                Form::filled([("outils", "P1 ; Participants habitant le quartier ; personnes")]),
            )
            .render(),
        ),
        sample(
            "Boîte à outils des indicateurs, à corriger",
            call_tools::ToolsPage::new(
                inside("Boîte à outils des indicateurs"),
                Form::filled([("outils", "P1 ; Participants")]).with_errors(one("outils", "Ligne 1 : écrivez un code")),
            )
            .render(),
        ),
        sample(
            "Saisie et reprises",
            call_practice::PracticePage::new(
                inside("Saisie et reprises"),
                Form::filled([("saisie", "interviewer"), ("etats", "Arbitrée = proposé")]),
            )
            .render(),
        ),
        sample(
            "Saisie et reprises, à corriger",
            call_practice::PracticePage::new(
                inside("Saisie et reprises"),
                Form::filled([("etats", "Arbitrée")])
                    .with_errors(one("etats", "Ligne 1 : écrivez ce que dit le fichier")),
            )
            .render(),
        ),
        sample("Financeurs", call_funders::FundersPage::new(inside("Financeurs"), &open, &[funder()]).render()),
        sample("Financeurs, aucun", call_funders::FundersPage::new(inside("Financeurs"), &open, &[]).render()),
        sample(
            "Un financeur",
            call_funders::FunderPage::new(
                inside("Modifier un financeur"),
                call_funders::form_of(&funder()).with_errors(one("plafond", "Le plafond est une part du coût")),
                vec![Choice::new("1", "Préfecture")],
                &open,
            )
            .render(),
        ),
        sample(
            "Calendrier de réponse",
            call_steps::StepsPage::new(inside("Calendrier"), call_steps::form_of(&open, &steps()), &open, &steps())
                .render(),
        ),
        sample(
            "Calendrier sans clôture",
            call_steps::StepsPage::new(
                inside("Calendrier"),
                Form::empty(),
                &Call { closes_at: None, ..open.clone() },
                &[],
            )
            .render(),
        ),
        sample("Formulaire et pièces", call_questions::QuestionsPage::new(inside("Formulaire"), &open).render()),
        sample(
            "Une question",
            call_thing::ThingPage::new(inside("Modifier une question"), question, Thing::Question, &open).render(),
        ),
        sample(
            "Une partie",
            call_thing::ThingPage::new(inside("Ajouter une partie"), Form::empty(), Thing::Section, &open).render(),
        ),
        sample(
            "Une pièce, à corriger",
            call_thing::ThingPage::new(
                inside("Ajouter une pièce"),
                Form::empty().with_errors(one("intitule", "Écrivez-le en moins de 200 signes")),
                Thing::Attachment,
                &open,
            )
            .render(),
        ),
        sample("Grille d’instruction", call_grid::GridPage::new(inside("Grille"), call_grid::form_of(&open)).render()),
        sample(
            "L’appel vu par une association",
            call_preview::PreviewPage {
                frame: inside("L’appel vu par une association").with_breadcrumb(above(&open)),
                body: body(&open, &open.terms, told(), NOW),
                sections: call_preview::sections(&open.terms),
            }
            .render(),
        ),
        sample(
            "Les appels, pour tous",
            open_calls::OpenCallsPage::new(outside("Appels à projets"), std::slice::from_ref(&open), NOW).render(),
        ),
        sample("Les appels, aucun", open_calls::OpenCallsPage::new(outside("Appels à projets"), &[], NOW).render()),
        sample(
            "Un appel ouvert, pour tous",
            OpenCallPage::new(outside("Appel 2026"), &open, body(&open, &open.terms, told(), NOW), NOW).render(),
        ),
        sample(
            "Un appel retiré, pour tous",
            OpenCallPage::new(outside("Appel 2026"), &gone, body(&gone, &gone.terms, told(), NOW), NOW).render(),
        ),
    ];
    all.extend(super::bringing_samples::samples(site));
    all
}

fn changed() -> Call {
    let mut call = call(CallState::Published);
    call.terms.years = 1;
    call
}
