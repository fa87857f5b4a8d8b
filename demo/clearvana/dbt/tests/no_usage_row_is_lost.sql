-- The usage mart holds the source's rows of real customers, day by day: nothing that an incremental run forgot, or kept.
with loaded as (

    select
        usage_date,
        count(*) as row_count,
        sum(event_count) as event_count,
        sum(quantity) as quantity
    from {{ ref('fact_usage') }}
    group by 1

),

sources as (

    select
        usage.usage_date,
        count(*) as row_count,
        sum(usage.event_count) as event_count,
        sum(usage.quantity) as quantity
    from {{ ref('stg_usage_events') }} as usage
    inner join {{ ref('int_customers') }} as customers using (customer_id)
    group by 1

)

select *
from loaded
full outer join sources using (usage_date)
where
    loaded.row_count is distinct from sources.row_count
    or loaded.event_count is distinct from sources.event_count
    or loaded.quantity is distinct from sources.quantity
