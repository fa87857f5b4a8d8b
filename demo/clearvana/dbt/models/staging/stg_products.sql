with source as (

    select * from {{ source('clearvana', 'products') }}

),

renamed as (

    select
        id as product_id,
        code as product_code,
        name as product_name,
        product_family
    from source

)

select * from renamed
