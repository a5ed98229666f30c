//! Walks through the doors of the territory with named people, on both databases.

use crate::setting;

use crate::setting::{CONTOUR, door_of, said, with_house};

/// Sends a file and gives the address of its page.
async fn send(knocker: &web::testing::Knocker, kind: &str, name: &str, bytes: &[u8]) -> String {
    let fields = [
        ("nature", kind),
        ("source", "ANCT"),
        ("licence", "LO 2.0"),
        ("date-jour", "1"),
        ("date-mois", "2"),
        ("date-annee", "2024"),
    ];
    let sent = knocker.upload("chef", "/gestion/territoire/import", &fields, ("fichier", name, bytes)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(sent.location.starts_with("/gestion/territoire/imports/"), "{}", sent.location);
    sent.location
}

#[tokio::test]
async fn a_file_is_checked_then_imported_then_seen_by_all() {
    with_house(|house| async move {
        let knocker = door_of(house);
        let path = send(&knocker, "contours", "quartiers.geojson", CONTOUR.as_bytes()).await;
        let page = knocker.get("chef", &path).await;
        assert_eq!(page.status, 200);
        assert!(said(&page).contains("1 nouveau"), "{}", page.body);
        assert!(said(&page).contains("code_qp"));
        assert!(!knocker.get("", "/quartiers").await.body.contains("Essai"), "nothing is imported yet");
        let listed = knocker.get("chef", "/gestion/territoire").await;
        assert!(said(&listed).contains("quartiers.geojson"), "the file waits in the register");
        let done = knocker.post("chef", &format!("{path}/application"), &[]).await;
        assert_eq!((done.status.as_u16(), done.location.as_str()), (303, "/gestion/territoire?fait=importe"));
        let page = knocker.get("", "/quartiers").await;
        assert!(page.body.contains("/quartiers/QN01101N") && page.body.contains("Quartier d’Essai"));
        let perimeter = knocker.get("", "/quartiers/QN01101N/perimetre.geojson").await;
        assert!(perimeter.body.contains("\"lib_qp\":\"Quartier d’Essai\""), "{}", perimeter.body);
        let geojson = knocker.get("", "/quartiers.geojson").await;
        assert_eq!(geojson.media_type, "application/geo+json");
        assert!(geojson.body.contains("\"href\":\"/quartiers/QN01101N\""), "{}", geojson.body);
        assert_eq!(knocker.get("chef", &path).await.status, 404, "the file is gone once imported");
    })
    .await;
}

#[tokio::test]
async fn bad_files_are_told_in_french_and_nothing_is_lost() {
    with_house(|house| async move {
        let knocker = door_of(house);
        let lambert = CONTOUR.replace("[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.21]", "[300,900],[400,900],[400,950],[300,900]");
        let twice = CONTOUR.replace("\"features\":[", "\"features\":[{\"type\":\"Feature\",\"properties\":{\"code_qp\":\"QN01101N\",\"lib_qp\":\"Autre\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[2.3,43.2],[2.31,43.2],[2.31,43.21],[2.3,43.2]]]}},");
        let empty = CONTOUR.replace("{\"type\":\"Polygon\",\"coordinates\":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.21]]]}", "null");
        for (name, bytes, words) in [
            ("a.geojson", b"{\"bonjour\": 1}".as_slice(), "n’est pas un GeoJSON"),
            ("b.geojson", lambert.as_bytes(), "projection"),
            ("c.geojson", twice.as_bytes(), "1 refusé"),
            ("d.geojson", empty.as_bytes(), "1 refusé"),
            ("e.pdf", b"%PDF-1.7", "PDF"),
        ] {
            let path = send(&knocker, "contours", name, bytes).await;
            let page = knocker.get("chef", &path).await;
            assert_eq!(page.status, 200, "{name}");
            assert!(said(&page).contains(words), "{name}: {}", said(&page));
            assert!(page.body.contains("Supprimer ce fichier"), "{name}");
        }
        let path = send(&knocker, "contours", "a.geojson", b"{\"bonjour\": 1}").await;
        let refused = knocker.post("chef", &format!("{path}/application"), &[]).await;
        assert_eq!(refused.status, 422);
        let given_up = knocker.post("chef", &format!("{path}/abandon"), &[]).await;
        assert_eq!(given_up.location, "/gestion/territoire?fait=supprime");
        assert_eq!(knocker.get("chef", &path).await.status, 404);
        let none = knocker.upload("chef", "/gestion/territoire/import", &[("source", "ANCT")], ("fichier", "", b"")).await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("ANCT"), "what was typed is given back");
    })
    .await;
}

