{#
  An amount in a currency's smallest unit (cents; whole yen) to dollars, at a rate in USD for one unit of the currency.
  Whole numbers all the way, rounded half up to a cent: the same amount gives the same cents on every machine.
#}
{% macro minor_to_usd(amount, minor_units, usd_rate) -%}
cast(
    cast(
        (
            cast({{ amount }} as hugeint) * cast({{ usd_rate }} * 1000000 as bigint) * 100
            + cast({{ minor_units }} as bigint) * 500000
        ) // (cast({{ minor_units }} as bigint) * 1000000) as decimal(18, 2)
    ) / 100 as decimal(18, 2)
)
{%- endmacro %}
