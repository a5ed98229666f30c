//! The doors of the slice.

use web::Door;

pub fn door() -> Door {
    Door::new()
}
