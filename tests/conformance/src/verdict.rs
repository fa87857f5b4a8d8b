//! What a case's answer is worth.

use crate::answer::{Answer, Table};
use crate::case::Case;
use crate::compare::{EXACT, difference};
use crate::refused_in_sql::is_refused_in_sql;
use crate::requests::Asked;

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
        (Some(expected), Answer::Table(actual), listed) => match (difference(expected, actual, EXACT), listed) {
            (None, None) => Verdict::Passed,
            (None, Some(_)) => Verdict::Failed("passes now; remove it from the list".to_owned()),
            (Some(difference), _) => Verdict::Failed(format!("wrong answer: {difference}")),
        },
    }
}

/// Begins the oracle's word for SQL of MetricFlow's that its database does not run.
const NOT_RUN: &str = "NotRunError";

/// Judges the answer to a request of a semantic project by MetricFlow's.
pub fn judge_asked(asked: &Asked, metricflow: Option<&Answer>, ours: Option<&Answer>) -> Verdict {
    let failed = |reason: String| Verdict::Failed(reason);
    match (metricflow, ours, &asked.refusal_code) {
        (None, _, _) => failed("MetricFlow was not asked".to_owned()),
        (_, None, _) => failed("no line came for it".to_owned()),
        (Some(Answer::Refused(theirs)), Some(Answer::Refused(ours)), Some(code))
            if ours.code == *code && is_refused_in_sql(code, &theirs.message) =>
        {
            Verdict::Passed
        }
        (Some(Answer::Refused(theirs)), _, _) if theirs.message.starts_with(NOT_RUN) => {
            failed(format!("MetricFlow accepts it, but cannot run it; leave it out: {}", theirs.message))
        }
        (Some(Answer::Refused(theirs)), _, None) => failed(format!("MetricFlow refuses: {}", theirs.message)),
        (Some(Answer::Table(_)), _, Some(_)) => failed("MetricFlow answers it".to_owned()),
        (Some(Answer::Refused(_)), Some(Answer::Table(_)), Some(_)) => {
            failed("was answered, but must be refused".to_owned())
        }
        (Some(Answer::Refused(_)), Some(Answer::Refused(ours)), Some(code)) if ours.code == *code => Verdict::Passed,
        (_, Some(Answer::Refused(ours)), _) => failed(format!("refused: {} {}", ours.code, ours.message)),
        (Some(Answer::Table(theirs)), Some(Answer::Table(ours)), None) => {
            let expected = Table { is_ordered: asked.is_ordered, ..theirs.clone() };
            match difference(&expected, ours, EXACT) {
                None => Verdict::Passed,
                Some(difference) => failed(format!("wrong answer: {difference}")),
            }
        }
    }
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
    fn a_request_is_judged_by_metricflows_answer() {
        let asked = |rest: &str| -> Asked {
            serde_json::from_str(&format!(r#"{{"name":"c","covers":[],"request":{{}}{rest}}}"#)).expect("is JSON")
        };
        let (plain, refused) = (asked(""), asked(r#","refused":"MRT-SEM-1""#));
        let metricflow_refuses = answer(r#""error":"InvalidQueryException: no""#);
        let judge = |asked, theirs: &Answer, ours: &Answer| judge_asked(asked, Some(theirs), Some(ours));
        assert_eq!(judge(&plain, &answer(ONE), &answer(ONE)), Verdict::Passed);
        assert_eq!(judge(&refused, &metricflow_refuses, &answer(REFUSED)), Verdict::Passed);
        for (asked, theirs, ours) in [
            (&plain, answer(ONE), answer(TWO)),
            (&plain, answer(ONE), answer(REFUSED)),
            (&plain, metricflow_refuses.clone(), answer(REFUSED)),
            (&refused, answer(ONE), answer(REFUSED)),
            (&refused, metricflow_refuses.clone(), answer(ONE)),
            (&refused, metricflow_refuses.clone(), answer(r#""error":{"code":"MRT-SEM-2","message":"other"}"#)),
            (&refused, answer(r#""error":"NotRunError: no such column""#), answer(REFUSED)),
        ] {
            assert!(matches!(judge(asked, &theirs, &ours), Verdict::Failed(_)), "{theirs:?} {ours:?}");
        }
        assert!(matches!(judge_asked(&plain, None, Some(&answer(ONE))), Verdict::Failed(_)));
        assert!(matches!(judge_asked(&plain, Some(&answer(ONE)), None), Verdict::Failed(_)));
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
