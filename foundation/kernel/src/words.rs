//! Words of the field with a stable name for the database and exports, and a French one for people.

/// An enum whose values have a stable name and a French one.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$value_meta:meta])* $value:ident => $code:literal, $french:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$value_meta])* $value),+ }

        impl $name {
            /// Every value, in the order screens list them.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// Stable name, kept in the database and in exports.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// What screens say.
            pub const fn french(self) -> &'static str {
                match self { $(Self::$value => $french),+ }
            }

            /// The value of that stable name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}
