//! `strptime` and `try_strptime`: texts read as moments by a format, or by the first of several that fits.
//!
//! In: a text, and a format of `strftime` or a list of them. Out: the moment; what the format does not say is that of
//! 1900-01-01 00:00:00. A text that no format fits is an error, or null for `try_strptime`.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, TimestampMicrosecondArray},
    datatypes::DataType,
};
use chrono::{
    NaiveDate, NaiveTime,
    format::{Item, Parsed, StrftimeItems, parse},
};
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind, MOMENT},
    each::argument,
};

const TAKES: &[&[Kind]] = &[&[Kind::Text, Kind::Text], &[Kind::Text, Kind::Texts]];

pub(super) const STRPTIME: Declared =
    Declared { name: "strptime", takes: TAKES, gives: |_| MOMENT, compute: |arrays| moments(arrays, true) };

pub(super) const TRY_STRPTIME: Declared =
    Declared { name: "try_strptime", takes: TAKES, gives: |_| MOMENT, compute: |arrays| moments(arrays, false) };

fn moments(arrays: &[ArrayRef], must_fit: bool) -> Result<ArrayRef> {
    let texts = argument(arrays, 0)?.as_string::<i32>();
    let formats = argument(arrays, 1)?;
    let mut known: Option<(Vec<String>, Vec<Format>)> = None;
    let moments = texts.iter().enumerate().map(|(row, text)| {
        let Some(text) = text.filter(|_| !formats.is_null(row)) else { return Ok(None) };
        let written = formats_at(formats, row);
        if known.as_ref().is_none_or(|(last, _)| *last != written) {
            let read = written.iter().map(|format| Format::read(format)).collect::<Result<Vec<_>>>()?;
            known = Some((written, read));
        }
        let found = known.iter().flat_map(|(_, formats)| formats).find_map(|format| format.moment(text));
        match found {
            None if must_fit => {
                let written = known.iter().flat_map(|(written, _)| written).map(|format| format!("'{format}'"));
                exec_err!("'{text}' is no time as {} says it", written.collect::<Vec<_>>().join(" or "))
            }
            found => Ok(found),
        }
    });
    Ok(Arc::new(moments.collect::<Result<TimestampMicrosecondArray>>()?))
}

fn formats_at(formats: &ArrayRef, row: usize) -> Vec<String> {
    match formats.data_type() {
        DataType::Utf8 => vec![formats.as_string::<i32>().value(row).to_owned()],
        _ => {
            let formats = formats.as_list::<i32>().value(row);
            formats.as_string::<i32>().iter().flatten().map(str::to_owned).collect()
        }
    }
}

#[derive(Debug)]
struct Format {
    items: Vec<Item<'static>>,
}

impl Format {
    /// DuckDB's letters as those of chrono.
    fn read(format: &str) -> Result<Self> {
        let mut written = String::new();
        let mut letters = format.chars();
        while let Some(letter) = letters.next() {
            if letter == '.' && ["%f", "%g", "%n"].iter().any(|field| letters.as_str().starts_with(field)) {
                // Fractions of a second have the digits that are there.
                written.push_str("%.f");
                letters.nth(1);
                continue;
            }
            if letter != '%' {
                written.push(letter);
                continue;
            }
            let Some(field) = letters.next() else { return exec_err!("the format '{format}' ends with %") };
            match field {
                'x' => written.push_str("%Y-%m-%d"),
                'X' => written.push_str("%H:%M:%S"),
                'c' => written.push_str("%Y-%m-%d %H:%M:%S"),
                '-' => written.push('%'),
                field if "aAbBdmyYHIpMSjUWwuVGz%".contains(field) => {
                    written.push('%');
                    written.push(field);
                }
                field => return exec_err!("the format '{format}' has %{field}, which is not known"),
            }
        }
        let items = StrftimeItems::new(&written).parse_to_owned();
        items.map(|items| Self { items }).or_else(|_| exec_err!("'{format}' is no format of a time"))
    }

