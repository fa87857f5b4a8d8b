//! Light, dark, or as the system says; kept between visits.

use crate::document::document;
use crate::listen::{MediaWatch, media_matches};
use crate::storage;

const KEY: &str = "martlet.theme";
const DARK: &str = "(prefers-color-scheme: dark)";

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// What the reader chose on an earlier visit.
    pub fn stored() -> Self {
        match storage::read(KEY).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// Shows it (`data-theme` on the root element) and keeps it.
    pub fn apply(self) {
        let Some(root) = document().and_then(|document| document.document_element()) else { return };
        match self {
            Self::System => {
                let _ = root.remove_attribute("data-theme");
                storage::remove(KEY);
            }
            Self::Light => {
                let _ = root.set_attribute("data-theme", "light");
                storage::write(KEY, "light");
            }
            Self::Dark => {
                let _ = root.set_attribute("data-theme", "dark");
                storage::write(KEY, "dark");
            }
        }
    }

    /// Whether the page is dark now.
    pub fn is_dark(self) -> bool {
        match self {
            Self::System => media_matches(DARK),
            Self::Light => false,
            Self::Dark => true,
        }
    }

    /// The one that a switch leads to.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// Calls back when the system turns dark (true) or light.
pub fn on_system_change(callback: impl FnMut(bool) + 'static) -> Option<MediaWatch> {
    MediaWatch::new(DARK, callback)
}

/// The reader asked for less motion.
pub fn is_motion_reduced() -> bool {
    media_matches("(prefers-reduced-motion: reduce)")
}
