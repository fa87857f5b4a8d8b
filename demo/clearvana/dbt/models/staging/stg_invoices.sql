with source as (

    select * from {{ source('clearvana', 'invoices') }}

),

renamed as (

    select
        id as invoice_id,
        customer_id,
        subscription_id,
        status as invoice_status,
        currency,
        subtotal_cents,
        discount_cents,
        tax_cents,
        total_cents,
        period_start,
        period_end,
        issued_at,
        due_at,
        paid_at,
        updated_at
    from source

)

select * from renamed
