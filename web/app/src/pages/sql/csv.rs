//! A result as CSV (RFC 4180), exact values without a locale.

use martlet_view::result::ResultTable;

/// Header and rows; null is an empty field, an empty text is `""`.
pub(super) fn csv(table: &ResultTable) -> String {
    let mut out = String::new();
    let names: Vec<String> = table.columns.iter().map(|column| field(&column.name)).collect();
    out.push_str(&names.join(","));
    out.push_str("\r\n");
    for row in 0..table.rows {
        for (at, column) in table.columns.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if let Some(text) = column.text(row) {
                out.push_str(&field(&text));
            }
        }
        out.push_str("\r\n");
    }
    out
}

fn field(text: &str) -> String {
    if text.is_empty() || text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use martlet_view::result::{Column, Values};

    use super::*;

    #[test]
    fn null_and_empty_text_are_told_apart() {
        let texts = [Some("a,b"), None, Some(""), Some("say \"hi\"")];
        let column = Column {
            name: String::from("t"),
            data_type: String::from("Utf8"),
            values: Values::Text(texts.iter().map(|text| text.map(str::to_owned)).collect()),
        };
        let table = ResultTable { columns: vec![column], rows: 4 };
        assert_eq!(csv(&table), "t\r\n\"a,b\"\r\n\r\n\"\"\r\n\"say \"\"hi\"\"\"\r\n");
    }
}
