select
    cast(manager_id as varchar) as manager_id,
    cast(manager_name as varchar) as manager_name,
    cast(office as varchar) as office
from (
    values ('m1', 'Manager 1', 'North'), ('m2', 'Manager 2', null)
) as rows (manager_id, manager_name, office)
