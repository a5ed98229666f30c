//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{college, list, setting, sheet};

pub fn door() -> Door {
    setting_up()
}

fn setting_up() -> Door {
    let (read, set_up) = (Right::Act(&acts::READ), Right::Act(&acts::SET_UP));
    Door::new()
        .page("/gestion/conseils", read, "agents find councils", list::page)
        .page("/gestion/conseils/nouveau", set_up, "a project manager opens a council", setting::blank)
        .act("/gestion/conseils/nouveau", set_up, "a project manager opens a council", setting::create)
        .page("/gestion/conseils/{id}", read, "agents read how a council is made up", sheet::show)
        .page("/gestion/conseils/{id}/modifier", set_up, "a project manager changes a council", setting::filled)
        .act("/gestion/conseils/{id}/modifier", set_up, "a project manager changes a council", setting::amend)
        .page("/gestion/colleges/{id}/modifier", set_up, "a project manager sets seats and quotas", college::filled)
        .act("/gestion/colleges/{id}/modifier", set_up, "a project manager sets seats and quotas", college::amend)
}
