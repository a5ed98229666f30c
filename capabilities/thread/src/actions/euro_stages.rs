//! Stages on the way of an amount, each with its days and its sources; « rien encore » is said as such.

use std::collections::HashSet;

use agreements::facade::AgreementTold;
use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Cents, Uuid, french};
use lineage::{Kind, Walk};

use super::euro::{Euro, Gathered, Stage, StageLine, Sum};
use super::resolve::Resolver;

pub(super) const ENVELOPE: &str = "L’enveloppe";
pub(super) const VOTE: &str = "Le vote";
pub(super) const AGREEMENT: &str = "La convention";
pub(super) const PAYMENT: &str = "Le paiement";
pub(super) const REPORT: &str = "Le compte rendu";
pub(super) const RESULT: &str = "Le résultat";

pub(super) fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

pub(super) fn on(day: Date) -> String {
    french::date(day)
}

pub(super) fn line(text: impl AsRef<str>, source: impl AsRef<str>) -> StageLine {
    StageLine { text: french::spaced(text.as_ref()), source: french::spaced(source.as_ref()), link: None }
}

impl StageLine {
    pub(super) fn leading(self, href: Option<String>, words: &'static str) -> Self {
        Self { link: href.map(|href| (href, words)), ..self }
    }
}

pub(super) fn path(resolver: &Resolver, kind: &str, id: Uuid) -> String {
    let start = if resolver.reader.is_some() { "/gestion" } else { "" };
    format!("{start}/argent/{kind}/{id}")
}

/// Needs, objectives and actions of the plan that lead to some projects, each once.
pub(super) async fn needs(tx: &mut Tx, resolver: &mut Resolver, projects: &[Uuid]) -> Result<Stage> {
    let (mut steps, mut seen) = (Vec::new(), HashSet::new());
    for project in projects {
        let before = lineage::thread(tx, *project, Walk::PAGE).await?.before.into_iter();
        let of_plan = before.filter(|step| matches!(step.end.kind, Kind::Need | Kind::Objective | Kind::Sheet));
        steps.extend(of_plan.filter(|step| seen.insert(step.end)));
    }
    let named = resolver.objects(tx, &steps.iter().map(|step| step.end).collect::<Vec<_>>()).await?;
    let start = if resolver.reader.is_some() { "/gestion/fil" } else { "/fil" };
    let mut lines = Vec::new();
    for step in steps {
        let Some(object) = named.get(&step.end) else { continue };
        let tied = format!("Relié le {}", on(step.by.made_at.day(&resolver.today.1)));
        let href = format!("{start}/{}/{}", step.end.kind.code(), web::answer::encode(&object.reference));
        let told = line(format!("{} : {}", object.name, object.title), tied);
        lines.push((step.end.kind, told.leading(Some(href), "Suivre le fil")));
    }
    lines.sort_by_key(|(kind, _)| *kind);
    let lines = lines.into_iter().map(|(_, line)| line).collect();
    let nothing = "Rien encore : aucun besoin n’est relié à cette action.";
    Ok(Stage { title: "Le besoin auquel il répond", lines, nothing })
}

/// The page of some amounts, with the agreement that binds them.
pub(super) async fn built(tx: &mut Tx, resolver: &mut Resolver, title: String, of: Gathered) -> Result<Euro> {
    let mut projects: Vec<Uuid> = Vec::new();
    for (funding, _) in &of.fundings {
        if !projects.contains(&funding.project) {
            projects.push(funding.project);
        }
    }
    let zone = resolver.today.1.clone();
    let stages = vec![
        needs(tx, resolver, &projects).await?,
        envelopes(resolver, &of),
        votes(&zone, &of),
        agreement(&of),
        payments(resolver, &of),
        reports(resolver, &of),
        results(&of),
    ];
    let caption = match (of.fundings.first(), &of.agreement) {
        (_, Some(one)) => format!("{}, pour {}", one.funder, one.carrier),
        (Some((one, _)), None) => format!("{}, pour {}", one.funder, one.carrier),
        (None, None) => String::new(),
    };
    let thread = projects.first().filter(|_| projects.len() == 1).map(|id| (Kind::Application, id.to_string()));
    Ok(Euro { title, caption: french::spaced(&caption), sums: sums(&of, &projects), stages, thread })
}

