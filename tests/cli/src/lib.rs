//! The martlet binary, run as its users run it.
