//! Numbers, money and dates as the reader's language writes them, through the browser's `Intl`.
//!
//! The language is the reader's; the time zone is the project's, never the machine's.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Date, Function, Intl as JsIntl, Object, Reflect};
use martlet_site::catalog::NumberFormat;
use wasm_bindgen::{JsCast, JsValue};

use crate::document::language;

/// How much room a number has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum NumberSize {
    /// `$412,630`
    #[default]
    Full,
    /// `$412.6K`: axes, tiles, labels.
    Compact,
    /// `$413K`: labels where there is hardly any.
    Short,
}

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// `21 Nov 2026`
    Day,
    /// `Nov 2026`
    Month,
    /// `November 2026`
    MonthLong,
    /// `2026`
    Year,
    /// `21 Nov 2026, 03:00 CET`
    Moment,
}

/// Formats of one language. Clones share what was made.
#[derive(Clone)]
pub struct Intl {
    locale: Rc<str>,
    time_zone: Rc<str>,
    made: Rc<RefCell<HashMap<String, Function>>>,
}

impl Intl {
    /// The reader's language; `time_zone` is an IANA name, and an unknown one counts as UTC.
    pub fn of_reader(time_zone: &str) -> Self {
        Self::new(&language(), time_zone)
    }

    pub fn new(locale: &str, time_zone: &str) -> Self {
        Self { locale: locale.into(), time_zone: time_zone.into(), made: Rc::default() }
    }

    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// A metric's value in its own format; `currency` is an ISO 4217 code.
    pub fn value(&self, value: f64, format: NumberFormat, currency: Option<&str>, size: NumberSize) -> String {
        self.written(value, format, currency, size, "auto")
    }

    /// A value in a column whose largest one is `largest`: all of them get the same digits.
    pub fn value_beside(&self, value: f64, largest: f64, format: NumberFormat, currency: Option<&str>) -> String {
        let style = style_of(largest, format, currency, NumberSize::Full);
        self.apply_style(value, &style, "auto")
    }

    /// The same with little room: `$67.0K` beside `$315.3K`.
    pub fn compact_beside(&self, value: f64, largest: f64, format: NumberFormat, currency: Option<&str>) -> String {
        self.apply_style(value, &compact_style_beside(value, largest, format, currency), "auto")
    }

    /// The same with its sign.
    pub fn signed_beside(&self, value: f64, largest: f64, format: NumberFormat, currency: Option<&str>) -> String {
        self.apply_style(value, &compact_style_beside(value, largest, format, currency), "exceptZero")
    }

    /// A value with its sign, `+` too: for differences.
    pub fn signed(&self, value: f64, format: NumberFormat, currency: Option<&str>, size: NumberSize) -> String {
        self.written(value, format, currency, size, "exceptZero")
    }

    /// A difference of shares in points, of which a hundredth may matter: `+0.55`.
    pub fn points(&self, difference: f64) -> String {
        let style = Style { name: "decimal", currency: None, min_digits: 2, max_digits: 2, is_compact: false };
        self.apply_style(difference * 100.0, &style, "exceptZero")
    }

    pub fn integer(&self, value: u64) -> String {
        self.value(value as f64, NumberFormat::Integer, None, NumberSize::Full)
    }

    /// A number as it lies in a table: grouped, every digit that it has, up to six.
    pub fn number(&self, value: f64) -> String {
        let options = [("maximumFractionDigits", JsValue::from(6))];
        self.apply("n6", value, || JsIntl::NumberFormat::new(&self.locales(), &object(&options)).format())
    }

    /// `1.4 MB`, decimal units.
    pub fn bytes(&self, bytes: u64) -> String {
        let (unit, divisor) = match bytes {
            0..1_000 => ("byte", 1.0),
            1_000..1_000_000 => ("kilobyte", 1e3),
            1_000_000..1_000_000_000 => ("megabyte", 1e6),
            _ => ("gigabyte", 1e9),
        };
        let digits = if divisor >= 1e6 { 1 } else { 0 };
        let options = [
            ("style", "unit".into()),
            ("unit", unit.into()),
            // The short form of a byte is the word without its plural.
            ("unitDisplay", if unit == "byte" { "long" } else { "short" }.into()),
            ("maximumFractionDigits", JsValue::from(digits)),
        ];
        self.apply(&format!("b{unit}"), bytes as f64 / divisor, || {
            JsIntl::NumberFormat::new(&self.locales(), &object(&options)).format()
        })
    }

