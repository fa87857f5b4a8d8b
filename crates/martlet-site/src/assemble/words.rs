//! Names made readable.

/// `active_customers` → `Active customers`.
pub fn in_words(name: &str) -> String {
    let spaced = name.split(['_', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
