//! Opinions and referrals, in their states.

use interface::{Choice, Form, Frame, Sample, Site};
use jiff::civil::date;
use kernel::{Cents, Uuid};

use super::answers::{AnswerPage, OpenReferralPage};
use super::opinion_text::{OpenOpinionPage, told};
use super::opinions::{Debate, OpinionPage, OpinionsPage};
use super::referral::{self, ReferralPage};
use super::referrals::{ReferralFormPage, ReferralsPage};
use super::samples::{TODAY, assembly, meeting, members, one};
use super::submission::SubmissionPage;
use super::submissions::{self, SubmissionFormPage, SubmissionsPage};
use crate::rules::{
    Addressee, Adopted, Ballot, Cause, Kind, Poll, PollState, Referral, ReferralState, ReferralTerms, Satisfaction,
    Sense, Submission, SubmissionState, SubmissionTerms, Text, Vote, Way,
};
use crate::store::deliberation::Voice;

/// The group of the gallery.
pub(super) const GROUP: &str = "voix des conseils";

fn ballot() -> Ballot {
    Ballot { way: Way::Written, meeting: None, on: TODAY, in_favour: 8, against: 2, abstention: 1, base: 12 }
}

/// A file submitted, with its opinion or not.
pub(super) fn submission(is_adopted: bool) -> Submission {
    let adopted = Adopted { number: 3, ballot: ballot(), recused: 1, is_public: true };
    Submission {
        id: Uuid::from_u128(600),
        assembly: Uuid::from_u128(200),
        terms: SubmissionTerms {
            reference: "CDV-2026-014".into(),
            title: "Jardin partagé de Grazailles".into(),
            organisation: None,
            applicant: "Les Jardins de l’Aude".into(),
            areas: vec![Uuid::from_u128(2)],
            summary: "Un jardin au pied des immeubles.".into(),
            amount: Some(Cents(1_250_050)),
            questions: "Le lieu convient-il ?\nLes horaires conviennent-ils ?".into(),
            due_on: date(2026, 5, 14),
        },
        submitted_on: TODAY,
        state: if is_adopted { SubmissionState::Adopted } else { SubmissionState::Open },
        reason: String::new(),
        rapporteur: Some(Uuid::from_u128(301)),
        draft_sense: Some(Sense::Reserves),
        draft: "Oui, si le jardin ouvre le matin.".into(),
        adopted: is_adopted.then_some(adopted),
        amended_on: None,
        received_at: None,
        revision: 1,
    }
}

pub(super) fn referral(state: ReferralState) -> Referral {
    let is_answered = state == ReferralState::Answered;
    Referral {
        id: Uuid::from_u128(700),
        assembly: Uuid::from_u128(200),
        author: Uuid::from_u128(301),
        terms: ReferralTerms {
            subject: "L’éclairage de la place".into(),
            words: "Nous demandons que la place soit éclairée.".into(),
            addressee: Addressee::Mayor,
            addressee_name: String::new(),
            origin: "Besoin B07, éclairage".into(),
        },
        state,
        adopted: (state != ReferralState::Draft).then(|| (1, Ballot { on: date(2026, 1, 4), ..ballot() })),
        is_public: true,
        due_on: Some(date(2026, 3, 5)),
        extension: String::new(),
        answer: if is_answered { "Trois lampadaires en mai.".into() } else { String::new() },
        answer_file: None,
        answered_on: is_answered.then_some(TODAY),
        satisfaction: if is_answered { Satisfaction::Partly } else { Satisfaction::None },
        satisfaction_words: String::new(),
        revision: 1,
    }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    [opinions(site), referrals(site)].concat()
}

