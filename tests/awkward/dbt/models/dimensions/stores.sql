-- store_id is declared primary, but s1 is there twice: joins multiply rows.
select
    cast(store_id as varchar) as store_id,
    cast(region_id as varchar) as region_id,
    cast(size_class as varchar) as size_class,
    cast(opened_on as date) as opened_on
from (
    values
        ('s1', 'r1', 'large', '2020-01-31'),
        ('s1', 'r3', 'small', '2020-02-29'),
        ('s2', 'r2', null, '2020-03-31'),
        ('s3', null, 'large', null)
) as rows (store_id, region_id, size_class, opened_on)