#[tokio::test]
async fn a_stale_edition_is_given_back() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        setting::import(&house, CONTOUR).await;
        let mut tx = house.read().await.expect("a transaction");
        let id = territory::facade::areas(&mut tx).await.expect("areas")[0].id;
        drop(tx);
        let path = format!("/gestion/territoire/quartiers/{id}");
        let fields = |name: &'static str, revision: &'static str| {
            [("nom", name), ("nature", "qpv"), ("communes", "11069"), ("ordre", "1"), ("revision", revision)]
        };
        assert!(knocker.get("chef", &path).await.body.contains("name=\"revision\" value=\"1\""));
        let done = knocker.post("chef", &path, &fields("La Conte", "1")).await;
        assert_eq!(done.location, "/gestion/territoire?fait=modifie");
        let stale = knocker.post("chef", &path, &fields("Texte perdu ?", "1")).await;
        assert_eq!(stale.status, 409);
        assert!(said(&stale).contains("Texte perdu ?"), "the text is given back");
        let wrong = knocker.post("chef", &path, &fields("", "2")).await;
        assert_eq!(wrong.status, 422);
        assert!(said(&wrong).contains("Saisissez le nom du quartier"));
        assert!(knocker.get("", "/quartiers").await.body.contains("La Conte"));
        for token in ["", "asso", "chef-sans-code"] {
            assert_ne!(knocker.post(token, &path, &fields("Pirate", "2")).await.status, 303, "{token}");
        }
    })
    .await;
}

#[tokio::test]
async fn addresses_are_found_and_never_put_in_an_address_bar() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        setting::import(&house, CONTOUR).await;
        let without = knocker.post("", "/mon-quartier", &[("q", "12 rue de Verdun, Carcassonne")]).await;
        assert!(said(&without).contains("Choisissez votre quartier dans la liste"));
        setting::import_addresses(&house).await;
        for (typed, words) in [
            ("12 rue de Verdun 11000 Carcassonne", "Vous êtes dans le quartier Quartier d’Essai"),
            ("12, r. de verdun", "Réponse sûre"),
            ("14 rue de Verdun", "aucun des quartiers"),
            ("rue de Verdun", "il faut le numéro"),
            ("3 place Carnot", "Plusieurs adresses se ressemblent"),
            ("99 rue inconnue", "pas trouvé cette adresse"),
            ("essai", "Quartier trouvé"),
            ("", "Saisissez une adresse"),
        ] {
            let page = knocker.post("", "/mon-quartier", &[("q", typed)]).await;
            assert_eq!(page.status, if typed.is_empty() { 422 } else { 200 }, "{typed}");
            assert!(said(&page).contains(words), "{typed}: {}", said(&page));
            assert!(page.location.is_empty(), "an answer is not a redirect that would carry the address");
        }
        let asked = knocker.get("", "/mon-quartier?q=12+rue+de+Verdun").await;
        assert!(!said(&asked).contains("Vous êtes dans"), "an address is only answered when it is posted");
        assert!(said(&asked).contains("12 rue de Verdun") && said(&asked).contains("prête ci-dessous"));
        assert!(said(&knocker.get("", "/mon-quartier?q=essai").await).contains("Quartier trouvé"));
        let located = knocker.post("elue", "/gestion/territoire/localiser", &[("adresse", "12 rue de Verdun")]).await;
        assert_eq!(located.status, 403);
        let located = knocker.post("chef", "/gestion/territoire/localiser", &[("x", "2,358"), ("y", "43,212")]).await;
        assert!(said(&located).contains("QN01101N"), "{}", said(&located));
    })
    .await;
}

#[tokio::test]
async fn samples_hold_the_rules_of_pages() {
    let site = web::testing::settings().site;
    let samples = territory::samples(&site);
    assert!(samples.len() > 20);
    interface::gallery::hold_to_the_rules(&samples);
}

#[tokio::test]
async fn every_table_is_declared_to_the_privacy_page() {
    let declared: Vec<&str> = territory::PRIVACY
        .kept
        .iter()
        .map(|kept| kept.table)
        .chain(territory::PRIVACY.without.iter().copied())
        .collect();
    let mut tables = database::rows::tables(territory::MIGRATIONS);
    // What is measured is kept by another slice since, which took these tables with it.
    let left = ["migration", "indicator_theme", "indicator", "indicator_value", "city_value"];
    tables.retain(|table| !left.contains(table));
    for table in &tables {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len(), tables.len());
}

