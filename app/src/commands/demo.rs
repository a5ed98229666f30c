//! `parvis demo`: a real territory in a folder of its own, useful within the first minute.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::demo::seed::{self, SignIn};

use super::start::{self, Opened, Schema};
use super::{Ended, Problem, configured, serve};
use crate::configuration::{Configuration, Sources};
use crate::wiring;

const FOLDER: &str = "parvis-demonstration";

/// Set for the process that only fills the folder.
const FILLS: &str = "DEMONSTRATION_PARVIS_REMPLIT";

/// Opens the demonstration; the first time, fills it.
pub async fn run(mut sources: Sources, data: Option<PathBuf>, listen: Option<SocketAddr>) -> Ended {
    let folder = data.unwrap_or_else(|| PathBuf::from(FOLDER));
    let shown = folder.display().to_string();
    for (name, text) in [
        ("data", shown.as_str()),
        ("town", "Carcassonne Agglo (démonstration)"),
        ("mail.from", "Démonstration <ne-pas-repondre@demo.parvis.example>"),
        ("log", "warn"),
    ] {
        sources.say(name, text);
    }
    sources.say("mail.folder", &folder.join("courriels").display().to_string());
    if let Some(listen) = listen {
        sources.say("listen", &listen.to_string());
    }
    let configuration = configured(&sources)?;
    let accounts = folder.join("comptes.txt");
    if std::env::var_os(FILLS).is_some() {
        return prepare(&configuration, &accounts).await;
    }
    // The port first: nobody should wait for a preparation that ends on a port already taken.
    let listener = web::listen(configuration.listen).await?;
    if !accounts.exists() {
        println!("Préparation de la démonstration dans {shown}…");
        if let Some(refused) = prepare_apart().await? {
            return Ok(refused);
        }
    }
    let opened = start::open(&configuration, Schema::Migrate).await?;
    let house = start::house(&configuration, &opened, serve::public_url(&configuration, &listener)?, true);
    let stopping = serve::heed_signals()?;
    welcome(&house.settings.public_url, &accounts);
    serve::until_stopped(&configuration, opened, house, Some(listener), true, stopping).await
}

/// The same command in a process of its own, that fills the folder and ends: the memory it takes goes with it. Gives how it
/// ended when it did not end well; it has said why.
async fn prepare_apart() -> Result<Option<ExitCode>, Problem> {
    let broken = |error: std::io::Error| Problem::told(format!("La préparation n’a pas pu être lancée : {error}"));
    let program = std::env::current_exe().map_err(broken)?;
    let mut command = tokio::process::Command::new(program);
    command.args(std::env::args_os().skip(1)).env(FILLS, "1").kill_on_drop(true);
    let ended = command.status().await.map_err(broken)?;
    let code = ended.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ok((!ended.success()).then(|| ExitCode::from(code)))
}

/// Fills the folder, and notes its accounts.
async fn prepare(configuration: &Configuration, accounts: &Path) -> Ended {
    let opened = start::open(configuration, Schema::Migrate).await?;
    // The annual report freezes figures that every slice gives.
    wiring::introduce(configuration.contacts.clone());
    let people = fill(&opened).await?;
    opened.db.close().await;
    start::write_secret(accounts, &told(&people))
        .map_err(|error| Problem::told(format!("Le fichier {} n’a pas pu être écrit : {error}", accounts.display())))?;
    Ok(ExitCode::SUCCESS)
}

/// Everything or nothing: a preparation cut half-way leaves an empty database, and starts again.
async fn fill(opened: &Opened) -> Result<Vec<SignIn>, Problem> {
    let told = ::demo::load()?;
    let mut tx = opened.db.write().await?;
    let people = seed::all(&mut tx, &opened.outside, &opened.keys, &told).await?;
    seed::assemblies::paper(&mut tx, (&opened.outside, &opened.vault), &told).await?;
    seed::voice::voice(&mut tx, (&opened.outside, &opened.vault), &told, &people).await?;
    seed::directory::papers(&mut tx, (&opened.outside, &opened.vault), &told).await?;
    tx.commit().await?;
    Ok(people)
}

fn told(people: &[SignIn]) -> String {
    let mut text = String::from(
        "Comptes de la démonstration (personnes imaginées).\nLe secret se met dans une application de codes à six chiffres ; \
         la page /demonstration ouvre chaque compte d’un bouton.\n",
    );
    for person in people {
        text.push_str(&format!(
            "\n{} — {}\n  adresse : {}\n  mot de passe : {}\n  secret des codes : {}\n",
            person.name, person.function_french, person.email, person.password, person.totp_secret
        ));
    }
    text
}

fn welcome(url: &str, accounts: &Path) {
    println!("\nLa démonstration est ouverte à l’adresse {url}");
    println!("  Les quartiers, les besoins entendus et le contrat se lisent sans compte.");
    println!("  Pour entrer comme cheffe de projet, association, élue… : {url}/demonstration");
    println!("  Adresses et mots de passe : {}", accounts.display());
    println!("Pour arrêter : Ctrl-C.\n");
    if let Ok(text) = std::fs::read_to_string(accounts) {
        for line in text.lines().filter(|line| line.contains(" — ")) {
            println!("  {line}");
        }
    }
}
