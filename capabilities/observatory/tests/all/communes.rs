//! A neighbourhood in several communes is compared with each of them, on the page and in the files. On both databases.

use crate::setting::{ACTOR, bring, door_of, import_perimeters, indicator, said, with_house};
use observatory::actions::define;
use observatory::rules::figures::Unit;
use web::House;

/// One neighbourhood of 2024, a triangle.
const CONTOUR: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code_qp":"QN01101N","lib_qp":"Quartier d’Essai","insee_com":"11069","lib_com":"Carcassonne"},"geometry":{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.21]]]}}]}"#;

/// The rate of poverty of the neighbourhood and of its communes, and the inhabitants of all three.
const FIGURES: &str = "code_quartier;indicateur;libelle;unite;valeur;annee
QN01101N;tp60;Taux de pauvreté;%;45,5;2021
QN01101N;pop_mun;Habitants;habitants;5000;2021
QN01101N;part;Part sans comparaison;%;12;2021
11069;tp60;;;28;2021
11069;pop_mun;;;46000;2021
11090;tp60;;;50,2;2020
11090;pop_mun;;;1200;2021
";

async fn territory_of(house: &House, communes: (&str, &str)) {
    let contour = CONTOUR.replace("\"11069\"", &format!("\"{}\"", communes.0));
    import_perimeters(house, &contour.replace("\"Carcassonne\"", &format!("\"{}\"", communes.1))).await;
    let all = [
        indicator("tp60", "Taux de pauvreté", Unit::Percent),
        indicator("pop_mun", "Habitants", Unit::Inhabitants),
        indicator("part", "Part sans comparaison", Unit::Percent),
    ];
    let mut tx = house.write().await.expect("a transaction");
    define(&mut tx, &house.outside, &ACTOR, &[], &all).await.expect("defined");
    tx.commit().await.expect("kept");
    let report = bring(house, FIGURES).await;
    assert_eq!(report.new + report.refused, 7, "a commune nobody knows is refused: {report:?}");
}

#[tokio::test]
async fn each_commune_has_its_gap_named_beside_the_other() {
    with_house(|house| async move {
        territory_of(&house, ("11069; 11090", "Carcassonne; Exempleville")).await;
        let knocker = door_of(house);
        let page = said(&knocker.get("", "/quartiers/QN01101N").await);
        for words in [
            // The figure at the head, with both gaps.
            "17,5 points de plus que Carcassonne (28 % en 2021) · 4,7 points de moins qu’Exempleville (50,2 % en 2020)",
            // The sentence.
            "45,5 % des habitants vivent sous le seuil de pauvreté, 17,5 points de plus que Carcassonne (28 % en 2021) et 4,7 \
             points de moins qu’Exempleville (50,2 % en 2020 ; les années diffèrent, l’écart est indicatif).",
            // Nobody says how the inhabitants are shared out.
            "compte 5 000 habitants.",
            // The drawing, one line a commune.
            "Écarts entre le quartier et chacune de ses communes",
            "Taux de pauvreté (2021, Carcassonne 2021)",
            "Taux de pauvreté (2021, Exempleville 2020)",
            // The table.
            "28 % (+17,5 pt)",
            "50,2 % (−4,7 pt)",
            "jamais avec leur moyenne",
            "Exempleville : années différentes (2021 et 2020)",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        for average in ["39,1", "6,4 points"] {
            assert!(!page.contains(average), "{average}: an average is nobody's figure");
        }
        let csv = knocker.get("", "/quartiers/QN01101N/indicateurs?format=csv-ouvert").await.body;
        let mut lines = csv.lines();
        let header = lines.next().unwrap_or_default();
        let columns = "valeur,valeur_commune_11069,ecart_commune_11069,valeur_commune_11090,ecart_commune_11090,periode";
        assert!(header.contains(columns), "{header}");
        let line = |code: &str| csv.lines().find(|line| line.contains(code)).unwrap_or_default().to_owned();
        assert!(line(",tp60,").contains(",45.5,28.0,17.5,50.2,-4.7,2021,"), "{csv}");
        assert!(line(",pop_mun,").contains("46000") && line(",pop_mun,").contains("1200"), "{csv}");
        assert!(line(",part,").contains(",12.0,,,,,"), "{csv}");
        let pdf = knocker.get("", "/quartiers/QN01101N/portrait.pdf").await;
        assert_eq!((pdf.status.as_u16(), pdf.media_type.as_str()), (200, "application/pdf"));
    })
    .await;
}

#[tokio::test]
async fn one_commune_keeps_its_columns() {
    with_house(|house| async move {
        territory_of(&house, ("11069", "Carcassonne")).await;
        let knocker = door_of(house);
        let page = said(&knocker.get("", "/quartiers/QN01101N").await);
        for words in [
            "17,5 points de plus que la commune (28 % en 2021)",
            "soit 10,9 % des habitants de Carcassonne.",
            "(28 % pour l’ensemble de Carcassonne en 2021).",
            "Écarts entre le quartier et la commune",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Exempleville"));
        let csv = knocker.get("", "/quartiers/QN01101N/indicateurs").await.body;
        assert!(csv.contains("Commune") && csv.contains("Écart, Commune"), "{csv}");
    })
    .await;
}
