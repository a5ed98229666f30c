//! What slices remember of one house between two requests.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

/// A shelf for each type of thing remembered. Two houses in one process never see each other’s.
#[derive(Default)]
pub struct Shelves(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Shelves {
    /// The shelf of this type, empty when nothing was put on it yet.
    pub fn shelf<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let kind = TypeId::of::<T>();
        if let Some(found) = self.0.read().ok().and_then(|shelves| shelves.get(&kind)?.clone().downcast().ok()) {
            return found;
        }
        let made = Arc::new(T::default());
        match self.0.write() {
            Ok(mut shelves) => shelves.entry(kind).or_insert(made.clone()).clone().downcast().unwrap_or(made),
            // Poisoned by a panic elsewhere: remember nothing.
            Err(_) => made,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn what_is_put_on_a_shelf_is_found_again_in_this_house_only() {
        let (here, elsewhere) = (Shelves::default(), Shelves::default());
        here.shelf::<Mutex<Vec<u8>>>().lock().expect("free").push(7);
        assert_eq!(*here.shelf::<Mutex<Vec<u8>>>().lock().expect("free"), [7]);
        assert!(here.shelf::<Mutex<Vec<u16>>>().lock().expect("free").is_empty());
        assert!(elsewhere.shelf::<Mutex<Vec<u8>>>().lock().expect("free").is_empty());
    }
}
