//! A body is asked its opinion on a file that names nobody, makes it up among those who are not tied to it, and seals it; on
//! both databases.

use crate::setting;

use crate::setting::{ACTOR, account, areas_of, hidden, migrations, opened, plain, seated, sound};
use accounts::{OrganisationKind, OrganisationTerms};
use assemblies::actions::{Kind, MemberTerms, SubmissionTerms, member, submitting};
use database::testing::{each_database, outside};
use database::{execute, fetch_all};
use kernel::{Actor, Cents, Failure, Function, Grant, Person, Refusal, Scope, Uuid};
use web::House;
use web::testing::{Knocker, house};

fn path_of(location: &str) -> String {
    location.split('?').next().unwrap_or_default().to_owned()
}

/// An organisation somebody belongs to.
async fn organisation_of(house: &House, name: &str, token: &str) -> Uuid {
    let mut tx = house.write().await.expect("write");
    let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, is_demonstration, \
               created_at, revision) VALUES ($1, $2, $2, $3, $3, 0, 'open', $4, 0, 1)";
    execute!(&mut tx, sql, account(token), format!("{token}@exemple.fr"), token, false).expect("an account");
    let terms = OrganisationTerms { name: name.into(), kind: OrganisationKind::ALL[0], siret: None };
    let id = accounts::actions::create_organisation(&mut tx, &house.outside, &ACTOR, terms).await.expect("made");
    accounts::actions::join(&mut tx, &house.outside, &ACTOR, account(token), id, "").await.expect("joined");
    tx.commit().await.expect("kept");
    id
}

