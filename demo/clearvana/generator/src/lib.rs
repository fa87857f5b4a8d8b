//! Clearvana, a demo company: seeded transactional data.
