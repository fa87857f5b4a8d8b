//! Messages between the app and its engine workers.
