//! `parvis export`: what anybody can take away from the pages, and with `--agents` what agents can (evidence,
//! journal), as open files. The files are those the pages give: the command knocks at the same doors, without
//! a network.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use kernel::{Actor, Breakdown};
use tower::ServiceExt;
use web::house::Boxed;
use web::{Gatekeeper, House};

use super::start::{self, Schema};
use super::{Ended, Problem};
use crate::configuration::Configuration;
use crate::wiring;

const JOURNAL: &str = "/gestion/journal/export";

/// Largest file taken away.
const LARGEST: usize = 1 << 30;

/// Who holds the operator's seat: the command line, allowed everything the platform is written to do.
struct Operator;

impl Gatekeeper for Operator {
    fn actor<'a>(&'a self, _: &'a House, _: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async { Ok(Actor::Platform("export")) })
    }
}

/// Fills a folder.
pub async fn run(configuration: &Configuration, out: &Path, is_for_agents: bool) -> Ended {
    let opened = start::open(configuration, Schema::Require).await?;
    let mut files: Vec<(String, String)> = [
        ("quartiers.geojson", "/quartiers.geojson"),
        ("equipements.csv", "/equipements.csv"),
        ("besoins-par-quartier.csv", "/besoins?format=csv-ouvert"),
        ("couverture.csv", "/besoins/couverture?format=csv-ouvert"),
        ("chiffres-de-la-concertation.csv", "/besoins/chiffres?format=csv-ouvert"),
        ("besoins-et-actions.csv", "/besoins/reponses?format=csv-ouvert"),
    ]
    .map(|(name, path)| (name.to_owned(), path.to_owned()))
    .to_vec();
    let mut tx = opened.db.read().await?;
    for area in territory::facade::areas(&mut tx).await? {
        let path = format!("{}/indicateurs?format=csv-ouvert", territory::facade::path(&area.code));
        files.push((format!("indicateurs-{}.csv", area.code), path));
    }
    for contract in strategy::facade::contracts(&mut tx).await? {
        let path = format!("{}?format=csv-ouvert", strategy::facade::path(&contract.code));
        files.push((format!("contrat-{}.csv", contract.code), path));
    }
    drop(tx);
    if is_for_agents {
        files.push(("preuves.csv".to_owned(), "/gestion/ecoute/preuves?format=csv-ouvert".to_owned()));
        files.push(("journal.csv".to_owned(), JOURNAL.to_owned()));
    }

    let unwritable =
        |error: std::io::Error| Problem::told(format!("Le dossier {} n’a pas pu être écrit : {error}", out.display()));
    std::fs::create_dir_all(out).map_err(unwritable)?;
    let mut house = start::house(configuration, &opened, String::from("http://localhost"), false);
    if let Some(house) = Arc::get_mut(&mut house) {
        house.gatekeeper = Arc::new(Operator);
    }
    let router = wiring::door().into_surface(house).router;
    for (name, path) in files {
        // Taking the journal away is an act, and journaled.
        let mut request = if path == JOURNAL { Request::post(&path) } else { Request::get(&path) };
        request = request.header("sec-fetch-site", "same-origin");
        if is_for_agents {
            request = request.header(header::COOKIE, "parvis=export");
        }
        let request = request.body(Body::empty()).map_err(Problem::told)?;
        let response = match router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        if !response.status().is_success() {
            return Err(Problem::told(format!(
                "{path} n’a pas pu être exporté (réponse {})",
                response.status().as_u16()
            )));
        }
        let bytes = to_bytes(response.into_body(), LARGEST).await.map_err(Problem::told)?;
        std::fs::write(out.join(&name), &bytes).map_err(unwritable)?;
        println!("{name} : {} octets", bytes.len());
    }
    opened.db.close().await;
    println!("Données écrites dans {}.", out.display());
    Ok(ExitCode::SUCCESS)
}
