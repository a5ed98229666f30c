//! Urban management: agreements and actions of a year, on both databases.

use database::testing::{each_database, outside};

use crate::setting::{arranged, found, migrations, period};

const HOME: &str = "/gestion/gestion-urbaine";

#[tokio::test(flavor = "multi_thread")]
async fn urban_management_is_kept_year_after_year() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(211)).await;
        let area = set.areas[1].to_string();
        let new = format!("{HOME}/nouvelle");
        let (status, page, _) = set.send("chef", &new, &[("titre", "Gestion de Grazailles")]).await;
        assert!(status == 422 && page.contains("Gestion de Grazailles"), "{page}");
        assert!(page.contains("Cochez au moins un quartier du contrat") && page.contains("qui la signe"), "{page}");
        let whole = [
            period(),
            vec![
                ("titre", "Gestion de Grazailles"),
                ("partenaires", "La ville et deux bailleurs"),
                ("quartiers", &area),
            ],
        ]
        .concat();
        let (status, page, own) = set.send("chef", &new, &whole).await;
        assert_eq!(status, 303, "{page}");
        let action = [
            ("annee", "2026"),
            ("theme", "cleanliness"),
            ("action", "Deux passages de plus"),
            ("qui", "Service propreté"),
            ("etat", "planned"),
        ];
        let (status, page, _) = set.send("chef", &format!("{own}/actions"), &[("annee", "2040")]).await;
        assert!(status == 422 && page.contains("entre 2024 et 2030") && page.contains("Choisissez un thème"), "{page}");
        assert_eq!(set.send("prefecture", &format!("{own}/actions"), &action).await.0, 403);
        assert_eq!(set.send("chef", &format!("{own}/actions"), &action).await.0, 303);
        let (_, page) = set.read("chef", &own).await;
        let path = found(&page, &format!("{HOME}/actions/"));
        let mut dropped = action.to_vec();
        dropped.retain(|(name, _)| *name != "etat");
        dropped.extend([("etat", "dropped"), ("revision", "1")]);
        let (status, page, _) = set.send("chef", &path, &dropped).await;
        assert!(status == 422 && page.contains("pourquoi l’action est abandonnée"), "{page}");
        dropped.push(("suite", "Faute de camion"));
        assert_eq!(set.send("chef", &path, &dropped).await.0, 303);
        assert_eq!(set.send("chef", &path, &dropped).await.0, 409);
        let (_, page) = set.read("prefecture", &own).await;
        assert!(page.contains("abandonnée (Faute de camion)") && !page.contains("Ajouter l’action"), "{page}");
        let (_, page) = set.read("", "/abattement").await;
        assert!(!page.contains("Grazailles"), "not public yet: {page}");
        let public = [whole, vec![("publique", "oui"), ("revision", "1")]].concat();
        assert_eq!(set.send("chef", &format!("{own}/convention"), &public).await.0, 303);
        let (_, page) = set.read("", "/abattement").await;
        assert!(page.contains("Gestion de Grazailles") && page.contains("Faute de camion"), "{page}");
        set.sound().await;
    })
    .await;
}
