//! What anybody reads: the observatory, an indicator on the map, comparisons, what is taken away. And the rules of samples.

use crate::setting::{arranged, bring, door_of, said, with_house};

const FIGURES: &str = "lieu;indicateur;valeur;annee
QP011001;tp60;58;2015
QN01101I;tp60;61,2;2021
QN01102N;tp60;40,1;2021
QN01103N;tp60;s;2021
11069;tp60;28;2021
QN01101I;pop_mun;2060;2021
QN01102N;pop_mun;0;2021
";

#[tokio::test]
async fn an_indicator_is_a_map_a_list_gaps_and_years() {
    with_house(|house| async move {
        arranged(&house).await;
        let knocker = door_of(house.clone());
        assert!(said(&knocker.get("", "/observatoire").await).contains("Aucun chiffre n’est encore publié"));
        let bare = said(&knocker.get("", "/observatoire/indicateurs/tp60").await);
        assert!(bare.contains("Aucune valeur n’est encore publiée"), "{bare}");
        bring(&house, FIGURES).await;
        let home = said(&knocker.get("", "/observatoire").await);
        assert!(home.contains("/observatoire/indicateurs/tp60") && home.contains("(INSEE, 2021)"), "{home}");
        let page = said(&knocker.get("", "/observatoire/indicateurs/tp60").await);
        for words in [
            "De 40,1 % (Le Viguier) à 61,2 % (Bel Air) en 2021",
            "2 quartiers sur 2 au-dessus de leur commune",
            "en hausse de 3,2 points depuis 2015 (58 %)",
            "?annee=2015",
            "2 quartiers renseignés sur 3",
            "<ol class=\"map-list\">",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // What is secret is neither nought nor missing, on the map as in the table.
        assert!(page.contains("Grazailles</a> : n.d."), "{page}");
        let before = said(&knocker.get("", "/observatoire/indicateurs/tp60?annee=2015").await);
        assert!(before.contains("Une seule valeur publiée : 58 % à Bel Air (2015)"), "{before}");
        let nought = said(&knocker.get("", "/observatoire/indicateurs/pop_mun").await);
        assert!(nought.contains("De 0 (Le Viguier) à 2 060 (Bel Air)"), "{nought}");
        for nowhere in ["tp60?annee=1999", "tp60?annee=beaucoup", "tp60?ventilation=x", "inconnu"] {
            assert_eq!(knocker.get("", &format!("/observatoire/indicateurs/{nowhere}")).await.status, 404, "{nowhere}");
        }
        let map = knocker.get("", "/observatoire/indicateurs/tp60/carte.geojson").await;
        assert_eq!(map.media_type, "application/geo+json");
        for words in ["\"valeur\":61.2", "\"valeur\":null", "\"annee\":2021"] {
            assert!(map.body.contains(words), "{words}: {}", map.body);
        }
        let csv = knocker.get("", "/observatoire/indicateurs/tp60/valeurs?format=csv-ouvert").await.body;
        assert!(csv.starts_with("lieu,nom,indicateur,ventilation,annee,edition,valeur,"), "{csv}");
        assert_eq!(csv.lines().count(), 6, "{csv}");
        let portrait = said(&knocker.get("", "/quartiers/QN01101I").await);
        for words in
            ["Ce qui change", "en hausse de 3,2 points depuis 2015", "/observatoire/comparaison?quartier=QN01101I"]
        {
            assert!(portrait.contains(words), "{words}: {portrait}");
        }
        assert_eq!(knocker.get("", "/quartiers/QP011001").await.location, "/quartiers/QN01101I");
    })
    .await;
}

#[tokio::test]
async fn neighbourhoods_are_compared_and_indicators_crossed() {
    with_house(|house| async move {
        arranged(&house).await;
        bring(&house, FIGURES).await;
        let knocker = door_of(house.clone());
        let page =
            said(&knocker.get("", "/observatoire/comparaison?quartier=QN01101I&quartier=QN01102N&quartier=QN99").await);
        for words in [
            "Bel Air, Le Viguier",
            "61,2 % (2021)",
            "40,1 % (2021)",
            "28 % (2021)",
            "Carcassonne (commune)",
            "0 (2021)",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let csv = knocker.get("", "/observatoire/comparaison?quartier=QN01101I&format=csv").await;
        assert!(csv.media_type.starts_with("text/csv"), "{}", csv.media_type);
        assert!(said(&knocker.get("", "/observatoire/comparaison").await).contains("Choisir les quartiers"));
        let crossed = said(&knocker.get("", "/observatoire/croisement?premier=tp60&second=pop_mun").await);
        for words in
            ["1 quartier sur 2 au-dessus du milieu des deux indicateurs", "un chiffre manque", "au-dessus d’aucun"]
        {
            assert!(crossed.contains(words), "{words}: {crossed}");
        }
        for (query, words) in [
            ("premier=tp60&second=tp60", "Choisissez un autre indicateur"),
            ("premier=x&second=tp60", "Choisissez un indicateur dans la liste"),
        ] {
            let page = knocker.get("", &format!("/observatoire/croisement?{query}")).await;
            assert_eq!(page.status, 422, "{query}");
            assert!(said(&page).contains(words), "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn samples_hold_the_rules_of_pages() {
    let samples = observatory::samples(&web::testing::settings().site);
    assert!(samples.len() > 20);
    interface::gallery::hold_to_the_rules(&samples);
}
