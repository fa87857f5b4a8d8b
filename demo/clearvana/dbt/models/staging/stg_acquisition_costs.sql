with source as (

    select * from {{ source('clearvana', 'acquisition_costs') }}

),

renamed as (

    select
        id as acquisition_cost_id,
        month as cost_month,
        channel as signup_source,
        marketing_spend_cents,
        sales_spend_cents,
        updated_at
    from source

)

select * from renamed
