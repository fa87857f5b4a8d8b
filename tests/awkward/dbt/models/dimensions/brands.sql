select
    cast(brand_id as varchar) as brand_id,
    cast(brand_name as varchar) as brand_name,
    cast(snapshot_on as date) as snapshot_on
from (
    values
        ('b1', 'Old brand', '2020-02-28'),
        ('b1', 'New brand', '2020-02-29'),
        ('b2', 'Other', '2020-02-28'),
        ('b2', 'Other', '2020-03-01')
) as rows (brand_id, brand_name, snapshot_on)
