//! The name that a person most likely meant.

/// The nearest of `names`, if it is near enough to be worth offering.
pub fn nearest<'a>(asked: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let asked = asked.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&asked, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// "did you mean `x`?", or what to say when nothing is near.
pub(crate) fn did_you_mean<'a>(
    asked: &str,
    names: impl IntoIterator<Item = &'a str>,
    otherwise: impl Into<String>,
) -> String {
    nearest(asked, names).map_or_else(|| otherwise.into(), |name| format!("did you mean `{name}`?"))
}
