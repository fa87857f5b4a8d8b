-- Every day from before a leap year to after it. Fiscal years begin on 1 February, trade weeks on Saturday;
-- seasons leave gaps and are no dates.
with days as (
    select cast(unnest(generate_series(date '2019-12-01', date '2021-03-31', interval 1 day)) as date) as day
),

shifted as (
    select
        day,
        day - interval 1 month as fiscal_day,
        day + interval 2 day as trade_day
    from days
)

select
    day,
    cast(date_trunc('quarter', fiscal_day) + interval 1 month as date) as fiscal_quarter,
    cast(date_trunc('year', fiscal_day) + interval 1 month as date) as fiscal_year,
    cast(date_trunc('week', trade_day) - interval 2 day as date) as trade_week,
    case
        when month(day) in (12, 1) then 'winter sale'
        when day between date '2020-02-20' and date '2020-03-05' then 'leap'
    end as season,
    year(day) * 100 + month(day) as month_number
from shifted