/// A file as it is typed.
fn file<'a>(area: &'a str, organisation: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("titre", "Jardin partagé de Grazailles"),
        ("reference", "CDV-2026-014"),
        ("organisation", organisation),
        ("quartiers", area),
        ("resume", "Un jardin au pied des immeubles, ouvert à tous."),
        ("montant", "12 500,50"),
        ("questions", "Le lieu convient-il ?\nLes horaires conviennent-ils ?"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_names_nobody_or_is_refused() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(41));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let area = areas_of(&house).await[0].to_string();
        let new = format!("/gestion/instances/{ours}/avis/nouveau");
        // The day is proposed: two months, as the body set.
        let blank = knocker.get("chef", &new).await.body;
        assert!(blank.contains("value=\"14\"") && blank.contains("value=\"5\""), "{blank}");
        let wrong = [
            ("titre", "Projet de Mme Durand"),
            ("demandeur", ""),
            ("resume", "Écrire à camille@exemple.fr"),
            ("questions", "Appeler le 06 12 34 56 78 ?"),
            ("montant", "beaucoup"),
            ("echeance-jour", "1"),
            ("echeance-mois", "1"),
            ("echeance-annee", "2026"),
        ];
        let refused = knocker.post("chef", &new, &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        for told in [
            "donne le nom d’une personne",
            "donne un courriel",
            "donne un numéro de téléphone",
            "Choisissez l’organisation qui demande",
            "Ce doit être un montant",
            "Cette date est passée",
            "Cochez au moins un quartier",
            "beaucoup",
        ] {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let mut typed = file(&area, "");
        typed.push(("demandeur", "Association Jean Moulin"));
        let made = knocker.post("financeur", &new, &typed).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let sheet = path_of(&made.location);
        let page = plain(&knocker.get("chef", &sheet).await.body);
        for told in ["Jardin partagé", "CDV-2026-014", "12 500,50 €", "avis à rendre, avant le 14 mai 2026"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // A paper is read again by somebody, who says so.
        let png = setting::png();
        let upload = format!("{sheet}/pieces");
        let sent = knocker.upload("chef", &upload, &[("papier", "Plan de M. Petit")], ("fichier", "p.png", &png)).await;
        assert_eq!(sent.status.as_u16(), 422);
        assert!(sent.body.contains("le nom d’une personne") && sent.body.contains("Relisez la pièce"), "{}", sent.body);
        let right = [("papier", "Le plan"), ("relue", "oui")];
        let sent = knocker.upload("chef", &upload, &right, ("fichier", "p.png", &png)).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        // Neither elected officials, nor members, nor visitors ask; another contract's manager finds nothing.
        assert_eq!(knocker.get("elue", &new).await.status.as_u16(), 403);
        assert_eq!(knocker.get("conseil", &sheet).await.status.as_u16(), 403);
        assert_eq!(knocker.get("", &sheet).await.status.as_u16(), 303);
        let elsewhere = Actor::Person(Person {
            account: Uuid::from_u128(77),
            session: Uuid::from_u128(78),
            name: "Personne d’ailleurs".into(),
            grants: vec![Grant { function: Function::ProjectManager, scope: Scope::contract(Uuid::from_u128(99)) }],
            has_second_factor: true,
            acting_for: None,
        });
        let id: Uuid = sheet.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
        let mut tx = house.read().await.expect("read");
        let nothing = submitting::asked(&mut tx, &elsewhere, id).await;
        assert!(matches!(nothing, Err(Failure::Refused(Refusal::NotFound))));
        let briefs =
            assemblies::facade::opinions_on(&mut tx, "CDV-2026-014", house.outside.now().day(&house.settings.zone));
        let briefs = briefs.await.expect("told");
        assert!(briefs.len() == 1 && briefs[0].assembly == "Table" && briefs[0].sense.is_none(), "{briefs:?}");
        drop(tx);
        // Asked no longer, with a reason; a stale page gives it back.
        let at = hidden(&knocker.get("chef", &sheet).await.body, "revision");
        let withdraw = format!("{sheet}/retrait");
        let stale = knocker.post("chef", &withdraw, &[("raison", "Projet abandonné"), ("revision", "0")]).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Projet abandonné"), "{}", stale.body);
        let done = knocker.post("chef", &withdraw, &[("raison", "Projet abandonné"), ("revision", &at)]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let again = knocker.post("chef", &withdraw, &[("raison", "Encore"), ("revision", &at)]).await;
        assert!(again.body.contains("ne change plus"), "{}", again.body);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_tied_to_the_applicant_stay_out_and_one_adoption_seals() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(42));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let theirs = opened(&house, Kind::Youth, "Jeunes").await;
        let organisation = organisation_of(&house, "Les Jardins de l’Aude", "asso").await.to_string();
        for (name, token) in [("Camille", "conseil"), ("Yanis", "asso"), ("Sacha", "audit"), ("Lou", "dpo")] {
            seated(&house, ours, name, token).await;
        }
        seated(&house, theirs, "Dominique", "enquete").await;
        let area = areas_of(&house).await[0].to_string();
        let new = format!("/gestion/instances/{ours}/avis/nouveau");
        let made = knocker.post("chef", &new, &file(&area, &organisation)).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let sheet = path_of(&made.location);
        let own = sheet.replace("/gestion", "/conseil");
        let list = format!("/conseil/{ours}/avis");

        // Another body's member finds nothing, a visitor is asked who she is.
        for path in [&own, &list] {
            assert_eq!(knocker.get("enquete", path).await.status.as_u16(), 404, "{path}");
            assert_eq!(knocker.get("chef", path).await.status.as_u16(), 404, "{path}");
            assert_eq!(knocker.get("", path).await.status.as_u16(), 303, "{path}");
        }
        // Members speak and comment; whoever belongs to the applicant reads nothing of it and does nothing.
        let said = [("sens", "reserves"), ("mots", "Les horaires du matin manquent")];
        let empty = knocker.post("conseil", &format!("{own}/mon-avis"), &[]).await;
        assert!(empty.status.as_u16() == 422 && empty.body.contains("Choisissez votre avis"), "{}", empty.body);
        assert_eq!(knocker.post("conseil", &format!("{own}/mon-avis"), &said).await.status.as_u16(), 303);
        let words = [("commentaire", "Et le samedi ?")];
        assert_eq!(knocker.post("audit", &format!("{own}/commentaires"), &words).await.status.as_u16(), 303);
        let page = knocker.get("conseil", &own).await.body;
        assert!(page.contains("Les horaires du matin") && page.contains("Et le samedi ?"), "{page}");
        let out = knocker.get("asso", &own).await.body;
        assert!(out.contains("Vous êtes en retrait") && out.contains("rattaché à l’organisation"), "{out}");
        assert!(!out.contains("horaires du matin") && !out.contains("Et le samedi ?"), "{out}");
        for act in ["mon-avis", "commentaires", "redaction", "projet", "adoption"] {
            let refused = knocker.post("asso", &format!("{own}/{act}"), &[("sens", "favourable")]).await;
            assert!(refused.body.contains("Vous êtes en retrait"), "{act}: {}", refused.body);
            let nothing = knocker.post("enquete", &format!("{own}/{act}"), &said).await;
            assert_eq!(nothing.status.as_u16(), 404, "{act}");
        }
        // Services read nothing of it either.
        assert!(!knocker.get("chef", &sheet).await.body.contains("horaires du matin"));

        // A further link is declared: what she said is taken away.
        assert_eq!(knocker.post("dpo", &format!("{own}/mon-avis"), &said).await.status.as_u16(), 303);
        assert_eq!(knocker.post("dpo", &format!("{own}/lien"), &[]).await.status.as_u16(), 303);
        assert!(knocker.get("dpo", &own).await.body.contains("vous avez déclaré un lien"));
        let page = knocker.get("conseil", &own).await.body;
        assert!(!page.contains("Lou"), "{page}");
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT cause FROM assembly_recusal ORDER BY cause";
        let causes: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("causes");
        drop(tx);
        assert_eq!(causes, [("declared".to_owned(),), ("organisation".to_owned(),)]);

        // One drafts; another may not meanwhile; a stale draft gives its text back; nobody is named in it.
        let hand = format!("{own}/redaction");
        assert_eq!(knocker.post("conseil", &hand, &[("prendre", "oui")]).await.status.as_u16(), 303);
        let second = knocker.post("audit", &hand, &[("prendre", "oui")]).await;
        assert!(second.body.contains("Quelqu’un rédige déjà"), "{}", second.body);
        let draft = format!("{own}/projet");
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        let text = |words: &'static str, at: &str| {
            vec![
                ("sens-projet".to_owned(), "reserves".to_owned()),
                ("projet".to_owned(), words.to_owned()),
                ("revision".to_owned(), at.to_owned()),
            ]
        };
        let post = async |path: &str, who: &str, fields: Vec<(String, String)>| {
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            knocker.post(who, path, &pairs).await
        };
        let named = post(&draft, "conseil", text("Mme Durand a raison", &at)).await;
        assert!(named.status.as_u16() == 422 && named.body.contains("le nom d’une personne"), "{}", named.body);
        let written = post(&draft, "conseil", text("Oui, si le jardin ouvre le matin.", &at)).await;
        assert_eq!(written.status.as_u16(), 303, "{}", written.body);
        let stale = post(&draft, "conseil", text("Oui, le samedi aussi.", &at)).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("le samedi aussi"), "{}", stale.body);
        let other = post(&draft, "audit", text("Non", &at)).await;
        assert!(other.body.contains("Vous ne rédigez pas cet avis"), "{}", other.body);

        // The vote is out of those who may: two of four.
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        let vote = |in_favour: &str, against: &str| {
            [
                ("facon", "written"),
                ("vote-le-jour", "15"),
                ("vote-le-mois", "3"),
                ("vote-le-annee", "2026"),
                ("pour", in_favour),
                ("contre", against),
                ("abstention", "0"),
                ("public", "oui"),
                ("revision", at.as_str()),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
        };
        let adoption = format!("{own}/adoption");
        let many = post(&adoption, "conseil", vote("3", "0")).await;
        assert!(many.status.as_u16() == 422 && plain(&many.body).contains("3 votes pour 2"), "{}", many.body);
        let tie = post(&adoption, "conseil", vote("1", "1")).await;
        assert!(tie.body.contains("n’est pas adopté"), "{}", tie.body);
        let (one, two) =
            tokio::join!(post(&adoption, "conseil", vote("2", "0")), post(&adoption, "conseil", vote("2", "0")));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert!(statuses[0] == 303 && statuses[1] >= 400, "{statuses:?} {} {}", one.body, two.body);
        let after = post(&draft, "conseil", text("Autre chose", &at)).await;
        assert!(after.body.contains("On ne délibère plus"), "{}", after.body);

        // Numbered, dated, told to whoever asked, read by everybody since the body publishes it.
        let page = plain(&knocker.get("chef", &sheet).await.body);
        for told in [
            "Avis nᵒ 1 du 15 mars 2026",
            "favorable avec réserves",
            "2 pour, 0 contre, 0 abstention, sur 2 personnes",
            "2 membres se sont retirés",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let open = sheet.replace("/gestion", "");
        let public = plain(&knocker.get("", &open).await.body);
        assert!(public.contains("Oui, si le jardin ouvre le matin.") && !public.contains("Camille"), "{public}");
        for (who, path) in [("", &open), ("chef", &sheet), ("asso", &own)] {
            let pdf = knocker.get_bytes(who, &format!("{path}/avis.pdf")).await;
            assert!(pdf.starts_with(b"%PDF"), "{path}");
        }
        let mut tx = house.read().await.expect("read");
        let asked = Actor::Person(Person {
            account: Uuid::from_u128(5),
            session: Uuid::from_u128(6),
            name: "Essai".into(),
            grants: vec![Grant { function: Function::CaseOfficer, scope: Scope::EVERYWHERE }],
            has_second_factor: true,
            acting_for: None,
        });
        let awaited = async |tx: &mut database::Tx| {
            let all = assemblies::facade::awaited(tx, &asked, house.outside.now()).await.expect("told");
            all.into_iter().map(|one| one.what).collect::<Vec<_>>()
        };
        assert_eq!(awaited(&mut tx).await, ["Lire l’avis rendu : Jardin partagé de Grazailles"]);
        drop(tx);
        for _ in 0..2 {
            assert_eq!(knocker.post("chef", &format!("{sheet}/lecture"), &[]).await.status.as_u16(), 303);
        }
        let mut tx = house.read().await.expect("read");
        assert!(awaited(&mut tx).await.is_empty());
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_structure_that_asks_keeps_its_member_out_and_a_late_opinion_is_told() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(43));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let camille = seated(&house, ours, "Camille", "conseil").await;
        let area = areas_of(&house).await[0];
        let today = house.outside.now().day(&house.settings.zone);
        let mut tx = house.write().await.expect("write");
        let found = member::kept(&mut tx, &ACTOR, camille).await.expect("there").1;
        let terms = MemberTerms { structure: "association L’Amicale des locataires".into(), ..found.terms };
        let at = (camille, found.revision);
        member::amend(&mut tx, &house.outside, &ACTOR, at, terms).await.expect("changed");
        let around = (&house.outside, &house.settings.zone);
        let asked = |title: &str, applicant: &str| SubmissionTerms {
            reference: String::new(),
            title: title.into(),
            organisation: None,
            applicant: applicant.into(),
            areas: vec![area],
            summary: "Une fête des voisins.".into(),
            amount: Some(Cents(50_000)),
            questions: "Qu’en pensez-vous ?".into(),
            due_on: today,
        };
        submitting::submit(&mut tx, around, &ACTOR, ours, asked("Fête", "Amicale des locataires"))
            .await
            .expect("asked");
        submitting::submit(&mut tx, around, &ACTOR, ours, asked("Bal", "Comité des fêtes")).await.expect("asked");
        tx.commit().await.expect("kept");
        let list = plain(&knocker.get("conseil", &format!("/conseil/{ours}/avis")).await.body);
        assert_eq!(list.matches("vous êtes en retrait").count(), 1, "{list}");

        // Nobody answers: the day after, it is told so to both.
        let mut tx = house.write().await.expect("write");
        let yesterday = today.yesterday().expect("a day").to_string();
        execute!(&mut tx, "UPDATE assembly_submission SET due_on = $1", yesterday).expect("later");
        tx.commit().await.expect("kept");
        for (who, path) in
            [("conseil", format!("/conseil/{ours}/avis")), ("chef", format!("/gestion/instances/{ours}/avis"))]
        {
            let page = plain(&knocker.get(who, &path).await.body);
            assert_eq!(page.matches("sans avis à la date prévue").count(), 2, "{page}");
        }
    })
    .await;
}

