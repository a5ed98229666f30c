//! Signed agreements as open data at addresses that do not change, on both databases.

use database::testing::{each_database, outside};

use crate::setting::{HOME, arranged, migrations, sound};
use crate::signing::sign_all;
use crate::writing::own_of_state;

const DATA: &str = "/donnees/subventions";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_is_published_and_what_cannot_be_is_told() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(121)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        let (_, page) = set.read("", DATA).await;
        assert!(page.contains("Aucune subvention publiée"), "{page}");
        set.send("chef", &format!("{own}/signature"), &[]).await;
        assert_eq!(set.read("", &format!("{DATA}/essai/2026/scdl.csv")).await.0, 404, "not signed yet");
        sign_all(&set, &own).await;
        // The funder has no SIRET: the grant is left out, and that is told.
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Ce qui l’empêche"), "{page}");
        let (_, page) = set.read("chef", &format!("{HOME}/publication")).await;
        assert!(page.contains("0 convention publiée, 1 à corriger") && page.contains("C2026-0001"), "{page}");
        let (_, file) = set.read("", &format!("{DATA}/essai/2026/scdl.csv")).await;
        assert_eq!(file.lines().count(), 1, "titles alone: {file}");
        let mut tx = set.house.write().await.expect("write");
        let around = (&set.house.outside, &set.house.keys);
        directory::testing::sheet(&mut tx, around, set.ground.funder_organisations[0]).await;
        tx.commit().await.expect("kept");
        let (_, file) = set.read("", &format!("{DATA}/essai/2026/scdl.csv")).await;
        assert!(file.contains("C2026-0001,Les Ateliers du Viaduc,") && file.contains(",5000.50,"), "{file}");
        assert!(file.contains("Cuisines du monde ; Jardins au pied des tours"), "{file}");
        let report = subsidies::check(file.as_bytes(), subsidies::Format::Scdl).expect("read");
        assert!(report.is_valid() && report.rows == 1, "{report:?}");
        let (_, file) = set.read("", &format!("{DATA}/essai/2026/arrete-2017.csv")).await;
        let report = subsidies::check(file.as_bytes(), subsidies::Format::Regulatory).expect("read");
        assert!(report.is_valid() && report.rows == 1, "{report:?}");
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("La publication n’est pas obligatoire"), "{page}");
        let (_, page) = set.read("", DATA).await;
        assert!(page.contains("1 subvention.") && !page.contains("Turtle"), "{page}");
        assert_eq!(set.read("", &format!("{DATA}/essai/2031/scdl.csv")).await.0, 404);
        assert_eq!(set.read("", &format!("{DATA}/ailleurs/2026/scdl.csv")).await.0, 404);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_names_who_publishes() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(122)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        set.send("chef", &format!("{own}/signature"), &[]).await;
        sign_all(&set, &own).await;
        let catalogue = format!("{DATA}/essai/catalogue.ttl");
        assert_eq!(set.read("", &catalogue).await.0, 404, "nobody said who publishes");
        let path = format!("{HOME}/publication");
        assert_eq!(set.read("financeur-etat", &path).await.0, 403);
        let (status, page) = set.send("chef", &path, &[("contrat", "essai"), ("courriel", "service")]).await;
        assert!(
            status == 422 && page.contains("le nom de qui publie") && page.contains("l’adresse du service"),
            "{page}"
        );
        let fields = [
            ("contrat", "essai"),
            ("nom", "Agglomération d’essai"),
            ("siret", "200 035 715 00016"),
            ("service", "Service politique de la ville"),
            ("courriel", "ville@example.org"),
            ("revision", "0"),
        ];
        let (status, page) = set.send("chef", &path, &fields).await;
        assert_eq!(status, 303, "{page}");
        let (status, text) = set.read("", &catalogue).await;
        assert!(status == 200 && text.contains("dcat:Catalog") && text.contains("20003571500016"), "{text}");
        assert!(text.contains("/donnees/subventions/essai/2026/scdl.csv"), "{text}");
        let (status, text) = set.read("", &format!("{DATA}/essai/catalogue.jsonld")).await;
        assert!(status == 200 && text.starts_with('{'), "{text}");
        assert_eq!(set.read("", &format!("{DATA}/essai/catalogue.xml")).await.0, 404);
        sound(&set.house).await;
    })
    .await;
}
