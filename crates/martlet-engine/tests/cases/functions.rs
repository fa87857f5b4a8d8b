//! DuckDB's functions and forms with DuckDB's answers.

use super::Fixture;

/// Expression, and what DuckDB 2.0 answers as text.
const ANSWERS: &[(&str, &str)] = &[
    // times
    ("epoch_ms(timestamp '1969-12-31 23:59:59.9995')", "-1"),
    ("epoch_us(date '1970-01-02')", "86400000000"),
    ("epoch_ns(timestamp '1970-01-01 00:00:01')", "1000000000"),
    ("epoch_ms(1582979400123)::varchar", "2020-02-29 12:30:00.123"),
    ("epoch_ms(interval '1 month')", "2592000000"),
    ("make_timestamp(2020, 2, 29, 12, 30, 1.5)::varchar", "2020-02-29 12:30:01.5"),
    ("make_timestamp(1582979400000000)::varchar", "2020-02-29 12:30:00"),
    ("make_date(18321)::varchar", "2020-02-29"),
    ("make_time(1, 2, 3.5)", "01:02:03.500"),
    ("make_time(1, 2, 3.5)::varchar || ' ' || make_time(23, 59, 59)::varchar", "01:02:03.5 23:59:59"),
    ("make_time(1, 2, 3.5) = time '01:02:03.5' and typeof(make_time(1, 2, 3)) = 'TIME'", "true"),
    ("age(timestamp '2020-03-01', timestamp '2020-01-31') = interval '1 month 1 day'", "true"),
    ("age(date '2020-03-01', '2020-02-29') = interval '1 day'", "true"),
    ("time_bucket(interval '1 week', date '2020-02-15')", "2020-02-10"),
    ("time_bucket(interval '15 minutes', timestamp '2020-02-29 12:40:00')::varchar", "2020-02-29 12:30:00"),
    ("time_bucket(interval '2 months', date '1999-12-15')", "1999-11-01"),
    ("time_bucket(interval '2 months', date '2020-02-15', interval '5 days')", "2020-01-06"),
    ("time_bucket(interval '10 days', date '2020-02-29', date '2020-01-01')", "2020-02-20"),
    ("strptime('29.02.2020 12:30', '%d.%m.%Y %H:%M')::varchar", "2020-02-29 12:30:00"),
    ("strptime('2020-02-29', ['%d.%m.%Y', '%Y-%m-%d'])::varchar", "2020-02-29 00:00:00"),
    ("try_strptime('2020-02-30', '%Y-%m-%d') is null", "true"),
    ("try_strptime(name, '%Y') is null from typed where name = 'ä'", "true"),
    ("isfinite(date '2020-02-29') and not isinf(timestamp '2020-02-29 01:00:00')", "true"),
    ("isfinite(1.5) and isinf('-inf'::double)", "true"),
    ("days_in_month(date '2020-02-01')", "29"),
    ("julian(date '2020-02-29')", "2458909.0"),
    ("date '2020-01-31' + interval (1) month = date '2020-02-29'", "true"),
    ("'2020-02-29 12:30:00+02'::timestamp::varchar", "2020-02-29 12:30:00"),
    ("'2020-02-29 12:30:00+02'::timestamptz::varchar", "2020-02-29 10:30:00+00"),
    ("coalesce(null::date, '2020-01-01') + 1", "2020-01-02"),
    ("date_trunc('century', date '2019-05-01') = date '2000-01-01'", "true"),
    ("date_diff('microsecond', timestamp '2020-01-01', timestamp '2020-01-01 00:00:01')", "1000000"),
    ("timestamp '2020-01-01' + interval '1 day -02:30:00' = timestamp '2020-01-01 21:30:00'", "true"),
    ("(interval '14 months 1 day -02:00:00')::varchar", "1 year 2 months 1 day -02:00:00"),
    ("(timestamp '2020-01-03 01:00:00' - timestamp '2020-01-01')::varchar", "2 days 01:00:00"),
    ("date '2020-01-01' + interval 1 quarter = date '2020-04-01'", "true"),
    ("date '2020-01-01' + interval '1 century' = date '2120-01-01'", "true"),
    ("date '2020-01-01' + interval '1.5' hour = timestamp '2020-01-01 01:00:00'", "true"),
    ("date '2020-01-01' + interval '1 day ago' = date '2019-12-31'", "true"),
    ("interval '1 month' = interval '30 days'", "true"),
    ("interval '24 hours' = interval '1 day'", "true"),
    ("interval '1 year' > interval '364 days'", "false"),
    ("interval '1 month' * 1.5 = interval '1 month 15 days'", "true"),
    ("interval '7 days' / 3 = interval '2 days 8 hours'", "true"),
    // texts
    ("array_to_string(string_split('a,b,c', ','), '|')", "a|b|c"),
    ("split('a,b', ',')[2]", "b"),
    ("len(str_split('', ','))", "1"),
    ("array_to_string(string_to_array('héa', ''), '|')", "h|é|a"),
    ("split_part('a,b', ',', -1) || split_part('a,b', ',', 0)", "b"),
    ("array_to_string(regexp_split_to_array('a1b22c', '[0-9]+'), '|')", "a|b|c"),
    ("array_to_string(regexp_extract_all('hello', '([a-z])l', 1), '|')", "e"),
    ("regexp_extract('xe', '(x)|(e)', 2) || regexp_extract('e', '(x)|(e)', 2)", "e"),
    ("regexp_extract('Hello', '(h)(e)', 2, 'i')", "e"),
    ("regexp_replace('Hello', 'H', '$1')", "$1ello"),
    ("regexp_replace('Hello', '(.)(.)', '\\2\\1', 'g')", "eHllo"),
    ("regexp_matches('a.b', 'a.b', 'l') and not regexp_matches('axb', 'a.b', 'l')", "true"),
    ("md5('hello')", "5d41402abc4b2a76b9719d911017c592"),
    ("sha256('a')", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
    ("format('{} has {:05d} and {:.2f}', 'x', 7, 1.5)", "x has 00007 and 1.50"),
    ("printf('%s-%03d %,d%%', 'x', 7, 1234567)", "x-007 1,234,567%"),
    ("format('{}', null) is null", "true"),
    ("hex(255) || to_hex('a')", "FF61"),
    (
        "sha1('hello') || sha1(encode(''))",
        "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434dda39a3ee5e6b4b0d3255bfef95601890afd80709",
    ),
    ("decode(encode('ä€😀')) || hex(encode('ä')) || typeof(encode(''))", "ä€😀C3A4BLOB"),
    ("encode(raw, 'hex') from (select encode('ab') raw)", "6162"),
    ("to_base64(encode('ä?')) || base64('ab') || decode(from_base64('YR=='))", "w6Q/YWI=a"),
    ("hex(unhex('0F1')) || hex(from_binary('111111111'))", "00F101FF"),
    ("strip_accents('Ñandú ßø')", "Nandu ßø"),
    ("url_encode('a b/ä~') || url_decode('%c3%a4%zz+')", "a%20b%2F%C3%A4~ä%zz+"),
    ("array_to_string(parse_path('/a//b.c'), '|')", "/|a|b.c"),
    (
        "parse_filename('a\\b.tar.gz', true) || parse_dirname('a\\b/c', 'forward_slash') || parse_dirpath('/x/y/z')",
        "b.tara\\b/x/y",
    ),
    ("'paid' glob 'p*[!a-c]' and 'ä' not glob '?' and not 'a' glob '[b-z]'", "true"),
    ("'PAID' collate nocase = 'paid' and 'É' collate noaccent.nocase in ('e') and 'a' < 'B' collate nocase", "true"),
    ("string_agg(x, '' order by x collate nocase) from (values ('b'), ('C'), ('a')) v (x)", "abC"),
    ("levenshtein('é', 'e')", "2"),
    ("upper('straße') || lower('İ')", "STRAẞEi"),
    ("substr('hello', -1 - 1) || substr('hello', 1 - 3, 1)", "lol"),
    ("substr('hello', 2, -1)", "h"),
    ("'hello'[1] || 'hello'[-1] || 'hello'[2:3] || 'hello'[:2] || 'hello'[-2:]", "hoelhelo"),
    ("ord('') + unicode('é')", "232"),
    // numbers
    ("isnan(sqrt(-1)) and isnan(ln(-1.5))", "true"),
    ("ln(0) = '-inf'::double", "true"),
    ("bit_count(-1::tinyint) + bit_count(3)", "10"),
    ("even(2.1) + even(-2.1)", "0.0"),
    ("nextafter(1.0::double, 2.0::double) > 1", "true"),
    ("xor(5, 3) + ~5", "0"),
    ("1_000 + 1", "1001"),
    ("fmod(-2.5, 2)", "1.5"),
    ("gamma(5) + lgamma(1)", "24.0"),
    ("isnan(gamma(-1)) and isinf(gamma(172)) and lgamma(-1) = 'inf'::double", "true"),
    ("bin(5) || '-' || to_binary('a') || '-' || right(bin(-2), 3)", "101-01100001-110"),
    ("to_base(255, 16) || to_base(5, 2, 8)", "FF00000101"),
    ("format_bytes(1536) || formatReadableSize(-1) || formatReadableDecimalSize(123456789)", "1.5 KiB-1 byte123.4 MB"),
    // lists
    ("len([1, 2]) + length(list_value(1, 2, 3))", "5"),
    ("list_contains([1, 2], 2) and list_has(['a'], 'a') and array_contains(split('a,b', ','), 'b')", "true"),
    ("list_extract(['a', 'b'], -1) || list_first(['x', 'y'])", "bx"),
    ("[1, 2] && [2, 3] and list_min([3, 1]) = 1", "true"),
    ("list_unique([1, 2, 2, null]) + list_count([1, null])", "3"),
    ("list_aggregate([1, 2, null], 'sum') + list_sum([1.5, 2.25]) + list_avg([1, 2])", "8.25"),
    ("list_aggregate(['b', 'a'], 'min') || list_aggr(['b', 'a'], 'MAX') || list_aggregate([1, null], 'count')", "ab1"),
    ("list_sum([true, true, null]) + coalesce(list_sum([]), 7) + coalesce(list_avg([null]), 1)", "10.0"),
    // types
    ("typeof(1.5::double) || typeof('a') || typeof(date '2020-01-01')", "DOUBLEVARCHARDATE"),
    ("typeof(money) from typed limit 1", "DECIMAL(18,2)"),
    ("typeof(1::utinyint) || typeof(1::int8) || typeof(1::hugeint)", "UTINYINTBIGINTDECIMAL(38,0)"),
    ("'2020-02-29'::datetime::date", "2020-02-29"),
    ("try('x'::int) is null and try(strptime('x', '%Y')) is null and try('12'::int) = 12", "true"),
];

pub async fn functions_are_duckdbs(fixture: &Fixture) {
    for (expr, answer) in ANSWERS {
        assert_eq!(fixture.value(&format!("select {expr}")).await, *answer, "{expr}");
    }
}

/// Columns, nulls and texts that come as views, not only literals.
pub async fn functions_take_columns(fixture: &Fixture) {
    for (expr, answer) in [
        ("count(*) from orders where md5(status) = md5('paid')", "16667"),
        ("count(*) from orders where len(split(status, 'a')) = 2", "16667"),
        ("count(*) from orders where regexp_extract(status, '^(.)', 1) = 'v'", "16666"),
        ("count(*) from orders where format('{}-{:03d}', status, order_id) = 'paid-001'", "1"),
        ("count(*) from orders where status[1] = 'n' and substr(status, -customer_id, 1) = 'w'", "166"),
        ("count(*) from customers where list_contains(['DE', 'FR'], country)", "64"),
        ("count(md5(country)) from customers", "96"),
        ("count(sha1(country)) + count(encode(country)) + count(strip_accents(country)) from customers", "288"),
        ("count(*) from customers where country collate nocase = 'de' or country glob 'F?'", "64"),
        ("count(*) from customers where base64(encode(country)) = 'REU='", "32"),
        ("sum(list_sum([customer_id, null])) + sum(list_avg([customer_id])) from customers", "14280.0"),
        ("count(try(country::int)) + count(parse_path(country)) from customers", "96"),
        ("count(time_bucket(interval '1 month', at)) from typed", "2"),
        ("count(epoch_ms(day)) + count(age(at, day)) + count(typeof(name)) from typed", "7"),
        ("max(time_bucket(interval '1 year', day)) from typed", "2024-01-01"),
    ] {
        assert_eq!(fixture.value(&format!("select {expr}")).await, answer, "{expr}");
    }
}

pub async fn what_duckdb_refuses_is_refused(fixture: &Fixture) {
    for expr in [
        "make_timestamp(2020, 2, 30, 1, 1, 1)",
        "time_bucket(interval '0 days', date '2020-01-01')",
        "time_bucket(interval '1 month 1 day', date '2020-01-01')",
        "strptime('x', '%Y')",
        "format('{:d}', 'x')",
        "format('{} {}', 1)",
        "printf('%s', 3)",
        "regexp_extract('abc', '(b', 1)",
        "regexp_extract_all('abc', 'b', 3)",
        "hamming('abc', 'ab')",
        "interval '1 day' / 0",
        "from_base64('YWJ')",
        "unhex('0g')",
        "decode(unhex('ff'))",
        "url_decode('%ff')",
        "to_base(-1, 2)",
        "make_time(24, 0, 1)",
    ] {
        assert_eq!(fixture.code(&format!("select {expr}")).await, "MRT-E012", "{expr}");
    }
}
