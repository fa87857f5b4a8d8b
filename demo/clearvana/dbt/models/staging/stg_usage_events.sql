with source as (

    select * from {{ source('clearvana', 'usage_events') }}

),

renamed as (

    select
        id as usage_event_id,
        customer_id,
        product_id,
        feature,
        event_date as usage_date,
        cast(event_count as bigint) as event_count,
        quantity,
        received_at,
        cast(received_at as date) as received_on,
        cast(received_at as date) > event_date as is_late
    from source

)

select * from renamed
