//! A steering committee is opened, seats signatories with their deputies, convenes, hears answers by mail and counts its seats;
//! on both databases.

use database::testing::{each_database, outside};
use jiff::civil::date;

use crate::setting::{Setting, after, hidden, migrations, sound};

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_is_filled_by_its_holder_or_her_deputy_and_anybody_convened_answers_without_account() {
    each_database(&migrations(), |db| async move {
        let set = Setting::arranged(db, outside(43)).await;
        // A body that steers needs its contract, and no neighbourhood.
        let new = "/gestion/instances/nouvelle";
        let blank = set.page("chef", &format!("{new}?nature=technical")).await;
        assert!(blank.contains("value=\"72\"") && blank.contains("Comité technique"), "{blank}");
        let contract = set.contract.to_string();
        let mut fields = vec![
            ("nature", "technical"),
            ("nom", "Comité technique"),
            ("mandat", "72"),
            ("delai", "7"),
            ("quorum", "0"),
            ("reponse", "60"),
        ];
        let (status, page, _) = set.send("chef", new, &fields).await;
        assert!(status == 422 && page.contains("Choisissez le contrat que cette instance pilote"), "{page}");
        fields.push(("contrat", contract.as_str()));
        assert_eq!(set.send("chef", new, &fields).await.0, 303);

        // Members by organisation: a deputy is somebody’s, and says so.
        let holder = set.seat("Camille", 0, None).await;
        let deputy = set.seat("Sacha", 0, Some(holder)).await;
        let other = set.seat("Dominique", 1, None).await;
        let form = format!("/gestion/instances/{}/membres/nouveau", set.body);
        let signatory = set.signatories[0].to_string();
        let titular = deputy.to_string();
        let wrong = [
            ("nom", "Alix"),
            ("college", "none"),
            ("signataire", contract.as_str()),
            ("titulaire", titular.as_str()),
            ("debut-jour", "1"),
            ("debut-mois", "1"),
            ("debut-annee", "2026"),
        ];
        let (status, page, _) = set.send("chef", &form, &wrong).await;
        assert_eq!(status, 422, "{page}");
        for told in ["Choisissez le collège", "un signataire du contrat", "une personne titulaire de cette instance"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(page.contains(&format!("value=\"{signatory}\"")), "{page}");
        let members = set.page("chef", &format!("/gestion/instances/{}/membres", set.body)).await;
        assert!(members.contains("(suppléance de Camille)") && members.contains("État et ses opérateurs"), "{members}");

        // Convened: each answers from her mail, without account, as long as the meeting is to come.
        let coming = set.meeting(date(2026, 4, 2)).await;
        assert_eq!(set.send("chef", &format!("/gestion/reunions/{coming}/convocation"), &[]).await.0, 303);
        let mails = set.mails().await;
        assert_eq!(mails.len(), 3, "{mails:?}");
        let (_, _, text) = mails.iter().find(|(to, ..)| to.starts_with("sacha")).expect("a mail to Sacha");
        let link = format!("/convocations/{}", after(text, "/convocations/"));
        let page = set.page("", &link).await;
        assert!(page.contains("Vous n’avez pas encore répondu") && page.contains("Accueil"), "{page}");
        let (status, page, _) = set.send("", &link, &[("reponse", "peut-être")]).await;
        assert!(status == 422 && page.contains("Choisissez une réponse"), "{page}");
        assert_eq!(set.send("", &link, &[("reponse", "comes")]).await.0, 303);
        assert!(set.page("", &link).await.contains("je viens"));
        let sheet = set.page("chef", &format!("/gestion/reunions/{coming}")).await;
        assert!(sheet.contains("Viennent (1) : Sacha"), "{sheet}");
        let ics = set.knocker.get("", &format!("{link}/agenda.ics")).await;
        assert!(ics.body.contains("DTSTART:20260402T120000Z") && ics.body.contains("/convocations/"), "{}", ics.body);
        assert_eq!(set.knocker.get("", "/convocations/rien").await.status.as_u16(), 404);
        // Signed in, she finds her meetings again in her space; another account does not take her place.
        assert_eq!(set.knocker.get("elue", &format!("/conseil/reunions/{coming}")).await.status.as_u16(), 404);
        assert_eq!(set.send("elue", &format!("/conseil{link}"), &[]).await.0, 303);
        assert!(set.page("elue", &format!("/conseil/reunions/{coming}")).await.contains("Comité de printemps"));
        let (status, page, _) = set.send("asso", &format!("/conseil{link}"), &[]).await;
        assert!(status == 409 && page.contains("a déjà son espace"), "{page}");

        // The deputy fills the seat of who is excused; both there fill one seat.
        let held = set.meeting(date(2026, 3, 15)).await;
        let attend = format!("/gestion/reunions/{held}/presences");
        let names: Vec<(String, &str)> = [(holder, "excused"), (deputy, "present"), (other, "absent")]
            .map(|(id, was)| (format!("presence-{id}"), was))
            .into();
        let revision = hidden(&set.page("chef", &attend).await, "revision");
        let mut typed: Vec<(&str, &str)> = names.iter().map(|(name, was)| (name.as_str(), *was)).collect();
        typed.push(("revision", &revision));
        assert_eq!(set.send("chef", &attend, &typed).await.0, 303);
        let page = set.page("financeur", &format!("/gestion/pilotage/reunions/{held}")).await;
        assert!(page.contains("1 présent·e sur 2, quorum atteint (1 à réunir)"), "{page}");
        let mut tx = set.house.read().await.expect("read");
        let seen = assemblies::facade::steering::signatories_seen(&mut tx, set.contract).await.expect("seen");
        assert_eq!(seen.len(), 2, "{seen:?}");
        assert!(seen.iter().all(|one| one.was_there == (one.signatory == set.signatories[0])), "{seen:?}");
        drop(tx);
        // The page across signatories, and one each.
        let across = set.page("financeur", "/gestion/pilotage/signataires?annee=2026").await;
        assert!(
            across.contains("1 signataire sur 2 a été présent au moins une fois en 2026, sur 1 réunion tenue"),
            "{across}"
        );
        let one = format!("/gestion/pilotage/signataires/{signatory}");
        let page = set.page("financeur", &format!("{one}?annee=2026")).await;
        assert!(
            page.contains("1 réunion sur 1") && page.contains("15 mars 2026, Comité de pilotage : présent"),
            "{page}"
        );
        let before = set.page("financeur", &format!("{one}?annee=2025")).await;
        assert!(before.contains("aucune instance réunie cette année"), "{before}");
        assert_eq!(set.knocker.get("asso", &one).await.status.as_u16(), 403);
        sound(&set.house).await;
    })
    .await;
}