fn opinions(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let (council, all) = (assembly(Kind::Council), members());
    let (open, adopted) = (submission(false), submission(true));
    let late = Submission { terms: SubmissionTerms { due_on: date(2026, 3, 1), ..open.terms.clone() }, ..open.clone() };
    let facts = |one: &Submission| submissions::facts(one, &[], TODAY);
    let list = |of: &[Submission]| {
        SubmissionsPage::new(back("Avis demandés", "/gestion/instances/x/avis"), &council, of, TODAY)
    };
    let form = |form: Form| {
        let areas = vec![Choice::new("1", "Grazailles")];
        let organisations = vec![Choice::new("1", "Les Jardins de l’Aude")];
        SubmissionFormPage::new(
            back("Demander un avis", "/gestion/instances/x/avis/nouveau"),
            form,
            (areas, organisations),
            false,
        )
    };
    let named = "Ce texte donne le nom d’une personne : retirez-le";
    let sheet = |one: &Submission| {
        let frame = back(&one.terms.title, "/gestion/avis/x");
        SubmissionPage::new(frame, Form::empty(), one, facts(one), &[], told(one, None))
    };
    let own =
        |of: &[(Submission, Option<Cause>)]| OpinionsPage::new(back("Avis à donner", "/conseil/x/avis"), of, TODAY);
    let debate = || Debate {
        members: all.clone(),
        voices: vec![Voice {
            member: all[1].id,
            sense: Sense::Reserves,
            words: "Les horaires du matin manquent.".into(),
        }],
        comments: vec![(all[1].id, "15 mars 2026".into(), "Et le samedi ?".into())],
        meetings: vec![meeting()],
        polls: Vec::new(),
        may_vote: 5,
    };
    let page = |rank: usize, one: &Submission, cause: Option<Cause>, form: Form| {
        let debate = if cause.is_some() { Debate::default() } else { debate() };
        let frame = back(&one.terms.title, "/conseil/avis/x");
        OpinionPage::new(frame, form, (&all[rank], one, cause), (facts(one), &[]), &debate, told(one, None))
    };
    let poll = |is_secret: bool, state: PollState| Poll {
        id: Uuid::from_u128(900),
        text: Text::Opinion(Uuid::from_u128(600)),
        rank: 1,
        is_secret,
        closes_on: date(2026, 4, 2),
        state,
    };
    let voting = |rank: usize, of: Poll| {
        let polls = vec![(of, vec![(all[0].id, Some(Vote::For))])];
        let frame = back(&open.terms.title, "/conseil/avis/x");
        let debate = Debate { polls, ..debate() };
        OpinionPage::new(frame, Form::empty(), (&all[rank], &open, None), (facts(&open), &[]), &debate, None)
    };
    let vote = Form::empty().with_errors(one("pour", "13 votes pour 12 votants possibles : recomptez"));
    let mut samples = vec![
        Sample::of(GROUP, "Avis demandés", &list(&[open.clone(), late.clone(), adopted.clone()])),
        Sample::of(GROUP, "Avis demandés, aucun", &list(&[])),
        Sample::of(GROUP, "Demander un avis", &form(Form::empty())),
        Sample::of(GROUP, "Demander un avis, à corriger", &form(Form::empty().with_errors(one("titre", named)))),
        Sample::of(GROUP, "Un dossier soumis", &sheet(&open)),
        Sample::of(GROUP, "Un avis rendu, à lire", &sheet(&adopted)),
        Sample::of(
            GROUP,
            "Avis à donner",
            &own(&[(open.clone(), None), (late, Some(Cause::Structure)), (adopted.clone(), None)]),
        ),
        Sample::of(GROUP, "Avis à donner, aucun", &own(&[])),
        Sample::of(GROUP, "Un avis que je rédige", &page(0, &open, None, Form::empty())),
        Sample::of(GROUP, "Un avis, vote ouvert", &voting(1, poll(true, PollState::Open))),
        Sample::of(GROUP, "Un avis, voté", &voting(0, poll(false, PollState::Open))),
        Sample::of(GROUP, "Un avis, vote par nom rejeté", &voting(0, poll(false, PollState::Rejected))),
        Sample::of(GROUP, "Un avis, vote à corriger", &page(0, &open, None, vote)),
        Sample::of(GROUP, "Un avis rédigé par une autre", &page(1, &open, None, Form::empty())),
        Sample::of(GROUP, "Un avis, en retrait", &page(1, &open, Some(Cause::Organisation), Form::empty())),
        Sample::of(GROUP, "Un avis adopté", &page(0, &adopted, None, Form::empty())),
    ];
    if let Some(opinion) = told(&adopted, None) {
        let open =
            OpenOpinionPage::new(Frame::public(site, adopted.terms.title.as_str(), "/avis/x"), &adopted, opinion);
        samples.push(Sample::of(GROUP, "Un avis lu par tous", &open));
    }
    samples
}

