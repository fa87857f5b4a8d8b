//! Texts that stand for a day or a moment: `2020-2-1`, `2020/02/01`, `2020-02-01 1:02` are written out in full.
//!
//! In: a text as DuckDB reads it as a time. Out: the text as DataFusion reads it. An offset is left out where the moment has
//! no zone, as DuckDB does. No calendar is consulted here.

use datafusion::arrow::datatypes::DataType;

/// The text as a value of that type has it: in full, and without an offset where the type knows none.
pub(super) fn as_time(text: &str, kind: &DataType) -> Option<String> {
    if matches!(kind, DataType::Timestamp(_, Some(_))) {
        return padded(text);
    }
    match without_offset(text) {
        Some(local) => Some(padded(local).unwrap_or_else(|| local.to_owned())),
        None => padded(text),
    }
}

/// What stands before `Z`, `+02` or `-05:30` behind a time of day.
fn without_offset(text: &str) -> Option<&str> {
    let clock = text.find(':')?;
    let offset = text.get(clock..)?.find(['+', '-', 'Z', 'z'])? + clock;
    let (local, offset) = text.split_at_checked(offset)?;
    let is_offset = offset.bytes().skip(1).all(|byte| byte.is_ascii_digit() || byte == b':');
    is_offset.then(|| local.trim_end())
}

/// The text in full; `None` where it is so already, or is no time.
pub(super) fn padded(text: &str) -> Option<String> {
    let (day, time) = match text.split_once(['T', ' ']) {
        // A day's parts can stand apart too.
        Some((year, _)) if year.len() <= 4 && is_number(year) => (text, None),
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let separator = day.find(|letter: char| !letter.is_ascii_digit()).and_then(|at| day.get(at..)?.chars().next())?;
    if !matches!(separator, '-' | '/' | ' ' | '\\') {
        return None;
    }
    let mut parts = day.split(separator);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_day = parts.next().is_none() && [year, month, day].into_iter().all(is_number);
    if !is_day || year.len() > 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let mut full = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    if let Some(time) = time {
        full.push(' ');
        full.push_str(&padded_time(time)?);
    }
    (full != text && full != text.replacen('T', " ", 1)).then_some(full)
}

/// Hours and minutes at least; what follows the seconds stays.
fn padded_time(time: &str) -> Option<String> {
    let end = time.find(|letter: char| !letter.is_ascii_digit() && letter != ':').unwrap_or(time.len());
    let (clock, rest) = time.split_at(end);
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or("00"));
    let is_clock =
        parts.next().is_none() && [hour, minute, second].into_iter().all(|part| is_number(part) && part.len() <= 2);
    is_clock.then(|| format!("{hour:0>2}:{minute:0>2}:{second:0>2}{rest}"))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{padded, without_offset};

    #[test]
    fn offsets_are_told_from_days() {
        for (text, local) in [
            ("2020-02-29 12:30:00+02", Some("2020-02-29 12:30:00")),
            ("2020-02-29T12:30:00Z", Some("2020-02-29T12:30:00")),
            ("2020-02-29 12:30 -05:30", Some("2020-02-29 12:30")),
            ("2020-02-29 12:30:00", None),
            ("2020-02-29", None),
            ("12:30+x", None),
        ] {
            assert_eq!(without_offset(text), local, "{text}");
        }
    }

    #[test]
    fn days_and_moments_are_written_in_full() {
        for (text, full) in [
            ("2020-2-1", "2020-02-01"),
            ("2020/02/01", "2020-02-01"),
            ("2020 02 1", "2020-02-01"),
            ("2020\\02\\01", "2020-02-01"),
            ("2020-02-01 1:2", "2020-02-01 01:02:00"),
            ("2020-2-1T1:02:03.5", "2020-02-01 01:02:03.5"),
            ("2020-02-01 12:00", "2020-02-01 12:00:00"),
        ] {
            assert_eq!(padded(text).as_deref(), Some(full), "{text}");
        }
    }

    #[test]
    fn what_is_in_full_or_no_time_stays() {
        for text in ["2020-02-01", "2020-02-01 12:00:00", "2020-02-01T12:00:00Z", "2020", "2020-02", "x", "", "1.2.3"] {
            assert_eq!(padded(text), None, "{text}");
        }
        for text in ["2020-02-01 12", "2020-1-1x", "20200201", "1-2-3-4", " 2020-02-01", "2020-123-1"] {
            assert_eq!(padded(text), None, "{text}");
        }
    }
}
