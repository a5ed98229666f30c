//! Addresses of a project: each gives its neighbourhood, with how sure that is, or a sentence that says why it gives none.

use database::Tx;
use kernel::{FieldError, Filled, french};
use territory::facade::{Area, Whereabouts};
use web::Fields;

use crate::rules::writing::{Given, Place};

/// The field of the addresses, one a line.
pub(super) const FIELD: &str = "adresse";
/// Most addresses of one project.
const MOST: usize = 20;

/// How sure the neighbourhood of an address is, in words people understand; nothing for one that was ticked.
pub(super) fn quality_words(quality: &str) -> &'static str {
    match quality {
        "sure" => "adresse sûre",
        "probable" => "adresse probable, à confirmer : tout près de la limite, ou seule la rue est connue",
        _ => "",
    }
}

/// A place as people read it: « La Conte (12 rue de Verdun : adresse sûre) ».
pub(super) fn told(place: &Place, areas: &[Area]) -> Option<String> {
    let area = areas.iter().find(|one| one.id == place.area)?;
    let addresses: Vec<&str> = place.address.lines().collect();
    Some(match quality_words(&place.quality) {
        "" => area.name.clone(),
        words => french::spaced(&format!("{} ({} : {words})", area.name, addresses.join(" ; "))),
    })
}

/// The neighbourhoods addresses lie in, added to those ticked. An address that gives none is told and given back: nothing that
/// was typed is left out without a word.
pub(super) async fn with_addresses(
    tx: &mut Tx,
    areas: &[Area],
    fields: &Fields,
    (form, told_as): &mut (Filled<Given>, String),
) -> database::Result<()> {
    let Given::Places(places) = &mut form.value else { return Ok(()) };
    let addresses: Vec<&str> = fields.text(FIELD).lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if addresses.is_empty() {
        return Ok(());
    }
    let mut wrong = Vec::new();
    if addresses.len() > MOST {
        wrong.push(format!("Donnez {MOST} adresses au plus : cochez les quartiers pour les autres."));
    }
    for address in addresses.into_iter().take(MOST) {
        let address = kernel::text::shorten(address, 200);
        match territory::facade::whereabouts(tx, &address).await? {
            Whereabouts::Inside { area, is_sure } if areas.iter().any(|one| one.id == area) => {
                add(places, area, &address, is_sure);
            }
            Whereabouts::Inside { area, .. } => {
                let name = territory::facade::area(tx, area).await?.map(|one| one.name).unwrap_or_default();
                wrong.push(format!(
                    "« {address} » est à {name}, que cet appel ne concerne pas : retirez cette adresse, ou appelez-nous."
                ));
            }
            Whereabouts::Outside => wrong.push(format!(
                "« {address} » n’est dans aucun quartier de l’appel : retirez cette adresse, cochez le quartier dont viennent les \
                 habitants, et dites le lieu dans la description."
            )),
            Whereabouts::Unknown => wrong.push(format!(
                "Nous ne trouvons pas « {address} » : écrivez le numéro, la rue et la commune, ou retirez cette adresse et cochez le \
                 quartier."
            )),
        }
    }
    *told_as = places.iter().filter_map(|place| told(place, areas)).collect::<Vec<_>>().join("\n");
    if !wrong.is_empty() {
        form.find([FieldError::new(FIELD, wrong.join(" "))]);
    }
    Ok(())
}

/// Two addresses of one neighbourhood stand together, as sure as the least sure of them.
fn add(places: &mut Vec<Place>, area: kernel::Uuid, address: &str, is_sure: bool) {
    let quality = if is_sure { "sure" } else { "probable" };
    match places.iter_mut().find(|one| one.area == area) {
        Some(one) if one.address.lines().any(|line| line == address) => {}
        Some(one) => {
            one.address = format!("{}\n{address}", one.address).trim().to_owned();
            if one.quality.is_empty() || !is_sure {
                one.quality = quality.to_owned();
            }
        }
        None => places.push(Place { area, address: address.to_owned(), quality: quality.to_owned() }),
    }
}
