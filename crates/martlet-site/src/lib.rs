//! The format of a Martlet site.
