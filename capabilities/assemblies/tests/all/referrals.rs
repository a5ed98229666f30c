//! A body refers something to an authority, waits, is answered and says whether that will do; on both databases.

use crate::setting;

use crate::setting::{account, count, hidden, migrations, opened, plain, seated, sound};
use assemblies::actions::Kind;
use database::execute;
use database::testing::{each_database, outside};
use kernel::{Actor, Function, Grant, Person, Scope, Uuid};
use web::testing::{Knocker, house};

fn path_of(location: &str) -> String {
    location.split('?').next().unwrap_or_default().to_owned()
}

fn person(token: &str, function: Function) -> Actor {
    Actor::Person(Person {
        account: account(token),
        session: Uuid::from_u128(6),
        name: "Essai".into(),
        grants: vec![Grant { function, scope: Scope::EVERYWHERE }],
        has_second_factor: true,
        acting_for: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_is_adopted_waits_is_late_answered_and_judged() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(51));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let theirs = opened(&house, Kind::Youth, "Jeunes").await;
        seated(&house, ours, "Camille", "conseil").await;
        seated(&house, ours, "Yanis", "asso").await;
        seated(&house, theirs, "Dominique", "enquete").await;
        let list = format!("/conseil/{ours}/saisines");
        let new = format!("{list}/nouvelle");
        let wrong = [("objet", ""), ("texte", "Voir Mme Durand, 06 12 34 56 78"), ("destinataire", "other")];
        let refused = knocker.post("conseil", &new, &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        for told in ["Indiquez l’objet", "donne le nom d’une personne", "Dites à qui elle s’adresse", "Voir Mme Durand"]
        {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let right = [
            ("objet", "L’éclairage de la place"),
            ("texte", "Nous demandons que la place soit éclairée."),
            ("destinataire", "mayor"),
            ("origine", "Besoin B07, éclairage"),
        ];
        let made = knocker.post("conseil", &new, &right).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let own = path_of(&made.location);
        let received = own.replace("/conseil", "/gestion");
        let open = own.replace("/conseil", "");

        // Members prepare it together; nobody else finds it.
        assert!(knocker.get("asso", &own).await.body.contains("Besoin B07"));
        for (who, path) in [("enquete", &own), ("chef", &own), ("chef", &received), ("", &open)] {
            assert_eq!(knocker.get(who, path).await.status.as_u16(), 404, "{who} {path}");
        }
        assert_eq!(knocker.get("", &own).await.status.as_u16(), 303);
        assert_eq!(knocker.get("elue", &received).await.status.as_u16(), 403);
        let edit = format!("{own}/modifier");
        let at = hidden(&knocker.get("asso", &edit).await.body, "revision");
        let mut changed = right.to_vec();
        changed[1].1 = "Nous demandons trois lampadaires.";
        changed.push(("revision", at.as_str()));
        assert_eq!(knocker.post("asso", &edit, &changed).await.status.as_u16(), 303);
        let stale = knocker.post("conseil", &edit, &changed).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("trois lampadaires"), "{}", stale.body);

        // Adopted once, by who began it, with more votes for than against.
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        let vote = |in_favour: &'static str, against: &'static str| {
            vec![
                ("facon", "written"),
                ("vote-le-jour", "15"),
                ("vote-le-mois", "3"),
                ("vote-le-annee", "2026"),
                ("pour", in_favour),
                ("contre", against),
                ("abstention", "0"),
                ("public", "oui"),
            ]
        };
        let adoption = format!("{own}/adoption");
        let with = |mut fields: Vec<(&'static str, &'static str)>, at: String| {
            fields.retain(|field| field.0 != "revision");
            let mut all: Vec<(String, String)> =
                fields.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
            all.push(("revision".to_owned(), at));
            all
        };
        let post = async |who: &str, path: &str, fields: Vec<(String, String)>| {
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            knocker.post(who, path, &pairs).await
        };
        let other = post("asso", &adoption, with(vote("2", "0"), at.clone())).await;
        assert!(other.body.contains("Vous n’inscrivez pas ce que décide l’instance"), "{}", other.body);
        let many = post("conseil", &adoption, with(vote("2", "1"), at.clone())).await;
        assert!(plain(&many.body).contains("3 votes pour 2 votants possibles"), "{}", many.body);
        let (one, two) = tokio::join!(
            post("conseil", &adoption, with(vote("2", "0"), at.clone())),
            post("conseil", &adoption, with(vote("2", "0"), at.clone()))
        );
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert!(statuses[0] == 303 && statuses[1] >= 400, "{statuses:?}");
        let sealed = post("conseil", &edit, with(right.to_vec(), at)).await;
        assert!(sealed.body.contains("n’en est plus là"), "{}", sealed.body);
        let page = plain(&knocker.get("", &open).await.body);
        for told in ["Saisine nᵒ 1", "en attente depuis 0 jour, réponse due le 14 mai 2026", "trois lampadaires"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("Camille"));

        // The day passes: late for the members, for whoever answers, for everybody.
        let mut tx = house.write().await.expect("write");
        let sql = "UPDATE assembly_referral SET adopted_on = '2026-01-04', due_on = '2026-03-05'";
        execute!(&mut tx, sql).expect("later");
        tx.commit().await.expect("kept");
        let late = "en attente depuis 70 jours, la réponse était due le 5 mars 2026";
        let answers = format!("/gestion/instances/{ours}/saisines");
        for (who, path) in [("conseil", &list), ("chef", &answers), ("", &open)] {
            assert!(plain(&knocker.get(who, path).await.body).contains(late), "{who} {path}");
        }
        let mut tx = house.read().await.expect("read");
        let actor = person("chef", Function::ProjectManager);
        let all = assemblies::facade::awaited(&mut tx, &actor, house.outside.now()).await.expect("told");
        assert!(all.iter().any(|one| one.what == "Répondre à la saisine : L’éclairage de la place"), "{all:?}");
        drop(tx);

        // More time is asked with a reason, which members read.
        let at = hidden(&knocker.get("chef", &received).await.body, "revision");
        let delay = format!("{received}/delai");
        let day = |month: &'static str, reason: &'static str| {
            vec![
                ("nouvelle-echeance-jour", "1"),
                ("nouvelle-echeance-mois", month),
                ("nouvelle-echeance-annee", "2026"),
                ("raison", reason),
            ]
        };
        let wrong = post("chef", &delay, with(day("2", ""), at.clone())).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("après l’échéance"), "{}", wrong.body);
        assert!(wrong.body.contains("Dites pourquoi"), "{}", wrong.body);
        let more = post("chef", &delay, with(day("5", "Une étude est en cours"), at.clone())).await;
        assert_eq!(more.status.as_u16(), 303, "{}", more.body);
        let stale = post("chef", &delay, with(day("6", "Encore une étude"), at)).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Encore une étude"), "{}", stale.body);
        assert!(knocker.get("conseil", &own).await.body.contains("Une étude est en cours"));

        // Answered, with its file; the body says what it thinks of it.
        let at = hidden(&knocker.get("chef", &received).await.body, "revision");
        let reply = format!("{received}/reponse");
        let fields = |words: &'static str| vec![("reponse", words), ("revision", at.as_str())];
        let empty = knocker.upload("chef", &reply, &fields(""), ("fichier", "", b"")).await;
        assert!(empty.status.as_u16() == 422 && empty.body.contains("Écrivez la réponse"), "{}", empty.body);
        let png = setting::png();
        let sent =
            knocker.upload("chef", &reply, &fields("Trois lampadaires en mai."), ("fichier", "plan.png", &png)).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        let again = knocker.upload("chef", &reply, &fields("Non."), ("fichier", "", b"")).await;
        assert!(again.body.contains("n’en est plus là"), "{}", again.body);
        assert_eq!(count(&house, "file").await, 1);
        for (who, path) in [("", &open), ("conseil", &own), ("chef", &received)] {
            assert!(knocker.get(who, path).await.body.contains("Trois lampadaires en mai."), "{who}");
            assert_eq!(knocker.get(who, &format!("{path}/piece")).await.media_type, "image/png", "{who}");
        }
        let judge = format!("{own}/suite");
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        let unsaid = post("conseil", &judge, with(vec![("suite", "Il en faut cinq")], at.clone())).await;
        assert!(unsaid.status.as_u16() == 422 && unsaid.body.contains("Dites si la réponse"), "{}", unsaid.body);
        let said =
            post("conseil", &judge, with(vec![("satisfaction", "partly"), ("suite", "Il en faut cinq")], at)).await;
        assert_eq!(said.status.as_u16(), 303, "{}", said.body);
        let page = plain(&knocker.get("", &open).await.body);
        assert!(page.contains("satisfait l’instance en partie") && page.contains("Il en faut cinq"), "{page}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_is_taken_up_by_members_only_and_a_draft_is_given_up() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(52));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        seated(&house, ours, "Camille", "conseil").await;
        let mut tx = house.write().await.expect("write");
        let what = ("Le bus du soir", "Il manque après 20 h.", "Besoin B12, transports");
        let chef = person("chef", Function::ProjectManager);
        assert!(assemblies::facade::take_up(&mut tx, &house.outside, &chef, ours, what).await.is_err());
        let hers = person("conseil", Function::CouncilMember);
        let path = assemblies::facade::take_up(&mut tx, &house.outside, &hers, ours, what).await.expect("begun");
        tx.commit().await.expect("kept");
        let page = knocker.get("conseil", &path).await.body;
        assert!(page.contains("Besoin B12, transports") && page.contains("en préparation"), "{page}");
        let at = hidden(&page, "revision");
        let gone = format!("{path}/abandon");
        assert_eq!(knocker.post("conseil", &gone, &[("revision", "0")]).await.status.as_u16(), 409);
        assert_eq!(knocker.post("conseil", &gone, &[("revision", &at)]).await.status.as_u16(), 303);
        assert_eq!(knocker.get("conseil", &path).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_vote_on_a_referral_and_what_is_carried_is_adopted() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(53));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        for (name, token) in [("Camille", "conseil"), ("Yanis", "asso"), ("Alex", "audit")] {
            seated(&house, ours, name, token).await;
        }
        let begun = async || {
            let form = [("objet", "Un banc"), ("texte", "Un banc à l’ombre."), ("destinataire", "mayor")];
            let made = knocker.post("conseil", &format!("/conseil/{ours}/saisines/nouvelle"), &form).await;
            path_of(&made.location)
        };
        let own = begun().await;
        let (open, vote, close) =
            (format!("{own}/vote/ouverture"), format!("{own}/vote"), format!("{own}/vote/cloture"));
        let until = [("vote-jusqu-au-jour", "20"), ("vote-jusqu-au-mois", "3"), ("vote-jusqu-au-annee", "2026")];
        let secret = [until.as_slice(), &[("secret", "oui")]].concat();

        assert_eq!(knocker.post("conseil", &vote, &[("vote", "for")]).await.status.as_u16(), 409, "not open yet");
        assert!(knocker.post("asso", &open, &secret).await.body.contains("Vous n’inscrivez pas"));
        let undated = knocker.post("conseil", &open, &[]).await;
        assert!(undated.status.as_u16() == 422 && undated.body.contains("dernier jour du vote"), "{}", undated.body);
        assert_eq!(knocker.post("conseil", &open, &secret).await.status.as_u16(), 303);
        let page = knocker.get("asso", &own).await.body;
        assert!(page.contains("Vote secret") && page.contains("0 sur 3 ont voté") && page.contains("Voter"), "{page}");
        assert!(!page.contains("Modifier le texte"), "what is voted on does not change: {page}");

        // Neither the text nor a count typed beside changes meanwhile; nobody else finds the vote.
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        let text = [("objet", "Deux bancs"), ("texte", "Deux."), ("destinataire", "mayor"), ("revision", at.as_str())];
        for (path, fields) in [
            (format!("{own}/modifier"), text.to_vec()),
            (format!("{own}/abandon"), vec![("revision", at.as_str())]),
            (
                format!("{own}/adoption"),
                vec![
                    ("facon", "written"),
                    ("pour", "3"),
                    ("contre", "0"),
                    ("abstention", "0"),
                    ("revision", at.as_str()),
                ],
            ),
        ] {
            assert!(knocker.post("conseil", &path, &fields).await.body.contains("Un vote est ouvert"), "{path}");
        }
        assert_eq!(knocker.post("enquete", &vote, &[("vote", "for")]).await.status.as_u16(), 404);

        let unsaid = knocker.post("asso", &vote, &[]).await;
        assert!(unsaid.status.as_u16() == 422 && unsaid.body.contains("pour, contre ou abstention"), "{}", unsaid.body);
        assert_eq!(knocker.post("asso", &vote, &[("vote", "for")]).await.status.as_u16(), 303);
        assert_eq!(knocker.post("asso", &vote, &[("vote", "against")]).await.status.as_u16(), 409, "once");
        assert_eq!(knocker.post("audit", &vote, &[("vote", "against")]).await.status.as_u16(), 303);
        let early = knocker.post("conseil", &close, &[("revision", &at)]).await;
        assert!(early.body.contains("n’ont pas encore voté"), "{}", early.body);
        assert_eq!(knocker.post("conseil", &vote, &[("vote", "for")]).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let choices: Vec<(String,)> =
            database::fetch_all!(&mut tx, "SELECT choice FROM assembly_referral_poll_voter").expect("voters");
        assert!(choices.len() == 3 && choices.iter().all(|(choice,)| choice.is_empty()), "{choices:?}");
        drop(tx);
        assert_eq!(knocker.post("conseil", &close, &[("revision", &at)]).await.status.as_u16(), 303);
        let page = plain(&knocker.get("asso", &own).await.body);
        assert!(page.contains("Saisine nᵒ 1") && page.contains("2 pour, 1 contre"), "{page}");
        assert_eq!(knocker.post("conseil", &close, &[("revision", &at)]).await.status.as_u16(), 409);

        // By name, rejected: it stays prepared, may be voted on again, and given up with what was voted.
        let own = begun().await;
        assert_eq!(knocker.post("conseil", &format!("{own}/vote/ouverture"), &until).await.status.as_u16(), 303);
        for token in ["conseil", "asso", "audit"] {
            let voted = knocker.post(token, &format!("{own}/vote"), &[("vote", "against")]).await;
            assert_eq!(voted.status.as_u16(), 303, "{}", voted.body);
        }
        let at = hidden(&knocker.get("conseil", &own).await.body, "revision");
        let closed = knocker.post("conseil", &format!("{own}/vote/cloture"), &[("revision", &at)]).await;
        assert_eq!(closed.status.as_u16(), 303, "{}", closed.body);
        let page = plain(&knocker.get("asso", &own).await.body);
        assert!(page.contains("texte rejeté, 3 votants. ") && page.contains("Yanis : contre"), "{page}");
        assert!(page.contains("Modifier le texte"), "{page}");
        sound(&house).await;
        let given_up = knocker.post("conseil", &format!("{own}/abandon"), &[("revision", &at)]).await;
        assert_eq!(given_up.status.as_u16(), 303, "{}", given_up.body);
        assert_eq!(count(&house, "assembly_referral_poll").await, 1);
        sound(&house).await;
    })
    .await;
}
