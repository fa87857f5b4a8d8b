-- A row without a key, one with an empty key, regions that are null or missing, ties in sign_up.
select
    cast(customer_id as varchar) as customer_id,
    cast(region_id as varchar) as region_id,
    cast(email as varchar) as email,
    cast(tier as varchar) as tier,
    cast(signed_up_at as timestamp) as signed_up_at,
    cast(is_test as boolean) as is_test,
    cast(credit as double) as credit
from (
    values
        ('c1', 'r1', 'one@example.org', 'gold', '2019-12-31 23:59:59', false, 100.0),
        ('c2', 'r2', 'two@example.org', 'silver', '2020-01-31 00:00:00', false, 50.5),
        ('c3', null, 'three@example.org', null, '2020-02-29 12:00:00', true, null),
        ('c4', 'r9', null, 'gold', '2020-02-29 12:00:00', null, 0.0),
        ('c5', 'r1', 'five@example.org', '', null, false, -10.0),
        ('', 'r2', '', 'nobody', '2020-01-01 00:00:00', false, 1.0),
        (null, 'r1', 'none@example.org', 'nameless', '2020-01-01 00:00:00', false, 2.0)
) as rows (customer_id, region_id, email, tier, signed_up_at, is_test, credit)
