//! Groups that file and follow without account, paper typed by agents, labels, what is forgotten; on both databases.

use database::testing::{each_database, outside};
use kernel::{Actor, Moment, Outside};

use crate::setting::{HOME, arranged, fund, migrations, project};

const OWN: &str = "/fonds/fonds-d-initiatives-locales";

#[tokio::test(flavor = "multi_thread")]
async fn a_group_files_on_one_page_and_follows_with_its_code() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(231)).await;
        let (_, page) = set.read("", "/fonds").await;
        assert!(page.contains("Fonds d’initiatives locales") && page.contains("reçoit des projets"), "{page}");
        let (status, page) = set.read("", &format!("{OWN}/demande")).await;
        assert!(status == 200 && page.contains("800 € au plus"), "{page}");
        // In another language: the form too, and what is wrong with it; French only where people wrote it.
        let (_, page) = set.read("", &format!("{OWN}/demande?langue=ar")).await;
        assert!(page.contains("800 € على الأكثر") && page.contains("(اختياري)") && page.contains("اليوم"), "{page}");
        assert!(!page.contains("facultatif") && !page.contains("au plus") && !page.contains(">Jour<"), "{page}");
        let wrong = [
            ("quoi", "Gardé tel quel"),
            ("demande", "900"),
            ("cout", "500"),
            ("joindre", "par là"),
            ("debut-jour", "1"),
            ("debut-mois", "1"),
            ("debut-annee", "2020"),
        ];
        let (status, page, _) = set.send("", &format!("{OWN}/demande"), &wrong).await;
        assert!(status == 422 && page.contains("Gardé tel quel") && page.contains("par là"), "{page}");
        for sentence in [
            "Saisissez le nom du projet",
            "Choisissez un quartier",
            "Un projet reçoit 800 € au plus",
            "au moins ce que vous demandez",
            "un téléphone, par exemple",
            "rien n’est payé après coup",
            "Cochez cette case",
        ] {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
        let (code, _) = set.file("Fête de la tour", "650").await;
        let (status, page, _) = set.send("", "/fonds/suivi", &[("suivi", &code.to_lowercase())]).await;
        assert!(status == 200 && page.contains("Fête de la tour") && page.contains("Déposé"), "{page}");
        assert!(!page.contains("06 39 98 12 34"), "who to reach is not shown again: {page}");
        let (status, page, _) = set.send("", "/fonds/suivi", &[("suivi", "ABCD-EFGH-JKLM")]).await;
        assert!(
            status == 422 && page.contains("Aucun projet n’a ce code") && page.contains("ABCD-EFGH-JKLM"),
            "{page}"
        );
        let mut last = 0;
        for _ in 0..30 {
            last = set.send("", "/fonds/suivi", &[("suivi", "ABCD-EFGH-JKLM")]).await.0;
        }
        assert_eq!(last, 429, "codes are not guessed");
        assert_eq!(set.read("", "/fonds/ailleurs").await.0, 404);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_typed_by_an_agent_and_it_shows() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(232)).await;
        let path = format!("{}/papier", set.fund);
        assert_eq!(set.read("financeur", &path).await.0, 403);
        let area = set.areas[1].to_string();
        let fields = project(&[("titre", "Jardin des bulles"), ("quartier", &area)]);
        let (status, page, _) = set.send("chef", &path, &fields).await;
        assert!(
            status == 422 && page.contains("jour écrit sur le papier") && page.contains("Jardin des bulles"),
            "{page}"
        );
        let day = [("papier-jour", "2"), ("papier-mois", "1"), ("papier-annee", "2026")];
        let (status, page, _) = set.send("chef", &path, &[fields.as_slice(), &day].concat()).await;
        assert!(status == 200 && page.contains("Le code du groupe"), "{page}");
        let mut tx = set.house.read().await.expect("read");
        let (id,): (kernel::Uuid,) = database::fetch_one!(&mut tx, "SELECT id FROM fund_project").expect("a project");
        drop(tx);
        let (_, page) = set.read("chef", &format!("{HOME}/projets/{id}")).await;
        assert!(page.contains("du 2 janvier 2026, par Personne d’essai (chef)"), "{page}");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_held_for_its_months_and_supported() {
    each_database(&migrations(), |db| async move {
        let mut set = arranged(db, outside(233)).await;
        let new = format!("{HOME}/nouveau");
        let label = [("sorte", "label"), ("nom", "Label actions innovantes"), ("plafond", "10000"), ("duree", "24")];
        let (_, page, _) = set.send("chef", &new, &fund(&label)).await;
        assert!(page.contains("comment les projets sont accompagnés"), "{page}");
        let whole = [label.as_slice(), &[("accompagnement", "Un réseau d’acteurs")]].concat();
        let (status, page, to) = set.send("chef", &new, &fund(&whole)).await;
        assert_eq!(status, 303, "{page}");
        set.fund = to;
        set.envelope("150000").await;
        let votes = set.committee().await;
        let session = set.session().await;
        let area = set.areas[0].to_string();
        let fields = project(&[("titre", "Cuisine partagée"), ("demande", "5000"), ("quartier", &area)]);
        assert_eq!(set.send("", "/fonds/label-actions-innovantes/demande", &fields).await.0, 200);
        let mut tx = set.house.read().await.expect("read");
        let (id,): (kernel::Uuid,) = database::fetch_one!(&mut tx, "SELECT id FROM fund_project").expect("a project");
        drop(tx);
        let path = format!("{HOME}/projets/{id}");
        let support =
            [("aide-le-jour", "2"), ("aide-le-mois", "1"), ("aide-le-annee", "2026"), ("aide", "Mise en réseau")];
        let (_, page, _) = set.send("chef", &format!("{path}/accompagnement"), &support).await;
        assert!(page.contains("Ce projet n’a pas de label"), "{page}");
        let ballots: Vec<(&str, &str)> = votes.iter().map(|field| (field.as_str(), "for")).collect();
        let decided = [ballots, vec![("decision", "granted"), ("montant", "5000")]].concat();
        let (status, page, _) = set.send("chef", &format!("{session}/projets/{id}"), &decided).await;
        assert_eq!(status, 303, "{page}");
        let (status, page, _) =
            set.send("chef", &format!("{path}/accompagnement"), &[("aide", "Mise en réseau")]).await;
        assert!(status == 422 && page.contains("Mise en réseau"), "{page}");
        assert_eq!(set.send("chef", &format!("{path}/accompagnement"), &support).await.0, 303);
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains("Label jusqu’au") && page.contains("Mise en réseau (Personne d’essai (chef))"), "{page}");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_forgotten_a_year_after() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(234)).await;
        let votes = set.committee().await;
        let session = set.session().await;
        let (_, project) = set.file("Fête de la tour", "650").await;
        let mut ballots: Vec<(&str, &str)> = votes.iter().map(|field| (field.as_str(), "against")).collect();
        ballots.extend([("decision", "refused"), ("motif", "Déjà financé ailleurs")]);
        assert_eq!(set.send("chef", &format!("{session}/projets/{project}"), &ballots).await.0, 303);
        let member = votes[0].trim_start_matches("vote-");
        assert_eq!(set.send("chef", &format!("{}/membres/{member}/depart", set.fund), &[]).await.0, 303);
        assert_eq!(set.send("chef", &format!("{}/membres/{member}/depart", set.fund), &[]).await.0, 404);
        for (days, gone) in [(364, 0), (366, 2), (367, 0)] {
            let later = Outside::told(Moment(set.house.outside.now().plus_days(days).0), 99 + days as u64);
            let mut tx = set.house.write().await.expect("write");
            let actor = Actor::Platform("essai");
            assert_eq!(
                funds::actions::purge(&mut tx, &later, &actor).await.expect("purged"),
                gone,
                "after {days} days"
            );
            tx.commit().await.expect("kept");
        }
        let (_, page) = set.read("chef", &format!("{HOME}/projets/{project}")).await;
        assert!(!page.contains("Samira") && page.contains("effacé, un an après"), "{page}");
        let (_, page) = set.read("chef", &set.fund).await;
        assert!(!page.contains("Léa"), "{page}");
        set.sound().await;
    })
    .await;
}
