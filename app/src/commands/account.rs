//! `parvis account create`.

use std::process::ExitCode;

use kernel::{Actor, Function, Grant, Scope};

use super::start::{self, Schema};
use super::{Ended, Problem};
use crate::command_line::Account;
use crate::configuration::Configuration;

/// Creates an account and prints the link of its first sign-in.
pub async fn run(command: Account, configuration: &Configuration) -> Ended {
    let Account::Create { email, name, functions } = command;
    let mut grants = Vec::new();
    for code in &functions {
        let function = Function::from_code(code).ok_or_else(|| {
            let known: Vec<String> =
                Function::ALL.iter().map(|function| format!("  {} : {}", function.code(), function.french())).collect();
            Problem::to_correct(format!(
                "La fonction « {code} » n’existe pas. Fonctions connues :\n{}",
                known.join("\n")
            ))
        })?;
        grants.push(Grant { function, scope: Scope::EVERYWHERE });
    }
    let opened = start::open(configuration, Schema::Migrate).await?;
    let mut tx = opened.db.write().await?;
    let actor = Actor::Platform("ligne de commande");
    let created =
        accounts::actions::create_with_link(&mut tx, &opened.outside, &opened.keys, &actor, &email, &name, &grants)
            .await?;
    tx.commit().await?;
    let url = configuration.public_url.clone().unwrap_or_else(|| format!("http://{}", configuration.listen));
    println!("Le compte de {name} ({email}) est créé.");
    println!("Lien de première connexion, valable {} : {url}{}", created.validity_french, created.path);
    opened.db.close().await;
    Ok(ExitCode::SUCCESS)
}