fn sums(of: &Gathered, projects: &[Uuid]) -> Vec<Sum> {
    let own = match of.fundings.as_slice() {
        [(one, _)] => format!("{}, {}", one.title, one.year),
        all => french::count(all.len() as i64, "demande", "demandes"),
    };
    let total = |cents: Vec<i64>| (!cents.is_empty()).then(|| cents.iter().sum::<i64>());
    let mut sums = vec![Sum::of("Demandé", total(of.fundings.iter().map(|(one, _)| one.asked.0).collect()), &own)];
    if of.fundings.iter().filter_map(|(_, vote)| vote.as_ref()).any(|vote| vote.is_reader) {
        let proposed = of.fundings.iter().filter_map(|(_, vote)| vote.as_ref()?.proposed);
        sums.push(Sum::of("Proposé", total(proposed.collect()), &own));
    }
    let voted = of.fundings.iter().filter_map(|(one, _)| one.voted).map(|cents| cents.0);
    sums.push(Sum::of("Voté", total(voted.collect()), &own));
    let signed = of.agreement.as_ref().filter(|one| one.signed_on.is_some());
    let committed = signed.map(|one| {
        let is_own = |funding: Uuid| of.fundings.iter().any(|(known, _)| known.id == funding);
        one.lines.iter().filter(|line| is_own(line.funding)).map(|line| line.cents).sum()
    });
    sums.push(Sum::of("Engagé", committed, &own));
    let whole = of.agreement.as_ref().map(|one| whole_of(one, of)).unwrap_or_default();
    let paid = of.agreement.as_ref().map(AgreementTold::paid).filter(|cents| *cents > 0);
    sums.push(Sum::of("Payé", paid, &whole));
    let project = projects.first().filter(|_| projects.len() == 1).copied();
    let spent = of.agreement.as_ref().and_then(|one| one.spent(project, of.year));
    sums.push(Sum::of("Dépensé pour l’action, tous financeurs", spent, &own));
    let is_settled = of.agreement.as_ref().is_some_and(|one| one.back.0 > 0 || !one.reports.is_empty());
    let back = of.agreement.as_ref().map(|one| one.back.0 - one.back.1).filter(|_| is_settled);
    sums.push(Sum::of("À rendre", back, whole));
    sums
}

/// On what the payments of an agreement are counted: they are not told apart by action.
fn whole_of(one: &AgreementTold, of: &Gathered) -> String {
    let others = one.lines.iter().filter(|line| of.fundings.iter().all(|(known, _)| known.id != line.funding)).count();
    match others {
        0 => format!("convention {}", one.number),
        _ => format!("toute la convention {}, qui réunit {}", one.number, {
            french::count(one.lines.len() as i64, "montant", "montants")
        }),
    }
}

fn envelopes(resolver: &Resolver, of: &Gathered) -> Stage {
    let (mut lines, mut seen) = (Vec::new(), HashSet::new());
    for envelope in of.fundings.iter().filter_map(|(_, vote)| vote.as_ref()?.envelope.as_ref()) {
        if !seen.insert(envelope.id) {
            continue;
        }
        let text = format!("{} ({}) : {}", envelope.name, envelope.year, euros(envelope.cents));
        let source = match envelope.delegated_by.as_str() {
            "" => "Budget du financeur".to_owned(),
            who => format!("Déléguée par {who}"),
        };
        let href = path(resolver, "enveloppe", envelope.id);
        lines.push(line(text, source).leading(Some(href), "Ce que cette enveloppe a donné"));
    }
    Stage { title: ENVELOPE, lines, nothing: "Rien encore : ce montant n’est pris sur aucune enveloppe connue ici." }
}

fn votes(zone: &TimeZone, of: &Gathered) -> Stage {
    let mut lines = Vec::new();
    for (funding, vote) in &of.fundings {
        let told_on = funding.told_at.map(|at| format!(", dit à l’association le {}", on(at.day(zone))));
        let told_on = told_on.unwrap_or_default();
        let what = format!("{}, {}", funding.title, funding.year);
        match vote {
            Some(vote) if vote.decision.is_some() => {
                let decision = vote.decision.unwrap_or_default().to_lowercase();
                let minutes = vote.minutes.map(|number| format!(", relevé de décisions n° {number}"));
                let source = format!(
                    "Comité « {} » du {}{}{told_on}",
                    vote.committee,
                    on(vote.held_on),
                    minutes.unwrap_or_default()
                );
                let text = format!("{what} : {} ({decision})", euros(vote.cents));
                lines.push(line(text, source).leading(vote.path.clone(), "Le comité"));
            }
            _ => {
                if let Some(cents) = funding.voted {
                    let source = format!("Décision de {}{told_on}", funding.funder);
                    lines.push(line(format!("{what} : {}", euros(cents.0)), source));
                }
            }
        }
    }
    Stage { title: VOTE, lines, nothing: "Rien encore : aucun montant n’est voté." }
}

