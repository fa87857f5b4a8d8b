-- One row for each span in which a paid subscription's plan, seats, price and pause do not change. Of changes at the same
-- instant each has its row, and only the last one's span is not empty.
with changes as (

    select
        changes.*,
        row_number() over (
            partition by changes.subscription_id order by changes.effective_at, changes.subscription_change_id
        ) as period_number,
        lead(changes.effective_at) over (
            partition by changes.subscription_id order by changes.effective_at, changes.subscription_change_id
        ) as next_effective_at
    from {{ ref('stg_subscription_changes') }} as changes

),

plans as (

    select distinct plan_id, product_id, billing_period
    from {{ ref('stg_plan_prices') }}

),

joined as (

    select
        changes.subscription_change_id,
        changes.subscription_id,
        subscriptions.customer_id,
        changes.period_number,
        changes.change_type,
        changes.new_plan_id as plan_id,
        plans.product_id,
        plans.billing_period,
        changes.new_quantity as quantity,
        subscriptions.discount_pct,
        subscriptions.currency,
        changes.new_unit_amount_cents as unit_amount_cents,
        changes.change_type = 'pause' as is_paused,
        changes.effective_at as valid_from,
        coalesce(changes.next_effective_at, subscriptions.ended_at) as valid_to,
        -- The rate of the first day holds for the whole life, so that exchange rates never look like expansion.
        cast(rates.usd_rate * 1000000 as bigint) as usd_rate_micros,
        cast(currencies.minor_units as bigint) as minor_units,
        case plans.billing_period when 'yearly' then 12 else 1 end as billing_months
    from changes
    inner join {{ ref('stg_subscriptions') }} as subscriptions using (subscription_id)
    inner join {{ ref('int_customers') }} as customers using (customer_id)
    inner join plans on changes.new_plan_id = plans.plan_id
    inner join {{ ref('currencies') }} as currencies on subscriptions.currency = currencies.currency
    inner join {{ ref('int_fx_rates_daily') }} as rates
        on
            subscriptions.currency = rates.currency
            and cast(subscriptions.started_at as date) = rates.rate_date

),

priced as (

    select
        *,
        case
            when is_paused then 0
            else
                (
                    cast(unit_amount_cents as hugeint) * quantity * (100 - discount_pct) * usd_rate_micros * 100
                    + 50000000 * cast(billing_months as bigint) * minor_units
                ) // (100000000 * billing_months * minor_units)
        end as mrr_usd_cents
    from joined

)

select
    * exclude (mrr_usd_cents, billing_months, usd_rate_micros, minor_units),
    cast(cast(mrr_usd_cents as decimal(18, 2)) / 100 as decimal(18, 2)) as mrr_usd
from priced
