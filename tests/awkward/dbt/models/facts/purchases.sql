select
    cast(purchase_id as bigint) as purchase_id,
    cast(visitor_id as varchar) as visitor_id,
    cast(bought_at as timestamp) as bought_at,
    cast(campaign as varchar) as campaign,
    cast(value as double) as value
from (
    values
        (1, 'v1', '2020-01-24 10:00:00', 'x', 1.0),
        (2, 'v1', '2020-01-31 10:00:00', 'x', 2.0),
        (3, 'v1', '2020-02-07 10:00:00', 'y', 4.0),
        (4, 'v2', '2020-02-29 22:00:00', 'x', 8.0),
        (5, 'v2', '2020-03-07 23:00:00', 'x', 16.0),
        (6, 'v2', '2020-03-07 23:00:00', 'q', 32.0),
        (7, 'v3', '2020-03-07 12:00:00', null, 64.0),
        (8, 'v4', '2020-03-01 12:00:00', 'z', 128.0),
        (9, null, '2020-03-01 14:00:00', 'z', 256.0),
        (10, '', '2020-03-03 14:00:00', '', 512.0),
        (11, 'v5', '2020-04-30 08:00:00', 'y', null),
        (12, 'v9', '2020-03-01 14:00:00', 'z', 1024.0),
        (13, 'v6', '2021-01-01 08:00:00', 'x', 2048.0)
) as rows (purchase_id, visitor_id, bought_at, campaign, value)