/// A file asked of a body, with a draft by its first member. Gives its address in the space of members.
async fn drafted(house: &House, knocker: &Knocker, ours: Uuid, organisation: &str) -> String {
    let area = areas_of(house).await[0].to_string();
    let mut typed = file(&area, organisation);
    typed.push(("demandeur", "Association Jean Moulin"));
    let made = knocker.post("chef", &format!("/gestion/instances/{ours}/avis/nouveau"), &typed).await;
    assert_eq!(made.status.as_u16(), 303, "{}", made.body);
    let own = path_of(&made.location).replace("/gestion", "/conseil");
    let hand = knocker.post("conseil", &format!("{own}/redaction"), &[("prendre", "oui")]).await;
    assert_eq!(hand.status.as_u16(), 303, "{}", hand.body);
    let revision = hidden(&knocker.get("conseil", &own).await.body, "revision");
    let draft = [("sens-projet", "favourable"), ("projet", "Oui, le lieu convient."), ("revision", revision.as_str())];
    assert_eq!(knocker.post("conseil", &format!("{own}/projet"), &draft).await.status.as_u16(), 303);
    own
}

const UNTIL: [(&str, &str); 3] =
    [("vote-jusqu-au-jour", "20"), ("vote-jusqu-au-mois", "3"), ("vote-jusqu-au-annee", "2026")];