fn agreement(of: &Gathered) -> Stage {
    let mut lines = Vec::new();
    if let Some(one) = &of.agreement {
        let source = match one.signed_on {
            Some(day) => format!("Signée par tous le {}, du {} au {}", on(day), on(one.days.0), on(one.days.1)),
            None => format!("Pas encore signée par tous : {}", one.state.to_lowercase()),
        };
        let text =
            format!("Convention {} entre {} et {} : {}", one.number, one.funder, one.carrier, euros(one.committed()));
        lines.push(line(text, source).leading(one.path.clone(), "Lire la convention"));
        for own in one.lines.iter().filter(|line| of.fundings.iter().any(|(known, _)| known.id == line.funding)) {
            lines.push(line(format!("{}, {} : {}", own.title, own.year, euros(own.cents)), ""));
        }
    }
    Stage { title: AGREEMENT, lines, nothing: "Rien encore : aucune convention n’est signée." }
}

fn payments(resolver: &Resolver, of: &Gathered) -> Stage {
    let mut lines = Vec::new();
    if let Some(one) = &of.agreement {
        let is_one = one.payments.iter().any(|payment| Some(payment.id) == of.only);
        for payment in one.payments.iter().filter(|payment| !is_one || Some(payment.id) == of.only) {
            let text = format!("{} : {}, {}", payment.reference, euros(payment.cents), payment.steps);
            let source = format!("Suivi des paiements de la convention {}", one.number);
            lines.push(line(text, source));
        }
        if is_one && one.payments.len() > 1 {
            let href = path(resolver, "convention", one.id);
            lines.push(line("D’autres paiements de la même convention", "").leading(Some(href), "Toute la convention"));
        }
    }
    Stage { title: PAYMENT, lines, nothing: "Rien encore : aucun paiement n’est fait." }
}

fn reports(resolver: &Resolver, of: &Gathered) -> Stage {
    let mut lines = Vec::new();
    for (one, report) in told_reports(of) {
        let accepted = report.accepted_on.map(|day| format!("accepté le {}", on(day)));
        let given = report.given_on.map(|day| format!("rendu le {}", on(day)));
        let days: Vec<String> = given.into_iter().chain(accepted).collect();
        let source = format!("Compte rendu de l’association, {}", days.join(", "));
        let text = format!("{} : {}", report.called, report.state.to_lowercase());
        let href = match one.path.as_ref() {
            Some(inside) => format!("{inside}/comptes-rendus/{}", report.id),
            None => path(resolver, "compte-rendu", report.id),
        };
        let is_here = of.only == Some(report.id) && one.path.is_none();
        lines.push(line(text, source).leading((!is_here).then_some(href), "Le compte rendu"));
        for action in report.actions.iter().filter(|action| is_of(of, action.project)) {
            if let Some(spent) = action.spent {
                let planned = action.planned.map(|cents| format!(", {} prévus", euros(cents))).unwrap_or_default();
                lines.push(line(format!("{} : {} dépensés{planned}", action.title, euros(spent)), ""));
            }
        }
    }
    if let Some(one) = &of.agreement {
        for (year, until, state) in one.awaited.iter().filter(|(year, ..)| of.year.is_none_or(|own| own == *year)) {
            let told = format!("Compte rendu de {year} : rien encore, attendu au plus tard le {}", on(*until));
            lines.push(line(told, state.to_lowercase()));
        }
    }
    Stage { title: REPORT, lines, nothing: "Rien encore : un compte rendu se rend après l’année de l’action." }
}

fn is_of(of: &Gathered, project: Uuid) -> bool {
    of.fundings.iter().any(|(funding, _)| funding.project == project)
}

/// Reports the page is about.
fn told_reports(of: &Gathered) -> impl Iterator<Item = (&AgreementTold, &agreements::facade::ReportTold)> {
    let all = of.agreement.iter().flat_map(|one| one.reports.iter().map(move |report| (one, report)));
    all.filter(|(_, report)| of.year.is_none_or(|year| report.year == year))
}

fn results(of: &Gathered) -> Stage {
    let mut lines = Vec::new();
    for (_, report) in told_reports(of) {
        for action in report.actions.iter().filter(|action| is_of(of, action.project)) {
            let source = match report.accepted_on {
                Some(day) => format!("{}, accepté le {}", report.called, on(day)),
                None => format!("{}, pas encore accepté", report.called),
            };
            if let Some((done, planned)) = action.people {
                let people = french::count(done, "personne touchée", "personnes touchées");
                let text = format!("{} : {people}, {} prévues", action.title, french::integer(planned));
                lines.push(line(text, &source));
            }
            for (label, planned, value) in action.indicators.iter().filter(|(.., value)| !value.is_empty()) {
                let planned = if planned.is_empty() { String::new() } else { format!(" (prévu : {planned})") };
                lines.push(line(format!("{label} : {value}{planned}"), &source));
            }
        }
    }
    Stage { title: RESULT, lines, nothing: "Rien encore : le résultat se lit dans un compte rendu accepté." }
}
