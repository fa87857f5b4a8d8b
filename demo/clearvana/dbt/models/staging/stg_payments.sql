with source as (

    select * from {{ source('clearvana', 'payments') }}

),

-- A webhook that is delivered again repeats the provider's id; the first delivery stands.
deduplicated as (

    select *
    from source
    qualify row_number() over (partition by external_id order by received_at, id) = 1

),

renamed as (

    select
        external_id as payment_id,
        invoice_id,
        customer_id,
        kind as payment_kind,
        attempt_number,
        status as payment_status,
        failure_code,
        method as payment_method,
        amount_cents,
        currency,
        created_at as attempted_at,
        received_at
    from deduplicated

)

select * from renamed
