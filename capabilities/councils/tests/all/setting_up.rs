//! A council is opened with what the law advises, then its rules are changed; on both databases.

use crate::setting::{arranged, hidden, migrations, plain, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use kernel::Uuid;
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_council_opens_with_its_quotas_and_its_rules_are_changed() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(7));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 16, 16, &["Parents d’élèves", "Équipements sociaux"]).await;
        let areas: Vec<String> = set.areas.iter().map(Uuid::to_string).collect();

        let list = knocker.get("chef", "/gestion/conseils").await;
        assert!(list.body.contains("Conseil d’essai") && list.body.contains("Fleming La Reille, Grazailles"));
        let blank = knocker.get("chef", "/gestion/conseils/nouveau").await.body;
        assert!(blank.contains("Parents d’élèves") && blank.contains("value=\"36\""), "{blank}");

        // Everything wrong is told at once, everything typed comes back.
        let wrong = [
            ("nom", ""),
            ("objet", "Donner son avis"),
            ("mandat", "trois ans"),
            ("age-minimum", "18"),
            ("age-jeune", "17"),
            ("recours", "61"),
            ("preavis", "100"),
            ("objections", "trois"),
            ("sieges-habitants", "10"),
            ("sieges-acteurs", "12"),
            ("types", "Parents\nparents"),
        ];
        let refused = knocker.post("chef", "/gestion/conseils/nouveau", &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        for told in [
            "Indiquez le nom du conseil",
            "Cochez au moins un quartier",
            "Ce doit être un nombre entier",
            "L’âge des jeunes dépasse",
            "entre l’annonce et la séance va de 0 à 90 jours",
            "au moins la moitié des sièges",
            "ont le même nom",
            "Donner son avis",
            "trois ans",
        ] {
            assert!(refused.body.contains(told), "{told}: {}", refused.body);
        }

        // Another council, through the door.
        let right = [
            ("nom", "Conseil de Grazailles"),
            ("quartiers", areas[1].as_str()),
            ("mandat", "24"),
            ("age-minimum", "16"),
            ("age-jeune", "26"),
            ("recours", "61"),
            ("budget", "5 000,50"),
            ("foyer", "oui"),
            ("preavis", "10"),
            ("objections", "24"),
            ("sieges-habitants", "15"),
            ("sieges-acteurs", "0"),
        ];
        let opened = knocker.post("chef", "/gestion/conseils/nouveau", &right).await;
        assert_eq!(opened.status.as_u16(), 303, "{}", opened.body);
        let sheet = opened.location.split('?').next().unwrap_or_default().to_owned();
        let page = knocker.get("chef", &sheet).await.body;
        for told in [
            "15 sièges",
            "moins de 26 ans : 4 au moins",
            "femme : de 7 à 8",
            "5 000,50",
            "10 jours au moins",
            "24 heures au moins",
            "règle de carence",
        ] {
            assert!(plain(&page).contains(told), "{told}: {page}");
        }

        // Its terms are changed; a stale page gives everything back.
        let edit = format!("{sheet}/modifier");
        let form = knocker.get("chef", &edit).await.body;
        let revision = hidden(&form, "revision");
        let mut changed: Vec<(&str, &str)> = right[..10].to_vec();
        changed.extend([("revision", revision.as_str()), ("charte", "Indépendance")]);
        assert_eq!(knocker.post("chef", &edit, &changed).await.status.as_u16(), 303);
        let stale = knocker.post("chef", &edit, &changed).await;
        assert_eq!(stale.status.as_u16(), 409);
        assert!(stale.body.contains("Indépendance"));

        // Quotas that sum over the seats are told with the figure.
        let edit = format!("/gestion/colleges/{}/modifier", set.residents);
        let form = knocker.get("chef", &edit).await.body;
        assert!(form.contains("Grazailles, au moins"), "{form}");
        let revision = hidden(&form, "revision");
        let mut quotas = vec![
            ("sieges", "16"),
            ("complementaire", "48"),
            ("groupes", "1000"),
            ("objectif", "leximin"),
            ("min-sex-woman", "9"),
            ("max-sex-woman", "9"),
            ("min-sex-man", "8"),
            ("max-sex-man", "8"),
            ("revision", revision.as_str()),
        ];
        let refused = knocker.post("chef", &edit, &quotas).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.body.contains("les minimums font 17 pour 16"), "{}", refused.body);
        quotas[4].1 = "8";
        quotas[5].1 = "8";
        assert_eq!(knocker.post("chef", &edit, &quotas).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT feature, value, low, high FROM college_quota WHERE college = $1 ORDER BY value";
        let rows: Vec<(String, String, i64, i64)> = fetch_all!(&mut tx, sql, set.residents).expect("quotas");
        let told: Vec<(&str, i64, i64)> = rows.iter().map(|row| (row.1.as_str(), row.2, row.3)).collect();
        assert_eq!(told, [("man", 8, 8), ("unknown", 0, 16), ("woman", 8, 8)]);
        drop(tx);

        // Others read, or find nothing.
        assert_eq!(knocker.get("elue", &sheet).await.status.as_u16(), 200);
        assert_eq!(knocker.get("elue", &edit).await.status.as_u16(), 403);
        assert_eq!(knocker.get("asso", &sheet).await.status.as_u16(), 403);
        assert_eq!(knocker.get("", &sheet).await.status.as_u16(), 303);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_of_structure_change_while_nobody_chose_them() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(17));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 4, &["Écoles", "Sport"]).await;
        let (schools, sport) = (set.kinds[0].to_string(), set.kinds[1].to_string());
        let form = [
            ("structure", "Parents de l’école"),
            ("type", schools.as_str()),
            ("nom-1", "Durand"),
            ("prenoms-1", "Léa"),
            ("sexe-1", "woman"),
        ];
        let sent = knocker.post("", &format!("/conseils/{}/structures", set.council), &form).await;
        assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);

        let path = format!("/gestion/conseils/{}/types", set.council);
        let page = knocker.get("chef", &path).await.body;
        assert!(page.contains("value=\"Écoles\"") && page.contains("value=\"Sport\""), "{page}");
        let revision = hidden(&page, "revision");
        let (first, second) = (format!("type-{schools}"), format!("type-{sport}"));
        let kinds = |one: &'static str, two: &'static str, added: &'static str, revision: &str| {
            [
                (first.clone(), one.to_owned()),
                (second.clone(), two.to_owned()),
                ("types".to_owned(), added.to_owned()),
                ("revision".to_owned(), revision.to_owned()),
            ]
        };
        let post = async |token: &str, form: [(String, String); 4]| {
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            knocker.post(token, &path, &form).await
        };
        // A kind somebody chose stays; two of one name are told; what was typed is given back.
        let wrong = post("chef", kinds("", "Culture", "culture\nCommerces", &revision)).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in ["Des structures ont choisi ce type", "ont le même nom", "Commerces"] {
            assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        assert_eq!(post("elue", kinds("Écoles", "", "", &revision)).await.status.as_u16(), 403);
        assert_eq!(post("chef", kinds("Écoles et parents", "", "Commerces", &revision)).await.status.as_u16(), 303);
        let stale = post("chef", kinds("Écoles", "", "Habitat", &revision)).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Habitat"), "{}", stale.body);
        let mut tx = house.read().await.expect("read");
        let names: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT label FROM structure_kind ORDER BY rank").expect("kinds");
        assert_eq!(names, [("Écoles et parents".to_owned(),), ("Commerces".to_owned(),)]);
        let sql = "SELECT value FROM college_quota WHERE feature = 'kind'";
        let quotas: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("quotas");
        assert_eq!(quotas, [(schools.clone(),)]);
        drop(tx);

        // A cap on the chance of one person goes with the fairest draw only.
        let edit = format!("/gestion/colleges/{}/modifier", set.residents);
        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let terms = |cap: &'static str, objective: &'static str, revision: &str| {
            let terms = [("sieges", "4"), ("complementaire", "12"), ("groupes", "1000"), ("plafond", cap)];
            let mut terms: Vec<(String, String)> = terms.map(|(name, value)| (name.into(), value.into())).to_vec();
            terms.extend([("objectif".into(), objective.into()), ("revision".into(), revision.to_owned())]);
            terms
        };
        for (cap, objective, told) in
            [("0", "leximin", "de 1 à 100"), ("30", "nash", "va avec la chance la plus équitable")]
        {
            let terms = terms(cap, objective, &revision);
            let terms: Vec<(&str, &str)> = terms.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let refused = knocker.post("chef", &edit, &terms).await;
            assert!(refused.status.as_u16() == 422 && plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let right = terms("30", "leximin", &revision);
        let right: Vec<(&str, &str)> = right.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(knocker.post("chef", &edit, &right).await.status.as_u16(), 303);
        let sheet = plain(&knocker.get("chef", &format!("/gestion/conseils/{}", set.council)).await.body);
        assert!(sheet.contains("30 % au plus") && sheet.contains("changer les types de structure"), "{sheet}");
        sound(&house).await;
    })
    .await;
}
