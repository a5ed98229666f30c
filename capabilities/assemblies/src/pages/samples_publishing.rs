//! Budget, charges, training and the public page, in their states.

use interface::{Form, Frame, Sample, Site};
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{Cents, Moment, Uuid};

use super::beside::{HidingPage, ReplyPage};
use super::budget::{BudgetPage, Reads};
use super::budget_line::LinePage;
use super::posts::{KnownPost, PostPage, PostsPage};
use super::roles::RolesPage;
use super::samples::{TODAY, assembly, meeting, members, one};
use super::samples_writing::{GROUP, referral, submission};
use super::trainings::{self, TrainingPage, TrainingsPage};
use super::voice::{Powers, Published, VoicePage};
use crate::rules::{
    Heading, Kind, Line, LineKind, LineTerms, Post, PostKind, PostTerms, ReferralState, Role, Training, TrainingTerms,
};

fn lines() -> Vec<Line> {
    let line = |kind, label: &str, cents, heading| Line {
        id: Uuid::from_u128(800),
        assembly: Uuid::from_u128(200),
        kind,
        terms: LineTerms { label: label.into(), amount: Cents(cents), dated: TODAY, year: 2026, heading },
        file: None,
        revision: 1,
    };
    vec![line(LineKind::Grant, "Ville", 150_000, None), line(LineKind::Expense, "Goûter", 12_050, Some(Heading::Meals))]
}

fn post(kind: PostKind, is_hidden: bool) -> Post {
    Post {
        id: Uuid::from_u128(850),
        assembly: Uuid::from_u128(200),
        kind,
        terms: PostTerms {
            title: "Qui nous sommes".into(),
            words: "Nous habitons ici.".into(),
            alternative: "La place en fête".into(),
        },
        // A photograph would be asked of a house that does not have it.
        photo: None,
        published_at: Moment(0),
        removed_at: None,
        hidden: is_hidden.then(|| (Moment(0), "Injure publique (loi de 1881, article 33)".into())),
        revision: 1,
    }
}

fn training() -> Training {
    let terms = TrainingTerms {
        held_on: date(2026, 3, 2),
        theme: "Lire un budget".into(),
        organiser: "Centre social".into(),
        minutes: 150,
        members: vec![Uuid::from_u128(301)],
    };
    Training { id: Uuid::from_u128(900), assembly: Uuid::from_u128(200), terms, revision: 1 }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    [money(site), published(site)].concat()
}

fn money(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let all = members();
    let budget = |lines: &[Line], (sees, enters)| {
        let paths = ("/conseil/x/budget".to_owned(), "/conseil/budget");
        BudgetPage::new(back("Budget 2026", "/conseil/x/budget"), paths, 2026, lines, Reads { lines: sees, enters })
    };
    let line = |form: Form, kind, known: Option<&Line>| {
        LinePage::new(back("Une dépense", "/conseil/budget/x"), form, "/conseil/budget/x".into(), kind, known)
    };
    let charges = |held: &[(Uuid, Role)], may_designate| {
        let frame = back("Qui est chargé de quoi", "/conseil/x/charges");
        RolesPage::new(frame, Form::empty(), "/conseil/x/charges".into(), (&all, held), may_designate)
    };
    let trainings = |of: &[Training], may_enter| {
        let paths = ("/conseil/x/formations".to_owned(), "/conseil/formations");
        TrainingsPage::new(back("Formations 2026", "/conseil/x/formations"), paths, 2026, (of, &all), may_enter)
    };
    let session =
        |form: Form| TrainingPage::new(back("Noter une formation", "/conseil/x/formations/nouvelle"), form, &all);
    let wrong = Form::empty().with_errors(one("montant", "Indiquez un montant au-dessus de zéro"));
    vec![
        Sample::of(GROUP, "Budget, saisi", &budget(&lines(), (true, true))),
        Sample::of(GROUP, "Budget, totaux", &budget(&lines(), (false, false))),
        Sample::of(GROUP, "Budget, vide", &budget(&[], (true, true))),
        Sample::of(GROUP, "Une dépense", &line(Form::empty(), LineKind::Expense, lines().last())),
        Sample::of(GROUP, "Une somme reçue, à corriger", &line(wrong, LineKind::Grant, None)),
        Sample::of(GROUP, "Charges", &charges(&[(all[0].id, Role::Treasurer)], true)),
        Sample::of(GROUP, "Charges, en lecture", &charges(&[], false)),
        Sample::of(GROUP, "Formations", &trainings(&[training()], true)),
        Sample::of(GROUP, "Formations, aucune", &trainings(&[], false)),
        Sample::of(GROUP, "Noter une formation", &session(Form::empty())),
        Sample::of(GROUP, "Corriger une formation", &session(trainings::form_of(&training()))),
        Sample::of(
            GROUP,
            "Noter une formation, à corriger",
            &session(Form::empty().with_errors(one("membres", "Cochez les membres qui sont venus"))),
        ),
    ]
}

