//! How one value is written in a format: width, fill, sign, digits, and the letter of its kind.

use datafusion::{common::exec_err, error::Result};

use super::text_of;

/// What is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Whole(i64),
    Number(f64),
    Text(&'a str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Right,
    Centre,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spec {
    fill: char,
    align: Option<Align>,
    plus: Option<char>,
    has_prefix: bool,
    has_zeros: bool,
    width: usize,
    separator: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
    /// Texts stand at the left where nothing is said, but for `printf`.
    texts_at: Align,
}

impl Spec {
    /// `[[fill]align][sign][#][0][width][,][.precision][type]`
    pub(super) fn in_braces(text: &str) -> Result<Self> {
        let mut spec = Self::plain(Align::Left);
        let align = |letter: char| match letter {
            '<' => Some(Align::Left),
            '>' => Some(Align::Right),
            '^' => Some(Align::Centre),
            _ => None,
        };
        let mut rest = text;
        let mut letters = text.chars();
        if let (Some(first), second) = (letters.next(), letters.next()) {
            if let Some(found) = second.and_then(align) {
                (spec.fill, spec.align, rest) = (first, Some(found), letters.as_str());
            } else if let Some(found) = align(first) {
                (spec.align, rest) = (Some(found), text.get(1..).unwrap_or_default());
            }
        }
        spec.rest(rest, text)
    }

    /// `[flags][width][.precision][length]type`
    pub(super) fn after_percent(text: &str) -> Result<Self> {
        let mut spec = Self::plain(Align::Right);
        let mut rest = text;
        if let Some(behind) = rest.strip_prefix('-') {
            (spec.align, rest) = (Some(Align::Left), behind);
        }
        let mut spec = spec.rest(rest, text)?;
        spec.kind = spec.kind.map(|kind| if matches!(kind, 'i' | 'u') { 'd' } else { kind });
        Ok(spec)
    }

    fn plain(texts_at: Align) -> Self {
        Self {
            fill: ' ',
            align: None,
            plus: None,
            has_prefix: false,
            has_zeros: false,
            width: 0,
            separator: None,
            precision: None,
            kind: None,
            texts_at,
        }
    }

    fn rest(mut self, rest: &str, whole: &str) -> Result<Self> {
        let mut rest = rest;
        while let Some(flag @ ('+' | ' ' | '-' | '#' | '0' | ',' | '_' | '\'')) = rest.chars().next() {
            match flag {
                '+' | ' ' => self.plus = Some(flag),
                '#' => self.has_prefix = true,
                '0' => self.has_zeros = true,
                ',' | '_' | '\'' => self.separator = Some(flag),
                _ => {}
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        (self.width, rest) = digits(rest);
        if let Some(separator @ (',' | '_' | '\'')) = rest.chars().next() {
            (self.separator, rest) = (Some(separator), rest.get(1..).unwrap_or_default());
        }
        if let Some(behind) = rest.strip_prefix('.') {
            let (precision, behind) = digits(behind);
            (self.precision, rest) = (Some(precision), behind);
        }
        rest = rest.trim_start_matches(['l', 'h']);
        let mut kinds = rest.chars();
        self.kind = kinds.next();
        if kinds.next().is_some() || self.width > 10_000 || self.precision.is_some_and(|digits| digits > 300) {
            return exec_err!("`{whole}` is no way to write a value in a format");
        }
        Ok(self)
    }

    pub(super) fn written(&self, value: Value<'_>) -> Result<String> {
        match value {
            Value::Text(text) => self.text(text),
            Value::Whole(number) => self.whole(number),
            Value::Number(number) => self.number(number),
        }
    }

    fn text(&self, text: &str) -> Result<String> {
        if self.kind.is_some_and(|kind| kind != 's') {
            return self.unfit("a text");
        }
        let text = self.precision.map_or_else(|| text.to_owned(), |letters| text.chars().take(letters).collect());
        Ok(self.padded("", &text, self.texts_at))
    }

    fn whole(&self, number: i64) -> Result<String> {
        let size = number.unsigned_abs();
        let (prefix, digits) = match self.kind {
            None | Some('d') => ("", size.to_string()),
            Some('x') => ("0x", format!("{size:x}")),
            Some('X') => ("0X", format!("{size:X}")),
            Some('o') => ("0", format!("{size:o}")),
            Some('b') => ("0b", format!("{size:b}")),
            Some(_) => return self.unfit("a whole number"),
        };
        if self.precision.is_some() {
            return self.unfit("a whole number");
        }
        let prefix = if self.has_prefix { prefix } else { "" };
        Ok(self.padded(&format!("{}{prefix}", self.sign(number < 0)), &self.grouped(digits), Align::Right))
    }

    fn number(&self, number: f64) -> Result<String> {
        let size = number.abs();
        let digits = match (self.kind, self.precision) {
            _ if !number.is_finite() => text_of::number(&format!("{size:e}")),
            (None, None) => text_of::number(&format!("{size:e}")),
            (Some('f' | 'F'), precision) => format!("{size:.*}", precision.unwrap_or(6)),
            (Some('e' | 'E'), precision) => exponential(size, precision.unwrap_or(6)),
            (None | Some('g' | 'G'), precision) => shortest(size, precision.unwrap_or(6).max(1)),
            (Some(_), _) => return self.unfit("a number with a fraction"),
        };
        let digits =
            if self.kind.is_some_and(|kind| kind.is_ascii_uppercase()) { digits.to_uppercase() } else { digits };
        Ok(self.padded(self.sign(number.is_sign_negative()), &self.grouped(digits), Align::Right))
    }

    fn sign(&self, is_negative: bool) -> &'static str {
        match (is_negative, self.plus) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(_)) => " ",
            (false, None) => "",
        }
    }

    /// Groups of three digits before the point.
    fn grouped(&self, digits: String) -> String {
        let Some(separator) = self.separator else { return digits };
        let end = digits.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(digits.len());
        let (whole, fraction) = digits.split_at(end);
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped + fraction
    }

    fn padded(&self, sign: &str, text: &str, natural: Align) -> String {
        let missing = self.width.saturating_sub(sign.chars().count() + text.chars().count());
        let fill = |count: usize| self.fill.to_string().repeat(count);
        match self.align {
            None if self.has_zeros && natural == Align::Right => format!("{sign}{}{text}", "0".repeat(missing)),
            align => match align.unwrap_or(natural) {
                Align::Left => format!("{sign}{text}{}", fill(missing)),
                Align::Right => format!("{}{sign}{text}", fill(missing)),
                Align::Centre => format!("{}{sign}{text}{}", fill(missing / 2), fill(missing - missing / 2)),
            },
        }
    }

    fn unfit(&self, what: &str) -> Result<String> {
        let precision = self.precision.map(|digits| format!(".{digits}")).unwrap_or_default();
        let kind = self.kind.map(String::from).unwrap_or_default();
        exec_err!("`{precision}{kind}` in a format is no way to write {what}")
    }
}

