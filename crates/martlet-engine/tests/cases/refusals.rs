//! SQL that must be refused, and what the refusal says.

use martlet_engine::{EngineError, Expression};

use super::Fixture;

pub async fn what_writes_is_refused(fixture: &Fixture) {
    for sql in [
        "create table t as select 1",
        "create view v as select 1",
        "create external table t stored as parquet location 'x.parquet'",
        "drop table orders",
        "insert into orders select * from orders",
        "update orders set amount = 0",
        "delete from orders",
        "copy orders to 'x.parquet'",
        "copy (select 1) to 'x.csv'",
        "set datafusion.execution.batch_size = 1",
        "explain create table t as select 1",
        "prepare p as select 1",
        "begin",
        "truncate table orders",
    ] {
        assert_eq!(fixture.code(sql).await, "MRT-E002", "{sql}");
    }
    let error = fixture.run("select * into t from orders").await.expect_err("it writes");
    assert!(["MRT-E002", "MRT-E007", "MRT-E008"].contains(&error.code()), "{error:?}");
    assert_eq!(fixture.code("select 1; select 2").await, "MRT-E003");
    assert_eq!(fixture.value("select 1;").await, "1");
}

pub async fn only_registered_tables_can_be_read(fixture: &Fixture) {
    for sql in ["select * from 'Cargo.toml'", "select * from \"Cargo.toml\"", "select * from 'https://host/x.parquet'"]
    {
        assert_eq!(fixture.code(sql).await, "MRT-E005", "{sql}");
    }
    for sql in ["select * from read_parquet('x.parquet')", "select * from read_csv('x.csv')"] {
        let error = fixture.run(sql).await.expect_err("there is no such function");
        assert!(["MRT-E005", "MRT-E007", "MRT-E008"].contains(&error.code()), "{error:?}");
    }
}

