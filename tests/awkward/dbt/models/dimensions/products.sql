-- One row a product and snapshot: joined within the same snapshot only.
select
    cast(product_id as varchar) as product_id,
    cast(brand_id as varchar) as brand_id,
    cast(colour as varchar) as colour,
    cast(snapshot_on as date) as snapshot_on
from (
    values
        ('p1', 'b1', 'red', '2020-02-28'),
        ('p1', 'b1', 'blue', '2020-02-29'),
        ('p1', 'b2', 'green', '2020-03-01'),
        ('p2', 'b2', null, '2020-02-28'),
        ('p2', null, 'red', '2020-02-29'),
        ('p3', 'b1', 'red', null)
) as rows (product_id, brand_id, colour, snapshot_on)
