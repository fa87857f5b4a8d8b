-- A rate for every currency and day: days without a quote carry the last one.
with days as (

    select distinct
        quotes.currency,
        cast(days.day as date) as rate_date
    from {{ ref('stg_fx_rates') }} as quotes
    cross join
        (
            select unnest(generate_series(
                (select cast(min(rate_date) as timestamp) from {{ ref('stg_fx_rates') }}),
                {{ end_of_history() }},
                interval 1 day
            )) as day
        ) as days

),

filled as (

    select
        days.currency,
        days.rate_date,
        quotes.usd_rate
    from days
    asof left join {{ ref('stg_fx_rates') }} as quotes
        on days.currency = quotes.currency and days.rate_date >= quotes.rate_date

),

dollar as (

    select distinct
        'USD' as currency,
        rate_date,
        cast(1 as decimal(12, 6)) as usd_rate
    from days

)

select * from filled
union all
select * from dollar
