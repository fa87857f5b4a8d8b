-- One row for each status period (trial, active, paused) and not one for each day: a day snapshot would hold
-- two million rows that say nothing new.
with trials as (

    select
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.plan_id,
        subscriptions.quantity,
        'trial' as status,
        subscriptions.trial_started_at as valid_from,
        coalesce(subscriptions.started_at, subscriptions.ended_at) as valid_to,
        cast(0 as decimal(18, 2)) as mrr_usd,
        'trial' as started_by,
        case when subscriptions.subscription_status = 'trial_expired' then 'trial_expired' end as end_reason
    from {{ ref('stg_subscriptions') }} as subscriptions
    inner join {{ ref('int_customers') }} as customers using (customer_id)
    where subscriptions.trial_started_at is not null

),

paid as (

    select
        periods.subscription_id,
        periods.customer_id,
        periods.plan_id,
        periods.quantity,
        case when periods.is_paused then 'paused' else 'active' end as status,
        periods.valid_from,
        periods.valid_to,
        periods.mrr_usd,
        periods.change_type as started_by,
        case when periods.valid_to = subscriptions.ended_at then subscriptions.cancel_reason end as end_reason
    from {{ ref('int_subscription_periods') }} as periods
    inner join {{ ref('stg_subscriptions') }} as subscriptions using (subscription_id)

),

unioned as (

    select * from trials
    union all
    select * from paid

)

select
    subscription_id || '-' || row_number() over (
        partition by subscription_id order by valid_from, status desc, started_by desc
    ) as subscription_period_id,
    subscription_id,
    customer_id,
    plan_id,
    quantity,
    status,
    started_by,
    end_reason,
    valid_from,
    valid_to,
    valid_to is null as is_current,
    mrr_usd
from unioned
order by valid_from, subscription_id
