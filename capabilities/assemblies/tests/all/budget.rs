//! The money of a body is entered by the member charged with it or the structure that carries it; services read totals; on
//! both databases.

use crate::setting;

use crate::setting::{ACTOR, areas_of, count, hidden, migrations, opened, plain, seated, sound};
use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{AssemblyTerms, Heading, Kind, LineKind, LineTerms, budget};
use database::testing::{each_database, outside};
use kernel::{Actor, Cents, Function, Grant, Person, Scope, Uuid};
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_treasurer_enters_lines_and_services_read_totals() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(61));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let ours = opened(&house, Kind::Table, "Table").await;
        let theirs = opened(&house, Kind::Youth, "Jeunes").await;
        let camille = seated(&house, ours, "Camille", "conseil").await.to_string();
        seated(&house, ours, "Yanis", "asso").await;
        seated(&house, theirs, "Dominique", "enquete").await;
        let own = format!("/conseil/{ours}/budget");
        let new = format!("{own}/nouvelle");
        // Nobody keeps the money until members say who.
        assert_eq!(knocker.get("conseil", &new).await.status.as_u16(), 404);
        let charges = format!("/conseil/{ours}/charges");
        let empty = knocker.post("asso", &charges, &[]).await;
        assert!(empty.status.as_u16() == 422 && empty.body.contains("Choisissez un membre"), "{}", empty.body);
        let charged = [("membre", camille.as_str()), ("charge", "treasurer")];
        assert_eq!(knocker.post("chef", &charges, &charged).await.status.as_u16(), 404);
        assert_eq!(knocker.post("enquete", &charges, &charged).await.status.as_u16(), 404);
        for _ in 0..2 {
            assert_eq!(knocker.post("asso", &charges, &charged).await.status.as_u16(), 303);
        }
        assert!(knocker.get("asso", &charges).await.body.contains("Camille : tient le budget"));

        // Everything wrong is told; what was typed is given back.
        let wrong = [("sorte", "expense"), ("libelle", "Mme Durand"), ("montant", "trop"), ("date-jour", "40")];
        let refused = knocker.upload("conseil", &new, &wrong, ("fichier", "", b"")).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        for told in
            ["le nom d’une personne", "Ce doit être un montant", "La date doit", "Choisissez le poste", "Mme Durand"]
        {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let day = [("date-jour", "2"), ("date-mois", "3"), ("date-annee", "2026")];
        let with = |more: &[(&'static str, &'static str)]| [day.as_slice(), more].concat();
        let grant = with(&[("sorte", "grant"), ("libelle", "Ville"), ("montant", "1 500"), ("annee", "2026")]);
        let made = knocker.upload("conseil", &new, &grant, ("fichier", "", b"")).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let meal = with(&[("sorte", "expense"), ("libelle", "Goûter"), ("montant", "120,50"), ("poste", "meals")]);
        let png = setting::png();
        let made = knocker.upload("conseil", &new, &meal, ("fichier", "ticket.png", &png)).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        assert_eq!(knocker.upload("asso", &new, &meal, ("fichier", "", b"")).await.status.as_u16(), 404);

        // Members read lines; whoever only sits corrects none. Services read totals, no line.
        let page = plain(&knocker.get("asso", &own).await.body);
        for told in ["1 500 €", "120,50", "1 379,50 €", "Goûter", "Convivialité et repas"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("Corriger une ligne"), "{page}");
        let totals = format!("/gestion/instances/{ours}/budget");
        let read = plain(&knocker.get("elue", &totals).await.body);
        assert!(
            read.contains("1 379,50 €") && read.contains("Convivialité et repas") && !read.contains("Goûter"),
            "{read}"
        );
        assert_eq!(knocker.get("chef", &format!("{totals}/nouvelle")).await.status.as_u16(), 403);
        assert_eq!(knocker.get("enquete", &own).await.status.as_u16(), 404);
        assert_eq!(knocker.get("", &own).await.status.as_u16(), 303);
        let book = knocker.get_bytes("asso", &format!("{own}.xlsx?annee=2026")).await;
        assert!(book.starts_with(b"PK"));

        // Corrected once; a stale page gives back what was typed; the receipt is the treasurer's.
        let page = knocker.get("conseil", &own).await.body;
        let meal_line = page
            .split("href=\"/conseil/budget/")
            .skip(1)
            .find(|rest| rest.split("</a>").next().is_some_and(|words| words.contains("Goûter")));
        let line = meal_line.and_then(|rest| rest.split('"').next()).expect("a line");
        let line = format!("/conseil/budget/{line}");
        assert_eq!(knocker.get("asso", &line).await.status.as_u16(), 404);
        assert_eq!(knocker.get("conseil", &format!("{line}/piece")).await.media_type, "image/png");
        assert_eq!(knocker.get("asso", &format!("{line}/piece")).await.status.as_u16(), 404);
        let at = hidden(&knocker.get("conseil", &line).await.body, "revision");
        let mut changed = meal.clone();
        changed[4].1 = "Goûter de mars";
        changed.push(("revision", at.as_str()));
        let done = knocker.upload("conseil", &line, &changed, ("fichier", "autre.png", &png)).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let stale = knocker.upload("conseil", &line, &changed, ("fichier", "", b"")).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Goûter de mars"), "{}", stale.body);
        let at = hidden(&knocker.get("conseil", &line).await.body, "revision");
        let gone = format!("{line}/suppression");
        assert_eq!(knocker.post("conseil", &gone, &[("revision", "0")]).await.status.as_u16(), 409);
        assert_eq!(knocker.post("conseil", &gone, &[("revision", &at)]).await.status.as_u16(), 303);
        assert_eq!(count(&house, "assembly_budget_line").await, 1);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_structure_that_carries_a_body_enters_its_money_and_no_other() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(62));
        let first = opened(&house, Kind::Table, "Table").await;
        let areas = areas_of(&house).await;
        let structure = Uuid::from_u128(500);
        let mut tx = house.write().await.expect("write");
        let terms = AssemblyTerms {
            name: "Jeunes".into(),
            areas,
            organisation: Some(structure),
            ..AssemblyTerms::first(Kind::Youth)
        };
        let new = NewAssembly { kind: Kind::Youth, council: None, terms };
        let carried = assembly::open(&mut tx, &house.outside, &ACTOR, new).await.expect("opened");
        let carrier = Actor::Person(Person {
            account: Uuid::from_u128(3),
            session: Uuid::from_u128(4),
            name: "Essai".into(),
            grants: vec![Grant { function: Function::CarrierAdministrator, scope: Scope::organisation(structure) }],
            has_second_factor: true,
            acting_for: None,
        });
        let around = (&house.outside, &house.settings.zone, house.vault.as_ref());
        let terms = || LineTerms {
            label: "Salle".into(),
            amount: Cents(5_000),
            dated: house.outside.now().day(&house.settings.zone),
            year: 2026,
            heading: Some(Heading::Rooms),
        };
        let line = (terms(), None);
        budget::enter(&mut tx, around, &carrier, (carried, LineKind::Expense), line).await.expect("entered");
        let other = budget::enter(&mut tx, around, &carrier, (first, LineKind::Expense), (terms(), None)).await;
        assert!(other.is_err());
        tx.commit().await.expect("kept");
        sound(&house).await;
    })
    .await;
}
