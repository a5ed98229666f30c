//! What stands on the thread once money is given: decisions, agreements, payments, reports, projects of funds, what landlords do.

use agreements::facade::AgreementTold;
use database::{Result, Tx};
use funds::facade::ProjectFollowed;
use kernel::{Actor, Cents, Uuid, french};
use lineage::{End, Kind};

use super::gather::{Known, Object};
use super::resolve::Resolver;

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

impl Resolver {
    fn reader(&self) -> Option<&Actor> {
        self.reader.as_ref()
    }

    /// Where the money of something is followed.
    fn money_path(&self, kind: &str, id: Uuid) -> Option<String> {
        let start = if self.reader.is_some() { "/gestion" } else { "" };
        Some(format!("{start}/argent/{kind}/{id}"))
    }

    /// An agreement as this reader may know it, read once.
    pub(super) async fn agreement_told(&mut self, tx: &mut Tx, id: Uuid) -> Result<Option<AgreementTold>> {
        if !self.agreements.contains_key(&id) {
            let (today, zone) = (self.today.0, &self.today.1);
            let told = agreements::facade::agreement_told(tx, id, self.reader.as_ref(), (today, zone)).await?;
            self.agreements.insert(id, told);
        }
        Ok(self.agreements.get(&id).cloned().flatten())
    }

    /// What a landlord does in return of its abatement.
    pub(super) async fn landlord_action(&self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let told = landlords::facade::action_told(tx, end.id, self.reader()).await?;
        Ok(told.map(|one| {
            let done = match one.done {
                Some(cents) => format!("{} réalisés", euros(cents)),
                None => "rien de réalisé pour l’instant".to_owned(),
            };
            Object {
                end,
                name: format!("Action de {}, {} ({})", one.landlord, one.area, one.year),
                title: one.title,
                href: Some(one.path),
                known: Known::Money(format!("{} prévus, {done}", euros(one.planned)), None),
                reference: end.id.to_string(),
                contract: Some(one.contract),
            }
        }))
    }

    async fn project_followed(&self, tx: &mut Tx, id: Uuid) -> Result<Option<ProjectFollowed>> {
        funds::facade::project_followed(tx, id, self.reader(), &self.today.1).await
    }

    /// A project of residents.
    pub(super) async fn fund_project(&self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let told = self.project_followed(tx, end.id).await?;
        Ok(told.map(|one| {
            let given = match one.money.granted {
                0 => format!("{} : {}", one.fund, one.state.to_lowercase()),
                _ => format!("{} : {} accordés", one.fund, euros(one.money.granted - one.money.released)),
            };
            Object {
                end,
                name: format!("Projet d’habitants {}, {}", one.number, one.group_name),
                title: one.title,
                href: Some(one.path.unwrap_or(one.fund_path)),
                known: Known::Money(given, self.money_path("projet", end.id).filter(|_| one.money.granted > 0)),
                reference: end.id.to_string(),
                contract: Some(one.contract),
            }
        }))
    }

    /// A decision: of a committee of funders, of a body that steers, or of the committee of a fund.
    pub(super) async fn decision(&self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        if let Some(vote) = programming::facade::vote_told(tx, end.id, self.reader()).await? {
            let funding = applications::facade::funding_told(tx, vote.funding, self.reader()).await?;
            let Some(funding) = funding else { return Ok(None) };
            let given = format!("{}, {} : {} votés", funding.funder, funding.year, euros(vote.cents));
            return Ok(Some(Object {
                end,
                name: format!("Décision du {}", french::date(vote.held_on)),
                title: vote.committee,
                href: vote.path,
                known: Known::Money(given, self.money_path("financement", vote.funding)),
                reference: end.id.to_string(),
                contract: Some(funding.contract),
            }));
        }
        let Some(one) = self.behind(tx, end.id).await? else { return self.steering(tx, end).await };
        let Some((_, day, votes, cents)) = &one.decision else { return Ok(None) };
        let told = format!("{} accordés ({votes})", euros(*cents));
        Ok(Some(self.of_project(end, &one, (format!("Décision du {}", french::date(*day)), told))))
    }

    /// A decision of a body that steers, about a sheet.
    async fn steering(&self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let told = governance::facade::decision_told(tx, end.id, self.reader()).await?;
        Ok(told.map(|one| Object {
            end,
            name: one.name,
            title: one.title,
            href: Some(one.path),
            known: Known::Heard(one.about),
            reference: end.id.to_string(),
            contract: Some(one.contract),
        }))
    }

