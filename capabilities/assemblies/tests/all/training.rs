//! What members learn is noted without judging anybody, and counted with its base; on both databases.

use crate::setting::{ACTOR, hidden, migrations, opened, plain, seated, sound};
use assemblies::actions::{Kind, MemberTerms, member};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_noted_corrected_and_counted() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(81));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let theirs = opened(&house, Kind::Youth, "Jeunes").await;
        let camille = seated(&house, ours, "Camille", "conseil").await;
        seated(&house, ours, "Yanis", "asso").await;
        let stranger = seated(&house, theirs, "Dominique", "enquete").await.to_string();
        let own = format!("/conseil/{ours}/formations");
        let new = format!("{own}/nouvelle");
        assert_eq!(knocker.get("conseil", &new).await.status.as_u16(), 404);
        let mut tx = house.write().await.expect("write");
        let found = member::kept(&mut tx, &ACTOR, camille).await.expect("there").1;
        let terms = MemberTerms { is_secretary: true, ..found.terms };
        member::amend(&mut tx, &house.outside, &ACTOR, (camille, found.revision), terms).await.expect("changed");
        tx.commit().await.expect("kept");

        let wrong =
            [("theme", "Avec Mme Durand"), ("duree", "longtemps"), ("jour-jour", "1"), ("membres", stranger.as_str())];
        let refused = knocker.post("conseil", &new, &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        for told in [
            "le nom d’une personne",
            "qui l’a organisée",
            "Indiquez la durée",
            "Le jour de la formation doit",
            "Cochez les membres",
            "longtemps",
        ] {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let camille = camille.to_string();
        let right = [
            ("theme", "Lire un budget"),
            ("organisateur", "Centre social"),
            ("duree", "2 h 30"),
            ("jour-jour", "2"),
            ("jour-mois", "3"),
            ("jour-annee", "2026"),
            ("membres", camille.as_str()),
        ];
        let made = knocker.post("conseil", &new, &right).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        // Members read it, with the figure and its base; others do not.
        let page = plain(&knocker.get("asso", &format!("{own}?annee=2026")).await.body);
        for told in ["Lire un budget", "2 h 30", "sur 2 membres ayant siégé", "Camille"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("Noter une formation"), "{page}");
        let agents = format!("/gestion/instances/{ours}/formations");
        for (who, path, status) in
            [("enquete", &own, 404), ("", &own, 303), ("elue", &agents, 403), ("chef", &agents, 200)]
        {
            assert_eq!(knocker.get(who, path).await.status.as_u16(), status, "{who} {path}");
        }
        // Corrected; a stale page gives back what was typed.
        let page = knocker.get("chef", &agents).await.body;
        let session =
            page.split("href=\"/gestion/formations/").nth(1).and_then(|rest| rest.split('"').next()).expect("one");
        let edit = format!("/gestion/formations/{session}");
        assert_eq!(knocker.get("asso", &format!("/conseil/formations/{session}")).await.status.as_u16(), 404);
        let at = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let mut changed = right.to_vec();
        changed[0].1 = "Lire et voter un budget";
        changed.push(("revision", at.as_str()));
        assert_eq!(knocker.post("chef", &edit, &changed).await.status.as_u16(), 303);
        let stale = knocker.post("chef", &edit, &changed).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Lire et voter un budget"), "{}", stale.body);
        sound(&house).await;
    })
    .await;
}
