-- Keys that are null, empty, in another case or of nobody; one order twice; days without orders; orders outside the
-- time spine; amounts that are null, zero, negative or equal.
select
    cast(order_id as bigint) as order_id,
    cast(customer_id as varchar) as customer_id,
    cast(store_id as varchar) as store_id,
    cast(ordered_at as timestamp) as ordered_at,
    cast(shipped_on as date) as shipped_on,
    cast(status as varchar) as status,
    cast(channel as varchar) as channel,
    cast(is_gift as boolean) as is_gift,
    cast(amount as double) as amount,
    cast(price as decimal(12, 2)) as price,
    cast(pieces as integer) as pieces
from (
    values
        (1, 'c1', 's1', '2019-12-31 23:30:00', '2020-01-02', 'shipped', 'web', true, 10.0, 1.10, 1),
        (2, 'c1', 's2', '2020-01-01 00:00:00', '2020-01-31', 'shipped', 'shop', false, 20.0, 2.20, 2),
        (3, 'c2', 's1', '2020-01-15 09:00:00', null, 'open', 'web', null, 0.0, 0.00, 0),
        (4, 'c2', null, '2020-01-31 10:15:00', '2020-02-29', 'shipped', null, true, 30.0, 3.30, 3),
        (5, 'c3', 's3', '2020-01-31 10:45:00', '2020-02-29', '', 'web', false, -5.0, -0.50, 1),
        (6, 'C1', 's2', '2020-02-01 00:00:00', '2020-02-01', 'o''hare', 'shop', true, 30.0, 3.30, 1),
        (7, null, 's1', '2020-02-14 14:14:14', '2020-02-28', null, 'web', false, 40.0, null, 4),
        (8, '', 's2', '2020-02-28 05:59:59', '2020-02-29', 'shipped', 'web', true, null, 4.40, null),
        (9, 'c9', 's9', '2020-02-28 06:00:00', '2020-03-31', 'shipped', 'phone', null, 12.5, 1.25, 5),
        (10, 'c1', 's1', '2020-02-29 00:00:00', '2020-02-29', 'shipped', 'web', true, 7.25, 0.75, 1),
        (10, 'c1', 's1', '2020-02-29 00:00:00', '2020-02-29', 'shipped', 'web', true, 7.25, 0.75, 1),
        (11, 'c2', 's2', '2020-02-29 23:59:59', null, 'returned', 'shop', true, -30.0, -3.30, -3),
        (12, 'c4', null, '2020-03-01 00:00:00', '2020-03-01', 'open', 'phone', false, 55.5, 5.55, 2),
        (13, 'c1', 's2', '2020-03-02 22:05:00', '2020-03-30', 'shipped', 'web', null, 1000000.001, 99.99, 1),
        (14, 'c2', 's3', '2020-03-30 12:00:00', '2020-03-31', 'shipped', 'shop', false, 5.0, 0.50, 1),
        (15, 'c3', 's2', '2020-03-31 12:00:00', null, 'open', '', true, 5.0, 0.50, 1),
        (16, 'c5', 's1', '2020-05-31 08:00:00', '2020-06-30', 'shipped', 'web', false, 77.0, 7.70, 7),
        (17, 'c2', 's1', '2020-12-31 23:59:59', '2021-01-01', 'shipped', 'web', true, 13.0, 1.30, 1),
        (18, 'c1', 's2', '2021-02-28 10:00:00', '2021-03-01', 'shipped', 'phone', false, 21.0, 2.10, 2),
        (19, 'c2', 's2', '2021-02-28 10:00:00', null, 'open', 'web', false, 22.0, 2.20, 2),
        (20, 'c1', 's1', '2019-11-30 10:00:00', '2019-12-01', 'shipped', 'web', true, 3.0, 0.30, 1),
        (21, 'c2', 's2', '2022-02-28 10:00:00', null, 'open', 'shop', false, 4.0, 0.40, 1),
        (22, 'c3', 's3', null, '2020-03-05', 'open', 'web', false, 9.0, 0.90, 1)
) as rows (order_id, customer_id, store_id, ordered_at, shipped_on, status, channel, is_gift, amount, price, pieces)
