//! What programs read: neighbourhoods, the library, figures a page at a time, and what is wrong with what they ask. On both
//! databases.

use crate::setting::{arranged, bring, door_of, indicator, with_house};
use observatory::actions::define;
use observatory::rules::figures::Unit;
use serde_json::Value;
use web::testing::Knocker;

const FIGURES: &str = "lieu;indicateur;valeur;annee;ventilation;effectif
QP011001;tp60;58;2015;;
QN01101I;tp60;61,2;2021;;
QN01102N;tp60;0;2021;;
QN01103N;tp60;s;2021;;
11069;tp60;28;2021;;
QN01101I;pop_mun;2060;2021;;
QN01101I;abcde;7;2021;;7
QN01102N;abcde;140;2021;;140
QN01103N;abcde;160;2021;;160
";

async fn read(knocker: &Knocker, path: &str) -> Value {
    let reply = knocker.get("", path).await;
    assert_eq!((reply.status.as_u16(), reply.media_type.as_str()), (200, "application/json"), "{path}: {}", reply.body);
    serde_json::from_str(&reply.body).expect("JSON")
}

async fn refused(knocker: &Knocker, path: &str) -> (u16, String) {
    let reply = knocker.get("", path).await;
    assert_eq!(reply.media_type, "application/problem+json", "{path}: {}", reply.body);
    let told: Value = serde_json::from_str(&reply.body).expect("JSON");
    assert_eq!(told["status"], reply.status.as_u16());
    (reply.status.as_u16(), told["detail"].as_str().expect("a sentence").to_owned())
}

