-- The months of the history, with the instant at which each is closed; the last one is open.
with bounds as (

    select
        (select date_trunc('month', min(effective_at)) from {{ ref('stg_subscription_changes') }}) as first_month,
        {{ end_of_history() }} as history_ends_at

)

select
    cast(months.month as date) as revenue_month,
    least(months.month + interval 1 month, bounds.history_ends_at) as closes_at,
    row_number() over (order by months.month) as month_number
from bounds
cross join
    lateral (
        select unnest(generate_series(
            bounds.first_month, bounds.history_ends_at - interval 1 microsecond, interval 1 month
        )) as month
    ) as months
