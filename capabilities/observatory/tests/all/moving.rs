//! A base that stood before the observatory: what the territory kept is found again. On both databases.

use database::{Migration, execute};
use kernel::Uuid;
use observatory::actions::{files, library, viewing};
use observatory::rules::figures::{Absence, Reading};

use crate::setting::{ACTOR, door_of, said};

const PERIMETER: Uuid = Uuid::from_u128(7);

fn before() -> Vec<Migration> {
    [database::search::MIGRATIONS, journal::MIGRATIONS, jobs::MIGRATIONS, territory::MIGRATIONS].concat()
}

/// A figure as the territory kept it: indicator, year measured, year published, value, absence, doubt, day of the file.
type Kept = (&'static str, Option<i64>, i64, Option<f64>, &'static str, &'static str, Option<&'static str>);

const KEPT: [Kept; 5] = [
    ("tp60", Some(2017), 2019, Some(61.2), "", "", Some("2021-03-27")),
    ("tp60", Some(2018), 2020, Some(60.4), "", "", None),
    ("pop_mun", Some(2013), 2019, Some(0.0), "", "", Some("2021-03-27")),
    ("abcde", None, 2019, Some(0.0), "", "Un zéro est écrit partout", Some("2021-03-27")),
    ("med", None, 2019, None, "not_disclosed", "", Some("2021-03-27")),
];

#[tokio::test]
async fn what_the_territory_kept_is_found_in_the_observatory() {
    for database in database::testing::databases(&before()).await {
        let name = database.name;
        let house = web::testing::house(database.db.clone(), database::testing::outside(11));
        // One perimeter of 2015, put there as an older version did.
        crate::setting::import_perimeters(&house, crate::setting::CONTOURS).await;
        let mut tx = house.write().await.expect("a transaction");
        let found: Option<(Uuid,)> =
            database::fetch_optional!(&mut tx, "SELECT id FROM neighbourhood_version WHERE code = 'QP011001'")
                .expect("read");
        let version = found.expect("a perimeter").0;
        execute!(&mut tx, "INSERT INTO indicator_theme (code, label, position) VALUES ('t', 'Un thème', 1)")
            .expect("put");
        for (position, code) in (1i64..).zip(["pop_mun", "tp60", "abcde", "med"]) {
            let unit = if code == "tp60" { "percent" } else { "people" };
            execute!(
                &mut tx,
                "INSERT INTO indicator (code, label, theme, unit, population, producer, definition, part_of, is_of_commune, position) \
                 VALUES ($1, $2, 't', $3, 'ensemble', 'INSEE', 'Ce qui est compté', NULL, $4, $5)",
                code,
                format!("Libellé {code}"),
                unit,
                false,
                position
            )
            .expect("put");
        }
        for (rank, (code, year, edition, value, absence, doubt, as_of)) in (1u128..).zip(KEPT) {
            execute!(
                &mut tx,
                "INSERT INTO indicator_value (id, version, indicator, year, edition, value, absence, doubt, source, licence, as_of) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'Hackaviz', 'LO 2.0', $9)",
                Uuid::from_u128(rank),
                version,
                code,
                year,
                edition,
                value,
                absence,
                doubt,
                as_of
            )
            .expect("put");
        }
        execute!(
            &mut tx,
            "INSERT INTO city_value (id, insee_code, indicator, year, value, is_same_year, source) \
             VALUES ($1, '11069', 'tp60', 2018, 28.0, $2, 'Comparateur')",
            PERIMETER,
            true
        )
        .expect("put");
        execute!(
            &mut tx,
            "INSERT INTO territory_draft (id, kind, file_name, content, options, created_at, created_by, job) \
             VALUES ($1, 'indicateurs', 'valeurs.csv', $2, '{}', $3, NULL, NULL)",
            PERIMETER,
            &b"lieu;tp60\nQP011001;59\n"[..],
            house.outside.now().0
        )
        .expect("put");
        tx.commit().await.expect("kept");

        let after = [before(), observatory::MIGRATIONS.to_vec()].concat();
        database.db.migrate(&after, &house.outside).await.unwrap_or_else(|error| panic!("{name}: {error}"));

        let mut tx = house.write().await.expect("a transaction");
        let portrait = viewing::portrait(&mut tx, "QP011001").await.expect("a portrait");
        let told: Vec<(&str, Option<i64>, i64, Reading)> = portrait
            .figures
            .iter()
            .map(|one| (one.code.as_str(), one.year, one.edition, one.reading.clone()))
            .collect();
        let doubt = Reading::Doubtful { written: 0.0, why: "Un zéro est écrit partout".to_owned() };
        assert_eq!(
            told,
            [
                ("pop_mun", Some(2013), 2019, Reading::Known(0.0)),
                ("tp60", Some(2018), 2020, Reading::Known(60.4)),
                ("abcde", None, 2019, doubt),
                ("med", None, 2019, Reading::Absent(Absence::NotDisclosed)),
            ],
            "{name}"
        );
        let rate = &portrait.figures[1];
        assert_eq!((rate.source.as_str(), rate.licence.as_str()), ("Hackaviz", "LO 2.0"), "{name}");
        let (_, city) = rate.cities().next().expect("the commune");
        assert_eq!((city.value, city.year, city.is_same_year), (28.0, 2018, true), "{name}");
        assert_eq!(city.source, "Comparateur", "{name}");
        assert_eq!(portrait.series["tp60"].len(), 2, "{name}: years follow one another");
        let kept = library::indicator(&mut tx, "tp60").await.expect("the sheet").terms;
        assert_eq!((kept.label.as_str(), kept.definition.as_str()), ("Libellé tp60", "Ce qui est compté"), "{name}");
        // The file that waited still does, and is imported once somebody said where it comes from.
        let (file, content) = files::open(&mut tx, &ACTOR, PERIMETER).await.expect("the file");
        assert_eq!((file.file_name.as_str(), content.len()), ("valeurs.csv", 22), "{name}");
        drop(tx);
        let knocker = door_of(house.clone());
        let page = knocker.get("chef", "/gestion/territoire").await;
        assert!(page.status == 200 && !page.body.contains("valeurs.csv"), "{name}: {}", said(&page));
        let path = format!("/gestion/observatoire/imports/{PERIMETER}");
        let asked = knocker.get("chef", &path).await;
        assert!(said(&asked).contains("Donnez l’année mesurée"), "{name}: {}", said(&asked));
        let fields = [("colonne-0", "lieu"), ("colonne-1", "tp60"), ("annee", "2020"), ("source", "Hackaviz")];
        let chosen = knocker.post("chef", &format!("{path}/options"), &fields).await;
        assert_eq!(chosen.status, 303, "{name}: {}", said(&chosen));
        assert_eq!(knocker.post("chef", &format!("{path}/application"), &[]).await.status, 303, "{name}");
        let page = said(&knocker.get("", "/quartiers/QP011001").await);
        assert!(page.contains("59 %"), "{name}: {page}");
    }
}
