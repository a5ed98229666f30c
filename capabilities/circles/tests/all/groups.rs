//! Private groups: two associations write to each other, and nobody else learns that the group exists.

use database::testing::each_database;
use kernel::{Actor, Function, Moment};
use web::House;
use web::testing::Knocker;

use crate::setting::{count, hidden, listed, mails, migrations, opened, person, plain, sound};

const LIST: &str = "/mon-association/groupes";
const LEADS: &[Function] = &[Function::CarrierSignatory, Function::CarrierAdministrator];

async fn status(knocker: &Knocker, who: &str, path: &str) -> u16 {
    knocker.get(who, path).await.status.as_u16()
}

async fn sent(knocker: &Knocker, who: &str, path: &str, fields: &[(&str, &str)]) -> u16 {
    knocker.post(who, path, fields).await.status.as_u16()
}

/// Lea’s association founds a group and gives its path.
async fn founded(knocker: &Knocker, who: &str) -> String {
    let typed = [("nom", "Aide aux devoirs"), ("objet", "Se prêter des salles")];
    let made = knocker.post(who, &format!("{LIST}/nouveau"), &typed).await;
    assert_eq!(made.status.as_u16(), 303, "{}", made.body);
    made.location.split('?').next().expect("a path").to_owned()
}

async fn acts(house: &House) -> Vec<String> {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT act FROM journal_entry WHERE object_kind = 'circle' ORDER BY seq";
    let rows: Vec<(String,)> = database::fetch_all!(&mut tx, sql).expect("journal");
    rows.into_iter().map(|(act,)| act).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_associations_write_to_each_other_and_nobody_else_learns_of_it() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 91);
        let (ours, theirs) = (listed(&house, "Les Passerelles", &[]).await, listed(&house, "Le Fil", &[]).await);
        let others = listed(&house, "Ailleurs", &[]).await;
        person(&house, "lea", LEADS, Some(ours)).await;
        person(&house, "lise", &[Function::CarrierEditor], Some(ours)).await;
        person(&house, "fanny", LEADS, Some(theirs)).await;
        person(&house, "felix", &[Function::CarrierEditor], Some(theirs)).await;
        person(&house, "zoe", LEADS, Some(others)).await;
        // An agent with every function, held everywhere.
        person(&house, "chef", Function::ALL.as_slice(), None).await;

        // Only who binds an association founds a group; an empty form says everything at once.
        assert_eq!(sent(&knocker, "lise", &format!("{LIST}/nouveau"), &[("nom", "X"), ("objet", "Y")]).await, 403);
        let wrong = knocker.post("lea", &format!("{LIST}/nouveau"), &[("objet", "")]).await;
        let page = plain(&wrong.body);
        assert!(
            wrong.status.as_u16() == 422 && page.contains("Donnez un nom") && page.contains("à quoi sert"),
            "{page}"
        );
        let group = founded(&knocker, "lea").await;

        // The association invited is told by mail, whoever binds it only, and never what the group is about.
        let invite = format!("{group}/inviter");
        let shown = plain(&knocker.get("lea", &invite).await.body);
        assert!(
            shown.contains("Le Fil") && shown.contains("Ailleurs") && !shown.contains("Inviter Les Passerelles"),
            "{shown}"
        );
        let theirs = theirs.to_string();
        assert_eq!(sent(&knocker, "lea", &invite, &[("association", &theirs)]).await, 303);
        let again = knocker.post("lea", &invite, &[("association", &theirs)]).await;
        assert!(again.status.as_u16() == 422 && plain(&again.body).contains("déjà invitée"), "{}", again.body);
        assert_eq!(sent(&knocker, "lea", &invite, &[("association", "n’importe quoi")]).await, 422);
        let told = mails(&house).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].0 == "fanny@exemple.fr" && told[0].1 == "circles.invite" && !told[0].2.contains("salles"),
            "{told:?}"
        );

        // Invited, she reads what it is and no message; her colleague reads it and cannot answer.
        let answer = format!("{group}/invitation");
        assert_eq!(knocker.get("fanny", &group).await.location, answer);
        let page = plain(&knocker.get("fanny", &answer).await.body);
        assert!(page.contains("Les Passerelles") && page.contains("Se prêter des salles"), "{page}");
        assert!(!plain(&knocker.get("felix", &answer).await.body).contains("Accepter l’invitation"));
        assert_eq!(sent(&knocker, "felix", &answer, &[("reponse", "oui")]).await, 403);
        assert_eq!(sent(&knocker, "fanny", &answer, &[]).await, 422);
        let words = [("message", "La salle est libre le mercredi")];
        assert_eq!(sent(&knocker, "fanny", &format!("{group}/messages"), &words).await, 404);
        assert_eq!(sent(&knocker, "fanny", &answer, &[("reponse", "oui")]).await, 303);
        assert!(mails(&house).await.iter().any(|(to, kind, _)| kind == "circles.answer" && to == "lea@exemple.fr"));

        // Both write; a button pressed twice is one message; too long is given back.
        for _ in 0..2 {
            assert_eq!(sent(&knocker, "lise", &format!("{group}/messages"), &words).await, 303);
        }
        assert_eq!(count(&house, "circle_message").await, 1);
        let long = "é".repeat(5_001);
        let back = knocker.post("felix", &format!("{group}/messages"), &[("message", &long)]).await;
        assert!(back.status.as_u16() == 422 && back.body.contains(&long) && plain(&back.body).contains("5001 signes"));
        assert_eq!(sent(&knocker, "felix", &format!("{group}/messages"), &[("message", "Nous la prenons")]).await, 303);
        let page = plain(&knocker.get("fanny", &group).await.body);
        assert!(page.contains("La salle est libre") && page.contains("Personne lise, Les Passerelles"), "{page}");
        assert!(page.contains("Personne felix, Le Fil") && !page.contains("Inviter une association"), "{page}");

        // Nobody else: another association, an agent, a visitor. Not there and not hers look alike.
        let nowhere = format!("{LIST}/{}", kernel::Uuid::from_u128(5));
        for path in ["", "/membres", "/inviter", "/reglages", "/invitation", "/depart"] {
            for who in ["zoe", "chef"] {
                let (reply, none) = (
                    knocker.get(who, &format!("{group}{path}")).await,
                    knocker.get(who, &format!("{nowhere}{path}")).await,
                );
                assert_eq!((reply.status.as_u16(), none.status.as_u16()), (404, 404), "{who} {path}");
                let same = reply.body.replace(&group, "").replace(&nowhere, "");
                assert_eq!(same, none.body.replace(&group, "").replace(&nowhere, ""), "{who} {path}");
            }
            assert!(knocker.get("", &format!("{group}{path}")).await.location.starts_with("/connexion"));
        }
        for path in
            ["/messages", "/courriels", "/inviter", "/reglages", "/invitation", "/depart", "/relais", "/fermeture"]
        {
            for who in ["zoe", "chef"] {
                assert_eq!(sent(&knocker, who, &format!("{group}{path}"), &words).await, 404, "{who} {path}");
            }
        }
        assert!(!knocker.get("zoe", LIST).await.body.contains("Aide aux devoirs"));
        assert!(!knocker.get("chef", LIST).await.body.contains("Aide aux devoirs"));

        // A member does not lead; its message is its own, and the one that leads may take any back.
        assert_eq!(status(&knocker, "fanny", &format!("{group}/inviter")).await, 409);
        assert_eq!(status(&knocker, "lise", &format!("{group}/reglages")).await, 403);
        let message = {
            let mut tx = house.read().await.expect("read");
            let sql = "SELECT id FROM circle_message WHERE words LIKE 'La salle%'";
            let (id,): (kernel::Uuid,) = database::fetch_one!(&mut tx, sql).expect("a message");
            id
        };
        let withdraw = format!("{group}/messages/{message}/retrait");
        assert_eq!(sent(&knocker, "felix", &withdraw, &[]).await, 404);
        assert_eq!(sent(&knocker, "lise", &withdraw, &[]).await, 303);
        assert_eq!(sent(&knocker, "lea", &withdraw, &[]).await, 404, "taken back already");
        let page = plain(&knocker.get("fanny", &group).await.body);
        assert!(page.contains("Message retiré") && !page.contains("La salle est libre"), "{page}");
        assert_eq!(acts(&house).await.len(), 6, "{:?}", acts(&house).await);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_told_each_morning_handed_over_closed_and_erased() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 92);
        let (ours, theirs) = (listed(&house, "Les Passerelles", &[]).await, listed(&house, "Le Fil", &[]).await);
        let third = listed(&house, "Élan", &[]).await;
        person(&house, "lea", LEADS, Some(ours)).await;
        person(&house, "fanny", LEADS, Some(theirs)).await;
        person(&house, "felix", &[Function::CarrierEditor], Some(theirs)).await;
        person(&house, "eva", LEADS, Some(third)).await;
        let group = founded(&knocker, "lea").await;
        for (who, id) in [("fanny", theirs), ("eva", third)] {
            assert_eq!(
                sent(&knocker, "lea", &format!("{group}/inviter"), &[("association", &id.to_string())]).await,
                303
            );
            let reply = if who == "fanny" { "oui" } else { "non" };
            assert_eq!(sent(&knocker, who, &format!("{group}/invitation"), &[("reponse", reply)]).await, 303);
        }
        // Who said no is out, and left alone for a month.
        assert_eq!(status(&knocker, "eva", &group).await, 404);
        let again = knocker.post("lea", &format!("{group}/inviter"), &[("association", &third.to_string())]).await;
        assert!(again.status.as_u16() == 422 && plain(&again.body).contains("trente jours"), "{}", again.body);

        // The mail of the morning counts what others wrote, to those who want it, once.
        assert_eq!(sent(&knocker, "lea", &format!("{group}/messages"), &[("message", "Bonjour à vous")]).await, 303);
        assert_eq!(sent(&knocker, "felix", &format!("{group}/courriels"), &[("courriels", "non")]).await, 303);
        let told = async || {
            let mut tx = house.write().await.expect("write");
            let actor = Actor::Platform("essai");
            let sent = circles::actions::digest(&mut tx, &house.outside, "https://exemple.fr", &actor).await;
            tx.commit().await.expect("kept");
            sent.expect("told")
        };
        assert_eq!((told().await, told().await), (1, 0));
        let mail = mails(&house).await.into_iter().find(|(_, kind, _)| kind == "circles.digest").expect("a mail");
        assert!(
            mail.0 == "fanny@exemple.fr" && plain(&mail.2).contains("1 message") && !mail.2.contains("Bonjour à vous"),
            "{mail:?}"
        );

        // Settings: a stale revision gives back what was typed.
        let page = knocker.get("lea", &format!("{group}/reglages")).await.body;
        let revision = hidden(&page, "revision");
        let new = [("nom", "Salles et devoirs"), ("objet", "Partager"), ("revision", revision.as_str())];
        assert_eq!(sent(&knocker, "lea", &format!("{group}/reglages"), &new).await, 303);
        let stale = knocker.post("lea", &format!("{group}/reglages"), &new).await;
        assert!(stale.status.as_u16() == 409 && plain(&stale.body).contains("Partager"), "{}", stale.body);

        // Whoever holds it does not leave it; it hands over to a member only, then leaves.
        assert_eq!(sent(&knocker, "lea", &format!("{group}/depart"), &[]).await, 409);
        assert_eq!(sent(&knocker, "lea", &format!("{group}/relais"), &[("relais", &third.to_string())]).await, 422);
        assert_eq!(sent(&knocker, "lea", &format!("{group}/relais"), &[("relais", &theirs.to_string())]).await, 303);
        assert_eq!(sent(&knocker, "lea", &format!("{group}/fermeture"), &[("sur", "oui")]).await, 409);
        assert_eq!(sent(&knocker, "felix", &format!("{group}/depart"), &[]).await, 403);
        assert_eq!(sent(&knocker, "lea", &format!("{group}/depart"), &[]).await, 303);
        assert_eq!(status(&knocker, "lea", &group).await, 404);
        // Asked again after a month, it comes back; put out, it reads nothing more.
        assert!(plain(&knocker.get("fanny", &format!("{group}/membres")).await.body).contains("partie"));

        assert_eq!(sent(&knocker, "fanny", &format!("{group}/fermeture"), &[]).await, 422);
        assert_eq!(sent(&knocker, "fanny", &format!("{group}/fermeture"), &[("sur", "oui")]).await, 303);
        let closed = plain(&knocker.get("felix", &group).await.body);
        assert!(closed.contains("Ce groupe est fermé") && closed.contains("Bonjour à vous"), "{closed}");
        assert_eq!(sent(&knocker, "felix", &format!("{group}/messages"), &[("message", "Encore")]).await, 409);

        // A year later nothing of it is left.
        let purge = async |days: i64| {
            let later = kernel::Outside::told(house.outside.now().plus_days(days), 4);
            let mut tx = house.write().await.expect("write");
            let gone = circles::actions::purge(&mut tx, &later, &Actor::Platform("essai")).await.expect("purged");
            tx.commit().await.expect("kept");
            gone
        };
        assert_eq!(purge(300).await, 0);
        assert!(purge(400).await > 3);
        for table in ["circle", "circle_theme", "circle_member", "circle_message", "circle_quiet"] {
            assert_eq!(count(&house, table).await, 0, "{table}");
        }
        assert_eq!(status(&knocker, "fanny", &group).await, 404);
        assert!(house.outside.now() > Moment(0));
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_messages_come_by_pages_and_one_put_out_reads_nothing_more() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 93);
        let (ours, theirs) = (listed(&house, "Les Passerelles", &[]).await, listed(&house, "Le Fil", &[]).await);
        for rank in 0..24 {
            listed(&house, &format!("Voisine {rank:02}"), &[]).await;
        }
        person(&house, "lea", LEADS, Some(ours)).await;
        person(&house, "fanny", LEADS, Some(theirs)).await;
        let group = founded(&knocker, "lea").await;
        let invite = format!("{group}/inviter");
        let first = plain(&knocker.get("lea", &invite).await.body);
        assert!(first.contains("Le Fil") && !first.contains("Voisine 23"), "{first}");
        assert!(plain(&knocker.get("lea", &format!("{invite}?page=2")).await.body).contains("Voisine 23"));
        assert!(plain(&knocker.get("lea", &format!("{invite}?q=voisine+23")).await.body).contains("Voisine 23"));

        let theirs = theirs.to_string();
        assert_eq!(sent(&knocker, "lea", &invite, &[("association", &theirs)]).await, 303);
        assert_eq!(sent(&knocker, "fanny", &format!("{group}/invitation"), &[("reponse", "oui")]).await, 303);
        for rank in 0..23 {
            let words = format!("Message numéro {rank:02}");
            assert_eq!(sent(&knocker, "lea", &format!("{group}/messages"), &[("message", &words)]).await, 303);
        }
        let page = plain(&knocker.get("fanny", &group).await.body);
        assert!(page.contains("numéro 22") && !page.contains("numéro 02"), "{page}");
        assert!(plain(&knocker.get("fanny", &format!("{group}?page=2")).await.body).contains("numéro 02"));

        assert_eq!(sent(&knocker, "lea", &format!("{group}/membres/{ours}/retrait"), &[]).await, 409);
        let out = format!("{group}/membres/{theirs}/retrait");
        assert_eq!(sent(&knocker, "fanny", &out, &[]).await, 409, "another holds it");
        assert_eq!(sent(&knocker, "lea", &out, &[]).await, 303);
        assert_eq!(status(&knocker, "fanny", &group).await, 404);
        assert_eq!(sent(&knocker, "fanny", &format!("{group}/messages"), &[("message", "Encore")]).await, 404);
        assert_eq!(sent(&knocker, "lea", &out, &[]).await, 404, "out already");
        sound(&house).await;
    })
    .await;
}
