-- Visits and purchases of the same visitors. No visitor has two visits at one moment, because MetricFlow's answer
-- would then depend on the order of rows.
select
    cast(visit_id as bigint) as visit_id,
    cast(visitor_id as varchar) as visitor_id,
    cast(customer_id as varchar) as customer_id,
    cast(visited_at as timestamp) as visited_at,
    cast(referrer as varchar) as referrer,
    cast(campaign as varchar) as campaign,
    cast(pages as bigint) as pages
from (
    values
        (1, 'v1', 'c1', '2020-01-25 10:00:00', 'search', 'x', 3),
        (2, 'v1', 'c1', '2020-01-31 10:00:00', 'mail', 'y', 5),
        (3, 'v2', 'c2', '2020-02-28 23:00:00', 'search', 'x', 1),
        (4, 'v2', 'c2', '2020-02-29 23:00:00', null, 'x', 2),
        (5, 'v3', 'c3', '2020-02-29 12:00:00', 'search', null, 7),
        (6, 'v4', null, '2020-03-01 12:00:00', 'mail', 'z', 1),
        (7, null, 'c1', '2020-03-01 13:00:00', 'search', 'z', 1),
        (8, '', 'c9', '2020-03-02 13:00:00', '', '', 4),
        (9, 'v5', 'c5', '2020-03-31 08:00:00', 'mail', 'y', 2),
        (10, 'v6', 'c4', '2020-12-31 08:00:00', 'search', 'x', 9),
        (11, 'v1', 'c1', '2021-02-28 08:00:00', 'search', 'x', 9)
) as rows (visit_id, visitor_id, customer_id, visited_at, referrer, campaign, pages)
