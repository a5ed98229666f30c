//! Every page, in its states.

use askama::Template;
use interface::{Choice, Form, Frame, Html, Pagination, Sample, Site, SummaryRow, Tag, TagColour};
use kernel::{FieldError, Function, Uuid};

use super::accept::AcceptPage;
use super::account::{AccountPage, FunctionLine};
use super::accounts::{AccountsPage, EditPage, SheetPage};
use super::act_for::ActForPage;
use super::delegations::{DelegationLine, DelegationsPage};
use super::demonstration::{DemonstrationPage, PersonLine};
use super::functions::{GivePage, WithdrawPage};
use super::handing_over::HandOverPage;
use super::invitations::{InvitationLine, InvitationsPage, InvitePage};
use super::organisations::{EditOrganisationPage, MemberLine, OrganisationLine, OrganisationPage, OrganisationsPage};
use super::password::PasswordPage;
use super::rights::{RightLine, RightsPage};
use super::second_factor::{RecoveryCodesPage, SecondFactorPage};
use super::sessions::{SessionLine, SessionsPage};
use super::sign_in::{SentPage, SignInPage};
use super::sign_in_code::CodePage;
use super::sign_in_link::LinkPage;
use super::sign_in_password::PasswordSignInPage;

const NAME: &str = "Zoé <Œuvrard> & fils";

fn sample(name: &str, page: &impl Template) -> Sample {
    Sample::page("Comptes", name, page.render().unwrap_or_else(|error| error.to_string()))
}

fn id() -> Uuid {
    Uuid::from_u128(7)
}

fn wrong(field: &str, sentence: &str) -> Form {
    Form::filled([(field, "<x>")]).with_errors(vec![FieldError::new(field, sentence)])
}

fn line() -> FunctionLine {
    FunctionLine {
        id: id(),
        french: Function::ProjectManager.french(),
        place: "toute la plateforme".into(),
        period: "depuis le 1er mars 2026".into(),
        reason: "prise de poste, par Nadège".into(),
        is_mine_to_withdraw: true,
    }
}

fn delegation(is_in_force: bool) -> DelegationLine {
    DelegationLine {
        id: id(),
        name: NAME.into(),
        period: "du 15 mars 2026 au 20 mars 2026".into(),
        reason: "congés".into(),
        is_current: true,
        is_in_force,
    }
}

/// Every page, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    [entering(site), own(site), people(site), places(site)].concat()
}

fn entering(site: &Site) -> Vec<Sample> {
    let frame = |title: &str| Frame::public(site, title, "/connexion");
    let mail = || wrong("email", "Saisissez votre adresse électronique, sous la forme nom@exemple.fr");
    let sign_in =
        |form: Form| SignInPage { frame: frame("Se connecter").with_form(&form), form, is_demonstration: true };
    let password =
        |form: Form| PasswordSignInPage { frame: frame("Se connecter avec un mot de passe").with_form(&form), form };
    let code = |form: Form| CodePage { frame: frame("Saisissez votre second code").with_form(&form), form };
    let link = |title: &str, is_good| LinkPage { frame: frame(title), token: "abc".into(), is_good };
    let accept = |form: Form, is_open, has_account| AcceptPage {
        frame: frame("Accepter l’invitation").with_form(&form),
        form,
        email: "zoe@ville.example".into(),
        functions: "Élu·e".into(),
        is_open,
        has_account,
    };
    let person = PersonLine {
        id: id(),
        name: NAME.into(),
        email: "zoe@demo.example".into(),
        functions: "Élu·e".into(),
        role: "Adjointe, Ville".into(),
    };
    let people = |people: Vec<PersonLine>| DemonstrationPage { frame: frame("Entrer dans la démonstration"), people };
    vec![
        sample("Se connecter", &sign_in(Form::empty())),
        sample("Se connecter, à corriger", &sign_in(mail())),
        sample("Lien envoyé", &SentPage { frame: frame("Regardez vos courriels") }),
        sample("Mot de passe", &password(Form::empty())),
        sample("Mot de passe, à corriger", &password(mail())),
        sample("Lien", &link("Entrer", true)),
        sample("Lien qui ne sert plus", &link("Ce lien ne sert plus", false)),
        sample("Second code", &code(Form::empty())),
        sample("Second code, à corriger", &code(wrong("code", "Ce code n’est pas le bon"))),
        sample("Invitation", &accept(Form::empty(), true, false)),
        sample("Invitation, à corriger", &accept(wrong("mot-de-passe", "Le mot de passe est trop court"), true, false)),
        sample("Invitation, compte connu", &accept(Form::empty(), true, true)),
        sample("Invitation qui ne sert plus", &accept(Form::empty(), false, false)),
        sample("Démonstration", &people(vec![person])),
        sample("Démonstration, personne", &people(Vec::new())),
    ]
}