#[tokio::test(flavor = "multi_thread")]
async fn each_member_votes_once_in_secret_and_a_text_carried_is_sealed() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(51));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let organisation = organisation_of(&house, "Les Jardins de l’Aude", "asso").await.to_string();
        for (name, token) in [("Camille", "conseil"), ("Yanis", "asso"), ("Sacha", "audit"), ("Lou", "dpo")] {
            seated(&house, ours, name, token).await;
        }
        let own = drafted(&house, &knocker, ours, &organisation).await;
        let (open, vote, close) =
            (format!("{own}/vote/ouverture"), format!("{own}/vote"), format!("{own}/vote/cloture"));

        // Whoever keeps the vote opens it; agents cannot enter, whoever is tied to the applicant neither.
        for (token, status) in [("", 401), ("chef", 404), ("asso", 409), ("audit", 409)] {
            assert_eq!(knocker.post(token, &open, &UNTIL).await.status.as_u16(), status, "{token}");
        }
        let none = knocker.post("conseil", &vote, &[("vote", "for")]).await;
        assert!(none.status.as_u16() == 409 && none.body.contains("Aucun vote n’est ouvert"), "{}", none.body);
        let undated = knocker.post("conseil", &open, &[("secret", "oui")]).await;
        assert!(undated.status.as_u16() == 422 && undated.body.contains("dernier jour du vote"), "{}", undated.body);
        let mut asked = UNTIL.to_vec();
        asked.push(("secret", "oui"));
        assert_eq!(knocker.post("conseil", &open, &asked).await.status.as_u16(), 303);
        assert!(knocker.post("conseil", &open, &asked).await.body.contains("Un vote est ouvert"));
        // What is voted on does not change meanwhile, nor is a count typed beside.
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        let draft = [("sens-projet", "none"), ("projet", "Autre chose"), ("revision", at.as_str())];
        assert!(knocker.post("conseil", &format!("{own}/projet"), &draft).await.body.contains("Un vote est ouvert"));
        let sheet = own.replace("/conseil", "/gestion");
        let area = areas_of(&house).await[0].to_string();
        let mut amended = file(&area, &organisation);
        amended.push(("revision", &at));
        let refused = knocker.post("chef", &format!("{sheet}/modifier"), &amended).await;
        assert!(refused.status.as_u16() == 409 && refused.body.contains("Un vote est ouvert"), "{}", refused.body);

        // One ballot a member, even when she presses twice at once.
        let unsaid = knocker.post("conseil", &vote, &[]).await;
        assert!(unsaid.status.as_u16() == 422 && unsaid.body.contains("pour, contre ou abstention"), "{}", unsaid.body);
        for (token, status) in [("chef", 404), ("asso", 409), ("", 401)] {
            assert_eq!(knocker.post(token, &vote, &[("vote", "for")]).await.status.as_u16(), status, "{token}");
        }
        let press = async || knocker.post("conseil", &vote, &[("vote", "for")]).await.status.as_u16();
        let (one, two) = tokio::join!(press(), press());
        let mut statuses = [one, two];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        assert_eq!(knocker.post("audit", &vote, &[("vote", "against")]).await.status.as_u16(), 303);
        let page = plain(&knocker.get("audit", &own).await.body);
        assert!(page.contains("Vous avez voté") && page.contains("2 sur 3 ont voté"), "{page}");
        let early = knocker.post("conseil", &close, &[("revision", &at)]).await;
        assert!(early.status.as_u16() == 409 && early.body.contains("n’ont pas encore voté"), "{}", early.body);
        assert_eq!(knocker.post("dpo", &vote, &[("vote", "for")]).await.status.as_u16(), 303);
        // Nothing kept of a secret vote leads from somebody to what she chose.
        let mut tx = house.read().await.expect("read");
        let choices: Vec<(String,)> = fetch_all!(&mut tx, "SELECT choice FROM assembly_poll_voter").expect("voters");
        assert!(choices.len() == 3 && choices.iter().all(|choice| choice.0.is_empty()), "{choices:?}");
        let words: Vec<(String,)> = fetch_all!(&mut tx, "SELECT detail FROM journal_words").expect("entries");
        assert!(words.iter().all(|entry| !entry.0.contains("against")), "{words:?}");
        drop(tx);
        sound(&house).await;

        assert!(knocker.post("audit", &close, &[("revision", &at)]).await.body.contains("Vous ne tenez pas ce vote"));
        let done = knocker.post("conseil", &close, &[("revision", &at), ("public", "oui")]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let told = plain(&knocker.get("chef", &sheet).await.body);
        assert!(told.contains("2 pour, 1 contre, 0 abstention, sur 3 personnes"), "{told}");
        assert_eq!(knocker.post("dpo", &vote, &[("vote", "against")]).await.status.as_u16(), 409);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_by_name_says_who_chose_what_and_a_link_declared_after_voting_cancels_it() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(52));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        for (name, token) in [("Camille", "conseil"), ("Sacha", "audit"), ("Lou", "dpo")] {
            seated(&house, ours, name, token).await;
        }
        let own = drafted(&house, &knocker, ours, "").await;
        let (open, vote, close) =
            (format!("{own}/vote/ouverture"), format!("{own}/vote"), format!("{own}/vote/cloture"));
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        // Rejected: nothing is adopted, and members read who chose what.
        assert_eq!(knocker.post("conseil", &open, &UNTIL).await.status.as_u16(), 303);
        for (token, said) in [("conseil", "for"), ("audit", "against"), ("dpo", "abstention")] {
            assert_eq!(knocker.post(token, &vote, &[("vote", said)]).await.status.as_u16(), 303);
        }
        assert_eq!(knocker.post("conseil", &close, &[("revision", &at)]).await.status.as_u16(), 303);
        let page = plain(&knocker.get("audit", &own).await.body);
        for told in ["texte rejeté", "Camille : pour", "Sacha : contre", "Lou : abstention"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // Somebody who voted says she has a link: they vote again, without her.
        assert_eq!(knocker.post("conseil", &open, &UNTIL).await.status.as_u16(), 303);
        assert_eq!(knocker.post("dpo", &vote, &[("vote", "against")]).await.status.as_u16(), 303);
        assert_eq!(knocker.post("dpo", &format!("{own}/lien"), &[]).await.status.as_u16(), 303);
        let page = knocker.get("conseil", &own).await.body;
        assert!(page.contains("vote annulé"), "{page}");
        assert_eq!(knocker.post("conseil", &open, &UNTIL).await.status.as_u16(), 303);
        for token in ["conseil", "audit"] {
            assert_eq!(knocker.post(token, &vote, &[("vote", "for")]).await.status.as_u16(), 303);
        }
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        assert_eq!(knocker.post("conseil", &close, &[("revision", &at)]).await.status.as_u16(), 303);
        let told = plain(&knocker.get("conseil", &own).await.body);
        assert!(told.contains("2 pour, 0 contre, 0 abstention, sur 2 personnes"), "{told}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_submitted_a_file_changes_it_until_the_body_answers() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(53));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let organisation = organisation_of(&house, "Les Jardins de l’Aude", "asso").await.to_string();
        for (name, token) in [("Camille", "conseil"), ("Yanis", "asso")] {
            seated(&house, ours, name, token).await;
        }
        let own = drafted(&house, &knocker, ours, "").await;
        let sheet = own.replace("/conseil", "/gestion");
        let change = format!("{sheet}/modifier");
        assert!(!knocker.get("asso", &own).await.body.contains("Vous êtes en retrait"));
        for (token, status) in [("elue", 403), ("conseil", 403), ("", 303)] {
            assert_eq!(knocker.get(token, &change).await.status.as_u16(), status, "{token:?}");
        }
        let page = knocker.get("chef", &change).await.body;
        assert!(page.contains("Jardin partagé de Grazailles") && page.contains("12\u{202f}500,50"), "{page}");
        let at = hidden(&page, "revision");
        let area = areas_of(&house).await[0].to_string();
        // What names somebody is refused as it was at first; a stale page gives its text back.
        let mut wrong = file(&area, "");
        wrong.extend([("demandeur", "Association"), ("revision", at.as_str())]);
        wrong[0].1 = "Jardin de Mme Durand";
        let named = knocker.post("chef", &change, &wrong).await;
        assert!(named.status.as_u16() == 422 && named.body.contains("le nom d’une personne"), "{}", named.body);
        let mut right = file(&area, &organisation);
        right[0].1 = "Jardin partagé et compost";
        right.push(("revision", &at));
        let done = knocker.post("chef", &change, &right).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let stale = knocker.post("chef", &change, &right).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Jardin partagé et compost"), "{}", stale.body);
        // Members read that it changed; those tied to the new applicant stay out.
        let page = plain(&knocker.get("conseil", &own).await.body);
        assert!(page.contains("Jardin partagé et compost") && page.contains("Modifié le"), "{page}");
        assert!(knocker.get("asso", &own).await.body.contains("Vous êtes en retrait"));
        // Once it is withdrawn, nothing changes.
        let at = hidden(&knocker.get("chef", &change).await.body, "revision");
        let gone = [("raison", "Projet abandonné"), ("revision", at.as_str())];
        assert_eq!(knocker.post("chef", &format!("{sheet}/retrait"), &gone).await.status.as_u16(), 303);
        let late = knocker.post("chef", &change, &right).await;
        assert!(late.status.as_u16() == 409 && late.body.contains("ne change plus"), "{}", late.body);
        sound(&house).await;
    })
    .await;
}