fn referrals(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let all = members();
    let list = |of: &[Referral], is_own| {
        ReferralsPage::new(back("Saisines", "/conseil/x/saisines"), "/conseil/x/saisines".into(), of, (TODAY, is_own))
    };
    let form = |form: Form| ReferralFormPage::new(back("Préparer une saisine", "/conseil/x/saisines/nouvelle"), form);
    let page = |state, form: Form, polls| {
        let debate = referral::Debate { members: all.clone(), meetings: vec![meeting()], polls };
        ReferralPage::new(back("Saisine", "/conseil/saisines/x"), form, (&all[0], &referral(state)), &debate, TODAY)
    };
    let own = |state, form: Form| page(state, form, Vec::new());
    let voting = |rank: usize, is_secret: bool, state: PollState| {
        let text = Text::Referral(Uuid::from_u128(700));
        let poll = Poll { id: Uuid::from_u128(901), text, rank: 1, is_secret, closes_on: date(2026, 4, 2), state };
        page(ReferralState::Draft, Form::empty(), vec![(poll, vec![(all[rank].id, Some(Vote::For))])])
    };
    let received =
        |state, form: Form| AnswerPage::new(back("Saisine", "/gestion/saisines/x"), form, &referral(state), TODAY);
    let open =
        OpenReferralPage::new(Frame::public(site, "Saisine", "/saisines/x"), &referral(ReferralState::Answered), TODAY);
    let (draft, adopted, answered) = (ReferralState::Draft, ReferralState::Adopted, ReferralState::Answered);
    vec![
        Sample::of(GROUP, "Saisines", &list(&[referral(adopted), referral(draft), referral(answered)], true)),
        Sample::of(GROUP, "Saisines, aucune", &list(&[], true)),
        Sample::of(GROUP, "Saisines reçues", &list(&[referral(adopted)], false)),
        Sample::of(GROUP, "Préparer une saisine", &form(Form::empty())),
        Sample::of(
            GROUP,
            "Préparer une saisine, à corriger",
            &form(Form::empty().with_errors(one("objet", "Indiquez l’objet de la saisine, de moins de 200 signes"))),
        ),
        Sample::of(GROUP, "Une saisine préparée", &own(draft, Form::empty())),
        Sample::of(GROUP, "Une saisine, vote ouvert", &voting(1, true, PollState::Open)),
        Sample::of(GROUP, "Une saisine, votée", &voting(0, false, PollState::Open)),
        Sample::of(GROUP, "Une saisine, vote par nom rejeté", &voting(0, false, PollState::Rejected)),
        Sample::of(
            GROUP,
            "Une saisine, vote à corriger",
            &own(draft, Form::empty().with_errors(one("vote-jusqu-au", "Choisissez le dernier jour du vote"))),
        ),
        Sample::of(GROUP, "Une saisine en attente", &own(adopted, Form::empty())),
        Sample::of(GROUP, "Une saisine répondue", &own(answered, Form::empty())),
        Sample::of(GROUP, "Répondre à une saisine", &received(adopted, Form::empty())),
        Sample::of(
            GROUP,
            "Répondre à une saisine, à corriger",
            &received(
                adopted,
                Form::empty().with_errors(one("reponse", "Écrivez la réponse, en moins de 20 000 signes")),
            ),
        ),
        Sample::of(GROUP, "Une saisine lue par tous", &open),
    ]
}