fn own(site: &Site) -> Vec<Sample> {
    let frame = |title: &str| Frame::back_office(site, title, "/compte");
    let account = |functions: Vec<FunctionLine>, acting_for: Option<String>| AccountPage {
        frame: frame("Mon compte"),
        rows: vec![
            SummaryRow::new("Nom", Html::text(NAME)),
            SummaryRow::new("Mot de passe", "Aucun").changed_at("/compte/mot-de-passe"),
        ],
        organisations: functions.iter().map(|_| "Les Passerelles (présidente)".to_owned()).collect(),
        functions,
        acting_for,
    };
    let second = |form: Form, is_set, square: Option<Html>| SecondFactorPage {
        frame: frame("Second code de connexion").with_form(&form),
        form,
        is_set,
        code_count: 9,
        secret: "GEZD GNBV".into(),
        square,
    };
    let drawn = interface::square("otpauth://totp/Parvis:a@b.example?secret=GEZDGNBV&issuer=Parvis", "Code").ok();
    let session = |is_this_one| SessionLine {
        id: id(),
        browser: "Firefox sur Linux".into(),
        network: "198.51.100.0/24".into(),
        opened: "15 mars 2026 à 9 h 00".into(),
        seen: "15 mars 2026 à 12 h 00".into(),
        is_this_one,
    };
    let right = || RightLine {
        french: "Gérer les comptes",
        why: "Aucune de vos fonctions ne le permet.".into(),
        who: "Administration de la plateforme".into(),
    };
    let rights = |may: Vec<RightLine>, may_not: Vec<RightLine>, acting_for: Option<String>| RightsPage {
        frame: frame("Ce que je peux faire, et pourquoi"),
        may,
        may_not,
        acting_for,
    };
    let password =
        |form: Form, has_one| PasswordPage { frame: frame("Changer de mot de passe").with_form(&form), form, has_one };
    let delegations = |form: Form, given: Vec<DelegationLine>| DelegationsPage {
        frame: frame("Confier mes fonctions").with_form(&form),
        form,
        given,
    };
    let act_for = |acting_for: Option<String>, received: Vec<DelegationLine>| ActForPage {
        frame: frame("Agir pour quelqu’un"),
        acting_for,
        received,
    };
    let codes =
        RecoveryCodesPage { frame: frame("Gardez vos codes de secours"), codes: vec!["ABCDE-FGHJK".into(); 10] };
    vec![
        sample("Mon compte", &account(vec![line()], Some(NAME.into()))),
        sample("Mon compte, sans fonction", &account(Vec::new(), None)),
        sample("Second facteur, rien", &second(Form::empty(), false, None)),
        sample("Second facteur, à confirmer", &second(wrong("code", "Ce code n’est pas le bon"), false, drawn)),
        sample("Second facteur, en place", &second(Form::empty(), true, None)),
        sample("Codes de secours", &codes),
        sample(
            "Connexions",
            &SessionsPage { frame: frame("Mes connexions"), lines: vec![session(true), session(false)] },
        ),
        sample("Droits", &rights(vec![right()], vec![right()], Some(NAME.into()))),
        sample("Droits, rien", &rights(Vec::new(), Vec::new(), None)),
        sample("Mot de passe à choisir", &password(Form::empty(), false)),
        sample(
            "Mot de passe à changer",
            &password(wrong("mot-de-passe-actuel", "Ce n’est pas votre mot de passe actuel"), true),
        ),
        sample("Délégations", &delegations(Form::empty(), vec![delegation(true)])),
        sample("Délégations, à corriger", &delegations(wrong("motif", "Écrivez pourquoi"), Vec::new())),
        sample("Agir pour", &act_for(Some(NAME.into()), vec![delegation(true), delegation(false)])),
        sample("Agir pour, personne", &act_for(None, Vec::new())),
    ]
}