fn published(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let (council, zone) = (assembly(Kind::Council), TimeZone::UTC);
    let reply = || vec![("Ville d’essai".to_owned(), "La ville prête les tables.".to_owned(), Moment(0))];
    let voice = |all: &Published, powers| {
        let frame = Frame::public(site, council.terms.name.as_str(), "/instances/x");
        VoicePage::new(frame, (&council, "Grazailles".into()), all, (TODAY, &zone), powers)
    };
    let whole = Published {
        posts: vec![(post(PostKind::Presentation, false), reply()), (post(PostKind::News, true), vec![])],
        opinions: vec![submission(true)],
        referrals: vec![referral(ReferralState::Adopted)],
        meetings: vec![meeting()],
        members: members(),
        lines: lines(),
    };
    let list = |of: &[Post], is_editor| {
        PostsPage::new(back("Notre page publique", "/conseil/x/publications"), &council, of, is_editor)
    };
    let page = |form: Form, known: Option<&KnownPost>| {
        let at = ("/conseil/publications/x".to_owned(), PostKind::News);
        PostPage::new(back("Écrire une nouvelle", "/conseil/publications/x"), form, at, known, &zone)
    };
    let known = |is_editor: bool| KnownPost {
        post: post(PostKind::News, !is_editor),
        versions: vec![(Moment(0), post(PostKind::News, false).terms)],
        is_editor,
    };
    let answer = ReplyPage::new(
        back("Droit de réponse", "/gestion/publications/x/reponse"),
        Form::empty().with_errors(one("reponse", "Écrivez votre réponse, en moins de 5 000 signes")),
        &post(PostKind::News, false),
    );
    let hiding = |form: Form, is_hidden| {
        let frame = back("Masquer un contenu manifestement illicite", "/gestion/publications/x/masquage");
        HidingPage::new(frame, form, &post(PostKind::News, is_hidden))
    };
    let no_photo = Form::empty().with_errors(one("alternative", "Dites ce que montre la photo"));
    vec![
        Sample::of(GROUP, "La page d’une instance", &voice(&whole, Powers::default())),
        Sample::of(
            GROUP,
            "La page d’une instance, vue par l’autorité",
            &voice(&whole, Powers { replies: true, hides: true }),
        ),
        Sample::of(GROUP, "La page d’une instance, vide", &voice(&Published::default(), Powers::default())),
        Sample::of(GROUP, "Publications", &list(&[post(PostKind::News, false), post(PostKind::News, true)], true)),
        Sample::of(GROUP, "Publications, aucune", &list(&[], false)),
        Sample::of(GROUP, "Écrire une nouvelle", &page(Form::empty(), None)),
        Sample::of(GROUP, "Écrire une nouvelle, à corriger", &page(no_photo, None)),
        Sample::of(GROUP, "Changer une nouvelle", &page(Form::empty(), Some(&known(true)))),
        Sample::of(GROUP, "Une nouvelle masquée, en lecture", &page(Form::empty(), Some(&known(false)))),
        Sample::of(GROUP, "Droit de réponse, à corriger", &answer),
        Sample::of(GROUP, "Masquer une publication", &hiding(Form::empty(), false)),
        Sample::of(
            GROUP,
            "Masquer une publication, à corriger",
            &hiding(Form::empty().with_errors(one("raison", "Dites quel texte de loi est en cause")), false),
        ),
        Sample::of(GROUP, "Montrer de nouveau une publication", &hiding(Form::empty(), true)),
    ]
}
