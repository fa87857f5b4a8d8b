with source as (

    select * from {{ source('clearvana', 'invoice_items') }}

),

renamed as (

    select
        id as invoice_item_id,
        invoice_id,
        line_type,
        plan_id,
        quantity,
        unit_amount_cents,
        amount_cents
    from source

)

select * from renamed
