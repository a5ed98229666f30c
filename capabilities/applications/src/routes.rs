//! The doors of the slice.

mod writing;

use web::Door;

pub fn door() -> Door {
    writing::door()
}
