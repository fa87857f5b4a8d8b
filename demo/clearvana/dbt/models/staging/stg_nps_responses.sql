with source as (

    select * from {{ source('clearvana', 'nps_responses') }}

),

renamed as (

    select
        id as nps_response_id,
        customer_id,
        score,
        responded_at
    from source

)

select * from renamed
