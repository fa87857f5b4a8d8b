-- The status periods of a subscription follow each other without overlap.
with ordered as (

    select
        subscription_id,
        valid_from,
        lag(valid_to) over (partition by subscription_id order by valid_from, valid_to) as previous_valid_to
    from {{ ref('fact_subscription') }}

)

select *
from ordered
where previous_valid_to > valid_from