    /// The project of a fund that stands behind a decision, a payment or a report.
    async fn behind(&self, tx: &mut Tx, id: Uuid) -> Result<Option<ProjectFollowed>> {
        match funds::facade::project_behind(tx, id).await? {
            Some(project) => self.project_followed(tx, project).await,
            None => Ok(None),
        }
    }

    fn of_project(&self, end: End, one: &ProjectFollowed, (name, told): (String, String)) -> Object {
        Object {
            end,
            name,
            title: one.title.clone(),
            href: Some(one.path.clone().unwrap_or_else(|| one.fund_path.clone())),
            known: Known::Money(told, self.money_path("projet", one.id)),
            reference: end.id.to_string(),
            contract: Some(one.contract),
        }
    }

    fn of_agreement(&self, end: End, one: &AgreementTold, (name, title): (String, String), told: String) -> Object {
        let kind = match end.kind {
            Kind::Payment => "versement",
            Kind::Report => "compte-rendu",
            _ => "convention",
        };
        let id = if end.kind == Kind::Result { one.id } else { end.id };
        Object {
            end,
            name,
            title,
            href: one.path.clone(),
            known: Known::Money(told, self.money_path(kind, id)),
            reference: end.id.to_string(),
            contract: Some(one.contract),
        }
    }

    /// An agreement.
    pub(super) async fn agreement(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let Some(one) = self.agreement_told(tx, end.id).await? else { return Ok(None) };
        let signed = one.signed_on.map(|day| format!(", signée le {}", french::date(day))).unwrap_or_default();
        let told = format!("{} engagés, {} payés", euros(one.committed()), euros(one.paid()));
        let named = (format!("Convention {}{signed}", one.number), format!("{} et {}", one.funder, one.carrier));
        Ok(Some(self.of_agreement(end, &one, named, told)))
    }

    /// A payment: of an agreement, or to the group of a project.
    pub(super) async fn payment(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        if let Some(agreement) = agreements::facade::of_payment(tx, end.id).await? {
            let Some(one) = self.agreement_told(tx, agreement).await? else { return Ok(None) };
            let Some(payment) = one.payments.iter().find(|payment| payment.id == end.id) else { return Ok(None) };
            let told = format!("{}, {}", euros(payment.cents), payment.steps);
            let named = (format!("Paiement {}", payment.reference), format!("Convention {}", one.number));
            return Ok(Some(self.of_agreement(end, &one, named, told)));
        }
        let Some(one) = self.behind(tx, end.id).await? else { return Ok(None) };
        let Some((_, day, kind, cents)) = one.movements.iter().find(|(id, ..)| *id == end.id) else { return Ok(None) };
        let told = format!("{} : {}", kind.french(), euros(*cents));
        Ok(Some(self.of_project(end, &one, (format!("Versement du {}", french::date(*day)), told))))
    }

    /// A report, or what one action reached.
    pub(super) async fn report(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let Some(agreement) = agreements::facade::of_report(tx, end.id).await? else {
            let Some(one) = self.behind(tx, end.id).await? else { return Ok(None) };
            let Some((_, day, _, spent, people)) = one.report else { return Ok(None) };
            let people = french::count(people, "personne venue", "personnes venues");
            let told = format!("{} dépensés, {people}", euros(spent));
            return Ok(Some(self.of_project(end, &one, (format!("Compte rendu du {}", french::date(day)), told))));
        };
        let Some(one) = self.agreement_told(tx, agreement).await? else { return Ok(None) };
        for report in &one.reports {
            if report.id == end.id {
                let accepted = report.accepted_on.map(|day| format!("accepté le {}", french::date(day)));
                let told = accepted.unwrap_or_else(|| report.state.to_lowercase());
                let named = (report.called.clone(), format!("Convention {}", one.number));
                return Ok(Some(self.of_agreement(end, &one, named, told)));
            }
            if let Some(action) = report.actions.iter().find(|action| action.result == Some(end.id)) {
                let told = match action.people {
                    Some((done, planned)) => format!("{} touchées, {} prévues", people(done), french::integer(planned)),
                    None => "résultat non chiffré".to_owned(),
                };
                let named = (format!("Résultat de {}", report.year), action.title.clone());
                return Ok(Some(self.of_agreement(end, &one, named, told)));
            }
        }
        Ok(None)
    }
}

fn people(count: i64) -> String {
    french::count(count, "personne", "personnes")
}
