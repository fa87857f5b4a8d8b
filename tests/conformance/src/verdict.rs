//! What a case's answer is worth.

use crate::answer::{Answer, Table};
use crate::case::Case;
use crate::compare::{APPROXIMATE, EXACT, difference};

/// The judgement on one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    /// Refused, and listed as not supported.
    Unsupported,
    Failed(String),
}

/// Judges the answer to a case of the kit. `unsupported` is the reason for which the case is listed.
pub fn judge(case: &Case, answer: Option<&Answer>, unsupported: Option<&str>) -> Verdict {
    let Some(answer) = answer else {
        return Verdict::Failed("no line came for it".to_owned());
    };
    match (&case.expected, answer, unsupported) {
        (_, Answer::Refused(refusal), _) if !refusal.code.starts_with("MRT-") => {
            Verdict::Failed(format!("refused without a stable code: {} {}", refusal.code, refusal.message))
        }
        (None, Answer::Refused(_), None) => Verdict::Passed,
        (None, Answer::Refused(_), Some(_)) => {
            Verdict::Failed("is refused as it must be; remove it from the list".to_owned())
        }
        (None, Answer::Table(_), _) => Verdict::Failed("was answered, but must be refused".to_owned()),
        (Some(_), Answer::Refused(_), Some(_)) => Verdict::Unsupported,
        (Some(_), Answer::Refused(refusal), None) => {
            Verdict::Failed(format!("refused: {} {}", refusal.code, refusal.message))
        }
        (Some(expected), Answer::Table(actual), listed) => match (table_difference(case, expected, actual), listed) {
            (None, None) => Verdict::Passed,
            (None, Some(_)) => Verdict::Failed("passes now; remove it from the list".to_owned()),
            (Some(difference), _) => Verdict::Failed(format!("wrong answer: {difference}")),
        },
    }
}

fn table_difference(case: &Case, expected: &Table, actual: &Table) -> Option<String> {
    let is_approximate = case.tags.iter().any(|tag| tag == "approximate");
    difference(expected, actual, if is_approximate { APPROXIMATE } else { EXACT })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::parse_lines;

    fn case(rest: &str) -> Case {
        serde_json::from_str(&format!(r#"{{"name":"c","manifest":"m","request":{{}},{rest}}}"#)).expect("case is JSON")
    }

    fn answer(rest: &str) -> Answer {
        let mut answers = parse_lines(&format!(r#"{{"name":"c",{rest}}}"#)).expect("line is JSON");
        answers.remove("c").expect("the line is there")
    }

    const ONE: &str = r#""columns":[{"name":"a","type":"int"}],"rows":[[1]]"#;
    const TWO: &str = r#""columns":[{"name":"a","type":"int"}],"rows":[[2]]"#;
    const REFUSED: &str = r#""error":{"code":"MRT-SEM-1","message":"no"}"#;

    #[test]
    fn a_listed_case_must_be_refused_and_never_answered() {
        let case = case(&format!(r#""expected":{{{ONE},"ordered":false}}"#));
        assert_eq!(judge(&case, Some(&answer(REFUSED)), Some("later")), Verdict::Unsupported);
        assert!(matches!(judge(&case, Some(&answer(ONE)), Some("later")), Verdict::Failed(_)));
        assert!(matches!(judge(&case, Some(&answer(TWO)), Some("later")), Verdict::Failed(_)));
    }

    #[test]
    fn an_unlisted_case_must_be_right() {
        let case = case(&format!(r#""expected":{{{ONE},"ordered":false}}"#));
        assert_eq!(judge(&case, Some(&answer(ONE)), None), Verdict::Passed);
        assert!(matches!(judge(&case, Some(&answer(TWO)), None), Verdict::Failed(_)));
        assert!(matches!(judge(&case, Some(&answer(REFUSED)), None), Verdict::Failed(_)));
        assert!(matches!(judge(&case, None, None), Verdict::Failed(_)));
    }

    #[test]
    fn a_refusal_needs_a_stable_code() {
        let case = case(r#""expected_error":"unknown metric""#);
        assert_eq!(judge(&case, Some(&answer(REFUSED)), None), Verdict::Passed);
        assert!(matches!(
            judge(&case, Some(&answer(r#""error":{"code":"","message":"boom"}"#)), None),
            Verdict::Failed(_)
        ));
        assert!(matches!(judge(&case, Some(&answer(ONE)), None), Verdict::Failed(_)));
    }
}
