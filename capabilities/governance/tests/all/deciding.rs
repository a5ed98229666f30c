//! A committee makes its agenda from what waits, decides, tells, follows and publishes; on both databases.

use database::testing::{each_database, outside};
use jiff::civil::date;
use lineage::Kind;

use crate::setting::{SHEET, Setting, hidden, migrations, sound};

#[tokio::test(flavor = "multi_thread")]
async fn an_agenda_is_made_of_what_waits_and_decisions_are_numbered_told_once_and_followed() {
    each_database(&migrations(), |db| async move {
        let set = Setting::arranged(db, outside(41)).await;
        set.seat("Camille", 0, None).await;
        set.seat("Dominique", 1, None).await;
        let (today, coming) = (set.meeting(date(2026, 3, 15)).await, set.meeting(date(2026, 4, 2)).await);

        // The agenda of a meeting to come: what waits, and only that.
        let at = format!("/gestion/pilotage/reunions/{coming}");
        let agenda = format!("{at}/ordre-du-jour");
        let page = set.page("chef", &agenda).await;
        assert!(
            page.contains("Fiche action : 12 Un jardin partagé") && page.contains("à valider, 30 avril 2026"),
            "{page}"
        );
        assert!(!page.contains("Appel à projets 2026"), "{page}");
        let revision = hidden(&page, "revision");
        let (status, page, _) = set.send("chef", &agenda, &[("revision", &revision)]).await;
        assert!(status == 422 && page.contains("Cochez au moins un point"), "{page}");
        let sheet = SHEET.to_string();
        let ticked = [("points", sheet.as_str()), ("revision", revision.as_str())];
        let (status, page, to) = set.send("chef", &agenda, &ticked).await;
        assert_eq!((status, to.as_str()), (303, at.as_str()), "{page}");
        let page = set.page("chef", &format!("/gestion/reunions/{coming}")).await;
        assert!(page.contains("<li>Accueil</li><li>12 Un jardin partagé : à valider</li>"), "{page}");
        assert!(page.contains(&format!("href=\"{agenda}\"")), "{page}");
        // It is not offered twice, and a page drawn before is refused with what was ticked.
        assert!(set.page("chef", &agenda).await.contains("Rien n’attend de décision"));
        let (status, ..) = set.send("chef", &agenda, &ticked).await;
        assert_eq!(status, 422);

        // Nothing is decided before the day.
        let early = format!("{at}/decisions/nouvelle");
        let said = [("decision", "Le comité valide la fiche 12."), ("aussitot", "oui")];
        let (status, page, _) = set.send("chef", &early, &said).await;
        assert!(status == 409 && page.contains("à partir du jour où la réunion se tient"), "{page}");

        // Everything wrong is told at once, and what was typed comes back.
        let at = format!("/gestion/pilotage/reunions/{today}");
        let new = format!("{at}/decisions/nouvelle");
        let wrong = [("decision", ""), ("objet", "ailleurs"), ("motifs", "Terrain à trouver"), ("echeance-jour", "31")];
        let (status, page, _) = set.send("chef", &new, &wrong).await;
        assert_eq!(status, 422, "{page}");
        for told in
            ["en une phrase", "Choisissez un objet de la liste", "quel service ou quel organisme", "Terrain à trouver"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        let due = [("echeance-jour", "30"), ("echeance-mois", "6"), ("echeance-annee", "2026")];
        let first = [
            &[("decision", "Le comité valide la fiche 12."), ("objet", &*sheet), ("responsable", "Service urbanisme")]
                [..],
            &due,
        ]
        .concat();
        let (status, page, to) = set.send("chef", &new, &first).await;
        assert_eq!((status, to.as_str()), (303, at.as_str()), "{page}");
        let (status, ..) = set.send("chef", &new, &said).await;
        assert_eq!(status, 303);
        let page = set.page("elue", &at).await;
        assert!(
            page.contains("2026-01") && page.contains("2026-02") && !page.contains("Inscrire une décision"),
            "{page}"
        );

        // The decision stands on the thread of what it decides.
        let mut tx = set.house.read().await.expect("read");
        let links = lineage::after(&mut tx, SHEET, 10).await.expect("links");
        assert!(links.len() == 1 && links[0].to.kind == Kind::Decision, "{links:?}");
        let told = governance::facade::decision_told(&mut tx, links[0].to.id, None).await.expect("told").expect("open");
        assert_eq!(told.title, "Le comité valide la fiche 12.");
        let id = links[0].to.id;
        drop(tx);

        // Told once, to those who sit.
        let (status, ..) = set.send("chef", &format!("{at}/information"), &[]).await;
        assert_eq!(status, 303);
        let mails = set.mails().await;
        assert_eq!(mails.len(), 2, "{mails:?}");
        for word in ["2026-01 : Le comité valide", "Service urbanisme", "mardi 30 juin 2026", "/decisions/"] {
            assert!(mails[0].2.contains(word), "{word}: {}", mails[0].2);
        }
        let (status, page, _) = set.send("chef", &format!("{at}/information"), &[]).await;
        assert!(status == 409 && page.contains("Rien de nouveau à dire"), "{page}");
        assert_eq!(set.mails().await.len(), 2);
        let own = format!("/gestion/pilotage/decisions/{id}");
        let (status, page, _) = set.send("chef", &format!("{own}/modifier"), &first).await;
        assert!(status == 409 && page.contains("a été envoyée"), "{page}");

        // Followed by an agent of the prefecture, who does not take it out; read by everybody.
        let follow = format!("{own}/suites");
        let revision = hidden(&set.page("prefecture", &own).await, "revision");
        let (status, page, _) = set.send("prefecture", &follow, &[("etat", "underway"), ("revision", &revision)]).await;
        assert!(status == 422 && page.contains("Dites en une phrase ce qui est fait"), "{page}");
        let step = [("etat", "underway"), ("suite", "Le terrain est choisi."), ("revision", revision.as_str())];
        assert_eq!(set.send("prefecture", &follow, &step).await.0, 303);
        let stale = set.send("prefecture", &follow, &step).await;
        assert_eq!(stale.0, 409, "{}", stale.1);
        let page = set.page("", &format!("/decisions/{id}")).await;
        assert!(page.contains("Le terrain est choisi.") && page.contains("Service urbanisme"), "{page}");
        assert!(!page.contains("/gestion/"), "{page}");
        let list = set.page("", "/decisions?etat=underway").await;
        assert!(list.contains("2026-01") && !list.contains("2026-02"), "{list}");
        let csv = set.knocker.get("", "/decisions.csv").await;
        assert!(csv.body.contains("2026-02") && csv.media_type.starts_with("text/csv"), "{}", csv.body);
        let revision = hidden(&set.page("prefecture", &own).await, "revision");
        let out = [("etat", "withdrawn"), ("suite", "Écrite deux fois."), ("revision", revision.as_str())];
        assert_eq!(set.send("prefecture", &follow, &out).await.0, 403);
        assert_eq!(set.send("chef", &follow, &out).await.0, 303);
        let page = set.page("", &format!("/decisions/{id}")).await;
        assert!(
            page.contains("retirée du registre") && page.contains("Écrite deux fois.") && !page.contains("fiche 12"),
            "{page}"
        );
        let mut tx = set.house.read().await.expect("read");
        assert!(lineage::after(&mut tx, SHEET, 10).await.expect("links").is_empty());
        drop(tx);

        // Others find nothing, or are sent away.
        assert_eq!(set.knocker.get("asso", "/gestion/pilotage").await.status.as_u16(), 403);
        assert_eq!(set.knocker.get("elue", &new).await.status.as_u16(), 403);
        assert_eq!(set.knocker.get("", &own).await.status.as_u16(), 303);
        assert_eq!(set.knocker.get("", "/decisions/0198c0de-0000-7000-8000-000000000000").await.status.as_u16(), 404);
        let home = set.page("elue", "/gestion/pilotage").await;
        assert!(home.contains("Comité de pilotage") && home.contains("Avril 2026"), "{home}");
        sound(&set.house).await;
    })
    .await;
}
