-- By the year.
select
    cast(region_id as varchar) as region_id,
    cast(budget_year as date) as budget_year,
    cast(budget as double) as budget
from (
    values ('r1', '2020-01-01', 1000.0), ('r2', '2020-01-01', 500.0), ('r1', '2021-01-01', 1500.0)
) as rows (region_id, budget_year, budget)