fn people(site: &Site) -> Vec<Sample> {
    let frame = |title: &str| Frame::back_office(site, title, "/gestion/comptes");
    let list = |words: &str, is_everything| AccountsPage {
        frame: frame("Comptes"),
        form: Form::filled([("q", words)]),
        sentence: "2 comptes".into(),
        table: Html::default(),
        pages: Pagination::new(2, 120, 50, "/gestion/comptes"),
        is_everything,
    };
    let sheet = |form: Form, functions: Vec<FunctionLine>, is_open| SheetPage {
        frame: frame(NAME).with_form(&form),
        form,
        id: id(),
        rows: vec![SummaryRow::new("Nom", Html::text(NAME))],
        organisations: functions.iter().map(|_| "Les Passerelles".to_owned()).collect(),
        functions,
        is_open,
        is_everything: true,
        has_second_factor: true,
    };
    let choices = || vec![Choice::new("elected", "Élu·e"), Choice::new("auditor", "Audit")];
    let give = |form: Form| GivePage {
        frame: frame("Donner une fonction").with_form(&form),
        form,
        functions: choices(),
        organisations: choices(),
        places: choices(),
    };
    let withdraw = WithdrawPage {
        frame: frame("Retirer une fonction"),
        form: Form::empty(),
        name: NAME.into(),
        function: "Élu·e",
        place: "toute la plateforme".into(),
    };
    let hand_over = |form: Form| HandOverPage { frame: frame("Passation").with_form(&form), form, name: NAME.into() };
    let edit = |form: Form| EditPage { frame: frame("Modifier un compte").with_form(&form), form };
    vec![
        sample("Comptes", &list("", true)),
        sample("Comptes, filtrés", &list("zoé", false)),
        sample("Un compte", &sheet(Form::empty(), vec![line()], true)),
        sample("Un compte, à corriger", &sheet(wrong("motif", "Écrivez comment"), Vec::new(), true)),
        sample("Un compte fermé", &sheet(Form::empty(), Vec::new(), false)),
        sample("Modifier un compte", &edit(wrong("nom", "Saisissez le nom de la personne"))),
        sample("Donner une fonction", &give(Form::empty())),
        sample("Donner une fonction, à corriger", &give(wrong("motif", "Écrivez pourquoi"))),
        sample("Retirer une fonction", &withdraw),
        sample("Passation", &hand_over(Form::empty())),
        sample("Passation, à corriger", &hand_over(wrong("email", "Personne n’a de compte à cette adresse"))),
    ]
}

fn places(site: &Site) -> Vec<Sample> {
    let frame = |title: &str| Frame::back_office(site, title, "/gestion/organisations");
    let organisation = || OrganisationLine { id: id(), name: NAME.into(), kind: "Association", member_count: 3 };
    let list =
        |lines: Vec<OrganisationLine>| OrganisationsPage { frame: frame("Organisations"), lines, is_everything: true };
    let sheet = |form: Form, members: Vec<MemberLine>| OrganisationPage {
        frame: frame(NAME).with_form(&form),
        form,
        id: id(),
        rows: vec![SummaryRow::new("SIRET", "")],
        members,
    };
    let member = || MemberLine { account: id(), name: NAME.into(), role: "présidente".into() };
    let edit = |form: Form| EditOrganisationPage::new(frame("Ajouter une organisation"), form);
    let invitation = |is_open| InvitationLine {
        id: id(),
        email: "zoe@ville.example".into(),
        functions: "Élu·e".into(),
        place: "toute la plateforme".into(),
        state: Tag::new(TagColour::Blue, "Envoyée"),
        until: "29 mars 2026".into(),
        is_open,
    };
    let invitations = |lines: Vec<InvitationLine>| InvitationsPage { frame: frame("Invitations"), lines };
    let invite = |form: Form| InvitePage {
        frame: frame("Inviter quelqu’un").with_form(&form),
        form,
        functions: vec![Choice::new("elected", "Élu·e")],
        organisations: Vec::new(),
        places: Vec::new(),
    };
    vec![
        sample("Organisations", &list(vec![organisation()])),
        sample("Organisations, aucune", &list(Vec::new())),
        sample("Une organisation", &sheet(Form::empty(), vec![member()])),
        sample(
            "Une organisation, à corriger",
            &sheet(wrong("email", "Personne n’a de compte à cette adresse"), Vec::new()),
        ),
        sample("Modifier une organisation", &edit(wrong("siret", "Le numéro SIRET doit compter 14 chiffres"))),
        sample("Invitations", &invitations(vec![invitation(true), invitation(false)])),
        sample("Invitations, aucune", &invitations(Vec::new())),
        sample("Inviter", &invite(Form::empty())),
        sample("Inviter, à corriger", &invite(wrong("fonctions", "Choisissez au moins une fonction"))),
    ]
}
