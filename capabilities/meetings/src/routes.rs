//! The doors of the slice.
pub fn door() -> web::Door {
    web::Door::new()
}
