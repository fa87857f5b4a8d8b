with source as (

    select * from {{ source('clearvana', 'plans') }}

),

renamed as (

    select
        id as plan_price_id,
        plan_id,
        product_id,
        name as plan_name,
        tier as plan_tier,
        billing_period,
        is_per_seat,
        usage_limit,
        currency,
        unit_amount_cents,
        valid_from,
        valid_to
    from source

)

select * from renamed
