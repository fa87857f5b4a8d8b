select
    cast(region_id as varchar) as region_id,
    cast(region_name as varchar) as region_name,
    cast(country_id as varchar) as country_id,
    cast(opened_on as date) as opened_on
from (
    values
        ('r1', 'North', 'k1', '2019-12-01'),
        ('r2', 'South; "far"', 'k1', '2020-02-29'),
        ('r3', 'O''Hare', 'k2', null),
        (null, 'Nowhere', 'k2', '2020-01-01')
) as rows (region_id, region_name, country_id, opened_on)