pub async fn errors_say_what_is_near(fixture: &Fixture) {
    let table = fixture.run("select * from ordres").await.expect_err("a typo");
    assert_eq!(table, EngineError::UnknownTable { name: "ordres".to_owned(), nearest: vec!["orders".to_owned()] });
    assert_eq!(table.hint().as_deref(), Some("Did you mean `orders`?"));

    let column = fixture.run("select custmer_id from orders").await.expect_err("a typo");
    assert_eq!(
        column,
        EngineError::UnknownColumn { name: "custmer_id".to_owned(), nearest: vec!["customer_id".to_owned()] }
    );
    let column = fixture.run("select o.statu from orders o").await.expect_err("a typo");
    assert_eq!(column.code(), "MRT-E006");

    let syntax = fixture.run("select a\nfrom orders where ) x").await.expect_err("not SQL");
    match &syntax {
        EngineError::Syntax { position: Some((line, _)), .. } => assert!(*line >= 1, "{syntax:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(fixture.code("").await, "MRT-E001");
    assert_eq!(fixture.code("select 'open").await, "MRT-E001");
    let moved = fixture.run("select status - interval '1 month' from orders").await.expect_err("a text");
    assert_eq!(moved, EngineError::NotMovable { found: "a text" });
    assert_eq!(fixture.code("select order_id + interval '1 day' from orders").await, "MRT-E015");
    assert_eq!(fixture.code("select cast('x' as int)").await, "MRT-E012");
    assert_eq!(fixture.code("select 1 / (order_id - order_id) from orders").await, "MRT-E012");
}

pub async fn comparisons_name_the_column(fixture: &Fixture) {
    for (condition, code, message) in [
        (
            "status > 5",
            "MRT-E017",
            "values of `status` are texts (VARCHAR), and `>` does not compare these with numbers (BIGINT)",
        ),
        (
            "status between 1 and 5.5",
            "MRT-E017",
            "values of `status` are texts (VARCHAR), and `BETWEEN` does not compare these with numbers (BIGINT)",
        ),
        (
            "order_id = date '2026-01-31'",
            "MRT-E017",
            "values of `order_id` are numbers (BIGINT), and `=` does not compare these with days (DATE)",
        ),
        ("order_id > 'many'", "MRT-E012", "values of `order_id` are numbers (BIGINT), and 'many' is no number"),
        ("order_id in ('1', 'x')", "MRT-E012", "values of `order_id` are numbers (BIGINT), and 'x' is no number"),
    ] {
        let error = fixture.run(&format!("select 1 from orders where {condition}")).await.expect_err(condition);
        assert_eq!((error.code(), error.to_string().as_str()), (code, message), "{condition}");
        assert!(error.hint().is_some(), "{condition}");
    }
    let stored = fixture.run("select 1 from orders where status = 5").await.expect_err("no status is a number");
    let message = stored.to_string();
    assert!(message.starts_with("values of `status` are texts (VARCHAR), and '"), "{message}");
    assert!(message.ends_with("', one of them, is no number (BIGINT)"), "{message}");
    assert_eq!(stored.code(), "MRT-E012");
    for answered in [
        "cast(order_id as varchar) = order_id",
        "cast(order_id as varchar) in (1, 2)",
        "order_id > '0'",
        "order_id > 'many' or true",
        "status > '5'",
        "status > null",
    ] {
        fixture.run(&format!("select 1 from orders where {answered}")).await.expect(answered);
    }
}

pub async fn functions_that_are_not_there_are_named(fixture: &Fixture) {
    let error = async |sql: &str| fixture.run(sql).await.expect_err("it is refused");
    let typo = error("select lenght(status) from orders").await;
    assert_eq!(typo.code(), "MRT-E016");
    assert_eq!(typo.to_string(), "there is no function `lenght`");
    assert!(typo.hint().is_some_and(|hint| hint.starts_with("Did you mean `length`")), "{typo:?}");
    let missing = error("select count(*) from orders where json_extract(note, '$.a') = 1").await;
    assert_eq!(missing.to_string(), "there is no function `json_extract` in Martlet; DuckDB has one");
    assert!(missing.hint().is_some_and(|hint| hint.contains("dbt model")), "{missing:?}");
    assert_eq!(fixture.code("select no_such_function(1)").await, "MRT-E016");
    assert_eq!(fixture.code("explain select no_such_function(1)").await, "MRT-E016");

    for (sql, message, hint) in [
        ("select md5(order_id) from orders", "the function `md5` cannot be called with (BIGINT)", "`md5(text)`"),
        (
            "select age(status) from orders where age(1, 2)",
            "the function `age` cannot be called with (BIGINT, BIGINT)",
            "`age(date or timestamp, date or timestamp)`",
        ),
        (
            "select strpos(order_id) from orders",
            "the function `strpos` cannot be called with (BIGINT)",
            "`strpos(text, text)`",
        ),
        (
            "select regexp_matches(status) from orders",
            "the function `regexp_matches` takes other arguments",
            "`regexp_matches(…, …)`",
        ),
    ] {
        let error = error(sql).await;
        assert_eq!((error.code(), error.to_string().as_str()), ("MRT-E017", message), "{sql}");
        assert!(error.hint().is_some_and(|found| found.contains(hint)), "{sql}: {:?}", error.hint());
    }
    for (sql, hint) in [
        ("select 1 from orders where md5(order_id) = 'x'", "`md5(text)`"),
        ("select 1 from orders where strpos(order_id) = 1", "`strpos(text, text)`"),
        ("select 1 from orders where abs(status) = 1", "`abs(number)`"),
    ] {
        let error = error(sql).await;
        assert_eq!(error.code(), "MRT-E017", "{sql}: {error}");
        assert!(error.hint().is_some_and(|found| found.contains(hint)), "{sql}: {:?}", error.hint());
    }
    let operator = error("select day like '2020%' from typed").await;
    assert_eq!(
        (operator.code(), operator.to_string().as_str()),
        ("MRT-E017", "`LIKE` cannot stand between DATE and VARCHAR")
    );
    assert_eq!(fixture.code("select order_id + true from orders").await, "MRT-E017");
    let kind = error("select status::varchr from orders").await;
    assert_eq!(kind, EngineError::UnknownType { name: "varchr".to_owned(), nearest: vec!["varchar".to_owned()] });
}

pub async fn syntax_of_duckdb_that_is_not_read_is_named(fixture: &Fixture) {
    for (sql, what) in [
        ("select list_transform([1], lambda x: x + 1)", "a function without a name"),
        ("select list_transform([1], x -> x + 1)", "a function without a name"),
        ("select [x + 1 for x in [1, 2]]", "a list that is made of another one"),
        ("select status.upper() from orders", "a function behind a value"),
        ("select decode(encode(status), 'replace') from orders", "decode that replaces"),
        ("select 'a' collate nocase", "COLLATE"),
        ("select 'a' collate de = 'b'", "COLLATE"),
        ("select 1 from orders group by status collate nocase", "COLLATE"),
        ("select status glob ('p' || '*') from orders", "`GLOB`"),
        ("select status in ['paid'] from orders", "IN with a list"),
        ("select note ->> 'a' from orders", "JSON"),
        ("select {'a': 1}.a", "a field of a struct"),
        ("select order_id + $1 from orders", "a parameter"),
    ] {
        let error = fixture.run(sql).await.expect_err("it is refused");
        assert_eq!(error.code(), "MRT-E019", "{sql}: {error:?}");
        assert!(error.to_string().starts_with(what), "{sql}: {error}");
        assert!(error.hint().is_some(), "{sql}");
    }
}

pub async fn errors_lie_in_expressions(fixture: &Fixture) {
    let written = |owner: &str, text: &str, sql: &str| Expression {
        owner: owner.to_owned(),
        text: text.to_owned(),
        sql: sql.to_owned(),
    };
    let expressions = [
        written("the filter of metric 'm'", "{{ Dimension('a') }} = 'lenght(x)'", "item = 'lenght(x)'"),
        written("the filter", "lenght({{ Dimension('a') }}) > )", "lenght(item) > )"),
    ];
    let unknown =
        fixture.run("select lenght(status) from orders").await.expect_err("a typo").in_expressions(&expressions);
    assert_eq!(unknown.code(), "MRT-E016");
    assert_eq!(
        unknown.to_string(),
        "there is no function `lenght` (in the filter: `lenght({{ Dimension('a') }}) > )`)"
    );
    let syntax =
        fixture.run("select lenght(status) > ) from orders").await.expect_err("no SQL").in_expressions(&expressions);
    assert_eq!(syntax.code(), "MRT-E001");
    assert!(syntax.to_string().ends_with("(in the filter: `lenght({{ Dimension('a') }}) > )`)"), "{syntax}");
    let elsewhere = fixture.run("select 1 from ordres").await.expect_err("a typo").in_expressions(&expressions);
    assert_eq!(elsewhere.code(), "MRT-E005");
    assert!(!elsewhere.to_string().contains("(in "), "{elsewhere}");
}

pub async fn depth_is_limited(fixture: &Fixture) {
    let deep = 1_000;
    let nested =
        |open: &str, core: &str, close: &str| format!("select {}{core}{}", open.repeat(deep), close.repeat(deep));
    for sql in [
        nested("(", "1", ")"),
        nested("not ", "true", ""),
        nested("- ", "1", ""),
        nested("abs(", "1", ")"),
        nested("case when true then ", "1", " end"),
        nested("(select ", "1", ")"),
        nested("[", "1", "]"),
        nested("1 + ", "1", ""),
        format!("select * from {}orders{}", "(select * from ".repeat(deep), ")".repeat(deep)),
        format!("select 1{}", " union all select 1".repeat(deep)),
        format!("select 1{}", "::int".repeat(deep)),
        format!("select 1{}", " || 'x'".repeat(deep)),
        format!("explain {}", nested("(", "1", ")")),
    ] {
        let code = fixture.code(&sql).await;
        assert_eq!(code, "MRT-E004", "{}…", &sql[..60]);
    }
    assert_eq!(fixture.code(&nested("(", "1", ")").repeat(100)).await, "MRT-E004");
}

pub async fn long_flat_conditions_work(fixture: &Fixture) {
    let any = (0..1_000).map(|id| format!("order_id = {id}")).collect::<Vec<_>>().join(" or ");
    assert_eq!(fixture.value(&format!("select count(*) from orders where {any}")).await, "1000");
    let mixed = (0..1_000).map(|id| format!("(order_id = {id} and amount >= 0)")).collect::<Vec<_>>().join(" or ");
    assert_eq!(fixture.value(&format!("select count(*) from orders where {mixed}")).await, "1000");
    let all = (0..400).map(|id| format!("order_id <> {id}")).collect::<Vec<_>>().join(" and ");
    assert_eq!(fixture.value(&format!("select count(*) from orders where {all}")).await, "49600");
    assert_eq!(fixture.code(&format!("select 1 from orders where {all} and amount > 0")).await, "MRT-E004");
    let list = (0..5_000).map(|id| id.to_string()).collect::<Vec<_>>().join(", ");
    assert_eq!(fixture.value(&format!("select count(*) from orders where order_id in ({list})")).await, "5000");
    let nested = format!("select {}1{}", "(".repeat(30), ")".repeat(30));
    assert_eq!(fixture.value(&nested).await, "1");
    let sum = format!("select 1{}", " + 1".repeat(99));
    assert_eq!(fixture.value(&sum).await, "100");
    let unions = format!("select count(*) from (select 1{})", " union all select 1".repeat(99));
    assert_eq!(fixture.value(&unions).await, "100");
}