    /// `41 ms`, `1.3 s`
    pub fn duration_ms(&self, ms: f64) -> String {
        let (unit, value, digits) = if ms < 1000.0 { ("millisecond", ms, 0) } else { ("second", ms / 1000.0, 1) };
        let options = [
            ("style", "unit".into()),
            ("unit", unit.into()),
            ("unitDisplay", "short".into()),
            ("maximumFractionDigits", JsValue::from(digits)),
        ];
        self.apply(&format!("d{unit}"), value, || {
            JsIntl::NumberFormat::new(&self.locales(), &object(&options)).format()
        })
    }

    /// A date or time in ISO 8601. What has no zone is taken as it stands (a mart's period);
    /// what has one is an instant, shown in the project's zone. Unreadable text comes back as it is.
    pub fn date(&self, iso: &str, style: DateStyle) -> String {
        let (text, is_instant) = match zone_of(iso) {
            Zone::Given => (iso.replacen(' ', "T", 1), true),
            Zone::None { has_time: true } => (format!("{}Z", iso.replacen(' ', "T", 1)), false),
            Zone::None { has_time: false } => (iso.to_owned(), false),
        };
        let epoch_ms = Date::parse(&text);
        if !epoch_ms.is_finite() {
            return iso.to_owned();
        }
        self.written_date(epoch_ms, style, is_instant)
    }

    /// Milliseconds since 1970, taken as it stands: a value of a timestamp column without a zone.
    pub fn date_of_epoch(&self, epoch_ms: f64, style: DateStyle) -> String {
        self.written_date(epoch_ms, style, false)
    }

    /// `3 hours ago`, from an age in seconds.
    pub fn age(&self, seconds: u64) -> String {
        let (unit, value) = match seconds {
            0..3_600 => ("minute", seconds / 60),
            3_600..172_800 => ("hour", seconds / 3_600),
            _ => ("day", seconds / 86_400),
        };
        let key = "r";
        let known = self.made.borrow().get(key).cloned();
        let function = known.or_else(|| {
            let options = object(&[("numeric", "always".into())]);
            let format = JsIntl::RelativeTimeFormat::new(&self.locales(), &options);
            let bound: Function =
                Reflect::get(&format, &"format".into()).ok()?.dyn_into::<Function>().ok()?.bind0(&format);
            self.made.borrow_mut().insert(key.to_owned(), bound.clone());
            Some(bound)
        });
        function
            .and_then(|format| format.call2(&JsValue::UNDEFINED, &JsValue::from(-(value as f64)), &unit.into()).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| format!("{value} {unit}"))
    }

    fn written(
        &self,
        value: f64,
        format: NumberFormat,
        currency: Option<&str>,
        size: NumberSize,
        sign: &str,
    ) -> String {
        self.apply_style(value, &style_of(value, format, currency, size), sign)
    }

    fn apply_style(&self, value: f64, style: &Style<'_>, sign: &str) -> String {
        self.apply(&format!("v{style:?}{sign}"), value, || {
            let mut options = vec![
                ("style", JsValue::from(style.name)),
                ("maximumFractionDigits", JsValue::from(style.max_digits)),
                ("minimumFractionDigits", JsValue::from(style.min_digits)),
                ("signDisplay", JsValue::from(sign)),
            ];
            if let Some(code) = style.currency {
                options.push(("currency", JsValue::from(code)));
                options.push(("currencyDisplay", JsValue::from("narrowSymbol")));
            }
            if style.is_compact {
                options.push(("notation", JsValue::from("compact")));
            }
            JsIntl::NumberFormat::new(&self.locales(), &object(&options)).format()
        })
    }

