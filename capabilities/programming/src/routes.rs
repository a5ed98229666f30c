//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::assess_views;

pub fn door() -> Door {
    listing().and(crate::routes_committee::door())
}

fn listing() -> Door {
    let read = Right::Act(&acts::READ);
    Door::new()
        .act("/gestion/dossiers/vues", read, "whoever reads applications keeps a list", assess_views::keep)
        .act("/gestion/dossiers/vues/{id}/suppression", read, "she forgets a list of hers", assess_views::forget)
}