#[tokio::test]
async fn programs_read_what_anybody_reads_and_nothing_else() {
    with_house(|house| async move {
        arranged(&house).await;
        bring(&house, FIGURES).await;
        let knocker = door_of(house);
        let areas = read(&knocker, "/api/v1/quartiers").await;
        assert_eq!(areas.as_array().map(Vec::len), Some(3), "{areas}");
        assert_eq!((&areas[0]["code"], &areas[0]["communes"][0]), (&"QN01101I".into(), &"Carcassonne".into()));
        assert!(areas[0]["page"].as_str().is_some_and(|page| page.ends_with("/quartiers/QN01101I")), "{areas}");

        let library = read(&knocker, "/api/v1/indicateurs").await;
        let codes: Vec<&str> =
            library.as_array().expect("a list").iter().filter_map(|one| one["code"].as_str()).collect();
        assert!(codes.contains(&"tp60") && codes.contains(&"abcde"), "{codes:?}");
        let one = read(&knocker, "/api/v1/indicateurs/tp60").await;
        assert_eq!(
            (&one["libelle"], &one["derniere_annee"], &one["theme"]),
            (&"Taux de pauvreté".into(), &2021.into(), &"Un thème".into())
        );

        // Nought is a value; what lacks says why; each figure has its source.
        let told = read(&knocker, "/api/v1/indicateurs/tp60/chiffres").await;
        assert_eq!((&told["total"], &told["page"], &told["suivante"]), (&5.into(), &1.into(), &Value::Null), "{told}");
        let of = |place: &str| {
            told["chiffres"].as_array().expect("a list").iter().find(|one| one["lieu"] == place).expect("a figure")
        };
        assert_eq!((&of("QN01102N")["valeur"], &of("QN01102N")["lacune"]), (&0.0.into(), &Value::Null));
        assert_eq!((&of("QN01103N")["valeur"], &of("QN01103N")["lacune"]), (&Value::Null, &"non_diffuse".into()));
        assert_eq!(
            (&of("11069")["source"], &of("11069")["licence"], &of("11069")["lu_le"]),
            (&"INSEE".into(), &"LO".into(), &"2024-02-01".into())
        );

        // A neighbourhood keeps its figures whichever of its codes is asked; a commune has its own; years narrow.
        for code in ["QN01101I", "QP011001"] {
            let own = read(&knocker, &format!("/api/v1/indicateurs/tp60/chiffres?lieu={code}")).await;
            let values: Vec<f64> =
                own["chiffres"].as_array().expect("a list").iter().filter_map(|one| one["valeur"].as_f64()).collect();
            assert_eq!(values, [58.0, 61.2], "{code}: {own}");
        }
        assert_eq!(read(&knocker, "/api/v1/indicateurs/tp60/chiffres?lieu=11069").await["total"], 1);
        assert_eq!(read(&knocker, "/api/v1/indicateurs/tp60/chiffres?annee=2015").await["total"], 1);
        assert_eq!(read(&knocker, "/api/v1/indicateurs/tp60/chiffres?annee=1999").await["total"], 0);

        // Seven job seekers are few: neither they nor what would give them away.
        let few = knocker.get("", "/api/v1/indicateurs/abcde/chiffres").await.body;
        assert!(few.contains("non_diffuse") && !few.contains("\"valeur\":7.0"), "{few}");

        let missing = refused(&knocker, "/api/v1/indicateurs/inconnu").await;
        assert!(missing.0 == 404 && missing.1.contains("/api/v1/indicateurs les donne toutes"), "{missing:?}");
        assert_eq!(refused(&knocker, "/api/v1/indicateurs/inconnu/chiffres").await.0, 404);
        for (asked, why) in [
            ("annee=hier", "« annee » attend un nombre entier de 1968 à 2100 ; reçu : « hier »"),
            ("annee=12", "de 1968 à 2100"),
            ("annee=", "reçu : «  »"),
            ("page=0", "« page » attend un nombre entier de 1"),
            ("page=99999999999999999999", "« page » attend"),
        ] {
            let wrong = refused(&knocker, &format!("/api/v1/indicateurs/tp60/chiffres?{asked}")).await;
            assert!(wrong.0 == 422 && wrong.1.contains(why), "{asked}: {wrong:?}");
        }
        for asked in ["lieu=QN99999Z", "lieu="] {
            let unknown = refused(&knocker, &format!("/api/v1/indicateurs/tp60/chiffres?{asked}")).await;
            assert!(unknown.0 == 404 && unknown.1.contains("n’est le code d’aucun quartier connu ici"), "{unknown:?}");
        }
        let described = read(&knocker, "/api/v1/openapi.json").await;
        assert!(described["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{described}");
        assert_eq!(described["paths"].as_object().map(serde_json::Map::len), Some(4), "{described}");
        assert!(knocker.get("", "/api").await.body.contains("/api/v1/openapi.json"));
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_read_a_page_at_a_time() {
    with_house(|house| async move {
        arranged(&house).await;
        let mut lines = "lieu;indicateur;valeur;annee\n".to_owned();
        for year in 1968..2078 {
            for (rank, place) in ["QN01101I", "QN01102N", "QN01103N", "11069", "QP011001"].iter().enumerate() {
                lines.push_str(&format!("{place};long;{};{year}\n", year * 10 + rank));
            }
        }
        let mut tx = house.write().await.expect("a transaction");
        let all = [indicator("long", "Une longue suite", Unit::People)];
        define(&mut tx, &house.outside, &crate::setting::ACTOR, &[], &all).await.expect("defined");
        tx.commit().await.expect("kept");
        let report = bring(&house, &lines).await;
        assert_eq!((report.new, report.refused), (550, 0), "{:?}", report.told.first());
        let knocker = door_of(house.clone());
        let first = read(&knocker, "/api/v1/indicateurs/long/chiffres").await;
        assert_eq!((&first["total"], first["chiffres"].as_array().map(Vec::len)), (&550.into(), Some(500)));
        let next = first["suivante"].as_str().expect("an address").to_owned();
        let second = read(&knocker, next.strip_prefix(house.settings.public_url.as_str()).expect("ours")).await;
        assert_eq!((second["chiffres"].as_array().map(Vec::len), &second["suivante"]), (Some(50), &Value::Null));
        let key = |one: &Value| (one["annee"].as_i64(), one["lieu"].as_str().map(str::to_owned));
        let mut keys: Vec<_> =
            [&first, &second].iter().flat_map(|page| page["chiffres"].as_array().expect("a list")).map(key).collect();
        assert!(keys.is_sorted(), "by year and place");
        keys.dedup();
        assert_eq!(keys.len(), 550, "each once");
    })
    .await;
}
