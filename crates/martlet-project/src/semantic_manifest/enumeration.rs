//! Enumerations with the names that dbt writes.

/// An enumeration whose values are read and written by these names, and `NAMES`, all of them in order.
macro_rules! enumeration {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// As dbt writes them.
            pub const NAMES: &'static [&'static str] = &[$($text),+];
        }
    };
}

pub(super) use enumeration;
