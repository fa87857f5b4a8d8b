-- By the month: nothing finer can be asked.
select
    cast(region_id as varchar) as region_id,
    cast(target_month as date) as target_month,
    cast(target as double) as target
from (
    values
        ('r1', '2020-01-01', 50.0),
        ('r1', '2020-02-01', 60.0),
        ('r2', '2020-02-01', 25.0),
        ('r2', '2020-03-01', 0.0),
        (null, '2020-04-01', 5.0),
        ('r9', '2021-02-01', 40.0)
) as rows (region_id, target_month, target)
