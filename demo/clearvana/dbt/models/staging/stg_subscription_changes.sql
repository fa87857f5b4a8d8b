with source as (

    select * from {{ source('clearvana', 'subscription_changes') }}

),

renamed as (

    select
        id as subscription_change_id,
        subscription_id,
        change_type,
        effective_at,
        old_plan_id,
        new_plan_id,
        old_quantity,
        new_quantity,
        old_unit_amount_cents,
        new_unit_amount_cents,
        created_at
    from source

)

select * from renamed
