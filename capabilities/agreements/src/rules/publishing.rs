//! Signed agreements as open data: one row each, natural persons never named.

use jiff::civil::Date;
use kernel::{FieldError, Moment};
use subsidies::{Beneficiary, Giver, Grant, Nature, Payment, Share, Standing, Terms};

use super::Version;

/// Who publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    /// Official name.
    pub name: String,
    /// SIRET, fourteen digits.
    pub siret: String,
    /// A service to write to.
    pub contact: String,
    /// Its electronic address.
    pub email: String,
}

impl Publisher {
    /// What is wrong with it.
    pub fn check(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (field, text, what) in
            [("nom", &self.name, "le nom de qui publie"), ("service", &self.contact, "le service à qui écrire")]
        {
            if text.is_empty() || text.chars().count() > 150 {
                errors.push(FieldError::new(field, format!("Saisissez {what}, en moins de 150 signes")));
            }
        }
        if let Err(why) = identifiers::read_siret(&self.siret) {
            errors.push(FieldError::new("siret", why));
        }
        let parts: Vec<&str> = self.email.split('@').collect();
        let is_address = matches!(parts.as_slice(), [name, host] if !name.is_empty() && host.contains('.'));
        if !is_address || self.email.contains(char::is_whitespace) || self.email.chars().count() > 150 {
            errors.push(FieldError::new("courriel", "Saisissez l’adresse du service, comme subventions@exemple.fr"));
        }
        errors
    }
}

/// An organisation as open data names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its SIRET.
    pub siret: Option<String>,
    /// Its number in the register of associations.
    pub rna: Option<String>,
    /// Whether it may be somebody rather than an organisation.
    pub may_be_person: bool,
}

/// What surrounds a signed agreement.
pub struct Around<'a> {
    /// Its number.
    pub number: &'a str,
    /// Its call.
    pub call: &'a str,
    /// Who gives.
    pub giver: &'a Named,
    /// Who receives.
    pub carrier: &'a Named,
}

/// The row of a signed agreement: the day it was first signed, what is in force now.
pub fn grant(around: &Around<'_>, signed_on: Date, in_force: &Version) -> Grant {
    let carrier = around.carrier;
    let is_named = carrier.siret.is_some() || carrier.rna.is_some() || !carrier.may_be_person;
    let beneficiary = match is_named {
        true => Beneficiary::Organisation {
            name: carrier.name.clone(),
            siret: carrier.siret.clone(),
            rna: carrier.rna.clone(),
        },
        false => Beneficiary::Person,
    };
    let mut titles: Vec<&str> = Vec::new();
    for line in in_force.lines.iter().filter(|line| line.cents > 0) {
        if !titles.contains(&line.title.as_str()) {
            titles.push(&line.title);
        }
    }
    let is_once = in_force.instalments.len() == 1;
    let last = in_force.terms.ends_on.max(in_force.terms.report_on).max(signed_on);
    Grant {
        giver: Giver { name: around.giver.name.clone(), siret: around.giver.siret.clone().unwrap_or_default() },
        signed_on,
        reference: around.number.to_owned(),
        beneficiary,
        object: titles.join(" ; "),
        cents: in_force.cents(),
        nature: Nature::Cash,
        terms: if is_once { Terms::Once } else { Terms::Staged },
        payment: if is_once { Payment::On(signed_on) } else { Payment::Between(signed_on, last) },
        register: String::new(),
        is_notified: false,
        share: Share::WHOLE,
        scheme: around.call.to_owned(),
    }
}

/// Where a signed agreement stands of its three months: what is signed is published as soon as it is noted here, unless
/// something keeps it out.
pub fn standing(
    cents: i64,
    signed_on: Date,
    noted: Option<Moment>,
    is_left: bool,
    (today, day): (Date, impl Fn(Moment) -> Date),
) -> Standing {
    let published = noted.filter(|_| !is_left).map(day);
    subsidies::standing(cents, signed_on, published, today, subsidies::Duty::default())
}

/// The same in a sentence.
pub fn told_standing(standing: Standing) -> String {
    let date = kernel::french::date;
    match standing {
        Standing::Free => {
            "La publication n’est pas obligatoire ; la subvention est publiée tout de même si rien ne l’empêche."
                .to_owned()
        }
        Standing::Due { until, .. } => format!("À publier au plus tard le {}.", date(until)),
        Standing::Late { until, .. } => format!("Le délai de publication est passé depuis le {}.", date(until)),
        Standing::Published(on) => format!("Publiée le {}, dans les trois mois de la signature.", date(on)),
        Standing::PublishedLate { on, days } => {
            let late = kernel::french::count(days, "jour", "jours");
            format!("Publiée le {}, {late} après le délai de trois mois.", date(on))
        }
    }
}