    fn moment(&self, text: &str) -> Option<i64> {
        let mut parsed = Parsed::new();
        parse(&mut parsed, text.trim(), self.items.iter()).ok()?;
        let offset = i64::from(parsed.offset().unwrap_or_default());
        let (date, time) = (date(&mut parsed)?, time(&mut parsed)?);
        date.and_time(time).and_utc().timestamp_micros().checked_sub(offset * 1_000_000)
    }
}

fn date(parsed: &mut Parsed) -> Option<NaiveDate> {
    if let (Some(year), None, None) = (parsed.year_mod_100(), parsed.year_div_100(), parsed.year()) {
        parsed.set_year_div_100(if year < 69 { 20 } else { 19 }).ok()?;
    } else if parsed.year().is_none() && parsed.isoyear().is_none() {
        parsed.set_year(1900).ok()?;
    }
    let is_by_month = parsed.ordinal().is_none() && parsed.isoweek().is_none();
    if is_by_month && parsed.week_from_sun().is_none() && parsed.week_from_mon().is_none() {
        if parsed.month().is_none() {
            parsed.set_month(1).ok()?;
        }
        if parsed.day().is_none() {
            parsed.set_day(1).ok()?;
        }
    }
    parsed.to_naive_date().ok()
}

fn time(parsed: &mut Parsed) -> Option<NaiveTime> {
    if parsed.hour_mod_12().is_none() {
        parsed.set_hour(0).ok()?;
    } else if parsed.hour_div_12().is_none() {
        parsed.set_ampm(false).ok()?;
    }
    if parsed.minute().is_none() {
        parsed.set_minute(0).ok()?;
    }
    if parsed.second().is_none() {
        parsed.set_second(0).ok()?;
    }
    parsed.to_naive_time().ok()
}

#[cfg(test)]
mod tests {
    use arrow::{array::temporal_conversions::as_datetime, datatypes::TimestampMicrosecondType};

    use super::Format;

    /// DuckDB's answers.
    #[test]
    fn texts_are_read_as_duckdb_reads_them() {
        for (text, format, moment) in [
            ("2020-02-29", "%Y-%m-%d", Some("2020-02-29T00:00:00")),
            ("2020-2-9", "%Y-%m-%d", Some("2020-02-09T00:00:00")),
            ("20200229", "%Y%m%d", Some("2020-02-29T00:00:00")),
            (" 2020-02-29 ", "%Y-%m-%d", Some("2020-02-29T00:00:00")),
            ("2020-02", "%Y-%m", Some("2020-02-01T00:00:00")),
            ("12:30", "%H:%M", Some("1900-01-01T12:30:00")),
            ("12:30 am", "%I:%M %p", Some("1900-01-01T00:30:00")),
            ("02:30 PM", "%I:%M %p", Some("1900-01-01T14:30:00")),
            ("01/02/68", "%d/%m/%y", Some("2068-02-01T00:00:00")),
            ("01/02/69", "%d/%m/%y", Some("1969-02-01T00:00:00")),
            ("Saturday, 29 February 2020", "%A, %d %B %Y", Some("2020-02-29T00:00:00")),
            ("29 feb 2020", "%d %b %Y", Some("2020-02-29T00:00:00")),
            ("2020-060", "%Y-%j", Some("2020-02-29T00:00:00")),
            ("2020-W05-1", "%G-W%V-%u", Some("2020-01-27T00:00:00")),
            ("2020-02-29 10:11:12.5", "%Y-%m-%d %H:%M:%S.%f", Some("2020-02-29T10:11:12.500")),
            ("2020-02-29T10:00:00+0200", "%Y-%m-%dT%H:%M:%S%z", Some("2020-02-29T08:00:00")),
            ("2020-02-30", "%Y-%m-%d", None),
            ("2020-02-29x", "%Y-%m-%d", None),
            ("2020", "%y", None),
            ("", "%Y", None),
        ] {
            let read = Format::read(format).expect("it is a format").moment(text);
            let read = read.and_then(as_datetime::<TimestampMicrosecondType>).map(|moment| format!("{moment:?}"));
            assert_eq!(read.as_deref(), moment, "{text} as {format}");
        }
        assert!(Format::read("%Q").is_err() && Format::read("%").is_err());
    }
}
