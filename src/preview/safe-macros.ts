/**
 * Macros that write a value as SQL, whatever the value contains. They are one line for the top of a model, behind `#`:
 * Embeddable's push reads the file as YAML before it renders Jinja, and YAML takes the line for a comment.
 *
 * A quote is doubled. A value with a backslash, a brace, a double quote or a control character becomes NULL, which
 * equals nothing. So does a value that is neither a text nor a number.
 */
export const SAFE_MACROS = `# ${[
  '{% macro safe_text(value) -%}',
  `{% set plain %}{{ value | replace("'", "") }}{% endset -%}`,
  '{% if value is number %}{{ value }}',
  `{%- elif value is string and "{" not in plain and "}" not in plain and plain == '"' ~ value | replace("'", "") ~ '"' -%}`,
  `'{{ value | replace("'", "''") | safe }}'`,
  '{%- else %}NULL{% endif %}',
  '{%- endmacro -%}',
  '{% macro safe_list(values) -%}',
  '({% for value in ([values] if values is string else values) or [] %}{{ safe_text(value) }}',
  '{%- if not loop.last %}, {% endif %}{% else %}NULL{% endfor %})',
  '{%- endmacro %}',
].join('')}
`
