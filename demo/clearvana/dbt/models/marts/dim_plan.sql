with prices as (

    select
        *,
        row_number() over (partition by plan_id order by valid_from desc) as recency
    from {{ ref('stg_plan_prices') }}
    where currency = 'USD'

)

select
    plan_id,
    product_id,
    plan_name,
    plan_tier,
    billing_period,
    is_per_seat,
    usage_limit,
    cast(unit_amount_cents / 100 as decimal(18, 2)) as list_price_usd,
    valid_from as list_price_since
from prices
where recency = 1
order by plan_id