    fn written_date(&self, epoch_ms: f64, style: DateStyle, is_instant: bool) -> String {
        let zone: &str = if is_instant { &self.time_zone } else { "UTC" };
        let key = format!("t{style:?}{zone}");
        let known = self.made.borrow().get(&key).cloned();
        let function = known.unwrap_or_else(|| {
            let made = self.date_format(style, zone, is_instant);
            self.made.borrow_mut().insert(key, made.clone());
            made
        });
        function
            .call1(&JsValue::UNDEFINED, &Date::new(&JsValue::from(epoch_ms)))
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    fn date_format(&self, style: DateStyle, zone: &str, is_instant: bool) -> Function {
        let mut options: Vec<(&str, JsValue)> = vec![("year", "numeric".into())];
        match style {
            DateStyle::Year => {}
            DateStyle::Month => options.push(("month", "short".into())),
            DateStyle::MonthLong => options.push(("month", "long".into())),
            DateStyle::Day => {
                options.extend([("month", "short".into()), ("day", "numeric".into())]);
            }
            DateStyle::Moment => {
                options.extend([
                    ("month", "short".into()),
                    ("day", "numeric".into()),
                    ("hour", "2-digit".into()),
                    ("minute", "2-digit".into()),
                    ("hourCycle", "h23".into()),
                ]);
                if is_instant {
                    options.push(("timeZoneName", "short".into()));
                }
            }
        }
        options.push(("timeZone", zone.into()));
        // An unknown zone makes the constructor throw; Reflect turns that into a value.
        construct("DateTimeFormat", &self.locales(), &object(&options))
            .or_else(|| {
                options.pop();
                options.push(("timeZone", "UTC".into()));
                construct("DateTimeFormat", &self.locales(), &object(&options))
            })
            .unwrap_or_else(|| JsIntl::DateTimeFormat::new(&self.locales(), &Object::new()).format())
    }

    fn apply(&self, key: &str, value: f64, make: impl FnOnce() -> Function) -> String {
        let known = self.made.borrow().get(key).cloned();
        let function = known.unwrap_or_else(|| {
            let made = make();
            self.made.borrow_mut().insert(key.to_owned(), made.clone());
            made
        });
        function
            .call1(&JsValue::UNDEFINED, &JsValue::from(value))
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| value.to_string())
    }

    fn locales(&self) -> Array {
        Array::of1(&JsValue::from_str(&self.locale))
    }
}

impl PartialEq for Intl {
    fn eq(&self, other: &Self) -> bool {
        self.locale == other.locale && self.time_zone == other.time_zone
    }
}

impl fmt::Debug for Intl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intl").field("locale", &self.locale).field("time_zone", &self.time_zone).finish()
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Style<'a> {
    name: &'static str,
    currency: Option<&'a str>,
    min_digits: u32,
    max_digits: u32,
    is_compact: bool,
}

/// Cents say nothing beside thousands; a share needs one digit.
fn style_of(value: f64, format: NumberFormat, currency: Option<&str>, size: NumberSize) -> Style<'_> {
    let size_of_value = value.abs();
    let is_compact = size != NumberSize::Full && format != NumberFormat::Percent && size_of_value >= 1000.0;
    let has_cents = size_of_value < 1000.0 && size_of_value.fract() != 0.0;
    let (name, min_digits, max_digits) = match format {
        _ if is_compact => {
            let name = if format == NumberFormat::Currency { "currency" } else { "decimal" };
            (name, 0, compact_digits(size_of_value, size))
        }
        NumberFormat::Currency => {
            let digits = if has_cents { 2 } else { 0 };
            ("currency", digits, digits)
        }
        // One digit in each of several shares; none on an axis that has none.
        NumberFormat::Percent => ("percent", u32::from(size == NumberSize::Full), 1),
        NumberFormat::Integer => ("decimal", 0, 0),
        NumberFormat::Decimal => ("decimal", 0, 2),
    };
    match (name, currency) {
        ("currency", None) => Style { name: "decimal", currency: None, min_digits, max_digits, is_compact },
        ("currency", Some(_)) => Style { name, currency, min_digits, max_digits, is_compact },
        _ => Style { name, currency: None, min_digits, max_digits, is_compact },
    }
}