fn digits(text: &str) -> (usize, &str) {
    let end = text.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.parse().unwrap_or(if digits.is_empty() { 0 } else { usize::MAX }), rest)
}

/// `3.14e+04`
fn exponential(size: f64, precision: usize) -> String {
    let written = format!("{size:.precision$e}");
    let Some((digits, exponent)) = written.split_once('e') else { return written };
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{digits}e{sign}{exponent:0>2}")
}

/// As many digits as asked for, without zeros at the end; with an exponent where the number is very large or small.
fn shortest(size: f64, precision: usize) -> String {
    let written = format!("{size:.*e}", precision - 1);
    let exponent = written.split_once('e').and_then(|(_, exponent)| exponent.parse::<i64>().ok()).unwrap_or_default();
    let without_zeros = |digits: &str| match digits.contains('.') {
        true => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => digits.to_owned(),
    };
    let digits = i64::try_from(precision).unwrap_or(i64::MAX);
    if (-4..digits).contains(&exponent) {
        let behind = usize::try_from(digits - 1 - exponent).unwrap_or_default();
        return without_zeros(&format!("{size:.behind$}"));
    }
    let written = exponential(size, precision - 1);
    match written.split_once('e') {
        Some((digits, exponent)) => format!("{}e{exponent}", without_zeros(digits)),
        None => written,
    }
}

#[cfg(test)]
mod tests {
    use super::{Spec, Value};

    /// DuckDB's answers.
    #[test]
    fn values_are_written_as_duckdb_writes_them() {
        for (spec, value, text) in [
            ("", Value::Whole(3), "3"),
            ("5", Value::Whole(3), "    3"),
            ("05d", Value::Whole(-3), "-0003"),
            ("+d", Value::Whole(3), "+3"),
            (",", Value::Whole(-1_234_567), "-1,234,567"),
            ("_", Value::Whole(1_234_567), "1_234_567"),
            ("x", Value::Whole(255), "ff"),
            ("#x", Value::Whole(255), "0xff"),
            ("5", Value::Text("abc"), "abc  "),
            (">5", Value::Text("abc"), "  abc"),
            ("*^7", Value::Text("abc"), "**abc**"),
            (".2", Value::Text("abc"), "ab"),
            (".2f", Value::Number(0.125), "0.12"),
            ("08.3f", Value::Number(2.71349), "0002.713"),
            (",.2f", Value::Number(1_234_567.891), "1,234,567.89"),
            (".0f", Value::Number(2.5), "2"),
            ("", Value::Number(3.0), "3.0"),
            ("", Value::Number(1e20), "1e+20"),
            ("e", Value::Number(31_415.9), "3.141590e+04"),
            ("g", Value::Number(31_415.9), "31415.9"),
            (".3", Value::Number(2.71349), "2.71"),
        ] {
            let spec_read = Spec::in_braces(spec).expect("it is a way to write a value");
            assert_eq!(spec_read.written(value).ok().as_deref(), Some(text), "{spec}");
        }
        let percent = |spec, value| Spec::after_percent(spec).and_then(|spec| spec.written(value)).ok();
        assert_eq!(percent("5s", Value::Text("abc")).as_deref(), Some("  abc"));
        assert_eq!(percent("-5d", Value::Whole(3)).as_deref(), Some("3    "));
        assert_eq!(percent(",.2f", Value::Number(1_234.5)).as_deref(), Some("1,234.50"));
        assert_eq!(percent("lld", Value::Whole(5)).as_deref(), Some("5"));
    }

    #[test]
    fn kinds_must_fit() {
        for (spec, value) in
            [("d", Value::Number(3.5)), ("s", Value::Whole(3)), ("d", Value::Text("x")), (".1f", Value::Whole(3))]
        {
            assert!(Spec::in_braces(spec).is_ok_and(|spec| spec.written(value).is_err()), "{spec}");
        }
        assert!(Spec::in_braces("5dd").is_err() && Spec::in_braces("99999999999999999999999").is_err());
    }
}
