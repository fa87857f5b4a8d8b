with source as (

    select * from {{ source('clearvana', 'fx_rates') }}

),

renamed as (

    select
        currency,
        rate_date,
        usd_rate
    from source

)

select * from renamed