#[tokio::test]
async fn a_file_refused_gives_back_the_rest_and_everything_is_told_at_once() {
    with_house(|house| async move {
        let too_large = vec![b' '; house.settings.upload_limit_bytes + 1];
        let knocker = door_of(house);
        let to = "/gestion/territoire/import";
        let fields = [("source", "ANCT, fichier du 3 mai"), ("licence", "LO 2.0"), ("date-jour", "32")];
        for (name, bytes, words) in
            [("gros.geojson", too_large.as_slice(), "trop volumineux"), ("", b"".as_slice(), "Choisissez un fichier")]
        {
            let reply = knocker.upload("chef", to, &fields, ("fichier", name, bytes)).await;
            assert_eq!(reply.status, 422, "{}", reply.body);
            for told in [words, "Choisissez ce que contient le fichier", "un jour, un mois et une année", "3 points"] {
                assert!(said(&reply).contains(told), "{told}: {}", said(&reply));
            }
            for kept in ["ANCT, fichier du 3 mai", "LO 2.0", "value=\"32\""] {
                assert!(said(&reply).contains(kept), "{kept}: {}", said(&reply));
            }
        }
        assert!(!said(&knocker.get("chef", "/gestion/territoire").await).contains("gros.geojson"), "nothing is kept");
    })
    .await;
}

#[tokio::test]
async fn a_form_wholly_wrong_is_told_at_once_and_given_back() {
    with_house(|house| async move {
        setting::import(&house, CONTOUR).await;
        let mut tx = house.read().await.expect("a transaction");
        let id = territory::facade::areas(&mut tx).await.expect("areas")[0].id;
        drop(tx);
        let knocker = door_of(house);
        let file = send(&knocker, "contours", "quartiers.geojson", CONTOUR.as_bytes()).await;
        let neighbourhood = format!("/gestion/territoire/quartiers/{id}");
        let options = format!("{file}/options");
        type Typed = [(&'static str, &'static str)];
        let cases: [(&str, &Typed, &[&str]); 4] = [
            (
                &neighbourhood,
                &[
                    ("nom", ""),
                    ("nature", "village"),
                    ("appellations", "Le Grand Essai"),
                    ("communes", "Carcassonne"),
                    ("ordre", "premier"),
                    ("debut-0-jour", "31"),
                    ("debut-0-mois", "2"),
                    ("debut-0-annee", "2024"),
                    ("fin-0-jour", "7"),
                    ("revision", "0"),
                ],
                &[
                    "Saisissez le nom du quartier",
                    "Choisissez la nature du quartier",
                    "« CARCASSONNE » n’est pas un code INSEE",
                    "L’ordre doit être un nombre entier",
                    "La date de début doit être un jour du calendrier",
                    "La date de fin doit avoir un jour, un mois et une année",
                    "6 points",
                ],
            ),
            // Each part is right, and the whole is not.
            (
                &neighbourhood,
                &[
                    ("nom", ""),
                    ("nature", "qpv"),
                    ("communes", ""),
                    ("ordre", "3"),
                    ("debut-0-jour", "1"),
                    ("debut-0-mois", "1"),
                    ("debut-0-annee", "2024"),
                    ("fin-0-jour", "31"),
                    ("fin-0-mois", "12"),
                    ("fin-0-annee", "2015"),
                    ("revision", "0"),
                ],
                &[
                    "Saisissez le nom du quartier",
                    "Saisissez le code INSEE d’au moins une commune",
                    "ne peut pas cesser d’être en vigueur avant",
                    "href=\"#champ-fin-0\"",
                    "3 points",
                ],
            ),
            (
                &options,
                &[
                    ("toutes-formes", "oui"),
                    ("nature", "village"),
                    ("projection", "27572"),
                    ("garder", "11069, 11090"),
                    ("source", "Agence d’urbanisme"),
                    ("licence", "LO 2.0"),
                    ("date-jour", "32"),
                    ("debut-jour", "1"),
                    ("debut-mois", "1"),
                    ("debut-annee", "2024"),
                    ("fin-jour", "1"),
                    ("fin-mois", "1"),
                    ("fin-annee", "2020"),
                ],
                &[
                    "Choisissez la nature des quartiers",
                    "EPSG:27572 n’est pas une projection légale",
                    "La date du fichier doit avoir un jour, un mois et une année",
                    "ne peut pas cesser d’être en vigueur avant",
                    "4 points",
                    "value=\"oui\" checked",
                ],
            ),
            (
                "/gestion/territoire/localiser",
                &[("x", "deux"), ("y", "quarante-trois")],
                &["La coordonnée doit être un nombre", "href=\"#champ-x\"", "href=\"#champ-y\"", "2 points"],
            ),
        ];
        for (path, fields, sentences) in cases {
            let reply = knocker.post("chef", path, fields).await;
            assert_eq!(reply.status, 422, "{path}: {}", reply.body);
            let page = said(&reply);
            for told in sentences {
                assert!(page.contains(told), "{path}, {told}: {page}");
            }
            let typed = fields.iter().filter(|(name, text)| *name != "revision" && !text.is_empty());
            for (_, kept) in typed.filter(|(name, _)| *name != "nature") {
                assert!(page.contains(kept), "{path} loses {kept}: {page}");
            }
        }
        // Nothing of it was saved: the form still says what was there.
        assert!(said(&knocker.get("chef", &neighbourhood).await).contains("Quartier d’Essai"));
    })
    .await;
}
