with source as (

    select * from {{ source('clearvana', 'subscriptions') }}

),

renamed as (

    select
        id as subscription_id,
        customer_id,
        plan_id,
        status as subscription_status,
        quantity,
        discount_pct,
        currency,
        trial_started_at,
        trial_ends_at,
        started_at,
        canceled_at as cancel_requested_at,
        ended_at,
        cancel_reason,
        created_at,
        updated_at
    from source

)

select * from renamed
