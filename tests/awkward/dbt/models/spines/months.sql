-- A coarser spine beside the daily one. Halves are text.
with months as (
    select cast(unnest(generate_series(date '2019-12-01', date '2021-03-01', interval 1 month)) as date) as month_start
)

select
    month_start,
    year(month_start) || case when month(month_start) <= 6 then '-H1' else '-H2' end as half
from months
