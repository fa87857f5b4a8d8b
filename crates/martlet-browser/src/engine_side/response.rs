//! Whether an answer is the one that was asked for. Pure, so that it is tested without a browser.

use std::ops::Range;

use martlet_engine::SourceError;

/// The status must be one of `accepted`.
pub(super) fn check_status(url: &str, status: u16, accepted: &[u16]) -> Result<(), SourceError> {
    if accepted.contains(&status) {
        return Ok(());
    }
    let location = url.to_owned();
    Err(match status {
        404 | 410 => SourceError::NotFound { location, status: Some(status) },
        // The range lies behind the file's end, so this is not the file that the site was built with.
        416 => SourceError::Changed { location, reason: "the server says that the file is shorter (416)".to_owned() },
        _ => SourceError::Status { location, status },
    })
}

/// `Content-Range` must name exactly `range` of a file of `size_bytes`.
pub(super) fn check_content_range(
    url: &str,
    header: Option<&str>,
    range: &Range<u64>,
    size_bytes: u64,
) -> Result<(), SourceError> {
    let location = url.to_owned();
    let wrong = || SourceError::WrongRange {
        location: url.to_owned(),
        start: range.start,
        end: range.end,
        content_range: header.unwrap_or("(absent)").to_owned(),
    };
    let (first, last, total) = header.and_then(parse).ok_or_else(wrong)?;
    if let Some(total) = total
        && total != size_bytes
    {
        let reason = format!("{size_bytes} bytes were expected, {total} are there");
        return Err(SourceError::Changed { location, reason });
    }
    if first != range.start || last.checked_add(1) != Some(range.end) {
        return Err(wrong());
    }
    Ok(())
}

/// `bytes 0-99/1234`, where the total may be `*`.
fn parse(header: &str) -> Option<(u64, u64, Option<u64>)> {
    let (range, total) = header.trim().strip_prefix("bytes")?.trim().split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let total = match total.trim() {
        "*" => None,
        total => Some(total.parse().ok()?),
    };
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?, total))
}

/// A part's body must have the length of its range.
pub(super) fn check_length(url: &str, range: &Range<u64>, received: u64) -> Result<(), SourceError> {
    let expected = range.end - range.start;
    if received == expected {
        return Ok(());
    }
    Err(SourceError::Short { location: url.to_owned(), start: range.start, end: range.end, expected, received })
}

/// A whole file must have the size that the site was built with.
pub(super) fn check_size(url: &str, size_bytes: u64, received: u64) -> Result<(), SourceError> {
    if received == size_bytes {
        return Ok(());
    }
    Err(SourceError::Changed {
        location: url.to_owned(),
        reason: format!("{size_bytes} bytes were expected, {received} came"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(header: Option<&str>) -> Result<(), SourceError> {
        check_content_range("u", header, &(10..20), 100)
    }

    #[test]
    fn the_range_asked_for_passes() {
        assert_eq!(checked(Some("bytes 10-19/100")), Ok(()));
        assert_eq!(checked(Some("bytes 10-19/*")), Ok(()));
    }

    #[test]
    fn any_other_range_is_wrong() {
        for header in [None, Some("bytes 0-9/100"), Some("bytes 10-18/100"), Some("bytes */100"), Some("x")] {
            assert!(matches!(checked(header), Err(SourceError::WrongRange { .. })), "{header:?}");
        }
    }

    #[test]
    fn another_size_means_that_the_file_changed() {
        assert!(matches!(checked(Some("bytes 10-19/101")), Err(SourceError::Changed { .. })));
        assert!(matches!(check_status("u", 416, &[206]), Err(SourceError::Changed { .. })));
        assert!(matches!(check_size("u", 5, 4), Err(SourceError::Changed { .. })));
    }

    #[test]
    fn statuses_keep_their_meaning() {
        assert_eq!(check_status("u", 206, &[200, 206]), Ok(()));
        assert_eq!(check_status("u", 404, &[206]).map_err(|error| error.code()), Err("MRT-E020"));
        assert_eq!(check_status("u", 500, &[206]).map_err(|error| error.code()), Err("MRT-E021"));
    }
}
