//! Names that a person may have meant.

/// At most three of `known` that resemble `wanted`, the most alike first.
pub(crate) fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|name| (likeness(&wanted, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// 0 to 1. A name that contains the other (`revenue` in `fact_revenue`) counts as close.
fn likeness(wanted: &str, name: &str) -> f64 {
    let edit = strsim::normalized_damerau_levenshtein(wanted, name);
    let is_part = wanted.len() >= 3 && (name.contains(wanted) || wanted.contains(name));
    if is_part { edit.max(0.75) } else { edit }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typos_and_parts_are_found() {
        let tables = ["dim_customer", "fact_revenue", "fact_usage"];
        assert_eq!(nearest("fact_revnue", tables), ["fact_revenue"]);
        assert_eq!(nearest("revenue", tables), ["fact_revenue"]);
        assert_eq!(nearest("DIM_CUSTOMERS", tables), ["dim_customer"]);
        assert!(nearest("zzz", tables).is_empty());
    }
}
