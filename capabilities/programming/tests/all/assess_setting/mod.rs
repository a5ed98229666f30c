//! A call with its filed application, whose people have accounts, for the tests of assessment.

use applications::testing::{Ground, LocalPeople, migrations};
use database::{Migration, execute};
use kernel::{Function, Grant, Scope};
use web::House;
pub use web::testing::{hidden, plain, sound};

pub fn tables() -> Vec<Migration> {
    migrations(&[councils::MIGRATIONS, assemblies::MIGRATIONS, lineage::MIGRATIONS, programming::MIGRATIONS])
}

/// People of the town have accounts, as choices of readers need them.
pub async fn known(house: &House, ground: &Ground) {
    let mut tx = house.write().await.expect("write");
    let of = Scope::organisation;
    let people = [
        ("chef", Function::ProjectManager, Scope::contract(ground.contract)),
        ("instruction", Function::CaseOfficer, Scope::contract(ground.contract)),
        ("financeur-departement", Function::Funder, of(ground.funder_organisations[1])),
        ("financeur-agglo", Function::Funder, of(ground.funder_organisations[2])),
    ];
    for (token, function, scope) in people {
        let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, \
                   is_demonstration, created_at, revision) VALUES ($1, $2, $2, $3, $3, 0, 'open', $4, 0, 1)";
        let account = LocalPeople::account(token);
        execute!(&mut tx, sql, account, format!("{token}@exemple.fr"), format!("Nom {token}"), false).expect("account");
        let grant = Grant { function, scope };
        let sql = "INSERT INTO account_function (id, account, function, contract, territory, organisation, since, \
                   until, given_by, reason, withdrawn_at) VALUES ($1, $2, $3, $4, NULL, $5, 0, NULL, NULL, '', NULL)";
        let (contract, organisation) = (grant.scope.contract, grant.scope.organisation);
        execute!(&mut tx, sql, house.outside.uuid(), account, grant.function.code(), contract, organisation)
            .expect("function");
    }
    tx.commit().await.expect("kept");
}
