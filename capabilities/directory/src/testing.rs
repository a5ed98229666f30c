//! Tests of whoever stands on this slice: a sheet that lacks nothing to ask for money.

use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Outside, Uuid};
use web::Keys;

use crate::actions::bank::{self, NewBank};
use crate::actions::{Charter, Contact, Identity, PersonTerms, Quality, YearTerms, commitments, lines, sheet};

/// Fills the sheet of an association: who it is, where, who represents it, its people last year, its account, the commitments
/// signed. Its safe stays empty.
///
/// # Panics
/// Something is refused.
pub async fn sheet(tx: &mut Tx, (outside, keys): (&Outside, &Keys), organisation: Uuid) {
    let actor = Actor::Platform("essai");
    let card = accounts::facade::organisation(tx, organisation).await.expect("read").expect("an organisation");
    let identity =
        Identity { receipt: "W1234".into(), legal_form: "association loi 1901".into(), ..Identity::default() };
    // A SIRET of its own, its last sign the one that makes it right.
    let chance = u32::from_le_bytes(outside.bytes::<4>()) % 100_000_000;
    let start = format!("{chance:08}");
    let siren = (0..10).map(|sign| format!("{start}{sign}")).find(|siren| identifiers::read_siren(siren).is_ok());
    let siren = siren.expect("one sign in ten is right");
    let siret = (0..10).map(|sign| format!("{siren}0001{sign}")).find(|siret| identifiers::read_siret(siret).is_ok());
    let named = (card.name.clone(), siret, identity);
    sheet::identify(tx, outside, &actor, (organisation, 1), named).await.expect("identified");
    let contact = Contact {
        street: "3 rue du Viaduc".into(),
        postal: "11000".into(),
        town: "Carcassonne".into(),
        ..Contact::default()
    };
    sheet::reach(tx, outside, &actor, (organisation, 1), contact).await.expect("reached");
    let president = PersonTerms {
        quality: Quality::Representative,
        given_name: "Léa".into(),
        family_name: "Martin".into(),
        role: "Présidente".into(),
        phone: String::new(),
        email: String::new(),
    };
    lines::add_person(tx, outside, &actor, organisation, president).await.expect("added");
    let year = i64::from(outside.now().day(&TimeZone::UTC).year()) - 1;
    let people = YearTerms { year, volunteers: Some(12), employees: Some(2), ..YearTerms::default() };
    lines::add_year(tx, (outside, &TimeZone::UTC), &actor, organisation, people).await.expect("added");
    let account = NewBank { holder: card.name, iban: "FR7630006000011234567890189".into(), bic: String::new() };
    bank::enter(tx, (outside, keys), &actor, (organisation, None), account).await.expect("entered");
    let fingerprint = Charter::default().fingerprint();
    commitments::sign(tx, outside, &actor, organisation, (true, "présidente", &fingerprint)).await.expect("signed");
}
