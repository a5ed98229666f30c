//! Rules that cross two values or the two colleges: set on screen, announced, kept by every panel, checked by anybody; on both databases.

use std::collections::BTreeMap;

use crate::setting::{EARLY, SESSION, arranged, hidden, led, migrations, plain, pool, sound, worked};
use database::fetch_all;
use database::testing::{each_database, outside};
use serde_json::Value;
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_crosses_two_values_is_set_announced_and_kept_by_every_panel() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(91));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 6, 0, &[]).await;
        pool(&house, &set, 60).await;
        let path = format!("/gestion/conseils/{}/regles", set.council);
        let area = format!("area.{}", set.areas[1]);
        let page = plain(&knocker.get("chef", &path).await.body);
        assert!(page.contains("Aucune règle croisée") && page.contains("quartier : Grazailles"), "{page}");
        let revision = hidden(&page, "revision");

        // Everything wrong is told beside its field, what was typed comes back, nothing is kept.
        let rule = |scope: &'static str, who: &'static str, among: &str, low: &'static str, high: &'static str| {
            [
                ("portee", scope.to_owned()),
                ("qui", who.to_owned()),
                ("parmi", among.to_owned()),
                ("au-moins", low.to_owned()),
                ("au-plus", high.to_owned()),
                ("revision", revision.clone()),
            ]
        };
        let post = async |path: &str, form: &[(&str, String)]| {
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            knocker.post("chef", path, &form).await
        };
        for (form, told) in [
            (rule("", "", "", "deux", ""), ["Choisissez qui cette règle regarde", "Choisissez qui est compté", "deux"]),
            (
                rule("whole", "age.young", "", "3", "2"),
                ["n’a qu’un collège", "Le minimum dépasse le maximum", "value=\"3\""],
            ),
            (
                rule("residents", "age.young", "age.older", "9", ""),
                ["deux valeurs du même critère", "dépasse les 6 sièges", "selected"],
            ),
            (
                rule("residents", "age.young", "", "", ""),
                ["c’est un quota", "un minimum, un maximum, ou les deux", "selected"],
            ),
            (
                rule("residents", "sex.autre", &area, "1", ""),
                ["Personne de ce collège ne peut avoir cette valeur", "Grazailles", "1"],
            ),
        ] {
            let refused = post(&path, &form).await;
            assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
            told.iter().for_each(|told| assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body));
        }
        let right = rule("residents", "age.young", &area, "2", "");
        for (token, status) in [("elue", 403), ("", 401)] {
            let form: Vec<(&str, &str)> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(knocker.post(token, &path, &form).await.status.as_u16(), status, "{token}");
        }
        assert_eq!(post(&path, &right).await.status.as_u16(), 303);
        let stale = post(&path, &rule("residents", "sex.woman", &area, "1", "")).await;
        assert_eq!(stale.status.as_u16(), 409, "{}", stale.body);
        let told = "âge : moins de 30 ans, parmi quartier : Grazailles : 2 au moins";
        for (token, path) in
            [("chef", format!("/gestion/conseils/{}", set.council)), ("", format!("/conseils/{}", set.council))]
        {
            let page = plain(&knocker.get(token, &path).await.body);
            assert!(page.contains(told), "{page}");
        }

        // The draw is announced with it, and no rule changes any more.
        let draw = led(&house, &knocker, &set, &[("hasard", "balls")], &["cloture", "loterie"]).await;
        let page = knocker.get("chef", &path).await.body;
        assert!(page.contains("Un tirage est annoncé"), "{page}");
        let (rule, revision) = (hidden(&page, "regle"), hidden(&page, "revision"));
        let gone = [("regle", rule), ("revision", revision)];
        let refused = post(&format!("{path}/retrait"), &gone).await;
        assert!(
            refused.status.as_u16() == 409 && refused.body.contains("Les règles sont publiées"),
            "{}",
            refused.body
        );
        let public = format!("/tirages/{}", draw.rsplit('/').next().unwrap_or_default());
        let page = plain(&knocker.get("", &public).await.body);
        assert!(page.contains("parmi quartier : Grazailles : 2 au moins"), "{page}");

        // Every panel keeps it, counted here.
        let file = async |name: &str| knocker.get("", &format!("{public}/fichiers/{name}")).await.body;
        let pool = file("pool.csv").await;
        let counts: BTreeMap<&str, usize> = pool
            .lines()
            .map(|line| {
                let is_counted = line.contains("moins de 30 ans") && line.contains("Grazailles");
                (line.split(',').next().unwrap_or_default(), usize::from(is_counted))
            })
            .collect();
        let panels = file("panels.csv").await;
        let sums: Vec<usize> =
            panels.lines().map(|line| line.split(',').skip(1).map(|number| counts[number]).sum()).collect();
        assert!(sums.len() >= 1_000 && sums.iter().all(|sum| *sum >= 2), "{sums:?}");
        let checked = knocker.get("", &format!("{public}/verification")).await.body;
        assert!(checked.contains("Ce tirage est vérifié.") && checked.contains("règles annoncées"), "{checked}");

        // Given up, the rule may go; nothing of it stays.
        let revision = hidden(&knocker.get("chef", &draw).await.body, "revision");
        let form = [("raison", "Une règle de trop".to_owned()), ("revision", revision)];
        assert_eq!(post(&format!("{draw}/abandon"), &form).await.status.as_u16(), 303);
        assert_eq!(post(&format!("{path}/retrait"), &gone).await.status.as_u16(), 303);
        assert!(knocker.get("chef", &path).await.body.contains("Aucune règle croisée"));
        let page = plain(&knocker.get("", &public).await.body);
        assert!(
            page.contains("parmi quartier : Grazailles : 2 au moins"),
            "the old draw tells what it was announced with"
        );
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_the_whole_council_takes_what_the_other_college_gives() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(92));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 5, 3, &["Écoles"]).await;
        pool(&house, &set, 40).await;
        let mut tx = house.read().await.expect("read");
        let colleges: Vec<(kernel::Uuid,)> =
            fetch_all!(&mut tx, "SELECT id FROM college WHERE kind = 'actors'").expect("colleges");
        drop(tx);
        let actors = colleges[0].0;
        let path = format!("/gestion/conseils/{}/regles", set.council);
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        let form =
            [("portee", "whole"), ("qui", "sex.woman"), ("au-moins", "4"), ("au-plus", "4"), ("revision", &revision)];
        assert_eq!(knocker.post("chef", &path, &form).await.status.as_u16(), 303);
        let sheet = plain(&knocker.get("", &format!("/conseils/{}", set.council)).await.body);
        assert!(sheet.contains("conseil entier, sexe : femme : 4 exactement"), "{sheet}");

        // Actors will give one woman or two, by their quotas: residents give two or three.
        let rule = async |draw: &str| -> Value {
            let public = format!("/tirages/{}", draw.rsplit('/').next().unwrap_or_default());
            let told = knocker.get("", &format!("{public}/fichiers/regles-annoncees.json")).await.body;
            let told: Value = serde_json::from_str(&told).expect("rules");
            told["regles_croisees"][0].clone()
        };
        let draw = led(&house, &knocker, &set, &[("hasard", "balls")], &["cloture", "loterie"]).await;
        let told = rule(&draw).await;
        assert_eq!((told["au_moins"].as_i64(), told["au_plus"].as_i64()), (Some(2), Some(3)), "{told}");
        assert!(told["d_ou_vient_ce_nombre"].to_string().contains("pas encore tiré"), "{told}");
        let revision = hidden(&knocker.get("chef", &draw).await.body, "revision");
        let form = [("nombre", "7"), ("nombre-bis", "7"), EARLY, ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{draw}/nombre"), &form).await.status.as_u16(), 303);
        let revision = hidden(&knocker.get("chef", &draw).await.body, "revision");
        let form = [("temoins", "Deux témoins"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{draw}/scelle"), &form).await.status.as_u16(), 303);

        // Once residents sit, actors give what is missing to four, exactly.
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT c.sex FROM seat s JOIN candidate c ON c.id = s.candidate";
        let sexes: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("seats");
        drop(tx);
        let women = sexes.iter().filter(|one| one.0 == "woman").count() as i64;
        assert!(sexes.len() == 5 && (2..=3).contains(&women), "{sexes:?}");
        let list = format!("/gestion/colleges/{actors}/tirages");
        let mut form = SESSION.to_vec();
        form.extend([("lieu", "Salle des fêtes"), ("hasard", "balls")]);
        let announced = knocker.post("chef", &list, &form).await;
        assert_eq!(announced.status.as_u16(), 303, "{}", announced.body);
        let draw = announced.location.split('?').next().unwrap_or_default().to_owned();
        worked(&house).await;
        let told = rule(&draw).await;
        assert_eq!((told["au_moins"].as_i64(), told["au_plus"].as_i64()), (Some(4 - women), Some(4 - women)), "{told}");
        assert!(told["d_ou_vient_ce_nombre"].to_string().contains("5 de ses sièges"), "{told}");
        sound(&house).await;
    })
    .await;
}
