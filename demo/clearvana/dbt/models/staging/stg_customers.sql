with source as (

    select * from {{ source('clearvana', 'customers') }}

),

spellings as (

    select * from {{ ref('country_spellings') }}

),

renamed as (

    select
        source.id as customer_id,
        source.company_name,
        lower(source.email) as email,
        spellings.country_code,
        source.industry,
        source.employee_band,
        source.signup_source,
        source.currency,
        source.is_test,
        source.deleted_at is not null as is_deleted,
        source.created_at as signed_up_at,
        source.deleted_at,
        source.updated_at
    from source
    left join spellings on lower(trim(source.country)) = spellings.spelling

)

select * from renamed
