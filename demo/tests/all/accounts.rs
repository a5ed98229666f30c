//! Every imagined person can sign in, and holds what she was told to hold.

use std::collections::BTreeMap;

use accounts::facade::Gate;
use database::Migration;
use database::testing::{each_database, outside};
use demo::seed::accounts::{Secrets, accounts};
use kernel::{Function, Uuid};
use web::{Gatekeeper, Keys};

fn migrations() -> Vec<Migration> {
    [journal::MIGRATIONS, jobs::MIGRATIONS, files::MIGRATIONS, ::accounts::MIGRATIONS].concat()
}

#[tokio::test]
async fn the_people_of_the_demonstration_are_those_told() {
    each_database(&migrations(), |db| async move {
        let (outside, keys) = (outside(9), Keys::new([5; 32]));
        let told = demo::load().expect("the demonstration");
        let areas: BTreeMap<String, Uuid> = told
            .people
            .people
            .iter()
            .flat_map(|person| &person.neighbourhoods)
            .map(|key| (key.clone(), outside.uuid()))
            .collect();
        let secrets = |person: &demo::people::Person| Secrets {
            password: format!("quatre mots {} ensemble", person.family_name),
            totp_secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into(),
        };
        let mut tx = db.write().await.expect("tx");
        let people = accounts(&mut tx, &outside, &keys, &told, &areas, secrets).await.expect("seeded");
        tx.commit().await.expect("commit");
        assert_eq!(people.len(), told.people.people.len());

        let mut functions = Vec::new();
        for person in &people {
            let fits = ::accounts::actions::password_fits(
                &db,
                &outside,
                &keys,
                "198.51.100.0/24",
                &person.email,
                &person.password,
            );
            let account = fits.await.expect("counted").expect("her password");
            let mut tx = db.write().await.expect("tx");
            let opened = ::accounts::actions::enter_demonstration(&mut tx, &outside, account, &Default::default())
                .await
                .expect("enters");
            tx.commit().await.expect("commit");
            let house = web::testing::house(db.clone(), outside.clone());
            let actor = Gate.actor(&house, &opened.token).await.expect("an actor");
            functions.extend(actor.person().expect("signed in").grants.iter().map(|grant| grant.function));
        }
        for function in
            [Function::ProjectManager, Function::Administrator, Function::CouncilMember, Function::CarrierEditor]
        {
            assert!(functions.contains(&function), "{function:?}");
        }
    })
    .await;
}
