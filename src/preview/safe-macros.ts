/**
 * Macros for a model that write a value as SQL, whatever is in it: for the top of the file.
 *
 * A quote is doubled. What has a backslash, a brace, a double quote or a control character in it, or is neither text nor
 * number, becomes NULL, which equals nothing: databases, YAML or the service read those as more than themselves.
 */
export const SAFE_MACROS = `{% macro safe_text(value) -%}
{% set plain %}{{ value | replace("'", "") }}{% endset -%}
{% if value is number %}{{ value }}
{%- elif value is string and "{" not in plain and "}" not in plain and plain == '"' ~ value | replace("'", "") ~ '"' -%}
'{{ value | replace("'", "''") | safe }}'
{%- else %}NULL{% endif %}
{%- endmacro -%}
{% macro safe_list(values) -%}
({% for value in ([values] if values is string else values) or [] %}{{ safe_text(value) }}
{%- if not loop.last %}, {% endif %}{% else %}NULL{% endfor %})
{%- endmacro %}
`
