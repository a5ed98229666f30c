//! Reading the whole chain of acts again, and the rows they left: is everything as it was recorded?

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link, Sample, Site};
use journal::{Head, Report};
use kernel::french;
use web::{Answer, House, Visit};

use super::sample;

/// Findings shown; the command line tells them all.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "pages/verification.html")]
struct VerificationPage {
    frame: Frame,
    read: String,
    findings: Vec<String>,
    more_count: u64,
    head: Head,
    at: String,
}

const TITLE: &str = "Vérifier le journal";

/// The page; reading is all it does.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let report = journal::verify(&mut tx).await?;
    let head = journal::head(&mut tx).await?;
    let at = french::moment(house.outside.now(), &house.settings.zone);
    web::answer::page(&page(visit.back_office(TITLE), &report, head, at))
}

fn page(frame: Frame, report: &Report, head: Head, at: String) -> VerificationPage {
    let breadcrumb = vec![Link::new("Gestion", "/gestion"), Link::new("Journal des actes", "/gestion/journal")];
    let mut read = format!(
        "{}, {}",
        french::count(report.entry_count, "acte relu", "actes relus"),
        french::count(report.row_count, "ligne comparée", "lignes comparées")
    );
    if report.erased_count > 0 {
        let erased = french::count(report.erased_count, "acte aux mots effacés", "actes aux mots effacés");
        read.push_str(&format!(", {erased} sur demande"));
    }
    VerificationPage {
        frame: frame.with_breadcrumb(breadcrumb),
        read,
        findings: report.findings.iter().take(SHOWN).map(|finding| french::spaced(&finding.french())).collect(),
        more_count: report.findings.len().saturating_sub(SHOWN) as u64,
        head,
        at,
    }
}

/// All is well, and not.
pub fn samples(site: &Site) -> Vec<Sample> {
    let page = |findings: Vec<String>| {
        let frame = Frame::back_office(site, TITLE, "/gestion/journal/verification");
        let report = Report { entry_count: 1240, erased_count: 2, row_count: 812, ..Report::default() };
        let head = Head { seq: 1240, hash: "0123456789abcdef".repeat(4) };
        VerificationPage { findings, ..page(frame, &report, head, "15 mars 2026 à 12 h 00".into()) }
    };
    let wrong = "L’acte 12 a été modifié <après coup>.".to_owned();
    vec![sample("Journal vérifié", &page(Vec::new())), sample("Journal modifié", &page(vec![wrong]))]
}
