select
    cast(product_id as varchar) as product_id,
    cast(snapshot_on as date) as snapshot_on,
    cast(shelf as varchar) as shelf,
    cast(units as bigint) as units
from (
    values
        ('p1', '2020-02-28', 'top', 1),
        ('p1', '2020-02-29', 'top', 2),
        ('p1', '2020-03-01', 'low', 4),
        ('p2', '2020-02-28', null, 8),
        ('p2', '2020-02-29', 'low', 16),
        ('p2', '2020-03-01', 'low', 32),
        ('p3', '2020-02-28', 'top', 64),
        (null, '2020-02-29', 'top', 128),
        ('p3', null, 'top', 256)
) as rows (product_id, snapshot_on, shelf, units)
