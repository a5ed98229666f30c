//! `parvis serve` and `parvis work`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use jobs::Worker;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use web::House;

use super::start::{self, Opened, Schema};
use super::{Ended, Problem};
use crate::configuration::Configuration;
use crate::{encoder, wiring};

/// Serves until told to stop.
pub async fn run(configuration: &Configuration, without_jobs: bool, without_migration: bool) -> Ended {
    let listener = web::listen(configuration.listen).await?;
    let schema = if without_migration { Schema::Require } else { Schema::Migrate };
    let opened = start::open(configuration, schema).await?;
    let house = start::house(configuration, &opened, public_url(configuration, &listener)?, false);
    let stopping = heed_signals()?;
    println!("Parvis est ouvert à l’adresse {}", house.settings.public_url);
    until_stopped(configuration, opened, house, Some(listener), !without_jobs, stopping).await
}

/// Does the waiting jobs until told to stop.
pub async fn work(configuration: &Configuration) -> Ended {
    let opened = start::open(configuration, Schema::Require).await?;
    let url = configuration.public_url.clone().unwrap_or_else(|| format!("http://{}", configuration.listen));
    let house = start::house(configuration, &opened, url, false);
    let stopping = heed_signals()?;
    println!("Parvis fait les travaux en attente.");
    until_stopped(configuration, opened, house, None, true, stopping).await
}

/// The address people type: the one configured, else the one listened to.
pub fn public_url(configuration: &Configuration, listener: &TcpListener) -> Result<String, Problem> {
    if let Some(url) = &configuration.public_url {
        return Ok(url.clone());
    }
    let address: SocketAddr = listener.local_addr().map_err(Problem::told)?;
    Ok(match address.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}", address.port()),
        _ => format!("http://{address}"),
    })
}

/// Pages and jobs, until SIGINT or SIGTERM; then what runs ends, and the database is closed.
pub async fn until_stopped(
    configuration: &Configuration,
    opened: Opened,
    house: Arc<House>,
    listener: Option<TcpListener>,
    has_jobs: bool,
    stopping: watch::Receiver<bool>,
) -> Ended {
    let jobs = has_jobs.then(|| {
        let worker = worker(configuration, &house);
        tokio::spawn(worker.run(stopped(stopping.clone())))
    });
    match listener {
        Some(listener) => {
            let surface = wiring::door().into_surface(house);
            web::serve(listener, surface.router, stopped(stopping)).await;
        }
        None => stopped(stopping).await,
    }
    if let Some(jobs) = jobs {
        let _ = jobs.await;
    }
    opened.db.close().await;
    println!("Parvis est arrêté.");
    Ok(ExitCode::SUCCESS)
}

fn worker(configuration: &Configuration, house: &Arc<House>) -> Worker {
    let encoding = configuration.encoder.clone().map(encoder::when_needed);
    let mut handlers = wiring::handlers(house, encoding);
    handlers.push(Arc::new(safekeeping::Keeping { folder: configuration.data.clone() }));
    let worker = Worker::new(house.db.clone(), house.outside.clone(), handlers, configuration.worker_count)
        .named(format!("parvis-{}", std::process::id()))
        .with_bell(house.bell.clone())
        .with_schedules(configuration.zone.clone(), wiring::schedules());
    match &configuration.carrier {
        Some(carrier) => worker.with_carrier(carrier.clone()),
        None => {
            tracing::warn!("no mail server is configured (mail.url): mails stay in the outbox");
            worker
        }
    }
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
}

/// From now on SIGINT and SIGTERM ask for a stop instead of ending the process at once. Called before an address
/// is said: whoever reads it may already ask to stop.
pub fn heed_signals() -> Result<watch::Receiver<bool>, Problem> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Problem::told)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Problem::told)?;
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = stop.send(true);
    });
    Ok(stopping)
}