/// In a column that reaches thousands each has one digit in its unit, and none below a thousand.
fn compact_style_beside(value: f64, largest: f64, format: NumberFormat, currency: Option<&str>) -> Style<'_> {
    let full = style_of(largest, format, currency, NumberSize::Full);
    if format == NumberFormat::Percent || largest.abs() < 1000.0 {
        return full;
    }
    let is_compact = value.abs() >= 1000.0;
    let digits = u32::from(is_compact);
    Style { min_digits: digits, max_digits: digits, is_compact, ..full }
}

/// Digits behind the point of a number in thousands, millions and so on: three in all for a small one, else one;
/// none where there is hardly room.
fn compact_digits(size_of_value: f64, size: NumberSize) -> u32 {
    let in_its_unit = 10.0_f64.powf(size_of_value.log10() % 3.0);
    match (size, in_its_unit) {
        (NumberSize::Short, large) if large >= 10.0 => 0,
        (NumberSize::Short, _) => 1,
        (_, small) if small < 9.995 => 2,
        _ => 1,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Zone {
    Given,
    None { has_time: bool },
}

fn zone_of(iso: &str) -> Zone {
    let Some(time) = iso.get(10..).filter(|time| !time.is_empty()) else {
        return Zone::None { has_time: false };
    };
    if time.ends_with(['Z', 'z']) || time.contains('+') || time.contains('-') {
        Zone::Given
    } else {
        Zone::None { has_time: true }
    }
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object
}

fn construct(name: &str, locales: &Array, options: &Object) -> Option<Function> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &name.into()).ok()?.dyn_into().ok()?;
    let made = Reflect::construct(&class, &Array::of2(locales, options)).ok()?;
    Reflect::get(&made, &"format".into()).ok()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_are_shown_only_where_they_matter() {
        let digits = |value| style_of(value, NumberFormat::Currency, Some("USD"), NumberSize::Full).max_digits;
        assert_eq!(digits(412_630.75), 0);
        assert_eq!(digits(12.5), 2);
        assert_eq!(digits(12.0), 0);
    }

    #[test]
    fn compact_numbers_have_about_three_digits() {
        let digits = |value, size| style_of(value, NumberFormat::Currency, Some("USD"), size).max_digits;
        let all = [1_079_364.0, 9_999_000.0, 11_100.0, 770_600.0].map(|value| digits(value, NumberSize::Compact));
        assert_eq!(all, [2, 1, 1, 1]);
        let short = [1_079_364.0, 11_100.0, 770_600.0].map(|value| digits(value, NumberSize::Short));
        assert_eq!(short, [1, 0, 0]);
    }

    #[test]
    fn a_column_has_even_digits() {
        let style = |value, largest| compact_style_beside(value, largest, NumberFormat::Currency, Some("USD"));
        let of = |value, largest| (style(value, largest).min_digits, style(value, largest).is_compact);
        assert_eq!(of(67_000.0, 315_300.0), (1, true));
        assert_eq!(of(72.54, 315_300.0), (0, false));
        assert_eq!(of(72.0, 279.19), (2, false));
    }

    #[test]
    fn money_without_a_currency_is_a_plain_number() {
        let style = style_of(5.0, NumberFormat::Currency, None, NumberSize::Full);
        assert_eq!(style.name, "decimal");
    }

    #[test]
    fn a_zone_is_told_from_a_date() {
        assert_eq!(zone_of("2026-11-21"), Zone::None { has_time: false });
        assert_eq!(zone_of("2026-11-21T03:00:00"), Zone::None { has_time: true });
        assert_eq!(zone_of("2026-11-21T03:00:00Z"), Zone::Given);
        assert_eq!(zone_of("2026-11-21 03:00:00+02:00"), Zone::Given);
    }
}
