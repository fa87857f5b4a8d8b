//! Formats of `strftime` as `to_char` takes them.

/// The letters that mean something else there are written out; `None` for those that it has not.
pub(super) fn for_to_char(format: &str) -> Option<String> {
    let mut written = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            written.push(letter);
            continue;
        }
        match letters.next()? {
            'f' => written.push_str("%6f"),
            'g' => written.push_str("%3f"),
            'n' => written.push_str("%9f"),
            'x' => written.push_str("%Y-%m-%d"),
            'X' => written.push_str("%H:%M:%S"),
            'c' => written.push_str("%Y-%m-%d %H:%M:%S"),
            '-' => {
                let field = letters.next().filter(|field| "dmyHIMSj".contains(*field))?;
                written.push_str("%-");
                written.push(field);
            }
            field if "aAbBdmyYHIpMSjUWwuVG%".contains(field) => {
                written.push('%');
                written.push(field);
            }
            _ => return None,
        }
    }
    Some(written)
}
