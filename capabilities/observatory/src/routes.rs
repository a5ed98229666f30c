//! The door table: what each address is for, and the right it needs.

use web::{Door, Right};

use crate::acts::{DEFINE, FILL, IMPORT, READ};
use crate::pages::{comparison, crossing, home, importing, indicator, library, open, portrait, sheet, values};

/// The doors of the slice.
pub fn door() -> Door {
    public().and(opened()).and(kept()).and(brought())
}

fn public() -> Door {
    let anybody = Right::Public;
    Door::new()
        .kept_page("/quartiers/{code}", "anybody, to know a neighbourhood", portrait::page)
        .page("/quartiers/{code}/indicateurs", anybody, "reusers, to take the figures away", portrait::indicators)
        .page("/quartiers/{code}/portrait.pdf", anybody, "anybody, to print or send the portrait", portrait::pdf)
        .kept_page("/observatoire", "anybody, to see what is measured", home::page)
        .page("/observatoire/comparaison", anybody, "anybody, to compare neighbourhoods", comparison::page)
        .page("/observatoire/croisement", anybody, "anybody, to cross two indicators", crossing::page)
        .kept_page("/observatoire/indicateurs/{reference}", "anybody, to see an indicator on the map", indicator::page)
        .page(
            "/observatoire/indicateurs/{reference}/valeurs",
            anybody,
            "reusers, to take an indicator away",
            indicator::values,
        )
        .page(
            "/observatoire/indicateurs/{reference}/carte.geojson",
            anybody,
            "the interactive map, reusers",
            indicator::geojson,
        )
}

fn opened() -> Door {
    let (anybody, one) = (Right::Public, "/api/v1/indicateurs/{code}");
    Door::new()
        .page("/api", anybody, "reusers, to know what programs may read", open::page)
        .page("/api/v1/openapi.json", anybody, "programs, to know what they may read", open::description)
        .page("/api/v1/quartiers", anybody, "programs, to read neighbourhoods", open::neighbourhoods)
        .page("/api/v1/indicateurs", anybody, "programs, to read the library", open::indicators)
        .page(one, anybody, "programs, to read an indicator", open::one_indicator)
        .page("/api/v1/indicateurs/{code}/chiffres", anybody, "programs, to read figures", open::figures)
}

fn kept() -> Door {
    let (read, define, fill) = (Right::Act(&READ), Right::Act(&DEFINE), Right::Act(&FILL));
    let (new, one) = ("/gestion/observatoire/indicateurs/nouveau", "/gestion/observatoire/indicateurs/{reference}");
    let grid = "/gestion/observatoire/indicateurs/{reference}/valeurs";
    Door::new()
        .page("/gestion/observatoire", read, "the team, library of indicators", library::page)
        .page(new, define, "the team, to add an indicator", sheet::new)
        .act(new, define, "the team, to add an indicator", sheet::create)
        .page(one, read, "the team, to read an indicator, and change it", sheet::page)
        .act(one, define, "the team, to change an indicator", sheet::save)
        .page(grid, read, "the team, to read figures, and write them", values::page)
        .act(grid, fill, "the team, to write figures", values::keep)
        .act(
            "/gestion/observatoire/indicateurs/{reference}/valeurs/collage",
            fill,
            "the team, to lay what was pasted on the grid",
            values::paste,
        )
}

fn brought() -> Door {
    let import = Right::Act(&IMPORT);
    let (send, file) = ("/gestion/observatoire/import", "/gestion/observatoire/imports/{id}");
    Door::new()
        .page(send, import, "the team, to send a file of figures", importing::sending)
        .upload(send, import, "the team, to send a file of figures", importing::send)
        .page(file, import, "the team, to check a file before importing", importing::page)
        .act(
            "/gestion/observatoire/imports/{id}/options",
            import,
            "the team, to say what columns hold",
            importing::choose,
        )
        .act("/gestion/observatoire/imports/{id}/application", import, "the team, to import", importing::launch)
        .act("/gestion/observatoire/imports/{id}/abandon", import, "the team, to give a file up", importing::give_up)
}
