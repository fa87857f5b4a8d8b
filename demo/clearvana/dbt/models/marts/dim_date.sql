-- Ends with the history: a time spine that went on would show cumulative metrics for days that have not come yet.
with days as (

    select unnest(generate_series(
        (select date_trunc('year', min(revenue_month)) from {{ ref('int_months') }}),
        {{ end_of_history() }} - interval 1 day,
        interval 1 day
    )) as day_at

)

select
    cast(day_at as date) as date_day,
    cast(date_trunc('month', day_at) as date) as month_start,
    cast(date_trunc('quarter', day_at) as date) as quarter_start,
    cast(extract(year from day_at) as integer) as calendar_year,
    cast(extract(month from day_at) as integer) as month_of_year,
    cast(extract(isodow from day_at) as integer) as day_of_week,
    strftime(day_at, '%B') as month_name,
    strftime(day_at, '%A') as day_name,
    extract(isodow from day_at) >= 6 as is_weekend,
    -- The fiscal year starts on 1 February and is named by the calendar year in which it starts.
    cast(extract(year from day_at - interval 1 month) as integer) as fiscal_year,
    cast(extract(quarter from day_at - interval 1 month) as integer) as fiscal_quarter
from days
order by date_day
