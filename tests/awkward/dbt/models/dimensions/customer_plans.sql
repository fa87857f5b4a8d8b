-- Slowly changing: windows that touch, one that is open, one that is null at both ends, and a gap.
select
    cast(customer_id as varchar) as customer_id,
    cast(manager_id as varchar) as manager_id,
    cast(plan as varchar) as plan,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to
from (
    values
        ('c1', 'm1', 'free', '2019-12-01', '2020-01-31'),
        ('c1', 'm1', 'paid', '2020-01-31', '2020-02-29'),
        ('c1', 'm2', 'vip', '2020-02-29', null),
        ('c2', 'm2', 'free', '2020-01-01', '2020-02-01'),
        ('c2', 'm9', 'paid', '2020-03-01', '2020-12-31'),
        ('c3', null, 'paid', null, null),
        (null, 'm1', 'ghost', '2019-01-01', null)
) as rows (customer_id, manager_id, plan, valid_from, valid_to)
